//! Lines that belong to pictures and tables: who took them, and what they are called.

/// What stands before the name of a photographer, artist or agency.
const CREDITS: [&str; 17] = [
    "foto",
    "fotos",
    "photo",
    "photos",
    "illustrasjon",
    "illustrasjoner",
    "illustrasjonar",
    "illustration",
    "illustrasjonsfoto",
    "illustrasjonsbilde",
    "illustrasjonsbilete",
    "arkivfoto",
    "pressefoto",
    "skjermdump",
    "grafikk",
    "tegning",
    "teikning",
];
/// What is numbered.
const NUMBERED: [&str; 8] = [
    "figur", "figure", "tabell", "table", "diagram", "bilde", "bilete", "kart",
];
/// Longest name in a credit, in characters.
const LONGEST_NAME: usize = 70;
/// Longest caption, in characters.
const LONGEST: usize = 300;

/// Whether a paragraph is a caption by its form: "Foto: Kari Moen / NTB", "Ministeren i Alta. Foto: KDD", "Figur 2: Folketall".
pub(crate) fn is_caption(text: &str) -> bool {
    text.len() <= LONGEST * 4 && text.chars().count() <= LONGEST && (is_credited(text) || is_numbered(text))
}

/// Whether the last thing that a text says is who made the picture.
fn is_credited(text: &str) -> bool {
    let Some((before, name)) = text.rsplit_once(": ") else {
        return false;
    };
    let label = before.rsplit([' ', '(']).next().unwrap_or_default();
    let earlier = before
        .strip_suffix(label)
        .unwrap_or_default()
        .trim_end_matches('(')
        .trim_end();
    // "Foto/illustrasjon".
    let made = !label.is_empty()
        && label
            .split('/')
            .all(|word| CREDITS.contains(&word.to_lowercase().as_str()));
    let capital = label.starts_with(char::is_uppercase);
    // What stands before it is a text of its own.
    let apart = earlier.is_empty() || earlier.ends_with(['.', '!', '?', '»', '"', ')', ',', '|', '–', '-']);
    let name = name.trim().trim_end_matches([')', '.']);
    let named = name.starts_with(|c: char| c.is_uppercase() || c == '©' || c == '@');
    made && (capital || earlier.is_empty())
        && apart
        && named
        && name.chars().count() <= LONGEST_NAME
        && !name.contains(". ")
        && !name.contains(['?', ';'])
}

/// "Figur 2: Folketall", "Tabell 3.1 Utgifter", not "Figur 2 viser".
fn is_numbered(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(label), Some(number), Some(next)) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let bare = number.trim_end_matches(['.', ':']);
    let counted = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || ".-–".contains(c))
        && bare.len() <= 8;
    let titled = next.starts_with(char::is_uppercase) || ["–", "-"].contains(&next);
    let sentence = next.starts_with(char::is_lowercase);
    label.starts_with(char::is_uppercase)
        && NUMBERED.contains(&label.to_lowercase().as_str())
        && counted
        && (titled || (number.len() > bare.len() && !sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_and_titles_of_figures_are_captions_and_sentences_are_not() {
        for text in [
            "Foto: Kari Moen / NTB",
            "foto: KDD",
            "(Foto: Colourbox)",
            "Illustrasjon: Ola Li",
            "Foto/illustrasjon: Ola Li",
            "Photo: Kari Moen, Fjordvik kommune",
            "Statsråden møtte ordførerne i Alta i mai. Foto: Torbjørn Vik/KMD",
            "Figur 2: Folketall",
            "Tabell 3.1 Utgifter per innbygger.",
            "Figur 4 – Folketall etter alder",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in [
            "Foto: det er et spørsmål om hvem som betaler",
            "Kommunen ber om bedre foto: Kari Moen sa at bildene er gamle.",
            "Figur 2 viser at folketallet går ned.",
            "Tabell 3.1 over utgifter",
            "Kart over Fjordvik: Kommunen deler",
            "Møteleder: Kari Moen",
            "Kari Moen spurte om hvem som tar foto. Svaret var: Kommunen",
        ] {
            assert!(!is_caption(text), "{text}");
        }
    }
}
