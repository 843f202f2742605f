//! The consultation scheme: positions, cases and agreements.

mod agreement;
mod cases;
mod positions;
mod remarks;
mod tables;

pub(crate) use cases::is_noted_below;
use ordskifte_vocabulary::LowerCase;
pub(crate) use positions::is_label as is_remark;

use crate::view::View;
use ordskifte_record::{Kind, Record};

/// Reads what the document tells of the scheme.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    match record.kind {
        Kind::Referat | Kind::Materiale | Kind::Protokoll | Kind::Sakliste => {
            positions::read(view, present, record);
            cases::read(view, present, record);
        }
        // Notes and letters that enter cases for a meeting.
        Kind::Notat | Kind::Innspill | Kind::Brev if enters_cases(&record.title) => cases::read(view, present, record),
        Kind::Avtale => agreement::read(view, record),
        _ => {}
    }
    let Record {
        paragraphs,
        positions,
        cases,
        ..
    } = record;
    let positions = positions
        .iter_mut()
        .map(|position| (position.start, &mut position.anchor));
    let cases = cases.iter_mut().map(|case| (case.start, &mut case.anchor));
    for (start, anchor) in positions.chain(cases) {
        let next = paragraphs.partition_point(|paragraph| paragraph.end <= start);
        *anchor = paragraphs.get(next).map(|paragraph| paragraph.anchor.clone());
    }
}

/// Whether a title says that a paper enters cases: "Oppmelding av saker til kostnadsberegning".
fn enters_cases(title: &str) -> bool {
    let folded = title.lower_case();
    let enters = [
        "oppmelding",
        "innmelding",
        "melding av sak",
        "melding om sak",
        "melder opp",
        "nye saker",
    ];
    let sort = [
        "kostnadsbereg",
        "kostnadsberek",
        "kostnadsutrek",
        "lovmedvirk",
        "lovmedverk",
    ];
    enters.iter().chain(&sort).any(|word| folded.contains(word))
}
