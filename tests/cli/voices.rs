//! Whom those speak for who speak: the columns of an export say what the filters and facets say.

use crate::{ordskifte, with_samples};
use std::collections::BTreeMap;

/// Rows of a CSV export.
fn rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    reader.records().map(|row| row.expect("a row")).collect()
}

#[test]
fn columns_of_side_and_organization_count_as_their_facets_do() {
    let program = with_samples();
    let server = program.serve();
    for unit in ["statement", "passage", "position"] {
        for (column, minimum) in [("side", 1), ("organization", 1)] {
            let address = format!("/api/v1/facets/{column}?unit={unit}&facet_size=1000");
            let facet = server.get(&address).json();
            let csv = server.get(&format!(
                "/api/v1/export?unit={unit}&format=csv&fields=record_id,{column}"
            ));
            let mut counted: BTreeMap<String, u64> = BTreeMap::new();
            for row in rows(&csv.body) {
                let cell = row.get(1).unwrap_or_default();
                for item in cell.split("; ").filter(|item| !item.is_empty()) {
                    *counted.entry(item.to_owned()).or_default() += 1;
                }
            }
            let values = facet["values"].as_array().expect("values");
            assert!(values.len() >= minimum, "{unit} {column}: {facet}");
            for value in values {
                let name = value[if column == "side" { "value" } else { "label" }]
                    .as_str()
                    .expect("text");
                let held = counted.get(name).copied().unwrap_or(0);
                assert_eq!(Some(held), value["count"].as_u64(), "{unit} {column} {name}");
            }
        }
    }
}

#[test]
fn those_who_speak_together_are_of_all_their_sides() {
    let program = ordskifte();
    let text = "Referat fra konsultasjonsmøte 3. mai 2019\n\nTil stede:\nFra staten:\nStatsråd Kari Moen, FIN\nFra KS:\n                Styreleder Ola Lid, KS\n\nSak 1 Økonomi\n\nMoen og Lid sa begge at fristen må holdes.\n\n                KS viste til brevet.\n";
    let file = program.file("referat.txt", text);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    let server = program.serve();
    let found = server.get("/api/v1/search?q=fristen&unit=statement").json();
    let passage = &found["hits"][0]["passages"][0];
    assert_eq!(passage["speakers"].as_array().map(Vec::len), Some(2), "{found}");
    assert!(passage.get("side").is_none_or(serde_json::Value::is_null), "{found}");
    let csv = server
        .get("/api/v1/export?unit=statement&format=csv&fields=speakers,side,organization&sort=relevance&q=fristen");
    let cells = rows(&csv.body);
    assert_eq!(cells[0].get(1), Some("stat; ks"), "{cells:?}");
    assert_eq!(cells[0].get(2), Some("FIN; KS"), "{cells:?}");
    let body = server.get("/api/v1/export?unit=statement&format=csv&fields=side,organization&q=brevet");
    assert_eq!(rows(&body.body)[0], vec!["ks", "KS"]);
}

#[test]
fn a_row_whose_only_cell_is_empty_is_a_row() {
    let program = with_samples();
    let server = program.serve();
    for profile in ["rfc4180", "excel-no"] {
        let answer = server.get(&format!("/api/v1/export?unit=passage&fields=side&profile={profile}"));
        let total = server.get("/api/v1/search?unit=passage&limit=1").json()["total"].as_u64();
        assert_eq!(Some(rows(&answer.body).len() as u64), total);
        assert!(answer.text().contains("\"\"\r\n"));
    }
}
