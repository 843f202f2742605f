//! What records have in common: coverage, people, meetings, hearings; and what newer rules would change.

use crate::with_samples;

#[test]
fn coverage_names_what_is_held_and_what_an_expected_list_misses() {
    let program = with_samples();
    let table = program.json(0, ["coverage", "--json"]);
    let year = |table: &serde_json::Value, year: u64| {
        table["years"]
            .as_array()
            .expect("years")
            .iter()
            .find(|row| row["year"] == year)
            .expect("the year")
            .clone()
    };
    let status = |row: &serde_json::Value, meeting: &str| {
        let cells = row["cells"].as_array().expect("cells").clone();
        let cell = cells.into_iter().find(|cell| cell["meeting"] == meeting);
        cell.expect("the meeting")["status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(table["expected"], false);
    let row = year(&table, 2022);
    assert_eq!(
        (status(&row, "2"), status(&row, "1")),
        ("held".to_owned(), "unknown".to_owned())
    );
    let list = program.file("expected.tsv", "# year, meeting, source\n2022\t1\tthe yearbook\n");
    let table = program.json(0, ["coverage", "--json", "--expected", list.to_str().expect("UTF-8")]);
    assert_eq!(status(&year(&table, 2022), "1"), "missing");
    let bad = program.file("bad.tsv", "2022 1\n");
    program.expect(2, ["coverage", "--expected", bad.to_str().expect("UTF-8")]);
}

#[test]
fn people_meetings_and_hearings_are_resources() {
    let program = with_samples();
    let server = program.serve();
    let people = server.listed("/api/v1/people");
    let first = people[0]["id"].as_str().expect("a person").to_owned();
    let person = server.get(&format!("/api/v1/people/{first}")).json();
    assert_eq!(person["id"], first.as_str());
    assert!(!person["appearances"].as_array().expect("appearances").is_empty());
    assert_eq!(server.get("/api/v1/people/nobody").status, 404);
    let wheel = server.get("/api/v1/meetings?year=2022").json();
    assert!(wheel["total"].as_u64().expect("a total") >= 1);
    let id = wheel["items"][0]["id"].as_str().expect("a meeting").to_owned();
    assert_eq!(server.get(&format!("/api/v1/meetings/{id}")).status, 200);
    // Its agenda, written nine days before, says when it is held; there are no minutes.
    let called = server.get("/api/v1/meetings/konsultasjonsmote-2022-3").json();
    assert_eq!(
        (called["date"].as_str(), called["minutes"].as_array().map(Vec::len)),
        (Some("2022-10-27"), Some(0))
    );
    let hearings = server.get("/api/v1/hearings").json();
    let id = hearings["items"][0]["id"].as_str().expect("a hearing").to_owned();
    assert_eq!(server.get(&format!("/api/v1/hearings/{id}")).json()["id"], id.as_str());
    let held = server.get("/api/v1/agreements?in_force_on=2014-01-01").json();
    assert_eq!(
        (held["total"].as_u64(), held["items"][0]["status"].as_str()),
        (Some(1), Some("gjeldende"))
    );
    assert_eq!(
        server.get("/api/v1/agreements?in_force_on=2020-01-01").json()["total"],
        0
    );
    assert_eq!(server.get("/api/v1/agreements?in_force_on=snart").status, 400);
    assert_eq!(server.get("/api/v1/coverage").status, 200);
    assert_eq!(server.get("/api/v1/cases?type=lovmedvirkning").status, 200);
    assert_eq!(server.get("/api/v1/citations/no-such-work").status, 404);
}

#[test]
fn lists_are_walked_to_their_end_by_links_that_keep_what_was_asked() {
    let program = with_samples();
    let server = program.serve_with(&["--rate", "0"]);
    for list in [
        "people",
        "people?name=an",
        "ministries",
        "meetings",
        "hearings",
        "cases",
        "agreements",
    ] {
        let path = format!("/api/v1/{list}");
        let joint = if list.contains('?') { '&' } else { '?' };
        let all = server.listed(&path);
        assert_eq!(server.listed(&format!("{path}{joint}limit=3")), all, "{list}");
        for (limit, status) in [("100", 200), ("101", 400), ("0", 400), ("1000", 400)] {
            let answer = server.get(&format!("{path}{joint}limit={limit}"));
            assert_eq!(answer.status, status, "{list} {limit}");
        }
    }
    let middle = server.get("/api/v1/people?offset=4&name=a&limit=3").head;
    for link in [
        "<name=a&limit=3&offset=7>; rel=\"next\"",
        "<name=a&limit=3&offset=1>; rel=\"prev\"",
        "<name=a&limit=3&offset=0>; rel=\"first\"",
    ] {
        let link = link.replace('<', "link: </api/v1/people?");
        assert!(middle.contains(&link), "{link} in {middle}");
    }
    let beyond = server.get("/api/v1/people?name=a&offset=1000000000");
    assert!(
        beyond.status == 200 && !beyond.head.contains("rel=\"next\""),
        "{}",
        beyond.head
    );
}

#[test]
fn the_same_rules_change_nothing() {
    let program = with_samples();
    assert_eq!(program.expect(0, ["recognize", "--all", "--diff"]), "");
    program.expect(2, ["recognize"]);
}

#[test]
fn ministries_are_resources_with_their_changes_in_time() {
    let program = with_samples();
    let server = program.serve();
    let get = |path: &str| server.get(path).json();
    let items = server.listed("/api/v1/ministries");
    let of = |id: &str| items.iter().find(|item| item["id"] == id).expect(id);
    assert_eq!(
        of("bfd-1991")["names"]["nb"],
        "Barne- og familiedepartementet",
        "{}",
        of("bfd-1991")
    );
    // Every arrow has both its ends.
    for item in &items {
        for (there, back) in [("successors", "predecessors"), ("predecessors", "successors")] {
            for change in item[there].as_array().expect("changes") {
                let other = of(change["id"].as_str().expect("an id"));
                let arrows = other[back].as_array().expect("changes");
                assert!(
                    arrows
                        .iter()
                        .any(|arrow| arrow["id"] == item["id"] && arrow["date"] == change["date"]),
                    "{item}"
                );
            }
        }
    }
    let then = server.listed("/api/v1/ministries?on=2010-06");
    let then: Vec<&str> = then.iter().filter_map(|item| item["id"].as_str()).collect();
    assert!(then.contains(&"fad-2010") && !then.contains(&"kdd-2022") && !then.contains(&"fad-2006"));

    let one = get("/api/v1/ministries/kdd-2022");
    let before = &one["predecessors"][0];
    assert_eq!(
        (&before["id"], &before["type"], &before["date"], &before["main"]),
        (&"kmd-2014".into(), &"rename".into(), &"2022-01-01".into(), &true.into())
    );
    let after = &one["successors"][0];
    assert_eq!(
        (&after["id"], &after["type"], &after["main"]),
        (&"dfd-2024".into(), &"split".into(), &false.into())
    );
    // What it says is held of it is what a search finds.
    for held in ["records", "mentioned_in", "statements", "positions"] {
        let url = one[held]["url"].as_str().expect("an address");
        assert_eq!(get(url)["total"], one[held]["total"], "{url}");
    }
    assert!(one["records"]["total"].as_u64() > Some(0));
    assert_eq!(of("kdd-2022")["records"], one["records"]["total"]);

    let moved = server.get("/api/v1/ministries/KDD");
    assert!(moved.status == 308 && moved.head.contains("location: /api/v1/ministries/kdd-2022"));
    let several = server.get("/api/v1/ministries/BLD");
    assert_eq!(several.status, 404);
    let detail = several.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(detail.contains("bld-2006, bld-2010, bld-2016"), "{detail}");
    assert_eq!(server.get("/api/v1/ministries/none-2000").status, 404);
    assert_eq!(server.get("/api/v1/ministries?on=snart").status, 400);
    assert_eq!(server.get("/api/v1/ministries/kdd-2022?a=b").status, 400);
}
