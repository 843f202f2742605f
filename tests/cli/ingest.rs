//! Reading files in, again and changed.

use crate::{ROOT, ordskifte, with_samples};
use serde_json::Value;

fn count(report: &Value, list: &str) -> usize {
    report[list].as_array().map_or(0, Vec::len)
}

#[test]
fn samples_are_added_once_and_then_unchanged() {
    let program = with_samples();
    let corpus = format!("{ROOT}/corpus");
    let again = program.json(0, ["ingest", "--json", &corpus]);
    assert!(count(&again, "unchanged") >= 30 && count(&again, "added") == 0 && count(&again, "failed") == 0);
    let verified = program.json(0, ["verify", "--json"]);
    assert_eq!(verified["faults"].as_array().map(Vec::len), Some(0));
    assert_eq!(verified["objects"], verified["indexed"]);
}

#[test]
fn a_changed_file_becomes_a_new_version_and_a_copy_another_source() {
    let program = ordskifte();
    let file = program.file(
        "a/møte.txt",
        "REFERAT\n\nKommunene ønsket en ny ordning for vassdrag.\n",
    );
    let first = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")]);
    let id = first["added"][0]["id"].as_str().expect("an id").to_owned();
    program.file("a/møte.txt", "REFERAT\n\nKommunene ønsket en ny ordning for breer.\n");
    let second = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")]);
    assert_eq!(second["updated"][0]["id"], id.as_str());
    let copy = program.file("b/kopi.txt", "REFERAT\n\nKommunene ønsket en ny ordning for breer.\n");
    let third = program.json(0, ["ingest", "--json", copy.to_str().expect("UTF-8")]);
    assert_eq!(third["unchanged"][0]["id"], id.as_str());
    let record = program.json(0, ["show", "--json", &id]);
    assert_eq!(record["version"], 2);
    assert_eq!(record["sources"].as_array().map(Vec::len), Some(2));
    assert!(program.expect(0, ["show", &id, "--version", "1"]).contains("vassdrag"));
    let total = |query: &str| program.json(0, ["search", query, "--format", "json"])["total"].clone();
    assert_eq!((total("bre"), total("vassdrag")), (1.into(), 0.into()));
}

#[test]
fn lines_bring_records_in_bulk_and_a_bad_line_costs_only_itself() {
    let program = ordskifte();
    let lines = concat!(
        "{\"id\": \"a\", \"title\": \"Første\", \"date\": \"2020-02-03\", \"kind\": \"referat\", \"ministries\": [\"KMD\"], \"text\": \"Avsnitt om kyst.\"}\n",
        "{\"id\": \"b\", \"text\": 7}\n\n",
        "{\"id\": \"c\", \"title\": \"Tredje\", \"text\": \"Avsnitt om fjell.\"}\n",
        "{\"id\": \"c\", \"title\": \"Fjerde\", \"text\": \"Avsnitt om dal.\"}\n",
    );
    let file = program.file("c.jsonl", lines);
    let report = program.json(1, ["ingest", "--json", file.to_str().expect("UTF-8")]);
    assert_eq!((count(&report, "added"), count(&report, "failed")), (2, 2), "{report}");
    assert!(
        report["failed"][0]["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("line 2"))
    );
    let hit = &program.json(0, ["search", "kyst year:2020 ministry:KMD", "--format", "json"])["hits"][0];
    assert_eq!(
        (hit["title"].as_str(), hit["date"].as_str()),
        (Some("Første"), Some("2020-02-03"))
    );
}

#[test]
fn a_sidecar_states_what_the_file_does_not() {
    let program = ordskifte();
    let file = program.file("x.txt", "Noe om veier og bruer i kommunen.\n");
    program.file(
        "x.txt.ordskifte.toml",
        "title = \"Brev om bruer\"\nkind = \"brev\"\ndate = \"2011-04\"\n",
    );
    let id = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")])["added"][0]["id"].clone();
    let record = program.json(0, ["show", "--json", id.as_str().expect("an id")]);
    assert_eq!(
        (&record["title"], &record["kind"], &record["date"]),
        (&"Brev om bruer".into(), &"brev".into(), &"2011-04".into())
    );
    assert_eq!(record["evidence"]["date"][0]["origin"], "sidecar");
}

#[test]
fn the_index_can_be_deleted_and_built_again_with_the_same_answers() {
    let program = with_samples();
    let ask = || {
        let answer = program.json(
            0,
            [
                "search", "kommune", "--format", "json", "--sort", "date", "--limit", "100",
            ],
        );
        let ids: Vec<String> = answer["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .map(|hit| hit["id"].to_string())
            .collect();
        (answer["total"].clone(), answer["facets"].clone(), ids)
    };
    let before = ask();
    std::fs::remove_dir_all(program.data().join("search")).expect("deleted");
    let refused = program.run(["search", "kommune"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("ordskifte reindex"));
    program.expect(0, ["reindex"]);
    assert_eq!(ask(), before);
}

#[test]
fn export_has_a_row_for_every_hit() {
    let program = with_samples();
    for unit in ["record", "passage", "statement"] {
        let total = program.json(0, ["search", "kommune", "--unit", unit, "--format", "json"])["total"]
            .as_u64()
            .expect("a total");
        let rows = program
            .expect(0, ["export", "kommune", "--unit", unit, "--format", "jsonl"])
            .lines()
            .count();
        assert_eq!(rows as u64, total, "{unit}");
        assert!(total > 3, "{unit}");
    }
}
