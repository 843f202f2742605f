//! Which record a source belongs to: sidecars, lines without keys, formats of one document, parts of containers.

use crate::ordskifte;
use ordskifte_testkit::Ordskifte;
use serde_json::Value;

fn ingest(program: &Ordskifte, code: i32, name: &str) -> Value {
    program.json(code, ["ingest", "--json", program.path(name).to_str().expect("UTF-8")])
}

fn count(report: &Value, list: &str) -> usize {
    report[list].as_array().map_or(0, Vec::len)
}

fn counts(report: &Value) -> [usize; 4] {
    ["added", "updated", "unchanged", "failed"].map(|list| count(report, list))
}

fn show(program: &Ordskifte, id: &Value) -> Value {
    program.json(0, ["show", "--json", id.as_str().expect("an id")])
}

/// A text of some length, other for each seed.
fn text(seed: &str) -> String {
    (0..60)
        .map(|number| format!("Kommunen viste til punkt {number} om {seed} og ba om et møte i uke {number}. "))
        .collect()
}

#[test]
fn a_changed_sidecar_alone_makes_a_new_version() {
    let program = ordskifte();
    program.file("in/x.txt", "Noe om veier og bruer i kommunen.\n");
    let first = ingest(&program, 0, "in");
    let id = &first["added"][0]["id"];
    program.file("in/x.txt.ordskifte.toml", "title = \"Brev om bruer\"\n");
    let second = ingest(&program, 0, "in");
    assert_eq!((counts(&second), &second["updated"][0]["id"]), ([0, 1, 0, 0], id));
    let record = show(&program, id);
    assert_eq!(
        (&record["title"], &record["version"]),
        (&"Brev om bruer".into(), &2.into())
    );
    assert_eq!(
        program.json(0, ["search", "brev", "--format", "json"])["total"],
        1,
        "the index has it"
    );
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 1, 0], "once");
    // Another path of the same bytes has nothing to say against it.
    program.file("in/y.txt", "Noe om veier og bruer i kommunen.\n");
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 2, 0]);
    std::fs::remove_file(program.path("in/x.txt.ordskifte.toml")).expect("removed");
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 1, 1, 0]);
    let record = show(&program, id);
    assert_eq!(
        (&record["version"], record["title"] == "Brev om bruer"),
        (&3.into(), false)
    );
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn a_file_that_is_put_back_is_the_next_version_and_a_copy_that_stayed_is_not() {
    let program = ordskifte();
    let (one, other) = ("Noe om veier og bruer.\n", "Noe om ferjer og kaier.\n");
    program.file("in/x.txt", one);
    program.file("in/z.txt", one);
    let id = ingest(&program, 0, "in")["added"][0]["id"].clone();
    let newest = |words: &str, version: u32| {
        let record = show(&program, &id);
        assert_eq!(record["version"], version, "{record}");
        let found = program.json(0, ["search", words, "--format", "json"]);
        assert_eq!(found["total"], 1, "{words}");
    };
    // The copy keeps the old bytes, run after run.
    program.file("in/x.txt", other);
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 1, 1, 0]);
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 2, 0]);
    newest("ferjer", 2);
    for (text, words, version) in [(one, "bruer", 3), (other, "kaier", 4), (one, "veier", 5)] {
        program.file("in/x.txt", text);
        let report = ingest(&program, 0, "in");
        assert_eq!((counts(&report), &report["updated"][0]["id"]), ([0, 1, 1, 0], &id));
        assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 2, 0], "once");
        newest(words, version);
    }
    // Equal bytes are kept once.
    let files = walkdir::WalkDir::new(program.data().join("archive"))
        .into_iter()
        .flatten();
    let originals = files.filter(|entry| entry.file_name().to_string_lossy().starts_with("original-"));
    assert_eq!(originals.count(), 2);
    // A line, and the part of a container that is put back.
    let line = |text: &str| format!("{{\"id\": 1, \"text\": \"Avsnitt om {text}.\"}}\n");
    for (text, list) in [
        ("kyst", "added"),
        ("fjell", "updated"),
        ("kyst", "updated"),
        ("kyst", "unchanged"),
    ] {
        program.file("c.jsonl", line(text));
        let report = ingest(&program, 0, "c.jsonl");
        assert_eq!(count(&report, list), 1, "{text}: {report}");
    }
    for (text, list) in [("ei bru", "added"), ("to bruer", "updated"), ("ei bru", "updated")] {
        program.file("svar.eml", mail(text));
        let report = ingest(&program, 0, "svar.eml");
        assert_eq!(count(&report, list), 2, "{text}: {report}");
    }
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn an_id_on_two_lines_is_told_with_both_numbers() {
    let program = ordskifte();
    let line = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"Avsnitt om {text}.\"}}\n");
    let lines = [
        line("a", "kyst"),
        line("b", "fjell"),
        "\n".to_owned(),
        line("a", "dal"),
        line("b", "fjell"),
    ];
    program.file("c.jsonl", lines.concat());
    let report = ingest(&program, 1, "c.jsonl");
    // The same line twice is the same record.
    assert_eq!(counts(&report), [2, 0, 1, 1], "{report}");
    let failed = &report["failed"][0];
    assert!(
        failed["path"].as_str().is_some_and(|path| path.ends_with("c.jsonl#a")),
        "{failed}"
    );
    let reason = failed["reason"].as_str().expect("a reason");
    assert!(
        reason.contains("line 4") && reason.contains("line 1 ") && reason.contains("`a`"),
        "{reason}"
    );
    // What the first line said is what is kept, in every run.
    assert_eq!(counts(&ingest(&program, 1, "c.jsonl")), [0, 0, 3, 1]);
    assert_eq!(program.json(0, ["search", "kyst", "--format", "json"])["total"], 1);
    assert_eq!(program.json(0, ["search", "dal", "--format", "json"])["total"], 0);
}

