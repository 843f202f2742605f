//! The description of the API (`openapi.json`) against the real server: every parameter and answer has an example, every
//! example is asked, and what is answered has the form that is described.

use crate::{ROOT, ordskifte};
use ordskifte_testkit::schema::{faults, resolved};
use ordskifte_testkit::{Answer, Server};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn description() -> Value {
    let path = format!("{ROOT}/crates/http/assets/openapi.json");
    let mut document = serde_json::from_slice(&std::fs::read(path).expect("the description")).expect("JSON");
    close(&mut document);
    document
}

/// Lets objects have no property that is not described: of its readers nobody may rely on that, but the server is held to it.
fn close(told: &mut Value) {
    let is_schema = told["type"] == "object" && told["properties"].is_object();
    match told {
        Value::Object(words) => {
            if is_schema {
                words.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            words
                .iter_mut()
                .filter(|(name, _)| *name != "example")
                .for_each(|(_, inner)| close(inner));
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

/// An address with what is described of it.
struct Operation {
    path: String,
    told: Value,
    parameters: Vec<Value>,
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, told): (&String, &Value)| {
        assert_eq!(
            told.as_object().expect("methods").len(),
            1,
            "{path} is asked by GET alone"
        );
        let listed = told["get"]["parameters"].as_array().into_iter().flatten();
        Operation {
            path: path.clone(),
            told: told["get"].clone(),
            parameters: listed.map(|one| resolved(one, document).clone()).collect(),
        }
    };
    paths.iter().map(of).collect()
}

/// Whether it has the form of its schema, and where not. Of a repeated parameter the example lists values; in addresses
/// numbers are written as numbers.
fn unlike(example: &Value, schema: &Value, document: &Value, what: &str) -> Vec<String> {
    let found = faults(example, schema, document);
    found.into_iter().map(|fault| format!("{what}: {fault}")).collect()
}

#[test]
fn every_parameter_and_every_answer_has_an_example_of_its_form() {
    let document = description();
    let mut wrong = Vec::new();
    let mut parameters = 0;
    for Operation {
        path,
        told,
        parameters: own,
    } in operations(&document)
    {
        if told["summary"].as_str().is_none_or(str::is_empty) {
            wrong.push(format!("{path}: no summary"));
        }
        for parameter in own {
            parameters += 1;
            let what = format!("{path} {}", parameter["name"]);
            if parameter["description"].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{what}: no description"));
            }
            match &parameter["example"] {
                Value::Null => wrong.push(format!("{what}: no example")),
                example => wrong.extend(unlike(example, &parameter["schema"], &document, &what)),
            }
        }
        for (status, answer) in told["responses"].as_object().expect("answers") {
            let answer = resolved(answer, &document);
            for (kind, body) in answer["content"].as_object().into_iter().flatten() {
                let what = format!("{path} {status} {kind}");
                match (&body["example"], body["examples"].as_object()) {
                    (Value::Null, None) => wrong.push(format!("{what}: no example")),
                    // Bytes that a text cannot hold stand where they are.
                    (Value::Null, Some(named)) => {
                        let elsewhere = named.values().all(|one| one["externalValue"].is_string());
                        wrong.extend((!elsewhere).then(|| format!("{what}: an example without a place")));
                    }
                    (example, _) => wrong.extend(unlike(example, &body["schema"], &document, &what)),
                }
            }
        }
    }
    assert!(parameters > 250, "{parameters}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A value as it stands in an address.
fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn ask(server: &Server, path: &str, headers: &str) -> Answer {
    server.request(&format!(
        "GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n"
    ))
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let mut lines = answer.head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// What of an answer is not as it is described.
fn undescribed(answer: &Answer, operation: &Operation, document: &Value, asked: &str) -> Vec<String> {
    let status = answer.status.to_string();
    let described = resolved(&operation.told["responses"][&status], document);
    if described.is_null() {
        return vec![format!("{asked}: {status} is not described")];
    }
    let Some(content) = described["content"].as_object() else {
        let empty = answer.body.is_empty();
        return (!empty)
            .then(|| format!("{asked}: {status} has a body"))
            .into_iter()
            .collect();
    };
    let kind = header(answer, "content-type").unwrap_or_default();
    let plain = kind.split(';').next().unwrap_or_default();
    let Some(body) = content
        .get(kind)
        .or_else(|| content.get(plain))
        .or_else(|| content.get("*/*"))
    else {
        return vec![format!("{asked}: {status} of {kind} is not described")];
    };
    if plain.ends_with("json") {
        unlike(&answer.json(), &body["schema"], document, asked)
    } else {
        Vec::new()
    }
}

impl Operation {
    /// Its address with the examples of what it has to have.
    fn address(&self) -> String {
        let mut path = self.path.clone();
        for parameter in self.parameters.iter().filter(|one| one["in"] == "path") {
            let name = format!("{{{}}}", parameter["name"].as_str().expect("a name"));
            path = path.replace(&name, &encoded(&parameter["example"]));
        }
        path
    }

    /// What is asked with the example of one parameter: an address and header lines.
    fn asked_with(&self, parameter: &Value) -> (String, String) {
        let name = parameter["name"].as_str().expect("a name");
        let example = &parameter["example"];
        if parameter["in"] == "header" {
            let value = example.as_str().expect("a text");
            return (self.address(), format!("{name}: {value}\r\n"));
        }
        let values = example.as_array().cloned().unwrap_or_else(|| vec![example.clone()]);
        let pairs: Vec<String> = values
            .iter()
            .map(|value| format!("{name}={}", encoded(value)))
            .collect();
        (format!("{}?{}", self.address(), pairs.join("&")), String::new())
    }
}

#[test]
fn every_example_is_answered_as_described() {
    let program = ordskifte();
    // The samples tell of no case of the consultation scheme.
    let own = format!("{ROOT}/tests/page/own/sak.txt");
    program.json(0, ["ingest", "--json", &format!("{ROOT}/corpus"), &own]);
    let server = program.serve_with(&["--rate", "0"]);
    let document = description();
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        let address = operation.address();
        let plain = server.get(&address);
        let usual = if operation.path.starts_with("/language/") {
            303
        } else {
            200
        };
        if plain.status != usual {
            wrong.push(format!("{address}: {}", plain.status));
        }
        wrong.extend(undescribed(&plain, &operation, &document, &address));
        for parameter in operation.parameters.iter().filter(|one| one["in"] != "path") {
            let (path, headers) = operation.asked_with(parameter);
            let answer = ask(&server, &path, &headers);
            let asked = format!("{path} {headers}");
            let expected: &[u16] = match parameter["name"].as_str() {
                // None that any archive gives.
                Some("cursor") => &[404],
                _ => &[usual],
            };
            if !expected.contains(&answer.status) {
                wrong.push(format!("{asked}: {}, {}", answer.status, answer.text()));
            }
            wrong.extend(undescribed(&answer, &operation, &document, &asked));
            // A filter's example finds something.
            if path.starts_with("/api/v1/search?") && answer.status == 200 && answer.json()["total"] == 0 {
                wrong.push(format!("{asked}: no hit"));
            }
        }
        wrong.extend(faulty(&server, &operation, &document));
        wrong.extend(held(&server, &operation, &plain));
        // What is asked by headers that HTTP itself describes.
        if !operation.told["responses"]["206"].is_null() {
            for (range, status) in [("bytes=0-99", 206), ("bytes=999999999-", 416)] {
                let answer = ask(&server, &address, &format!("Range: {range}\r\n"));
                if answer.status != status {
                    wrong.push(format!("{address} {range}: {}", answer.status));
                }
                wrong.extend(undescribed(
                    &answer,
                    &operation,
                    &document,
                    &format!("{address} {range}"),
                ));
            }
        }
    }
    wrong.extend(cursors(&server, &document));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with the answers to a parameter that there is not, and to an id that there is not.
fn faulty(server: &Server, operation: &Operation, document: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let described = |status: &str| !operation.told["responses"][status].is_null();
    let address = operation.address();
    if described("400") {
        let asked = format!("{address}?ukjent=1");
        let answer = ask(server, &asked, "Accept: application/json\r\n");
        if answer.status != 400 {
            wrong.push(format!("{asked}: {}", answer.status));
        }
        wrong.extend(undescribed(&answer, operation, document, &asked));
        wrong.extend(parameters_told(&answer, operation).map(|told| format!("{asked}: {told}")));
    }
    if described("404") && operation.path.contains("{id}") {
        let asked = operation
            .path
            .replace("{id}", "abcdefghijklmnop")
            .replace("{version}", "v1");
        let answer = ask(server, &asked, "Accept: application/json\r\n");
        if answer.status != 404 {
            wrong.push(format!("{asked}: {}", answer.status));
        }
        wrong.extend(undescribed(&answer, operation, document, &asked));
    }
    let long = (format!("{address}?q={}", "a".repeat(17 << 10)), String::new());
    let head = (address, format!("X-More: {}\r\n", "a".repeat(33 << 10)));
    for ((asked, headers), status) in [(long, 414), (head, 431)] {
        let answer = ask(server, &asked, &headers);
        let asked = format!("{} {status}", operation.path);
        wrong.extend((answer.status != status).then(|| format!("{asked}: {}", answer.status)));
        wrong.extend(undescribed(&answer, operation, document, &asked));
    }
    wrong
}

#[test]
fn what_is_not_given_out_is_answered_as_described() {
    let program = ordskifte();
    // By its label; the check digits are wrong, so that it is nobody's.
    program.file("a.txt", "Svar om kvikksølvbergverk.\n\nFødselsnummer: 01019012345\n");
    let added = program.json(0, ["ingest", "--json", program.path("a.txt").to_str().expect("UTF-8")]);
    let id = added["added"][0]["id"].as_str().expect("an id").to_owned();
    let server = program.serve_with(&["--rate", "0"]);
    let document = description();
    let all = operations(&document);
    let described = |status: u16| {
        all.iter()
            .filter(move |one| !one.told["responses"][status.to_string()].is_null())
    };
    let of_records = |status: u16| described(status).filter(|one| one.path.contains("/records/"));
    let mut wrong = Vec::new();
    let mut ask_all = |status: u16| {
        for operation in of_records(status) {
            let asked = operation.path.replace("{id}", &id).replace("{version}", "v1");
            let answer = ask(&server, &asked, "Accept: application/json\r\n");
            wrong.extend((answer.status != status).then(|| format!("{asked}: {}", answer.status)));
            wrong.extend(undescribed(&answer, operation, &document, &asked));
        }
    };
    assert_eq!((of_records(403).count(), of_records(410).count()), (1, 7));
    ask_all(403);
    program.expect(0, ["withdraw", &id, "--reason", "Lastet opp ved en feil"]);
    ask_all(410);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where the program tells which parameters it takes, whether they are those described.
fn parameters_told(answer: &Answer, operation: &Operation) -> Option<String> {
    let problem: Value = serde_json::from_slice(&answer.body).ok()?;
    let detail = problem["detail"].as_str()?;
    let taken: Vec<&str> = if let Some((_, list)) = detail.split_once("; allowed: ") {
        list.split(", ").collect()
    } else if detail.starts_with("this address takes `") {
        detail.split('`').skip(1).step_by(2).collect()
    } else {
        return None;
    };
    let queries = operation.parameters.iter().filter(|one| one["in"] == "query");
    let described = queries.filter_map(|one| one["name"].as_str());
    let (taken, described): (BTreeSet<&str>, BTreeSet<&str>) = (taken.into_iter().collect(), described.collect());
    (taken != described).then(|| format!("takes {taken:?}, described are {described:?}"))
}

/// Who holds an answer is told so.
fn held(server: &Server, operation: &Operation, plain: &Answer) -> Option<String> {
    let takes = operation.parameters.iter().any(|one| one["name"] == "If-None-Match");
    let address = operation.address();
    let Some(tag) = header(plain, "etag").filter(|_| takes) else {
        return (takes || header(plain, "etag").is_some())
            .then(|| format!("{address}: a tag and a parameter for it go together"));
    };
    // The test's client has heads in lower case.
    let tag = tag.replacen("w/", "W/", 1);
    let again = ask(server, &address, &format!("If-None-Match: {tag}\r\n"));
    (again.status != 304).then(|| format!("{address}: {} for its own tag {tag}", again.status))
}

/// Where a cursor is taken, that of the address's own answer is.
fn cursors(server: &Server, document: &Value) -> Vec<String> {
    let cursor = regex::Regex::new("(?:cursor=|\"next_cursor\":\")([A-Za-z0-9_-]{60,})").expect("a pattern");
    let mut wrong = Vec::new();
    let taking = |one: &Operation| one.parameters.iter().any(|one| one["name"] == "cursor");
    for operation in operations(document).into_iter().filter(taking) {
        let asked = format!("{}?q=kommune&limit=5", operation.address());
        let first = server.get(&asked).text();
        let Some(next) = cursor.captures(&first) else {
            wrong.push(format!("{asked}: no cursor"));
            continue;
        };
        let asked = format!("{asked}&cursor={}", &next[1]);
        let answer = server.get(&asked);
        wrong.extend((answer.status != 200).then(|| format!("{asked}: {}", answer.status)));
    }
    wrong
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn a_query_that_is_not_of_the_form_described_is_a_fault(q in "(\\PC|[ \u{85}\u{a0}\t§«»()*\"=:-]|\\p{M}|\\pN){0,4}") {
        let document = description();
        let fits = faults(&Value::from(q.clone()), &document["components"]["parameters"]["q"]["schema"], &document).is_empty();
        let read = ordskifte_query::parse(&q);
        prop_assert!(fits || read.is_err(), "{:?} is refused by its form alone", q);
        let nothing = matches!(&read, Err(error) if error.fault == ordskifte_query::Fault::Nothing);
        prop_assert!(!(fits && nothing), "{:?} asks for nothing and is of the form", q);
    }
}
