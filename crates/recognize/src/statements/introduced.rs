//! Who speaks and is not listed, but for whom the text has the whole name: "Fylkesrådmann Kari Moe svarte …". From there on
//! the surname means that person, and where there is no list "fylkesrådmannen" does, too.

use super::{Unit, runs};
use crate::minutes::speaker;
use crate::people::is_name;
use crate::speakers::Speakers;
use ordskifte_record::{Attribution, Participant, Speaker, SpeakerKind};
use ordskifte_vocabulary::LowerCase;

/// Most words of a title before a name.
const TITLE: usize = 4;

/// Those who speak in these paragraphs by their whole names and are unknown to `speakers`, in order, as a list would have them.
pub(super) fn introduced(units: &[Unit], speakers: &Speakers<'_>) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    let told = |unit: &&Unit| !unit.remark && !unit.paper && holds_name(&unit.text);
    for unit in units.iter().filter(told) {
        let said = runs(&unit.text, speakers, &[], &mut Vec::new());
        let unknown = said
            .into_iter()
            .filter(|run| run.attribution == Attribution::Unresolved);
        for speaker in unknown.flat_map(|run| run.speakers) {
            let words: Vec<&str> = speaker.name.split_whitespace().collect();
            let whole = speaker.kind == SpeakerKind::Person && speaker.participant.is_none() && words.len() >= 2;
            if !whole || !is_name(&words) {
                continue;
            }
            let role = title(&speaker);
            match found.iter_mut().find(|known| known.name == speaker.name) {
                Some(known) => known.role = known.role.take().or(role),
                None => found.push(Participant {
                    name: speaker.name,
                    role,
                    organization: None,
                    side: None,
                    level: None,
                    printed: speaker.printed,
                }),
            }
        }
    }
    found
}

/// Those who speak in their own words behind their whole names and what they are of ("Kari Øy (Norsk Fyr): Takk."), where no
/// list tells who was there.
pub(super) fn in_dialogue(units: &[Unit]) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    for unit in units {
        let Some(name) = speaker(&unit.text) else { continue };
        if found.iter().all(|known| known.name != name) {
            found.push(Participant {
                name: name.to_owned(),
                role: None,
                organization: None,
                side: None,
                level: None,
                printed: name.to_owned(),
            });
        }
    }
    found
}

/// Whether two words with capitals stand beside each other somewhere: most paragraphs name people by their surnames alone.
fn holds_name(text: &str) -> bool {
    let mut capital = false;
    text.split_whitespace().any(|word| {
        let begins = word.starts_with(char::is_uppercase);
        let pair = capital && begins;
        capital = begins && word.ends_with(char::is_alphabetic);
        pair
    })
}

/// The title printed before a name.
fn title(speaker: &Speaker) -> Option<String> {
    let (title, _) = speaker.printed.split_once(&speaker.name)?;
    let title = title.trim().lower_case();
    (1..=TITLE).contains(&title.split_whitespace().count()).then_some(title)
}
