//! What sort of item a heading is.

use ordskifte_record::CaseType;
use ordskifte_vocabulary::fold_name;

/// Other business, which agendas seldom number.
pub(super) const OTHER: [&str; 2] = ["eventuelt", "ymse"];

/// "Evt.", "Ev.": the item for other business, shortened.
pub(super) fn is_other_business(heading: &str) -> bool {
    ["evt", "ev", "evnt", "event"].contains(&fold_name(heading).trim_end_matches(['.', ':']))
}

/// The sort of case that a heading tells.
pub(super) fn case_type(heading: &str) -> Option<CaseType> {
    let folded = fold_name(heading);
    let is = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if is(&["kostnadsbereg", "kostnadsberek", "kostnadsutrek", "kostnadsrekn"]) {
        Some(CaseType::Kostnadsberegning)
    } else if is(&[
        "lovmedvirk",
        "lovmedverk",
        "medvirkning i lov",
        "medverknad i lov",
        "lovgivningssak",
    ]) {
        Some(CaseType::Lovmedvirkning)
    } else if is(&["bilateral", "samarbeidsavtale", "samarbeidsavtala"]) {
        Some(CaseType::BilateralAvtale)
    } else if is(&["eventuelt", "ymse"]) || is_other_business(heading) {
        Some(CaseType::Eventuelt)
    } else {
        None
    }
}

/// "Velkommen v/fylkesmannen", "Skolen Innledning v/rektor Moe": the matter, without who tells of it.
pub(super) fn without_speaker(heading: &str) -> &str {
    let Some((matter, _)) = heading.split_once(" v/") else {
        return heading;
    };
    let introduces = [" Innledning", " Innleiing", " Orientering", " Presentasjon", " Innlegg"];
    let bare = introduces.iter().find_map(|word| matter.strip_suffix(word));
    bare.unwrap_or(matter).trim_end_matches([' ', ',', '–', '-', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_tells_of_a_matter_is_none_of_it() {
        assert_eq!(without_speaker("Velkommen v/fylkesmannen"), "Velkommen");
        assert_eq!(
            without_speaker("Skolen – tall Innledning v/rektor Moe"),
            "Skolen – tall"
        );
        assert_eq!(without_speaker("Skolen"), "Skolen");
    }
}
