//! Labels of a meeting's head that a slip of one letter misspelled: "Møtelder: Kari Moe".

/// Labels that slips are told of, in lower case: long ones, that no other word comes near.
const LABELS: [(&str, &str); 12] = [
    ("møteleder", "chair"),
    ("møteleiar", "chair"),
    ("ordstyrer", "chair"),
    ("ordstyrar", "chair"),
    ("referent", "minutes"),
    ("tilstede", "present"),
    ("til stede", "present"),
    ("til stades", "present"),
    ("deltakere", "present"),
    ("deltakarar", "present"),
    ("fraværende", "absent"),
    ("meldt forfall", "absent"),
];

/// The meaning of a label in lower case that is one of these but for a letter too many, too few, another or two in the
/// other order.
pub(super) fn misspelled(folded: &str) -> Option<&'static str> {
    let length = folded.chars().count();
    let near = |label: &str| label.chars().count().abs_diff(length) <= 1 && is_one_off(label, folded);
    let found = LABELS.iter().find(|(label, _)| near(label))?;
    Some(found.1)
}

/// Whether two words begin alike, end alike, and differ between by one slip.
fn is_one_off(label: &str, printed: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (label.chars().collect(), printed.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - same;
    let behind = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let (rest, other) = (a.len() - same - behind, b.len() - same - behind);
    let turned = rest == 2 && other == 2 && a.get(same) == b.get(same + 1) && a.get(same + 1) == b.get(same);
    same > 0 && (rest.max(other) == 1 || turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_a_slip() {
        for (printed, meaning) in [
            ("møtelder", "chair"),
            ("refernt", "minutes"),
            ("refernet", "minutes"),
            ("tilsted", "present"),
            ("deltakare", "present"),
            ("fraværrende", "absent"),
        ] {
            assert_eq!(misspelled(printed), Some(meaning), "{printed}");
        }
        for other in [
            "møteleder",
            "møteledelse",
            "referanse",
            "deltema",
            "styreleder",
            "x",
            "",
        ] {
            assert_eq!(misspelled(other), None, "{other}");
        }
    }
}
