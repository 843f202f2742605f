//! Heads of minutes and agendas whose lines ran together, as mirrors of documents print them: when and where, who was there,
//! what was on the agenda.

use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Labels of such heads. The first stand before a colon, the others also without one.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:Møteplass|Møterom|Møtetid|Dato|Tid|Tidspunkt|Sted|Stad|Utvalg|Deltakere|Deltakarar|Deltagere|Møtende medlemmer|Møtande medlemer|Medlemmer|Medlemer|Varamedlemmer|Varamedlemer|Ikke møtt|Ikkje møtt|Møteleder|Møteleiar|Ordstyrer|Referent|Sekretær|Møtesekretær|Innkalling|Merknader|Kopi|Behandlede saker|Underskrifter|Fra adm\.[^:]{0,20}|Fra administrasjonen[^:]{0,12})\s?:|(?:Møtested(?:/lokaler?)?|Møtestad|Møtedato(?:/tid)?|Til ?stede(?: på møtet)?|Til stades|Forfall|Fraværende|Fråverande|Vararepr\.|Tidspunkt|Merknader til innkalling|Sakliste|Saksliste|Dagsorden)(?:\s?:|\s\p{Lu}|\s\d))").ok()
});
/// "Sak 1/2009 Godkjenning": where the cases of an agenda begin.
static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s((?:Sak|SAK|PS|RS)\s\d{1,4}/\d{2,4}\s\p{Lu})").ok());

/// Fewest labels of a head.
const LABELS: usize = 3;
/// How much of a paragraph holds the head, in bytes.
const HEAD: usize = 2_000;

/// Where the lines of the head of a meeting's paper begin; none where a paragraph has no such head.
pub(super) fn head(text: &str) -> BTreeSet<usize> {
    let window = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    let labels = LABEL.iter().flat_map(|pattern| pattern.captures_iter(window));
    let mut cuts: BTreeSet<usize> = labels.filter_map(|found| Some(found.get(1)?.start())).collect();
    if cuts.len() < LABELS {
        return BTreeSet::new();
    }
    // The list of the cases is a line of its own.
    let case = CASE.as_ref().and_then(|pattern| pattern.captures(text)?.get(1));
    cuts.extend(case.map(|found| found.start()));
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_meetings_are_cut_at_their_labels() {
        let text = "1 FJORDEN KOMMUNE Møteinnkalling Møtedato/tid : Torsdag 19. februar 2009 kl Møtested/lokaler : Rådhuset Møterom A Til stede: Kari Moe, Ola Li Sakliste: Sak 1/2009 Fyr Sak 2/2009 Lykter";
        let starts = head(text)
            .into_iter()
            .filter_map(|at| text.get(at..)?.split([' ', ':']).next());
        let starts: Vec<&str> = starts.collect();
        assert_eq!(starts, ["Møtedato/tid", "Møtested/lokaler", "Til", "Sakliste", "Sak"]);
        assert!(head("Dato: 3. mai Sted: Oslo og mer tekst som ikke er noe hode").is_empty());
    }
}
