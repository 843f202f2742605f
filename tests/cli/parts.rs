//! Parts of containers: who may see the container decides who may see them, whenever that changes.

use crate::ordskifte;
use ordskifte_testkit::Ordskifte;
use serde_json::Value;

/// An e-mail with a text and an e-mail beside it, which has a text of its own.
fn mail(body: &str) -> String {
    let inner = "From: Siri <siri@example.org>\r\nSubject: Videresendt\r\nMIME-Version: 1.0\r\n\
                 Content-Type: multipart/mixed; boundary=i\r\n\r\n\
                 --i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSe mellomord.\r\n\
                 --i\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=dyp.txt\r\n\r\n\
                 Notat om dypord i 2019.\r\n--i--\r\n";
    format!(
        "From: Ola <ola@example.org>\r\nSubject: Svar om ferjer\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=s\r\n\r\n\
         --s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body} epostord.\r\n\
         --s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename=svar.txt\r\n\r\n\
         Notat om vedleggsord i 2019.\r\n\
         --s\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=brev.eml\r\n\r\n{inner}\r\n--s--\r\n"
    )
}

fn ingest(program: &Ordskifte) -> Value {
    program.json(0, ["ingest", "--json", program.path("in").to_str().expect("UTF-8")])
}

/// Ids of container and parts, in their order.
fn ids(report: &Value) -> Vec<String> {
    let added = report["added"].as_array().expect("a list");
    let id = |entry: &Value| entry["id"].as_str().expect("an id").to_owned();
    added.iter().map(id).collect()
}

/// How many records hold a word of the e-mail, of its part, and of the part's part.
fn found(program: &Ordskifte) -> [u64; 3] {
    ["epostord", "vedleggsord", "dypord"].map(|word| {
        let answer = program.json(0, ["search", word, "--format", "json"]);
        answer["total"].as_u64().expect("a number")
    })
}

const SIDECAR: &str = "in/m.eml.ordskifte.toml";
const RESTRICTED: &str = "access = \"restricted\"\n";

#[test]
fn a_container_that_is_restricted_later_takes_its_parts_with_it() {
    let program = ordskifte();
    program.file("in/m.eml", mail("Hei"));
    let ids = ids(&ingest(&program));
    assert_eq!((ids.len(), found(&program)), (4, [1, 1, 1]));
    program.file(SIDECAR, RESTRICTED);
    assert_eq!(ingest(&program)["updated"].as_array().map(Vec::len), Some(1));
    assert_eq!(found(&program), [0, 0, 0]);
    let server = program.serve();
    for id in &ids {
        for address in [
            format!("/records/{id}"),
            format!("/records/{id}/v1"),
            format!("/records/{id}/original"),
            format!("/api/v1/records/{id}"),
            format!("/api/v1/records/{id}/text"),
        ] {
            assert_eq!(server.get(&address).status, 404, "{address}");
        }
        assert_eq!(program.json(0, ["show", "--json", id])["access"], "restricted");
    }
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
    program.expect(0, ["reindex"]);
    assert_eq!(found(&program), [0, 0, 0]);
    // Lifted, it frees what was restricted only by it.
    program.file(SIDECAR, "title = \"Svar\"\n");
    ingest(&program);
    assert_eq!(found(&program), [1, 1, 1]);
    assert_eq!(server.get(&format!("/records/{}/original", ids[1])).status, 200);
    let part = program.json(0, ["show", "--json", &ids[1]]);
    assert!(!part["findings"].to_string().contains("It is part of"), "{part}");
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn an_amendment_of_a_container_is_one_of_its_parts_but_for_those_restricted_themselves() {
    let program = ordskifte();
    program.file("in/m.eml", mail("Hei"));
    program.file(SIDECAR, RESTRICTED);
    let ids = ids(&ingest(&program));
    assert_eq!(found(&program), [0, 0, 0]);
    let closed = program.file("closed.toml", RESTRICTED);
    let open = program.file("open.toml", "access = \"public\"\n");
    let amend = |id: &str, values: &std::path::Path| {
        let values = values.to_str().expect("UTF-8");
        program.expect(0, ["amend", id, values, "--reason", "Vurdert"]);
    };
    amend(&ids[0], &open);
    assert_eq!(found(&program), [1, 1, 1]);
    amend(&ids[1], &closed);
    assert_eq!(found(&program), [1, 0, 1]);
    amend(&ids[0], &closed);
    assert_eq!(found(&program), [0, 0, 0]);
    // Nobody frees a part alone.
    amend(&ids[2], &open);
    assert_eq!(found(&program), [0, 0, 0]);
    amend(&ids[0], &open);
    assert_eq!(found(&program), [1, 0, 1]);
    amend(&ids[1], &open);
    assert_eq!(found(&program), [1, 1, 1]);
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn new_public_bytes_free_the_parts_that_they_hold_and_no_others() {
    let program = ordskifte();
    program.file("in/m.eml", mail("Hei"));
    program.file(SIDECAR, RESTRICTED);
    ingest(&program);
    // Times are of whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let whole = mail("Hei igjen");
    let without = whole
        .replace("Notat om vedleggsord i 2019.", "Notat om noe annet i 2019.")
        .replace("svar.txt", "ny.txt");
    program.file("in/m.eml", without);
    std::fs::remove_file(program.path(SIDECAR)).expect("removed");
    ingest(&program);
    assert_eq!(found(&program), [1, 0, 1], "what is no longer in it stays as it was");
    assert!(program.expect(0, ["verify"]).contains(" 0 faults"));
}

#[test]
fn who_withdraws_or_purges_a_container_is_told_which_parts_are_still_public() {
    let program = ordskifte();
    program.file("in/m.eml", mail("Hei"));
    let ids = ids(&ingest(&program));
    let act = |command: &str, id: &str| {
        let done = program.run([command, id, "--reason", "x"]);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    act("withdraw", &ids[1]);
    let told = act("withdraw", &ids[0]);
    let parts = told.split_once("still public").expect("told").1.to_owned();
    assert_eq!(
        [1, 2, 3].map(|part: usize| parts.contains(&ids[part])),
        [false, true, true],
        "{told}"
    );
    assert!(act("purge", &ids[0]).contains(&ids[2]));
    assert_eq!(found(&program), [0, 0, 1]);
}

#[test]
fn what_a_command_has_restricted_is_served_to_nobody_once_it_has_ended() {
    let program = ordskifte();
    program.file("in/m.eml", mail("Hei"));
    let ids = ids(&ingest(&program));
    let server = program.serve();
    let address = format!("/records/{}/original", ids[0]);
    for access in ["restricted", "public", "restricted", "public"] {
        server.get(&address);
        let values = program.file("values.toml", format!("access = \"{access}\"\n"));
        let values = values.to_str().expect("UTF-8");
        program.expect(0, ["amend", &ids[0], values, "--reason", "Vurdert"]);
        let (status, hits) = if access == "public" { (200, 1) } else { (404, 0) };
        assert_eq!(server.get(&address).status, status, "{access}");
        let answer = server.get("/api/v1/search?q=epostord").json();
        assert_eq!(answer["total"], hits, "{access}");
    }
}
