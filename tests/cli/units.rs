//! What may be counted: records, statements, passages, cases and positions. Rows of an export are as many as the total, always.

use crate::with_samples;
use ordskifte_testkit::Ordskifte;

/// The samples, and material that tells of two cases.
fn with_cases() -> Ordskifte {
    let program = with_samples();
    let text = "Materiale til det andre konsultasjonsmøtet 2022\n\n1. Kostnadsberekningssaker\n\nRett til heiltid\n\
                AID melder opp saka.\n\nMerknad frå KS\nKS er ueinig i anslaget.\n\n2. Lovmedverknadssaker\n\nNy sivillov\n\
                JD har meldt opp sivillova som ei ny lovmedverknadssak.\n";
    let file = program.file("materiale.txt", text);
    program.expect(0, ["ingest", file.to_str().expect("UTF-8")]);
    program
}

/// Rows of CSV, read by another reader.
fn rows(text: &str) -> u64 {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    rows.len() as u64
}

/// The total of a search, having seen that hits and both exports agree with it.
fn counted(program: &Ordskifte, args: &[&str]) -> u64 {
    let with = |first: &[&'static str]| -> Vec<String> {
        let all = first.iter().chain(args);
        all.map(|text| (*text).to_owned()).collect()
    };
    let answer = program.json(0, with(&["search", "--format", "json", "--limit", "1000"]));
    let total = answer["total"].as_u64().expect("a total");
    assert_eq!(
        answer["hits"].as_array().map(Vec::len),
        Some(total.min(1000) as usize),
        "{args:?}"
    );
    assert_eq!(rows(&program.expect(0, with(&["export"]))), total, "{args:?}");
    let lines = program.expect(0, with(&["export", "--format", "jsonl"]));
    assert_eq!(lines.lines().count() as u64, total, "{args:?}");
    total
}

#[test]
fn rows_are_as_many_as_the_total_in_every_unit_and_under_every_filter() {
    let program = with_cases();
    for unit in ["record", "statement", "passage", "case", "position"] {
        let all = counted(&program, &["--unit", unit]);
        assert!(all > 0, "the samples hold no {unit}");
        for filter in [
            &["--year", "2022"][..],
            &["--year", "none"],
            &["--ministry", "KDD", "--ministry", "KMD"],
            &["--ministry_line", "KDD"],
            &["--participant", "none at all"],
            &["--side", "ks"],
            &["--organization", "KS"],
            &["--kind", "referat", "--language", "nb"],
            &["--meeting_type", "konsultasjonsmøte"],
            &["--case_type", "kostnadsberegning"],
            &["--position", "enighet", "--position", "merknad"],
            &["--topic", "kommuneøkonomi"],
            &["--from", "2010", "--to", "2020"],
            &["kommune*"],
            &["kommune -vindkraft"],
        ] {
            let mut args = vec!["--unit", unit];
            args.extend(filter);
            assert!(counted(&program, &args) <= all, "{args:?}");
        }
    }
}

#[test]
fn cases_and_positions_tell_what_they_are() {
    let program = with_cases();
    let server = program.serve();
    let cases = server.get("/api/v1/search?unit=case&limit=100").json();
    assert!(cases["total"].as_u64() > Some(1), "{cases}");
    for hit in cases["hits"].as_array().expect("hits") {
        assert!(
            hit["case"]["type"].is_string() && hit["case"]["subject"].is_string(),
            "{hit}"
        );
        assert!(
            hit.get("position").is_none() && hit["passages"][0]["text"].is_string(),
            "{hit}"
        );
    }
    let taken = server
        .get("/api/v1/search?unit=position&position=enighet&limit=100")
        .json();
    assert!(taken["total"].as_u64() > Some(0), "{taken}");
    for hit in taken["hits"].as_array().expect("hits") {
        assert_eq!(hit["position"]["type"], "enighet");
        assert!(hit["position"]["parties"][0].is_string(), "{hit}");
    }
    let by_ks = server.get("/api/v1/export?unit=position&organization=KS").text();
    let mut reader = csv::Reader::from_reader(by_ks.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|known| known == name).expect("a column");
    let (unit, position, parties) = (at("unit"), at("position"), at("parties"));
    let mut seen = 0;
    for row in reader.records() {
        let row = row.expect("a row");
        assert!(&row[unit] == "position" && !row[position].is_empty());
        assert!(row[parties].split("; ").any(|party| party == "KS"), "{row:?}");
        seen += 1;
    }
    assert!(seen > 0);
    // Records have the contract's columns and no more, unless others are asked for.
    let plain = program.expect(0, ["export", "--year", "2022"]);
    assert!(plain.starts_with("record_id,") && plain.lines().next().is_some_and(|line| line.ends_with(",generation")));
    let chosen = program.expect(
        0,
        ["export", "--unit", "case", "--fields", "case_subject,stage,case_type"],
    );
    assert!(chosen.starts_with("case_subject,stage,case_type\r\n"));
    for path in [
        "/?unit=case",
        "/?unit=position&q=KS",
        "/feed.atom?unit=position",
        "/feed.atom?unit=case",
    ] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
}
