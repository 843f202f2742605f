//! Labels that lines begin with, as the heads of minutes and lists of persons have them: each begins something new.

use super::ends_open;

/// Labels in the head of minutes.
const LABELS: [&str; 35] = [
    "Dato og tid",
    "Tid og sted",
    "Tid og stad",
    "Sted",
    "Stad",
    "Tid",
    "Tidspunkt",
    "Møtested",
    "Møtestad",
    "Møtedato",
    "Møteleder",
    "Møteleiar",
    "Ordstyrer",
    "Ordstyrar",
    "Referent",
    "Referenter",
    "Referentar",
    "Forfall",
    "Meldt forfall",
    "Til stede",
    "Tilstede",
    "Til stades",
    "Deltakere",
    "Deltakarar",
    "Deltagere",
    "Fraværende",
    "Fråverande",
    "Fravær",
    "Fråvær",
    "Avbud",
    "Meldt avbud",
    "Ikke møtt",
    "Ikkje møtt",
    "Ikke til stede",
    "Ikkje til stades",
];

/// Longest label, in characters.
const MAX_LABEL: usize = 40;

/// "Ref.:   Kari Moe", "Møteleder: Ola Li": a line of the head of minutes, which begins anew however long the one above is.
pub(crate) fn begins_head_line(line: &str) -> bool {
    let Some((label, rest)) = line.split_once(':') else {
        return false;
    };
    let gap = is_gapped(line);
    let label = label.split('/').next().unwrap_or(label).trim_end_matches('.');
    let words = label.chars().count() <= MAX_LABEL
        && label.split(' ').count() <= MAX_BODY
        && label.starts_with(char::is_uppercase)
        && label.chars().all(|c| c.is_alphabetic() || ". -/".contains(c));
    LABELS.contains(&label) && rest.starts_with([' ', '\t'])
        || gap && words && !rest.trim().is_empty()
        || lists_side(label, rest)
}

/// "Til stede fra KS: Kari Moe", "Fra KS:" alone: a label that says for whom those behind or below it were there.
fn lists_side(label: &str, rest: &str) -> bool {
    const LISTS: [&str; 8] = [
        "Til stede ",
        "Tilstede ",
        "Til stades ",
        "Deltakere ",
        "Deltakarar ",
        "Deltagere ",
        "Møtte ",
        "Forfall ",
    ];
    let listed = LISTS.iter().find_map(|list| label.strip_prefix(list));
    let side = listed.or_else(|| rest.trim().is_empty().then_some(label));
    let whose = side.and_then(|side| {
        ["fra ", "frå ", "for ", "Fra ", "Frå ", "For "]
            .iter()
            .find_map(|word| side.strip_prefix(word))
    });
    whose.is_some_and(|whose| whose.split(' ').count() <= MAX_BODY)
}

/// "Fra KRD:     statsråd Kari Moe": whether what a label tells stands in a column of its own.
pub(crate) fn is_gapped(line: &str) -> bool {
    let behind = line.split_once(':').map(|(_, rest)| rest);
    behind.is_some_and(|rest| rest.starts_with('\t') || rest.starts_with("  "))
}

/// "For Høyre: …", "Fra KRD: …": a line that tells for whom those behind its label were there.
fn begins_delegation(text: &str) -> bool {
    let label = text.trim_start().split_once(": ").map(|(label, _)| label);
    label.is_some_and(|label| {
        let whose = ["For ", "Fra ", "Frå "]
            .iter()
            .find_map(|word| label.strip_prefix(word));
        whose.is_some_and(|whose| whose.starts_with(char::is_uppercase) && whose.split(' ').count() <= MAX_BODY)
    })
}

/// Most words of a body in such a label.
const MAX_BODY: usize = 6;

