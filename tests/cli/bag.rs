//! Bags: what a selection holds, what stays out of it, and that none is left half.

use crate::ordskifte;
use ordskifte_testkit::Ordskifte;
use std::collections::BTreeSet;
use std::path::Path;

/// A record for the public, one of another selection, and those of which something or all stays out.
fn program() -> Ordskifte {
    let program = ordskifte();
    program.file(
        "in/Høring om bruer.txt",
        "Høringssvar om bruer. Telefon: 22 24 90 90.\n",
    );
    program.file("in/vei.txt", "Et notat om veier og fergekaier.\n");
    program.file("in/lukket.txt", "Et notat om bruer og hemmelige planer.\n");
    program.file("in/lukket.txt.ordskifte.toml", "access = \"restricted\"\n");
    program.file("in/nummer.txt", "Brev om bruer. Fødselsnummer: 01010112377.\n");
    program.file("in/tilbake.txt", "Et notat om bruer som ble trukket.\n");
    let report = program.json(0, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")]);
    let entries = report["added"].as_array().expect("added");
    let back = entries
        .iter()
        .find(|entry| entry["path"].as_str().expect("a path").ends_with("tilbake.txt"));
    let id = back.expect("it was added")["id"].as_str().expect("an id");
    program.expect(0, ["withdraw", id, "--reason", "prøve"]);
    program
}

/// Files below a folder, by their names.
fn names(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn a_bag_holds_what_the_public_may_see_of_a_selection() {
    let program = program();
    let bag = program.path("bag");
    program.expect(
        0,
        [
            "export",
            "bruer",
            "--format",
            "bagit",
            "--output",
            bag.to_str().expect("UTF-8"),
        ],
    );
    let all = names(&bag);
    let originals: Vec<&String> = all.iter().filter(|name| name.starts_with("original-")).collect();
    assert_eq!(originals, ["original-1-Horing_om_bruer.txt"]);
    let files = walkdir::WalkDir::new(bag.join("data")).into_iter().flatten();
    let files: Vec<_> = files.filter(|entry| entry.file_type().is_file()).collect();
    assert_eq!(
        files.len(),
        6,
        "a table, two records with texts, one original: {files:?}"
    );
    let info = std::fs::read_to_string(bag.join("bag-info.txt")).expect("bag-info.txt");
    let bytes: u64 = files
        .iter()
        .map(|entry| entry.metadata().expect("metadata").len())
        .sum();
    assert!(info.contains(&format!("Payload-Oxum: {bytes}.6\n")), "{info}");
    let manifest = std::fs::read_to_string(bag.join("manifest-sha256.txt")).expect("a manifest");
    assert_eq!(manifest.lines().count(), 6);
    for file in &files {
        let text = std::fs::read_to_string(file.path()).expect("UTF-8");
        // The original is as it was; all that was read from it has personal data masked.
        let is_original = file.file_name().to_string_lossy().starts_with("original-");
        assert_eq!(text.contains("22 24 90 90"), is_original, "{}", file.path().display());
        assert!(!text.contains("01010112377") && !text.contains("hemmelige") && !text.contains("trukket"));
        if is_original {
            let source = std::fs::read(program.path("in/Høring om bruer.txt")).expect("the source");
            assert_eq!(text.as_bytes(), source);
        }
        if file.file_name() == "record.json" {
            let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert!(manifest.contains(&format!(
                "  data/{}/record.json\n",
                record["id"].as_str().expect("an id")
            )));
        }
    }
    let table = std::fs::read_to_string(bag.join("data/records.csv")).expect("a table");
    assert_eq!(table.lines().count(), 3, "{table}");
}

#[test]
fn a_bag_takes_nobodys_place_and_is_asked_for_rightly() {
    let program = program();
    let taken = program.file("taken/mine.txt", "mitt");
    let folder = taken.parent().expect("a folder").to_str().expect("UTF-8").to_owned();
    let bag = program.path("bag").to_str().expect("UTF-8").to_owned();
    for (args, reason) in [
        (vec!["--output", &folder], "is there already"),
        (vec![], "--output"),
        (vec!["--output", &bag, "--fields", "title"], "--fields"),
        (vec!["--output", &bag, "--package"], "--package"),
        (vec!["--output", &bag, "--unit", "passage"], "--unit record"),
    ] {
        let output = program.run([vec!["export", "", "--format", "bagit"], args.clone()].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(reason), "{args:?}: {said}");
    }
    assert_eq!(std::fs::read_to_string(taken).expect("untouched"), "mitt");
    assert!(!program.path("bag").exists() && !program.path("bag.part").exists());
}

#[test]
fn a_damaged_original_is_not_handed_on() {
    let program = program();
    let archive = walkdir::WalkDir::new(program.data().join("archive"))
        .into_iter()
        .flatten();
    let files = archive.filter(|entry| entry.file_name().to_string_lossy() == "original-1-vei.txt");
    for file in files {
        let mut bytes = std::fs::read(file.path()).expect("an original");
        bytes[0] ^= 1;
        std::fs::write(file.path(), bytes).expect("written");
    }
    let bag = program.path("bag");
    let bag = bag.to_str().expect("UTF-8");
    let output = program.run(["export", "fergekaier", "--format", "bagit", "--output", bag]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("does not match its digest"), "{said}");
    assert!(!program.path("bag").exists() && !program.path("bag.part").exists());
}
