//! Titles on covers: over several lines, with a line below them that goes on behind a dash, above a list of contents.

use crate::dates::dates;
use crate::kind::kind_of;
use crate::labels::label;
use crate::view::Line;
use ordskifte_record::{BlockKind, Kind};
use ordskifte_vocabulary::fold_name;

/// Headings of lists of contents.
const CONTENTS: [&str; 7] = [
    "innhold",
    "innhald",
    "innholdsfortegnelse",
    "innhaldsliste",
    "innhaldsoversyn",
    "innholdsoversikt",
    "innholdsliste",
];
/// Most words of a line that says what sort of document it is: "Nasjonal faglig veileder".
const SORT_WORDS: usize = 3;
/// Words that join the lines of a cover, each alone on a line or at the beginning or end of one.
const JOINS: [&str; 8] = ["mellom", "og", "om", "for", "til", "i", "vedrørende", "vedrørande"];
/// Most lines that a title takes on a cover, and the longest of them in characters.
const COVER: usize = 14;
const COVER_LINE: usize = 90;
/// Longest second line of a title, in characters.
const SUBTITLE: usize = 100;

/// How many lines stand above the list of contents: titles stand there. All lines where there is none.
pub(crate) fn above_contents(top: &[Line<'_>]) -> usize {
    let contents = |line: &Line<'_>| CONTENTS.contains(&line.folded().trim_end_matches(':'));
    let at = top.iter().position(contents).filter(|at| *at > 0);
    at.unwrap_or(top.len())
}

/// Whether a line is an entry of a list of contents: "1 Innledning ........ 3".
pub(crate) fn is_entry(text: &str) -> bool {
    text.contains(".....") || text.contains("\u{2026}\u{2026}") || text.contains(". . . .")
}

/// Whether a line is a number, a code or an account rather than words: "NO 914 000 227 MVA", "H-2198".
pub(crate) fn is_figures(text: &str) -> bool {
    let (mut letters, mut figures) = (0, 0);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        figures += usize::from(c.is_ascii_digit());
    }
    figures >= 3 && figures * 4 >= letters * 3
}

/// Whether a folded line says of what sort a guide is, and nothing else: "NASJONAL VEILEDER".
pub(crate) fn is_sort_of_guide(folded: &str) -> bool {
    let sort = folded.rsplit(' ').next().is_some_and(|last| {
        let bare = [
            "veileder",
            "veiledar",
            "rettleiar",
            "veiledning",
            "rettleiing",
            "håndbok",
            "handbok",
            "retningslinje",
        ];
        bare.contains(&last)
    });
    sort && folded.split(' ').count() <= SORT_WORDS
        && folded.rsplit(' ').skip(1).all(|word| {
            ["ig", "al", "nal", "leg", "sk", "lig", "statlig", "ny", "revidert"]
                .iter()
                .any(|end| word.ends_with(end))
        })
}

/// "Om veilederen", "Om rettleiaren": a chapter of a paper on the paper itself.
pub(crate) fn is_about_itself(folded: &str) -> bool {
    let bare = folded.strip_prefix("om ").unwrap_or(folded);
    let bare = ["denne ", "dette "]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare);
    let definite = ["en", "et", "a", "ar", "n"].iter().any(|end| bare.ends_with(end));
    !bare.contains(' ')
        && definite
        && !["veiledar", "rettleiar", "innspel"].contains(&bare)
        && kind_of(bare, &["title"]).is_some()
        && folded != bare
}

/// "AVTALE" / "mellom" / "A" / "og" / "B" / "om" / "C": the title that the lines of a cover make up, from this one on.
pub(crate) fn joined(top: &[Line<'_>], index: usize) -> Option<String> {
    let first = top.get(index)?.text.trim();
    let next = top.get(index + 1)?.text.trim();
    let word = next.split(' ').next()?;
    let alone = next == word;
    if !JOINS.contains(&word) || first.split(' ').count() > 2 {
        return None;
    }
    // Other papers than agreements have one line below: "Høringsnotat" / "om endringer".
    let kind = kind_of(&fold_name(first), &["title", "top"])?;
    if !(kind == Kind::Avtale || alone) {
        return None;
    }
    let mut title = first.to_owned();
    let mut about = false;
    for line in top.iter().skip(index + 1).take(COVER) {
        let text = line.text.trim();
        let folded = fold_name(text);
        let joins = text.split(' ').next().is_some_and(|word| JOINS.contains(&word));
        let open = title.split(' ').next_back().is_some_and(|last| JOINS.contains(&last));
        let begins = dates(text).first().is_some_and(|date| date.start == 0);
        let labelled = label(text).is_some_and(|(_, value)| !value.is_empty());
        if !(joins || open) || begins || labelled || text.chars().count() > COVER_LINE {
            break;
        }
        about |= folded == "om" || folded.starts_with("om ");
        title.push(' ');
        title.push_str(text);
    }
    // Without what it is about it is only the beginning of a sentence.
    (about && title.split(' ').count() > 4).then_some(title)
}

/// What stands behind a dash, or as the only item of a list, on the line below a title.
pub(crate) fn subtitle<'v>(lines: &[Line<'v>], index: usize) -> Option<&'v str> {
    let (title, below) = (lines.get(index)?, lines.get(index + 1)?);
    let text = below.text.trim();
    let dashed = ["– ", "— ", "- "].iter().find_map(|dash| text.strip_prefix(dash));
    let item = |line: &Line<'_>| line.kind == BlockKind::ListItem;
    let rest = match dashed {
        Some(rest) => rest,
        None if item(below) && !lines.get(index + 2).is_some_and(item) => text,
        None => return None,
    };
    let whole = title.text.trim().ends_with([':', '.', '?']);
    let fits = rest.starts_with(char::is_lowercase) && !rest.ends_with(['.', ';', ':']);
    (fits && !whole && rest.chars().count() <= SUBTITLE).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_no_words() {
        assert!(is_figures("NO 987 654 321 MVA"));
        assert!(is_figures("H-2198"));
        assert!(!is_figures("Endringer i 2018"));
        assert!(!is_figures("NOU 2015: 8 Skolen"));
    }

    #[test]
    fn sorts_of_guides_and_chapters_on_them_are_no_titles() {
        assert!(is_sort_of_guide("nasjonal veileder"));
        assert!(is_sort_of_guide("nasjonal faglig retningslinje"));
        assert!(!is_sort_of_guide("fyr og brygger. veileder"));
        assert!(is_about_itself("om rettleiaren"));
        assert!(is_about_itself("om denne veilederen"));
        assert!(!is_about_itself("om avtaler"));
        assert!(!is_about_itself("rettleiar"));
    }
}