/// Whether a line begins something new although the line above it reaches the margin; `begun` is what the paragraph of that
/// line begins with.
pub(crate) fn begins_anew(begun: &str, above: &str, line: &str) -> bool {
    let above = above.trim_end();
    if above.ends_with(['-', '(', '/']) || ends_open(above) {
        return false;
    }
    if begins_head_line(line) || (begins_delegation(begun) && begins_delegation(line)) {
        return true;
    }
    let closed = above.ends_with(')');
    // "Rådmenn: Kari Moe" above "Andre: Ola Li", "Moe: Det er sent." above "Li: Ja."
    let labelled = has_label(line)
        && (closed
            || has_label(begun) && ends_in_name(above)
            || ends_sentence(above) && (has_label(begun) || is_short_label(line)));
    // "(…) statssekretær Kari Moe (FIN)" above "Fravær Ola Li"
    let bare = || closed && label_without_colon(line);
    labelled || bare() || begins_body(line)
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '»', '"', '”'])
}

/// "…, statssekretær Kari Moe", "…, Kari Moe/KRD"
pub(crate) fn ends_in_name(text: &str) -> bool {
    let last = text.rsplit([' ', '/']).next().unwrap_or_default();
    last.ends_with(')') || last.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// "Andre: Ola Li": a few words with a capital, a colon, and something behind it or nothing.
fn has_label(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, rest)| {
        label.starts_with(char::is_uppercase)
            && label.chars().count() <= MAX_LABEL
            && label.split(' ').count() <= MAX_BODY
            && !label.contains(['.', ',', ';'])
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

/// "Votering: Forslaget falt."
fn is_short_label(line: &str) -> bool {
    line.split_once(':')
        .is_some_and(|(label, _)| label.split(' ').count() <= 2)
}

/// "Forfall Kari Moe (KRD)"
fn label_without_colon(line: &str) -> bool {
    LABELS.iter().any(|label| {
        let rest = line.strip_prefix(label).and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    })
}

/// "FIN v/ seniorrådgiver Kari Moe": an abbreviated body that somebody stood for.
fn begins_body(line: &str) -> bool {
    let mut words = line.split(' ');
    let body = words.next().unwrap_or_default();
    let capitals = (2..=5).contains(&body.chars().count()) && body.chars().all(char::is_uppercase);
    capitals && words.next().is_some_and(|word| word.starts_with("v/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_minutes_have_labels() {
        assert!(begins_head_line("Ref.:   Kari Moe (KRD)") && begins_head_line("Møteleder: Ola Li"));
        assert!(
            !begins_head_line("Oslo: det er en by") && !begins_head_line("Sted:") && !begins_head_line("NOU 2004:  18")
        );
    }

    #[test]
    fn delegations_have_bodies() {
        assert!(begins_delegation("For Høyre: Kari Moe"));
        assert!(!begins_delegation("For øvrig: Kari Moe"));
    }

    #[test]
    fn entries_begin_anew_and_sentences_go_on() {
        let anew = |above: &str, line: &str| begins_anew(above, above, line);
        assert!(anew("Rådmenn: Kari Moe, Ola Li (47–55/14)", "Andre: Per Dal"));
        assert!(anew("Moe: Det er for sent.", "Li: Nei, det er det ikke."));
        assert!(anew(
            "statsråd Kari Moe, statssekretær Ola Li (FIN)",
            "Embetsverk: Per Dal"
        ));
        assert!(anew("Fra KD: direktør Kari Moe, Ola Li", "FIN v/ rådgiver Per Dal"));
        assert!(anew("Til stede: Kari Moe (KD)", "Fravær Ola Li (SV)"));
        assert!(anew("Leder foreslo votering.", "Votering: Forslaget falt."));
        assert!(!anew("Til stede: direktør", "Kari Moe, KD"), "no label");
        assert!(
            !anew(
                "Moe: Vi ber om svar på tre spørsmål fra",
                "Departementet: det gjelder fristen"
            ),
            "open"
        );
        assert!(
            !anew("Kommunene ba om en avklaring av forslaget", "Bakgrunn: ny lov"),
            "running text"
        );
    }
}
