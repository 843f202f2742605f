//! Signs of acts: parts of words without which a text cites none.

use super::ENDINGS;
use crate::signs::Signs;
use std::sync::LazyLock;

/// Parts of words of which every text that cites an act has one.
pub(crate) fn signs() -> impl Iterator<Item = &'static str> {
    ENDINGS
        .iter()
        .copied()
        .chain(DATED_SIGNS)
        .chain(REGISTER_SIGNS)
        .chain(WHOLE_SIGNS)
        .chain([SECTION_SIGN])
}

/// Signs that tell, where one of those stands, how an act is cited.
pub(crate) fn further_signs() -> impl Iterator<Item = &'static str> {
    TITLED_SIGNS.into_iter()
}

/// The sign of a section.
const SECTION_SIGN: &str = "§";

/// The same for acts that are cited by their date.
const DATED_SIGNS: [&str; 4] = ["ov ", "orskrift ", "LOV ", "FORSKRIFT "];

/// The same for acts that are cited as the register has them.
const REGISTER_SIGNS: [&str; 12] = [
    "LOV-", "FOR-", "LOV 1", "LOV 2", "FOR 1", "FOR 2", "ov 1", "ov 2", "For 1", "For 2", "skrift 1", "skrift 2",
];

/// The same for acts that are named by their subject.
const TITLED_SIGNS: [&str; 6] = [
    "ov om ",
    "ova om ",
    "oven om ",
    "krift om ",
    "krifta om ",
    "kriften om ",
];

/// The same for names without an ending that tells.
const WHOLE_SIGNS: [&str; 2] = ["teknisk forskrift", "TEKNISK FORSKRIFT"];

/// The signs of each way to cite.
pub(super) struct Own {
    pub(super) endings: Vec<(Signs, &'static str)>,
    pub(super) whole: Signs,
    pub(super) section: Signs,
    pub(super) dated: Signs,
    pub(super) register: Signs,
    pub(super) titled: Signs,
}

pub(super) static OWN: LazyLock<Own> = LazyLock::new(|| Own {
    endings: ENDINGS
        .iter()
        .map(|ending| (Signs::these(&[ending]), *ending))
        .collect(),
    whole: Signs::these(&WHOLE_SIGNS),
    section: Signs::these(&[SECTION_SIGN]),
    dated: Signs::these(&DATED_SIGNS),
    register: Signs::these(&REGISTER_SIGNS),
    titled: Signs::these(&TITLED_SIGNS),
});
