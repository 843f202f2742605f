//! What is told to nobody: names of private persons as corrections, nights without news, questions of no signs.

use crate::{ordskifte, with_samples};

#[test]
fn a_private_person_is_no_correction_of_a_question() {
    let program = ordskifte();
    program.file(
        "in/private.jsonl",
        "{\"id\":\"privat\",\"kind\":\"horingssvar\",\"title\":\"Svar fra Petronella Tulleruud\",\"date\":\"2024-05-02\",\
         \"sender\":{\"name\":\"Petronella Tulleruud\",\"type\":\"privatperson\"},\
         \"text\":\"Jeg er imot bomstasjonen.\\n\\nMed vennlig hilsen\\n\\nPetronella Tulleruud\"}\n\
         {\"id\":\"referat\",\"kind\":\"referat\",\"title\":\"Referat\",\"date\":\"2024-05-03\",\
         \"text\":\"Petronella Moe ledet møtet om fergesambandet.\"}\n",
    );
    program.expect(0, ["ingest", program.path("in").to_str().expect("UTF-8")]);
    let server = program.serve();
    let meant = |q: &str| {
        let answer = server.get(&format!("/api/v1/search?q={q}")).json();
        answer["did_you_mean"].clone()
    };
    for q in [
        "Petronela+Tulerud",
        "Tulerud",
        "tulleruut",
        "%22Petronela+Tulleruu%22",
        "bomstasjonenn",
    ] {
        assert!(meant(q).is_null(), "{q}: {}", meant(q));
        let page = server.get(&format!("/?q={q}")).text();
        assert!(!page.contains("Tulleruud"), "{q}");
    }
    // What minutes say is no secret.
    assert_eq!(meant("Petronela"), "Petronella");
    assert_eq!(meant("fergesambanet"), "fergesambandet");
    // Who knows the name finds the letter.
    assert_eq!(server.get("/api/v1/search?q=Tulleruud").json()["total"], 1);
}

#[test]
fn a_night_without_news_prints_nothing() {
    let program = with_samples();
    program.expect(0, ["watch", "add", "vind", "havbrisgransking"]);
    program.expect(0, ["watch", "add", "form", "havbrisvedtak"]);
    assert_eq!(program.expect(0, ["watch", "run"]), "");
    let file = program.file("nytt/nytt.txt", "Notat\n\nHavbrisgransking er viktig.\n");
    program.expect(0, ["ingest", file.to_str().expect("a path")]);
    let news = program.expect(0, ["watch", "run"]);
    assert!(
        news.starts_with("vind: 1 nye treff") && !news.contains("form:"),
        "{news}"
    );
    assert_eq!(program.expect(0, ["watch", "run"]), "");
    let json = program.json(0, ["watch", "run", "--format", "json"]);
    assert_eq!(json.as_array().map(Vec::len), Some(2), "programs are told all the same");
}

#[test]
fn control_characters_alone_are_no_question() {
    let program = with_samples();
    let server = program.serve();
    for path in [
        "/api/v1/search?q=%00",
        "/api/v1/export?q=%07%1B&format=csv",
        "/feed.atom?q=%00",
    ] {
        assert_eq!(server.get(path).status, 400, "{path}");
    }
    assert_eq!(server.get("/api/v1/search?q=%20%09").status, 200);
}
