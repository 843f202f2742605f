//! Saved searches, completions, the manual, packages.

use crate::{ordskifte, with_samples};

#[test]
fn a_saved_search_tells_each_new_hit_once() {
    let program = with_samples();
    program.expect(0, ["watch", "add", "vind", "havbrisgransking", "--unit", "passage"]);
    program.expect(2, ["watch", "add", "vind", "annet"]);
    program.expect(2, ["watch", "add", "feil", "a)"]);
    assert_eq!(program.json(0, ["watch", "run", "--format", "json"])[0]["total"], 0);
    let file = program.file(
        "nytt/nytt.txt",
        "Notat\n\nHavbrisgransking er viktig.\n\nMer om havbrisgransking.\n",
    );
    program.expect(0, ["ingest", file.to_str().expect("a path")]);
    let news = program.json(
        0,
        [
            "watch",
            "run",
            "vind",
            "--format",
            "json",
            "--public-url",
            "https://arkiv.example/",
        ],
    );
    assert_eq!(news[0]["total"], 2, "{news}");
    let url = news[0]["hits"][0]["url"].as_str().expect("an address");
    assert!(
        url.starts_with("https://arkiv.example/records/") && url.contains("/v1#p-"),
        "{url}"
    );
    assert_eq!(program.json(0, ["watch", "run", "--format", "json"])[0]["total"], 0);
    let since = program.json(0, ["watch", "run", "--since", "2000-01-01", "--format", "json"]);
    assert_eq!(since[0]["total"], 2);
    assert!(
        program
            .expect(0, ["watch", "list"])
            .contains("vind\tpassage\thavbrisgransking")
    );
    program.expect(0, ["watch", "remove", "vind"]);
    program.expect(2, ["watch", "remove", "vind"]);
    program.expect(2, ["watch", "run", "--since", "i går"]);
    assert_eq!(program.expect(0, ["watch", "list"]), "");
}

#[test]
fn completions_and_manual_know_every_command() {
    let program = ordskifte();
    let manual = program.expect(0, ["manual"]);
    let bash = program.expect(0, ["completions", "bash"]);
    for command in ["ingest", "serve", "search", "export", "watch", "verify"] {
        assert!(
            manual.contains(&format!("ordskifte-{command}")) || manual.contains(&format!("ordskifte\\-{command}")),
            "{command}"
        );
        assert!(bash.contains(command), "{command}");
    }
    assert!(!manual.contains("extract-worker") && !manual.contains("extract\\-worker"));
}

#[test]
fn an_export_has_as_many_rows_as_its_total_in_every_form() {
    let program = with_samples();
    let total = program.json(0, ["search", "kommune", "--format", "json", "--limit", "0"])["total"]
        .as_u64()
        .expect("a total") as usize;
    assert!(total > 5);
    let jsonl = program.expect(
        0,
        ["export", "kommune", "--format", "jsonl", "--fields", "record_id,title"],
    );
    assert_eq!(jsonl.lines().count(), total);
    assert!(jsonl.lines().all(|line| line.starts_with("{\"record_id\":\"")));
    let ris = program.expect(0, ["export", "kommune", "--format", "ris"]);
    assert_eq!(ris.lines().filter(|line| line.starts_with("ER  -")).count(), total);
    let bibtex = program.expect(0, ["export", "kommune", "--format", "bibtex"]);
    assert_eq!(bibtex.lines().filter(|line| line.starts_with("@misc{")).count(), total);
    for unit in ["statement", "passage", "case", "position"] {
        let answer = program.json(
            0,
            ["search", "kommune", "--unit", unit, "--format", "json", "--limit", "0"],
        );
        let total = answer["total"].as_u64().expect("a total") as usize;
        let ris = program.expect(0, ["export", "kommune", "--format", "ris", "--unit", unit]);
        let entries = || ris.lines().filter(|line| line.starts_with("ER  -"));
        assert_eq!(entries().count(), total, "{unit}");
        let bibtex = program.expect(0, ["export", "kommune", "--format", "bibtex", "--unit", unit]);
        let keys: Vec<&str> = bibtex.lines().filter(|line| line.starts_with("@misc{")).collect();
        let once: std::collections::BTreeSet<&&str> = keys.iter().collect();
        assert_eq!((keys.len(), once.len()), (total, total), "{unit}");
        let places = bibtex
            .lines()
            .filter(|line| line.starts_with("  url = {") && line.contains("#p-"));
        assert_eq!(places.count(), total, "{unit}");
    }
    program.expect(2, ["export", "kommune", "--format", "bagit", "--unit", "statement"]);
    program.expect(2, ["export", "kommune", "--fields", "title,nothing"]);
    program.expect(2, ["export", "kommune", "--package"]);
    let zip = program.path("kommune.zip");
    program.expect(
        0,
        ["export", "kommune", "--package", "-o", zip.to_str().expect("a path")],
    );
    let bytes = std::fs::read(&zip).expect("a file");
    assert!(bytes.starts_with(b"PK") && bytes.windows(16).any(|window| window == b"datapackage.json"));
}
