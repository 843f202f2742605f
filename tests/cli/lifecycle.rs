//! What the public sees and what it does not: restricted and withdrawn records, masks, amendments, purges, backups.

use crate::ordskifte;
use ordskifte_testkit::{Ordskifte, Server};
use serde_json::Value;

fn ingest(program: &Ordskifte, name: &str) -> String {
    let report = program.json(0, ["ingest", "--json", program.path(name).to_str().expect("UTF-8")]);
    let entry = [&report["added"][0], &report["updated"][0]]
        .into_iter()
        .find(|entry| entry["id"].is_string());
    entry.expect("a record")["id"].as_str().expect("an id").to_owned()
}

/// All that a server says of a word, in one text; fails unless every address answers.
fn all_answers(server: &Server, word: &str) -> String {
    let addresses = [
        format!("/api/v1/search?q={word}"),
        format!("/api/v1/search?q={word}&unit=passage"),
        format!("/?q={word}"),
        format!("/api/v1/export?q={word}&format=csv"),
        format!("/api/v1/export?q={word}&format=jsonl&unit=passage"),
        format!("/api/v1/suggest?q={}", &word[..6]),
        format!("/feed.atom?q={word}"),
        "/api/v1/facets/participant".to_owned(),
        "/api/v1/facets/year".to_owned(),
    ];
    let answers = addresses.map(|address| {
        let answer = server.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        // What was asked for is repeated in answers.
        answer.text().replace(word, "")
    });
    answers.concat()
}

fn total(program: &Ordskifte, word: &str) -> Value {
    program.json(0, ["search", word, "--format", "json"])["total"].clone()
}

#[test]
fn nothing_of_a_restricted_record_is_public() {
    let program = ordskifte();
    program.file("open.txt", "Referat fra et møte om kvikksølvbergverk i 2019.\n");
    program.file(
        "closed.txt",
        "Notat om hemmelighetsfjellet av Zacharias Sjeldensen i 2019.\n",
    );
    program.file(
        "closed.txt.ordskifte.toml",
        "access = \"restricted\"\nparticipants = [{ name = \"Zacharias Sjeldensen\" }]\n",
    );
    let open = ingest(&program, "open.txt");
    let closed = ingest(&program, "closed.txt");
    assert_eq!(
        (
            total(&program, "kvikksølvbergverk"),
            total(&program, "hemmelighetsfjellet")
        ),
        (1.into(), 0.into())
    );
    assert_eq!(
        program.expect(0, ["export", "", "--format", "jsonl"]).lines().count(),
        1
    );
    let server = program.serve();
    let said = all_answers(&server, "hemmelighetsfjellet");
    assert!(
        !said.contains("jeldensen") && !said.contains(&closed) && !said.contains("fjellet"),
        "{said}"
    );
    for address in ["", "/v1", "/original"] {
        assert_eq!(
            server.get(&format!("/records/{closed}{address}")).status,
            404,
            "{address}"
        );
    }
    for address in ["", "/v1", "/text", "/cite"] {
        assert_eq!(
            server.get(&format!("/api/v1/records/{closed}{address}")).status,
            404,
            "{address}"
        );
    }
    assert_eq!(server.get(&format!("/api/v1/records/{open}")).status, 200);
    assert!(
        program.expect(0, ["show", &closed]).contains("hemmelighetsfjellet"),
        "the archive has it"
    );
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
    // The same after the index was made anew, and public once a person says so.
    program.expect(0, ["reindex"]);
    assert_eq!(total(&program, "hemmelighetsfjellet"), 0);
    let values = program.file("values.toml", "access = \"public\"\n");
    let values = values.to_str().expect("UTF-8");
    program.expect(0, ["amend", &closed, values, "--reason", "Vurdert på nytt"]);
    assert_eq!(total(&program, "hemmelighetsfjellet"), 1);
    let record = program.json(0, ["show", &closed, "--json"]);
    assert_eq!((&record["access"], &record["version"]), (&"public".into(), &2.into()));
    assert_eq!(record["evidence"]["participants"][0]["origin"], "sidecar");
    // The next run finds the sidecar as it was, and undoes nothing.
    program.expect(0, ["ingest", program.path("closed.txt").to_str().expect("UTF-8")]);
    assert_eq!(total(&program, "hemmelighetsfjellet"), 1);
}

