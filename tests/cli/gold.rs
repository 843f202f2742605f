//! Recognition against gold: texts of `tests/gold` and what readers who did not know the rules wrote down of them.

use crate::ROOT;
use ordskifte_testkit::gold;
use std::path::Path;

/// Fields, and the F1 below which no folder may fall, but for what [`FOURTH`], [`FIFTH`], [`SIXTH`], [`SEVENTH`], [`EIGHTH`], [`NINTH`], [`TENTH`], [`ELEVENTH`],
/// [`TWELFTH`], [`THIRTEENTH`] and [`FOURTEENTH`] say of those.
const FLOORS: [(&str, f64); 12] = [
    ("kind", 0.96),
    ("date", 0.98),
    ("language", 1.0),
    ("title", 0.9),
    ("participants: name", 0.99),
    ("participants: all", 0.97),
    ("absent", 0.92),
    ("chair", 1.0),
    ("agenda", 0.97),
    ("statements", 0.98),
    ("ministries", 0.96),
    ("citations", 0.97),
];

/// Those of `fourth` where they are others, or further: its gold has the chapters of guides and agreements as `agenda`.
const FOURTH: [(&str, f64); 9] = [
    ("date", 0.97),
    ("title", 0.94),
    ("participants: all", 0.96),
    ("absent", 0.98),
    ("agenda", 0.72),
    ("ministries", 0.94),
    ("cases", 0.9),
    ("meeting: type", 0.98),
    ("meeting: place", 0.98),
];

/// Those of `fifth`, where they are others, or further.
const FIFTH: [(&str, f64); 7] = [
    ("title", 0.95),
    ("sender", 0.97),
    ("recipient", 0.94),
    ("references", 0.97),
    ("signatories", 0.97),
    ("hearing: subject", 0.9),
    ("hearing: ministry", 0.92),
];

/// Those of `sixth`, which was looked at in part only.
const SIXTH: [(&str, f64); 6] = [
    ("kind", 0.95),
    ("date", 0.97),
    ("title", 0.86),
    ("participants: all", 0.96),
    ("agenda", 0.92),
    ("statements", 0.88),
];

/// Those of `seventh`, where they are others, or further.
const SEVENTH: [(&str, f64); 8] = [
    ("kind", 0.98),
    ("title", 0.96),
    ("participants: all", 0.98),
    ("absent", 1.0),
    ("sender", 0.94),
    ("recipient", 0.91),
    ("references", 1.0),
    ("hearing: subject", 0.95),
];

/// Those of `eighth`, which was looked at in part only.
const EIGHTH: [(&str, f64); 9] = [
    ("date", 0.94),
    ("participants: name", 0.98),
    ("participants: all", 0.85),
    ("chair", 0.87),
    ("agenda", 0.94),
    ("absent", 0.95),
    ("statements", 0.94),
    ("ministries", 0.85),
    ("citations", 0.96),
];

/// Those of `ninth`, where they are others, or further.
const NINTH: [(&str, f64); 12] = [
    ("kind", 1.0),
    ("title", 0.97),
    ("absent", 0.95),
    ("minute_takers", 1.0),
    ("ministries", 1.0),
    ("citations", 0.99),
    ("sender", 0.91),
    ("recipient", 1.0),
    ("references", 1.0),
    ("hearing: subject", 0.97),
    ("hearing: ministry", 0.97),
    ("positions", 1.0),
];

/// Those of `tenth`, where they are others, or further.
const TENTH: [(&str, f64); 14] = [
    ("kind", 1.0),
    ("title", 0.97),
    ("participants: name", 1.0),
    ("participants: all", 0.99),
    ("absent", 1.0),
    ("minute_takers", 1.0),
    ("agenda", 1.0),
    ("statements", 0.99),
    ("ministries", 1.0),
    ("citations", 1.0),
    ("sender", 0.97),
    ("recipient", 1.0),
    ("references", 1.0),
    ("positions", 1.0),
];

/// Those of `eleventh`, where they are others, or further.
const ELEVENTH: [(&str, f64); 14] = [
    ("title", 0.95),
    ("participants: name", 1.0),
    ("participants: all", 1.0),
    ("absent", 1.0),
    ("minute_takers", 1.0),
    ("agenda", 0.98),
    ("statements", 0.99),
    ("ministries", 0.97),
    ("sender", 0.91),
    ("recipient", 0.91),
    ("references", 0.96),
    ("signatories", 0.94),
    ("positions", 1.0),
    ("hearing: deadline", 0.97),
];

/// Those of `twelfth`, where they are others, or further.
const TWELFTH: [(&str, f64); 15] = [
    ("kind", 1.0),
    ("date", 1.0),
    ("title", 0.95),
    ("participants: name", 1.0),
    ("participants: all", 0.9),
    ("absent", 1.0),
    ("minute_takers", 0.94),
    ("agenda", 0.98),
    ("statements", 0.96),
    ("ministries", 1.0),
    ("citations", 0.98),
    ("sender", 1.0),
    ("recipient", 1.0),
    ("hearing: deadline", 1.0),
    ("cases", 1.0),
];

/// Those of `thirteenth`, where they are others, or further.
const THIRTEENTH: [(&str, f64); 9] = [
    ("kind", 1.0),
    ("date", 0.93),
    ("ministries", 1.0),
    ("citations", 1.0),
    ("sender", 1.0),
    ("recipient", 1.0),
    ("references", 1.0),
    ("signatories", 1.0),
    ("hearing: deadline", 1.0),
];

/// Those of `fourteenth`, whose pages ran together: what the rules find of them is far below the others.
const FOURTEENTH: [(&str, f64); 9] = [
    ("date", 0.92),
    ("participants: name", 0.75),
    ("participants: all", 0.57),
    ("absent", 0.75),
    ("chair", 0.8),
    ("agenda", 0.44),
    ("statements", 0.63),
    ("ministries", 0.0),
    ("citations", 0.9),
];

/// The floors of a folder.
fn floors(folder: &str) -> Vec<(&'static str, f64)> {
    let own: &[(&str, f64)] = match folder {
        "fourth" => &FOURTH,
        "fifth" => &FIFTH,
        "sixth" => &SIXTH,
        "seventh" => &SEVENTH,
        "eighth" => &EIGHTH,
        "ninth" => &NINTH,
        "tenth" => &TENTH,
        "eleventh" => &ELEVENTH,
        "twelfth" => &TWELFTH,
        "thirteenth" => &THIRTEENTH,
        "fourteenth" => &FOURTEENTH,
        _ => &[],
    };
    let common = FLOORS
        .iter()
        .filter(|(field, _)| !own.iter().any(|(other, _)| other == field));
    common.chain(own).copied().collect()
}

#[test]
fn recognition_agrees_with_gold() {
    let mut faults = Vec::new();
    for name in [
        "letters",
        "minutes",
        "later",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
    ] {
        let folder = Path::new(ROOT).join("tests/gold").join(name);
        let (count, score) = gold::folder(Path::new(env!("CARGO_BIN_EXE_ordskifte")), &folder).expect("gold");
        assert!(count >= 15, "{name}: {count}");
        for (field, floor) in floors(name) {
            let f1 = score.field(field).f1();
            if f1 < floor {
                faults.push(format!("{name}: {field}: {f1:.3}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:?}");
}