#[test]
fn a_line_without_a_key_is_known_by_its_bytes_wherever_it_stands() {
    let program = ordskifte();
    let line = |text: &str| format!("{{\"title\": \"{text}\", \"text\": \"Avsnitt om {text}.\"}}\n");
    program.file("c.jsonl", [line("kyst"), line("fjell")].concat());
    assert_eq!(counts(&ingest(&program, 0, "c.jsonl")), [2, 0, 0, 0]);
    // A new line above them and a repeated one below make no new versions of others.
    program.file(
        "c.jsonl",
        [line("dal"), line("kyst"), line("fjell"), line("kyst")].concat(),
    );
    assert_eq!(counts(&ingest(&program, 0, "c.jsonl")), [1, 0, 3, 0]);
    assert_eq!(program.json(0, ["stats", "--json"])["records"], 3);
}

#[test]
fn the_same_text_in_two_formats_is_one_record_with_two_originals() {
    let program = ordskifte();
    let text = text("vannforsyning");
    program.file("in/a.html", format!("<html><body><p>{text}</p></body></html>"));
    program.file("in/b.txt", format!("{text}\n"));
    let report = ingest(&program, 0, "in");
    assert_eq!(counts(&report), [1, 1, 0, 0], "{report}");
    assert_eq!(report["added"][0]["id"], report["updated"][0]["id"]);
    let record = show(&program, &report["added"][0]["id"]);
    let originals: Vec<_> = record["originals"]
        .as_array()
        .expect("originals")
        .iter()
        .map(|original| (original["role"].clone(), original["media_type"].clone()))
        .collect();
    assert_eq!(
        originals,
        [
            ("main".into(), "text/html".into()),
            ("rendition".into(), "text/plain".into())
        ]
    );
    assert_eq!(count(&record, "sources"), 2);
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 2, 0]);
    // In a later run as well.
    program.file("in/c.md", format!("# \n{text}\n"));
    let later = ingest(&program, 0, "in/c.md");
    assert_eq!(counts(&later), [0, 1, 0, 0], "{later}");
    assert_eq!(
        program.json(0, ["search", "vannforsyning", "--format", "json"])["total"],
        1
    );
}