#[test]
fn values_are_amended_by_name_on_the_command_line() {
    let program = ordskifte();
    program.file("a.txt", "Referat fra møte i styret 3. mai 2012\n\nMøtet ble hevet.\n");
    let id = ingest(&program, "a.txt");
    program.expect(
        0,
        [
            "amend",
            &id,
            "date=2012-05-04",
            "title=Styret, mai",
            "kind=protokoll",
            "--reason",
            "Lest på nytt",
        ],
    );
    let record = program.json(0, ["show", &id, "--json"]);
    assert_eq!(
        (&record["date"], &record["title"], &record["kind"], &record["version"]),
        (
            &"2012-05-04".into(),
            &"Styret, mai".into(),
            &"protokoll".into(),
            &2.into()
        )
    );
    let absent = r#"absent=[{name = "Kari Moe", role = "rektor"}]"#;
    program.expect(0, ["amend", &id, absent, "cases=[]", "--reason", "Lest på nytt"]);
    let record = program.json(0, ["show", &id, "--json"]);
    assert_eq!(record["absent"][0]["name"], "Kari Moe", "{record}");
    assert_eq!(record["evidence"]["absent"][0]["origin"], "amended", "{record}");
    for wrong in ["dag=2012-05-04", "date=i mai", "kind=brosjyre"] {
        let failed = program.run(["amend", &id, wrong, "--reason", "R"]);
        assert_eq!(failed.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8_lossy(&failed.stderr).contains(wrong), "{wrong}");
    }
    for (wrong, told) in [
        ("start_time=25:99", "`start_time` is `25:99`"),
        ("title=", "`title` is empty"),
    ] {
        let failed = program.run(["amend", &id, wrong, "--reason", "R"]);
        assert_eq!(failed.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8_lossy(&failed.stderr).contains(told), "{wrong}");
    }
    let failed = program.run(["amend", &id, "date=2012-05-04", "protokoll", "--reason", "R"]);
    assert!(String::from_utf8_lossy(&failed.stderr).contains("field=value"));
}

#[test]
fn marks_on_the_document_restrict_it_until_a_person_says_otherwise() {
    let program = ordskifte();
    program.file(
        "a.txt",
        "Unntatt offentlighet, jf. offl. § 15 første ledd\n\nNotat om kvikksølvbergverk i 2019.\n",
    );
    program.file(
        "b.txt",
        "Notat om ferjer i 2019.\n\nDokumenter kan unntas offentlighet etter offl. § 15.\n",
    );
    let (closed, _) = (ingest(&program, "a.txt"), ingest(&program, "b.txt"));
    assert_eq!(
        (total(&program, "kvikksølvbergverk"), total(&program, "ferjer")),
        (0.into(), 1.into())
    );
    let record = program.json(0, ["show", &closed, "--json"]);
    let findings = record["findings"].as_array().expect("findings");
    assert!(
        findings.iter().any(|finding| finding["code"] == "restricted-mark"),
        "{record}"
    );
    let values = program.file("values.toml", "access = \"public\"\n");
    program.expect(
        0,
        [
            "amend",
            &closed,
            values.to_str().expect("UTF-8"),
            "--reason",
            "Ikke lenger gradert",
        ],
    );
    assert_eq!(total(&program, "kvikksølvbergverk"), 1);
}

#[test]
fn a_withdrawn_record_says_that_it_was_and_why() {
    let program = ordskifte();
    program.file("a.txt", "Notat om kvikksølvbergverk i 2019.\n");
    program.file("b.txt", "Notat om ferjer i 2019.\n");
    let (id, other) = (ingest(&program, "a.txt"), ingest(&program, "b.txt"));
    let server = program.serve();
    assert_eq!(server.get(&format!("/api/v1/records/{id}")).status, 200);
    program.expect(0, ["withdraw", &id, "--reason", "Lastet opp ved en feil"]);
    assert_eq!(total(&program, "kvikksølvbergverk"), 0);
    for address in [
        format!("/api/v1/records/{id}"),
        format!("/api/v1/records/{id}/text"),
        format!("/records/{id}/original"),
    ] {
        let answer = server.get(&address);
        assert_eq!(answer.status, 410, "{address}");
        assert!(answer.text().contains("Lastet opp ved en feil"), "{}", answer.text());
    }
    assert_eq!(server.get(&format!("/records/{id}")).status, 410);
    assert!(!all_answers(&server, "kvikksølvbergverk").contains(&id));
    assert_eq!(server.get(&format!("/api/v1/records/{other}")).status, 200);
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
    // It stays withdrawn whatever its source does.
    program.file("a.txt", "Notat om kvikksølvbergverk i 2020.\n");
    ingest(&program, "a.txt");
    assert_eq!(total(&program, "kvikksølvbergverk"), 0);
    let record = program.json(0, ["show", &id, "--json"]);
    assert_eq!(
        (&record["status"], &record["version"]),
        (&"withdrawn".into(), &3.into())
    );
    program.expect(0, ["withdraw", &id, "--undo", "--reason", "Feilen er rettet"]);
    assert_eq!(total(&program, "kvikksølvbergverk"), 1);
    assert_eq!(
        program
            .run(["withdraw", "aaaaaaaaaaaaaaaa", "--reason", "x"])
            .status
            .code(),
        Some(2)
    );
}

