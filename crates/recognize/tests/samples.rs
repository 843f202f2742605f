//! Every sample record with a text layer against its facts in `tests/corpus/expected`.
//!
//! Fields that are read right on all samples are asserted on all; for the others the share that is right must not fall.

#![allow(clippy::expect_used, clippy::indexing_slicing)] // a test that cannot go on fails

use ordskifte_extract::{Options, extract};
use ordskifte_record::{Record, Stated};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .expect("folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            out.push(path);
        }
    }
}

/// Right and all, by field.
type Tally = BTreeMap<&'static str, (usize, usize, Vec<String>)>;

fn note(tally: &mut Tally, field: &'static str, right: bool, what: impl FnOnce() -> String) {
    let entry = tally.entry(field).or_default();
    entry.1 += 1;
    if right {
        entry.0 += 1;
    } else {
        entry.2.push(what());
    }
}

fn compare(name: &str, record: &Record, expected: &Value, tally: &mut Tally) {
    let found = serde_json::to_value(record).expect("json");
    for field in ["kind", "title", "date", "language"] {
        let (a, b) = (&found[field], &expected[field]);
        if !b.is_null() || field == "date" {
            note(tally, field, a == b, || format!("{name}: {a} for {b}"));
        }
    }
    if let Some(meeting) = expected["meeting"].as_object() {
        let right = meeting.iter().all(|(key, value)| found["meeting"][key] == *value);
        note(tally, "meeting", right, || {
            format!("{name}: {} for {}", found["meeting"], expected["meeting"])
        });
    }
    for field in ["chair", "minute_takers"] {
        if expected[field].is_array() {
            note(tally, field, found[field] == expected[field], || {
                format!("{name}: {} for {}", found[field], expected[field])
            });
        }
    }
    for party in ["sender", "recipient"] {
        if let Some(value) = expected[party].as_str() {
            note(tally, party, found[party]["name"] == value, || {
                format!("{name}: {} for {value}", found[party]["name"])
            });
        }
    }
    let empty = Vec::new();
    let ministries = expected["ministries"].as_array().unwrap_or(&empty);
    for ministry in ministries {
        let right = record.ministries.iter().any(|known| {
            Some(known.abbreviation.as_str()) == ministry["abbreviation"].as_str()
                && Some(known.role.as_str()) == ministry["role"].as_str()
        });
        note(tally, "ministries", right, || {
            format!(
                "{name}: {ministry} not in {:?}",
                record
                    .ministries
                    .iter()
                    .map(|m| format!("{}:{}", m.abbreviation, m.role.as_str()))
                    .collect::<Vec<_>>()
            )
        });
    }
    let people = expected["participants"].as_array().unwrap_or(&empty);
    let right = record.participants.len() == people.len();
    note(tally, "participant count", right, || {
        format!(
            "{name}: {} for {}: {:?}",
            record.participants.len(),
            people.len(),
            record.participants.iter().map(|p| &p.name).collect::<Vec<_>>()
        )
    });
    for person in people {
        let known = found["participants"]
            .as_array()
            .and_then(|all| all.iter().find(|known| known["name"] == person["name"]));
        note(tally, "participant name", known.is_some(), || {
            format!("{name}: {}", person["name"])
        });
        let Some(known) = known else { continue };
        for (field, label) in [
            ("role", "participant role"),
            ("organization", "participant organization"),
            ("side", "participant side"),
        ] {
            note(tally, label, known[field] == person[field], || {
                format!("{name}: {} {} for {}", person["name"], known[field], person[field])
            });
        }
    }
    let agenda = expected["agenda"].as_array().unwrap_or(&empty);
    for item in agenda {
        let known = record.agenda.iter().any(|known| {
            Some(known.heading.as_str()) == item["heading"].as_str()
                && known.number.as_deref() == item["number"].as_str()
        });
        note(tally, "agenda", known, || {
            format!("{name}: {} {}", item["number"], item["heading"])
        });
    }
    for citation in expected["citations"].as_array().unwrap_or(&empty) {
        let id = citation["id"].as_str().or(citation.as_str()).unwrap_or_default();
        note(
            tally,
            "citations",
            record.citations.iter().any(|known| known.id == id),
            || format!("{name}: {id}"),
        );
    }
}

#[test]
fn samples_are_recognized() {
    let mut expected = Vec::new();
    files(&root().join("tests/corpus/expected"), &mut expected);
    assert!(expected.len() >= 30, "the facts of the samples are missing");
    let mut tally = Tally::new();
    let mut confidence = Vec::new();
    for path in &expected {
        let name = path
            .strip_prefix(root().join("tests/corpus/expected"))
            .expect("below")
            .with_extension("");
        let facts: Value = serde_json::from_slice(&std::fs::read(path).expect("read")).expect("json");
        let file = root().join("corpus").join(&name);
        let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let filename = name.file_name().and_then(|name| name.to_str());
        let extraction = extract(
            &bytes,
            &Options {
                filename,
                ..Options::default()
            },
        )
        .unwrap_or_else(|error| panic!("{}: {error}", name.display()));
        if !extraction.page_images.is_empty() {
            continue;
        }
        let (record, _) = ordskifte_recognize::recognize(&extraction.text, &Stated::default());
        assert!(record.kind == ordskifte_record::Kind::Annet || record.evidence.contains_key("kind"));
        confidence.extend(record.kind_confidence.filter(|sure| (0.0..=1.0).contains(sure)));
        compare(&name.display().to_string(), &record, &facts, &mut tally);
    }
    for (field, (right, all, faults)) in &tally {
        println!("{field}: {right} of {all}");
        for fault in faults {
            println!("    {fault}");
        }
    }
    // What recognition says of its own kinds is as true as they are.
    let (right, all, _) = tally.get("kind").expect("kinds");
    assert_eq!(confidence.len(), *all);
    let mean = confidence.iter().sum::<f64>() / confidence.len() as f64;
    println!("kind_confidence: mean {mean:.3}");
    assert!(
        (mean - *right as f64 / *all as f64).abs() <= 0.05,
        "{mean}: {right} of {all}"
    );
    for (field, floor) in FLOORS {
        let (right, all, faults) = tally
            .get(field)
            .unwrap_or_else(|| panic!("nothing was compared for {field}"));
        assert!(
            *right >= all * floor / 100,
            "{field}: {right} of {all}, floor {floor} %\n{}",
            faults.join("\n")
        );
    }
}

/// Least share that is right, in percent.
const FLOORS: [(&str, usize); 16] = [
    ("kind", 100),
    ("meeting", 100),
    ("title", 92),
    ("date", 100),
    ("language", 97),
    ("chair", 100),
    ("minute_takers", 100),
    ("ministries", 99),
    ("participant count", 100),
    ("participant name", 99),
    ("participant side", 100),
    ("participant role", 100),
    ("participant organization", 100),
    ("recipient", 100),
    ("agenda", 93),
    ("citations", 100),
];
