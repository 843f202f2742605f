//! The real documents beside the repository, where they are.

use crate::{ROOT, ordskifte};
use ordskifte_testkit::seeds;

#[test]
fn real_documents_are_read_found_and_recognized() {
    let Some(folder) = seeds(ROOT) else { return };
    let program = ordskifte();
    let folder = folder.to_str().expect("UTF-8");
    let report = program.json(0, ["ingest", "--json", folder]);
    assert_eq!(
        (
            report["added"].as_array().map(Vec::len),
            report["failed"].as_array().map(Vec::len)
        ),
        (Some(5), Some(0))
    );
    assert_eq!(
        program.json(0, ["ingest", "--json", folder])["unchanged"]
            .as_array()
            .map(Vec::len),
        Some(5)
    );
    let found = program.json(0, ["search", "vindkraft", "--format", "json"]);
    assert_eq!(found["total"], 3);
    let one = program.json(
        0,
        [
            "search",
            "vindkraft",
            "--year",
            "2022",
            "--ministry",
            "KDD",
            "--format",
            "json",
        ],
    );
    assert_eq!(
        (&one["total"], &one["hits"][0]["date"]),
        (&1.into(), &"2022-04-22".into())
    );
    let file = std::fs::read_dir(folder)
        .expect("folder")
        .flatten()
        .find(|entry| entry.file_name().to_string_lossy().starts_with("001"));
    let record = program.json(
        0,
        ["recognize", file.expect("the second").path().to_str().expect("UTF-8")],
    );
    let side = |side: &str| {
        record["participants"]
            .as_array()
            .expect("participants")
            .iter()
            .filter(|person| person["side"] == side)
            .count()
    };
    assert_eq!(record["date"], "2022-04-22");
    assert_eq!(record["meeting"]["number"], 2);
    assert_eq!(
        (
            side("stat"),
            side("ks"),
            record["participants"].as_array().map(Vec::len)
        ),
        (12, 9, Some(21))
    );
}