/// Every file below a folder that holds these bytes.
fn holding(folder: &std::path::Path, bytes: &str) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    files
        .filter(|entry| {
            let held = std::fs::read(entry.path()).expect("readable");
            held.windows(bytes.len()).any(|window| window == bytes.as_bytes())
        })
        .map(|entry| entry.path().display().to_string())
        .collect()
}

#[test]
fn a_purge_takes_two_acts_and_leaves_a_tombstone() {
    let program = ordskifte();
    program.file("a.txt", "Notat om kvikksølvbergverk i 2019.\n");
    program.file("b.txt", "Notat om ferjer i 2019.\n");
    let (id, _) = (ingest(&program, "a.txt"), ingest(&program, "b.txt"));
    let refused = program.run(["purge", &id, "--reason", "Krav om sletting"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("ordskifte withdraw"));
    program.expect(0, ["withdraw", &id, "--reason", "Personopplysninger"]);
    program.expect(0, ["purge", &id, "--reason", "Krav om sletting"]);
    assert_eq!(holding(&program.data(), "kvikksølvbergverk"), Vec::<String>::new());
    assert_eq!(holding(&program.data(), "Krav om sletting").len(), 1);
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
    let server = program.serve();
    let gone = server.get(&format!("/api/v1/records/{id}"));
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("Krav om sletting") && gone.text().contains("was purged at 20"));
    let shown = program.expect(0, ["show", &id]);
    assert!(
        shown.contains("Krav om sletting") && shown.contains("Personopplysninger"),
        "{shown}"
    );
    // Nothing is left to be changed, and whoever tries is told why.
    let values = program.file("values.toml", "title = \"Noe\"\n");
    let values = values.to_str().expect("UTF-8").to_owned();
    for act in [
        vec!["amend", &id, &values, "--reason", "x"],
        vec!["withdraw", &id, "--reason", "x"],
        vec!["withdraw", &id, "--undo", "--reason", "x"],
    ] {
        let refused = program.run(&act);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{act:?}");
        assert!(
            said.contains("was purged at 20") && said.contains("Krav om sletting"),
            "{act:?}: {said}"
        );
    }
    // Purged again is purged: what a fault may have left is finished, and the first reason stays.
    program.expect(0, ["purge", &id, "--reason", "y"]);
    let gone = server.get(&format!("/api/v1/records/{id}"));
    assert!(gone.status == 410 && gone.text().contains("Krav om sletting"));
    assert_eq!(
        program.expect(0, ["recognize", "--all", "--diff"]).matches(&id).count(),
        0
    );
    // The same bytes do not come back unseen.
    let file = program.path("a.txt");
    let again = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")]);
    assert_eq!(again["unchanged"].as_array().map(Vec::len), Some(0));
    let reason = again["skipped"][0]["reason"].as_str().expect("a reason");
    assert!(reason.contains(&id) && reason.contains("Krav om sletting"), "{reason}");
    assert_eq!(total(&program, "kvikksølvbergverk"), 0);
    program.expect(0, ["reindex"]);
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn personal_numbers_are_masked_for_the_public_and_kept_in_the_archive() {
    let program = ordskifte();
    // By its label; the check digits are wrong, so that it is nobody's.
    let text = "Svar om kvikksølvbergverk.\n\nFødselsnummer: 01019012345\n\nTlf. 951 23 456 eller 22 24 90 90.\n";
    program.file("a.txt", text);
    let id = ingest(&program, "a.txt");
    let server = program.serve();
    let said = all_answers(&server, "kvikksølvbergverk");
    let record = server.get(&format!("/api/v1/records/{id}")).text();
    let page = server.get(&format!("/records/{id}")).text();
    let flow = server.get(&format!("/api/v1/records/{id}/text")).text();
    for answer in [&said, &record, &page, &flow] {
        for number in ["01019012345", "951 23 456", "22 24 90 90", "12345"] {
            assert!(!answer.contains(number), "{number} in {answer}");
        }
    }
    assert!(flow.contains("Fødselsnummer: ███████████"), "{flow}");
    assert!(record.contains("\"masked\""), "{record}");
    assert_eq!(
        (total(&program, "01019012345"), total(&program, "kvikksølvbergverk")),
        (0.into(), 1.into())
    );
    let original = server.get(&format!("/records/{id}/original"));
    assert_eq!(original.status, 403, "what cannot be masked is not given out");
    assert!(program.expect(0, ["show", &id]).contains("01019012345"));
}

#[test]
fn a_backup_is_taken_while_serving_and_makes_the_same_archive_again() {
    let program = ordskifte();
    program.file("a.txt", "Notat om kvikksølvbergverk i 2019.\n");
    ingest(&program, "a.txt");
    let server = program.serve();
    let backup = program.path("backup");
    let backup = backup.to_str().expect("UTF-8");
    program.expect(0, ["backup", backup]);
    program.file("a.txt", "Notat om kvikksølvbergverk i 2020.\n");
    program.file("b.txt", "Notat om ferjer i 2019.\n");
    ingest(&program, "a.txt");
    ingest(&program, "b.txt");
    let second = program.run(["backup", backup]);
    assert!(
        String::from_utf8_lossy(&second.stderr).contains("2 records, 2 versions copied"),
        "{second:?}"
    );
    drop(server);
    let other = ordskifte();
    other.expect(0, ["restore", backup]);
    assert!(other.expect(0, ["verify"]).contains(" 0 faults"));
    let rows = |program: &Ordskifte| -> Vec<Value> {
        let out = program.expect(
            0,
            ["export", "", "--format", "jsonl", "--unit", "passage", "--sort", "date"],
        );
        let row = |line: &str| -> Value {
            let mut row: Value = serde_json::from_str(line).expect("a row");
            row["generation"] = Value::Null;
            row
        };
        out.lines().map(row).collect()
    };
    assert_eq!(rows(&other), rows(&program));
    // A backup of something else is not written over.
    let third = ordskifte();
    third.file("c.txt", "Notat om noe helt annet.\n");
    ingest(&third, "c.txt");
    assert_eq!(third.run(["backup", backup]).status.code(), Some(2));
}

#[test]
fn an_amended_title_changes_nothing_but_the_title() {
    let program = ordskifte();
    let text = "Lauvdal kommune\n\nHelse- og omsorgsdepartementet\n\nDato: 17. februar 2020\n\n\
                Høringssvar fra Lauvdal kommune - forslag til endringer i fastlegeforskriften\n\n\
                Lauvdal kommune viser til høringsbrev av 12. desember 2019 om forslag til endringer i fastlegeforskriften.\n";
    program.file("svar.txt", text);
    let id = ingest(&program, "svar.txt");
    let before = program.json(0, ["show", &id, "--json"]);
    assert_eq!(before["sender"]["name"], "Lauvdal kommune");
    let change = program.file("title.toml", "title = \"Uttalelse\"\n");
    program.expect(
        0,
        ["amend", &id, change.to_str().expect("UTF-8"), "--reason", "kortere"],
    );
    let after = program.json(0, ["show", &id, "--json"]);
    assert_eq!(after["title"], "Uttalelse");
    assert_eq!(after["evidence"]["title"][0]["origin"], "amended");
    for field in [
        "sender",
        "hearing",
        "kind",
        "date",
        "recipient",
        "ministries",
        "findings",
    ] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(program.expect(0, ["recognize", "--all", "--diff"]), "");
}

#[test]
fn a_records_page_says_what_was_corrected_and_why() {
    let program = ordskifte();
    program.file(
        "notat.txt",
        "Notat om bruer\n\nDato: 3. mars 2021\n\nBruer skal holde lenge.\n",
    );
    let id = ingest(&program, "notat.txt");
    let change = program.file("title.toml", "title = \"Notat om ferjer\"\n");
    program.expect(
        0,
        [
            "amend",
            &id,
            change.to_str().expect("UTF-8"),
            "--reason",
            "feil <i>tittel</i>",
        ],
    );
    let server = program.serve();
    let page = server.get(&format!("/records/{id}?lang=nb")).text();
    assert!(page.contains("<span>Tittel: rettet</span>"), "{page}");
    let versions = page.split("id=\"versions-heading\"").nth(1).expect("the versions");
    let lines: Vec<&str> = versions.split("<li>").skip(1).collect();
    assert!(!lines[0].contains("rettet"), "{versions}");
    assert!(lines[1].contains("rettet: feil &lt;i&gt;tittel&lt;"), "{versions}");
    let before = server.get(&format!("/records/{id}/v1?lang=nb")).text();
    assert!(!before.contains("Tittel: rettet"));
}