#[test]
fn nearly_the_same_text_is_a_finding_and_never_merged() {
    let program = ordskifte();
    let text = text("vannforsyning");
    program.file("in/a.txt", format!("{text}\n"));
    program.file("in/b.txt", format!("{}\n", text.replacen("uke 30", "uke 31", 1)));
    program.file(
        "in/c.txt",
        format!("{}\n", text.replace("vannforsyning", "barnehager i Nord-Norge")),
    );
    let report = ingest(&program, 0, "in");
    assert_eq!(counts(&report), [3, 0, 0, 0]);
    let duplicates = |index: usize| -> Vec<String> {
        let record = show(&program, &report["added"][index]["id"]);
        let findings = record["findings"].as_array().expect("findings").clone();
        findings
            .iter()
            .filter(|finding| finding["code"] == "possible-duplicate")
            .map(|finding| finding["message"].as_str().expect("a message").to_owned())
            .collect()
    };
    assert_eq!(
        (duplicates(0).len(), duplicates(1).len(), duplicates(2).len()),
        (0, 1, 0)
    );
    assert!(duplicates(1)[0].contains(report["added"][0]["id"].as_str().expect("an id")));
}

/// An e-mail with two attachments, one of a type that is not read.
fn mail(attached: &str) -> String {
    let part = |name: &str, media_type: &str, body: &str| {
        format!(
            "--skille\r\nContent-Type: {media_type}; name=\"{name}\"\r\nContent-Disposition: attachment; \
             filename=\"{name}\"\r\n{body}\r\n"
        )
    };
    format!(
        "From: Kari Nordmann <kari@example.no>\r\nTo: postmottak@example.no\r\nSubject: Svar om ferje\r\nMessage-ID: \
         <1@example.no>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"skille\"\r\n\r\n--skille\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nVedlagt er svaret.\r\n{}{}--skille--\r\n",
        part("svar.txt", "text/plain", &format!("\r\n{attached}")),
        part(
            "bilde.bin",
            "application/octet-stream",
            "Content-Transfer-Encoding: base64\r\n\r\nAAECAw=="
        )
    )
}

#[test]
fn parts_of_an_e_mail_are_records_that_name_it() {
    let program = ordskifte();
    program.file("in/svar.eml", mail("Kommunen ber om en ferje til."));
    let report = ingest(&program, 0, "in");
    assert_eq!(
        (counts(&report), count(&report, "skipped")),
        ([2, 0, 0, 0], 1),
        "{report}"
    );
    let (container, part) = (&report["added"][0], &report["added"][1]);
    assert!(
        part["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("in/svar.eml#svar.txt")),
        "{part}"
    );
    let record = show(&program, &part["id"]);
    assert_eq!(
        (&record["part_of"], &record["originals"][0]["filename"]),
        (&container["id"], &"svar.txt".into())
    );
    assert!(show(&program, &container["id"])["part_of"].is_null());
    assert_eq!(counts(&ingest(&program, 0, "in")), [0, 0, 1, 0]);
    // A changed part of a changed container is its next version.
    program.file("in/svar.eml", mail("Kommunen ber om to ferjer til."));
    let again = ingest(&program, 0, "in");
    assert_eq!(counts(&again), [0, 2, 0, 0], "{again}");
    assert_eq!(again["updated"][1]["id"], part["id"]);
    // The part by itself is known.
    program.file("in/svar.txt", "Kommunen ber om to ferjer til.");
    let alone = ingest(&program, 0, "in/svar.txt");
    assert_eq!(alone["unchanged"][0]["id"], part["id"]);
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}
