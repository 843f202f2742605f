//! Who speaks and is not listed, but for whom the text has the whole name: "Fylkesrådmann Kari Moe svarte …". From there on
//! the surname means that person.

use super::{Unit, runs};
use crate::people::is_name;
use crate::speakers::Speakers;
use ordskifte_record::{Attribution, SpeakerKind};

/// The whole names of those who speak in these paragraphs and are unknown to `speakers`, in order.
pub(super) fn introduced(units: &[Unit], speakers: &Speakers<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for unit in units.iter().filter(|unit| !unit.remark && !unit.paper) {
        let said = runs(&unit.text, speakers, &[], &mut Vec::new());
        let unknown = said
            .into_iter()
            .filter(|run| run.attribution == Attribution::Unresolved);
        for speaker in unknown.flat_map(|run| run.speakers) {
            let words: Vec<&str> = speaker.name.split_whitespace().collect();
            let whole = speaker.kind == SpeakerKind::Person && speaker.participant.is_none() && words.len() >= 2;
            if whole && is_name(&words) && !names.contains(&speaker.name) {
                names.push(speaker.name);
            }
        }
    }
    names
}
