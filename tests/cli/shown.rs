//! Answers on a terminal: as a table, as CSV, page by page.

use crate::{ordskifte, with_samples};
use ordskifte_testkit::Ordskifte;
use std::process::Command;

fn out(program: &Ordskifte, args: &[&str]) -> String {
    let output = program.run(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_table_has_one_line_for_each_hit_in_columns() {
    let program = with_samples();
    for unit in ["record", "statement", "passage"] {
        let args = ["search", "kommune", "--limit", "7", "--unit", unit];
        let json = program.json(0, [&args[..], &["--format", "json"]].concat());
        let hits = json["hits"].as_array().expect("hits");
        let table = out(&program, &[&args[..], &["--format", "table"]].concat());
        let mut lines = table.lines().skip_while(|line| !line.starts_with("DATO"));
        let head = lines.next().expect("a head");
        let column = |name: &str| head.find(&format!("  {name}")).expect("a column") + 2;
        let rows: Vec<Vec<char>> = lines
            .take_while(|line| !line.is_empty())
            .map(|line| line.chars().collect())
            .collect();
        assert_eq!(rows.len(), hits.len(), "{table}");
        for (row, hit) in rows.iter().zip(hits) {
            let from = |at: usize| row.iter().skip(at).collect::<String>();
            assert!(
                from(column("ID")).starts_with(hit["id"].as_str().expect("an id")),
                "{table}"
            );
            assert_eq!(
                from(column("TITTEL")),
                hit["title"].as_str().expect("a title"),
                "{table}"
            );
        }
    }
    let none = out(&program, &["search", "finnesikkeher", "--format", "table"]);
    assert!(none.starts_with("0 treff") && !none.contains("DATO"), "{none}");
}

#[test]
fn csv_of_a_search_is_its_export() {
    let program = with_samples();
    let search = ["search", "kommune", "--year", "2019", "--sort", "date"];
    let csv = out(&program, &[&search[..], &["--format", "csv"]].concat());
    assert_eq!(
        csv,
        out(&program, &["export", "kommune", "--year", "2019", "--sort", "date"])
    );
    assert!(csv.lines().count() > 1);
    for flag in [&["--limit", "3"][..], &["--facets"], &["--explain"]] {
        let refused = program.run([&search[..], &["--format", "csv"], flag].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("every hit"));
    }
}

#[test]
fn a_long_answer_is_read_in_a_pager_on_a_terminal_alone() {
    let program = with_samples();
    let read = program.path("read.txt");
    let pager = format!("cat > '{}'", read.display());
    let search = ["search", "kommune", "--limit", "5"];
    let paged = |more: &[&str]| {
        let _ = std::fs::remove_file(&read);
        let command = program.command();
        let mut words = vec![command.get_program().to_string_lossy().into_owned()];
        words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
        words.extend(search.iter().chain(more).map(|word| (*word).to_owned()));
        let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        // A terminal of its own.
        let mut terminal = Command::new("script");
        terminal.args(["-qec", &line.join(" "), "/dev/null"]);
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => terminal.env(name, value),
                None => terminal.env_remove(name),
            };
        }
        let output = terminal.env("PAGER", &pager).output().expect("script, of util-linux");
        assert!(output.status.success());
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        (shown, std::fs::read_to_string(&read).ok())
    };
    let (shown, read_there) = paged(&[]);
    assert!(!shown.contains(" treff for "), "{shown}");
    assert!(read_there.expect("paged").contains(" treff for "));
    for more in [&["--no-pager"][..], &["--format", "json"]] {
        let (shown, read_there) = paged(more);
        assert!(read_there.is_none() && shown.contains("kommune"), "{more:?}: {shown}");
    }
    assert!(out(&program, &search).contains(" treff for "));
}

#[test]
fn of_a_compound_the_part_asked_for_is_marked_everywhere() {
    let program = ordskifte();
    let text = "Notat\n\nTil: Skogtun kommune\n\nÆrede leser: Skredvarslingsanleggene bør vurderes.\n";
    program.file("inn/notat.txt", text);
    program.json(0, ["ingest", "--json", &program.path("inn").to_string_lossy()]);
    let server = program.serve();
    for (query, part) in [
        ("skredvarsling", "Skredvarsling"),
        ("anlegg", "anleggene"),
        ("varsling", "varsling"),
        ("skred anlegg", "Skred anleggene"),
        ("skredvarslingsanlegg", "Skredvarslingsanleggene"),
    ] {
        let json = program.json(0, ["search", query, "--format", "json"]);
        let passage = &json["hits"][0]["passages"][0];
        let letters: Vec<char> = passage["text"].as_str().expect("a text").chars().collect();
        let place = |at: &serde_json::Value| usize::try_from(at.as_u64().expect("a place")).expect("a place");
        let marks = passage["highlights"].as_array().expect("marks").iter();
        let marked: Vec<String> = marks
            .map(|mark| letters[place(&mark[0])..place(&mark[1])].iter().collect())
            .collect();
        assert_eq!(marked.join(" "), part, "{query}");
        let url = json["hits"][0]["url"].as_str().expect("an address");
        let asked = format!("q={}", query.replace(' ', "+"));
        for page in [format!("{url}?{asked}"), format!("/?{asked}")] {
            let page = server.get(&page).text();
            let shown = page
                .split("<mark")
                .skip(1)
                .filter_map(|rest| rest.split(['>', '<']).nth(1));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), part, "{query}");
        }
    }
}
