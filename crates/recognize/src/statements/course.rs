//! The course of a meeting from one paragraph to the next: who spoke last, who has the floor, whose points a list holds.

use super::verbatim::{answer, goes_on, guest, is_closing, is_sentence, names_other, points_of, verbatim};
use super::{Run, Unit, is_result, runs};
use crate::speakers::Speakers;
use ordskifte_record::{Attribution, Form, Speaker};

/// Those who speak on in further paragraphs, and how they were found.
type Speaking = (Vec<Speaker>, Attribution);

/// What of the paragraphs before a paragraph is read with.
pub(super) struct Course<'s, 'p> {
    speakers: &'s Speakers<'p>,
    item: Option<u32>,
    /// Who spoke last, whom a pronoun means.
    pub(super) last: Vec<Speaker>,
    /// The two who spoke last, whom "begge" means.
    pair: Vec<Speaker>,
    /// Who speaks in the own words until somebody else does.
    floor: Option<Speaking>,
    /// Whose points stand in a list below.
    points: Option<Speaking>,
}

impl<'s, 'p> Course<'s, 'p> {
    pub(super) fn new(speakers: &'s Speakers<'p>) -> Self {
        Self {
            speakers,
            item: None,
            last: Vec::new(),
            pair: Vec::new(),
            floor: None,
            points: None,
        }
    }

    /// Comes to a paragraph of an item of the agenda. No pronoun, no speech and no list reaches over a heading.
    pub(super) fn enter(&mut self, item: Option<u32>, unit: &Unit) {
        if self.item != item {
            self.item = item;
            self.last.clear();
            self.pair.clear();
            self.floor = None;
            self.points = None;
        }
        self.points = self.points.take().filter(|_| unit.listed);
    }

    /// Nobody speaks on.
    pub(super) fn break_off(&mut self) {
        self.floor = None;
    }

    /// What is said in a paragraph.
    pub(super) fn said(&mut self, unit: &Unit) -> Vec<Run> {
        let speakers = self.speakers;
        let mut said = match verbatim(&unit.text, speakers) {
            Some(mut run) => {
                let rest = answer(&unit.text, &mut run, speakers, &mut self.pair);
                std::iter::once(run).chain(rest).collect()
            }
            None => runs(&unit.text, speakers, &self.last, &mut self.pair),
        };
        // Among speeches in their own words a name that no list has is that of the next who speaks.
        if said.is_empty() && self.floor.is_some() {
            said.extend(guest(&unit.text));
        }
        self.give_floor(unit, &mut said);
        // "Moen understreket:" above a list.
        match said.last() {
            Some(run) if opens_list(&unit.text) => {
                self.points = Some((run.speakers.clone(), run.attribution));
            }
            None if !unit.listed => self.points = points_of(&unit.text, speakers),
            None => {
                let points = self.points.as_ref();
                said.extend(points.map(|(who, how)| goes_on(&unit.text, who, *how, Form::Reported)));
            }
            _ => {}
        }
        said
    }

    /// Speech in its own words goes on over paragraphs until somebody else has the floor.
    fn give_floor(&mut self, unit: &Unit, said: &mut Vec<Run>) {
        match said.first() {
            // A note in a list of what was said ends with its line.
            Some(run) => {
                let own = run.form == Form::Verbatim && !unit.listed;
                self.floor = own.then(|| (run.speakers.clone(), run.attribution));
            }
            // Another's name at the beginning tells that the floor was left.
            None if self.speakers.begins(&unit.text) || is_result(&unit.text) => self.floor = None,
            None if is_closing(&unit.text) || names_other(&unit.text) => self.floor = None,
            None => {
                let floor = self.floor.as_ref().filter(|_| !unit.listed && is_sentence(&unit.text));
                said.extend(floor.map(|(who, how)| goes_on(&unit.text, who, *how, Form::Verbatim)));
            }
        }
    }
}

/// Words within whose sentence a list stands.
const OPEN: [&str; 14] = [
    "om",
    "at",
    "på",
    "til",
    "å",
    "etter",
    "for",
    "mot",
    "av",
    "følgende",
    "følgjande",
    "fylgjande",
    "slik",
    "bl.a.",
];

/// "Moen understreket:", "Moen spurte om": what a list may follow.
fn opens_list(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(':') || text.rsplit(' ').next().is_some_and(|last| OPEN.contains(&last))
}
