//! How well a record agrees with gold, field by field.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Right, found and wanted, by field; what went wrong.
#[derive(Debug, Default)]
pub struct Score {
    fields: BTreeMap<&'static str, Field>,
    faults: Vec<String>,
}

/// The counts of one field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Field {
    /// Found and wanted.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Wanted.
    pub wanted: usize,
    /// Found wrongly where that counts double (speakers).
    pub wrong: usize,
}

impl Field {
    /// The harmonic mean of precision and recall; 1 where nothing is wanted and nothing found.
    pub fn f1(self) -> f64 {
        let all = self.found + self.wanted + self.wrong;
        if all == 0 {
            1.0
        } else {
            2.0 * self.right as f64 / all as f64
        }
    }
}

impl Score {
    /// The counts of a field.
    pub fn field(&self, name: &str) -> Field {
        self.fields.get(name).copied().unwrap_or_default()
    }

    fn sets(&mut self, field: &'static str, document: &str, found: &[String], wanted: &[String]) {
        let mut rest: Vec<&String> = wanted.iter().collect();
        let mut right = 0;
        for value in found {
            if let Some(at) = rest.iter().position(|known| *known == value) {
                rest.swap_remove(at);
                right += 1;
            } else {
                self.faults.push(format!("{document}: {field}: too much: {value}"));
            }
        }
        self.faults.extend(
            rest.iter()
                .map(|value| format!("{document}: {field}: missing: {value}")),
        );
        let entry = self.fields.entry(field).or_default();
        entry.right += right;
        entry.found += found.len();
        entry.wanted += wanted.len();
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<28} {:>6} {:>6} {:>6} {:>6}",
            "field", "right", "found", "gold", "F1"
        )?;
        for (name, field) in &self.fields {
            writeln!(
                f,
                "{name:<28} {:>6} {:>6} {:>6} {:>6.3}",
                field.right,
                field.found,
                field.wanted,
                field.f1()
            )?;
        }
        for fault in &self.faults {
            writeln!(f, "  {fault}")?;
        }
        Ok(())
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list<'a>(record: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    record[field].as_array().into_iter().flatten()
}

/// Compares a record with gold.
pub fn compare(document: &str, found: &Value, gold: &Value, score: &mut Score) {
    let some = |value: &Value| if value.is_null() { Vec::new() } else { vec![text(value)] };
    for field in [
        "kind",
        "title",
        "date",
        "date_precision",
        "language",
        "start_time",
        "end_time",
        "remarks",
    ] {
        if let Some(wanted) = gold.get(field) {
            score.sets(field, document, &some(&found[field]), &some(wanted));
        }
    }
    within(document, found, gold, score);
    lists(document, found, gold, score);
    for field in ["sender", "recipient"] {
        if let Some(wanted) = gold.get(field) {
            let name = |value: &Value| some(if value.is_object() { &value["name"] } else { value });
            score.sets(field, document, &name(&found[field]), &name(wanted));
        }
    }
    for field in ["chair", "minute_takers", "absent"] {
        if gold.get(field).is_some() {
            let names = |record: &Value| list(record, field).map(named).collect::<Vec<_>>();
            score.sets(field, document, &names(found), &names(gold));
        }
    }
    if gold.get("participants").is_some() {
        let names = |record: &Value| {
            list(record, "participants")
                .map(|person| text(&person["name"]))
                .collect::<Vec<_>>()
        };
        score.sets("participants: name", document, &names(found), &names(gold));
        let whole = |record: &Value| {
            list(record, "participants")
                .map(|person| {
                    format!(
                        "{} {} {} {}",
                        person["name"], person["role"], person["organization"], person["side"]
                    )
                })
                .collect::<Vec<_>>()
        };
        score.sets("participants: all", document, &whole(found), &whole(gold));
    }
    if gold.get("agenda").is_some() {
        let headings = |record: &Value| {
            list(record, "agenda")
                .map(|item| text(&item["heading"]))
                .collect::<Vec<_>>()
        };
        score.sets("agenda", document, &headings(found), &headings(gold));
    }
    if gold.get("ministries").is_some() {
        // What is merely mentioned may be found beside these.
        let roles = |record: &Value| {
            list(record, "ministries")
                .filter(|ministry| ministry["role"] != "mentioned")
                .map(|ministry| format!("{} {}", text(&ministry["abbreviation"]), text(&ministry["role"])))
                .collect::<Vec<_>>()
        };
        score.sets("ministries", document, &roles(found), &roles(gold));
    }
    if gold.get("citations").is_some() {
        let ids = |record: &Value| {
            list(record, "citations")
                .map(|citation| {
                    text(if citation.is_object() {
                        &citation["id"]
                    } else {
                        citation
                    })
                })
                .collect::<Vec<_>>()
        };
        score.sets("citations", document, &ids(found), &ids(gold));
    }
    if gold.get("statements").is_some() {
        statements(document, found, gold, score);
    }
}

/// The name of a person or a body that stands as a name or as an object.
fn named(value: &Value) -> String {
    text(if value.is_object() { &value["name"] } else { value })
}

/// Values within one object: what is scored of each, where gold states the object or says that there is none.
const WITHIN: [(&str, &[(&str, &str)]); 5] = [
    ("sender", &[("sender: type", "type")]),
    ("recipient", &[("recipient: type", "type")]),
    (
        "hearing",
        &[
            ("hearing: subject", "subject"),
            ("hearing: reference", "reference"),
            ("hearing: ministry", "ministry"),
            ("hearing: deadline", "deadline"),
        ],
    ),
    (
        "meeting",
        &[
            ("meeting: type", "type"),
            ("meeting: number", "number"),
            ("meeting: year", "year"),
            ("meeting: place", "place"),
            ("meeting: date", "date"),
        ],
    ),
    (
        "agreement",
        &[
            ("agreement: subject", "subject"),
            ("agreement: valid_from", "valid_from"),
            ("agreement: valid_to", "valid_to"),
            ("agreement: ministry", "coordinating_ministry"),
            ("agreement: notice", "notice"),
            ("agreement: previous", "previous"),
        ],
    ),
];

/// Scores the values within objects; a value that the gold's object leaves out is not scored.
fn within(document: &str, found: &Value, gold: &Value, score: &mut Score) {
    for (object, fields) in WITHIN {
        let Some(wanted) = gold.get(object) else { continue };
        for (name, field) in fields {
            let stated = wanted.get(field);
            if wanted.is_object() && stated.is_none() {
                continue;
            }
            let some = |value: Option<&Value>| value.filter(|value| !value.is_null()).map(text).into_iter().collect();
            let (own, wanted): (Vec<String>, Vec<String>) = (some(found[object].get(field)), some(stated));
            score.sets(name, document, &own, &wanted);
        }
    }
}

/// Scores lists of objects by what tells one from another.
fn lists(document: &str, found: &Value, gold: &Value, score: &mut Score) {
    let mut rows = |name: &'static str, held: &dyn Fn(&Value) -> Option<Value>, fields: &[&str]| {
        let Some(wanted) = held(gold) else { return };
        let lines = |value: &Value| {
            let entries = value.as_array().into_iter().flatten();
            let line = |entry: &Value| {
                let cells = fields
                    .iter()
                    .map(|field| entry.get(field).map_or_else(String::new, short));
                cells.collect::<Vec<_>>().join(" | ")
            };
            entries.map(line).collect::<Vec<_>>()
        };
        score.sets(
            name,
            document,
            &lines(&held(found).unwrap_or_default()),
            &lines(&wanted),
        );
    };
    rows(
        "references",
        &|record| record.get("references").cloned(),
        &["role", "value"],
    );
    let signed = |record: &Value| record.get("sender")?.get("signatories").cloned();
    rows("signatories", &signed, &["name", "title"]);
    let cases = ["type", "subject", "responsible_ministry", "proposed_by", "stage"];
    rows("cases", &|record| record.get("cases").cloned(), &cases);
    rows(
        "positions",
        &|record| record.get("positions").cloned(),
        &["type", "party", "text"],
    );
    let signed = |record: &Value| record.get("agreement")?.get("signatories").cloned();
    rows("agreement: signatories", &signed, &["name", "title", "party"]);
}

/// The beginning of a value: texts of positions are long, and end where a reader thinks fit.
fn short(value: &Value) -> String {
    if value.is_null() {
        String::new()
    } else {
        text(value).chars().take(60).collect()
    }
}

/// Pairs of speaker and paragraph; a wrong speaker counts double, an unresolved one as missed.
fn statements(document: &str, found: &Value, gold: &Value, score: &mut Score) {
    let pairs = |record: &Value| {
        let mut pairs: Vec<(String, String)> = list(record, "statements")
            .filter(|statement| statement["attribution"] != "unresolved")
            .flat_map(|statement| {
                let paragraph: String = text(&statement["text"]).chars().take(40).collect();
                let anchor = statement["anchor"].as_str().map_or(paragraph, str::to_owned);
                list(statement, "speakers").map(move |speaker| {
                    (
                        text(if speaker.is_object() { &speaker["name"] } else { speaker }),
                        anchor.clone(),
                    )
                })
            })
            .collect();
        pairs.sort();
        pairs.dedup();
        pairs
    };
    let (own, wanted) = (pairs(found), pairs(gold));
    let wrong = own.iter().filter(|pair| !wanted.contains(pair)).count();
    let line = |pairs: &[(String, String)]| {
        pairs
            .iter()
            .map(|(name, place)| format!("{name} at {place}"))
            .collect::<Vec<_>>()
    };
    score.sets("statements", document, &line(&own), &line(&wanted));
    score.fields.entry("statements").or_default().wrong += wrong;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_too_much_and_what_is_missing_counts() {
        let gold = json!({"kind": "referat", "chair": ["A B"], "statements": [{"speakers": ["A B"], "anchor": "p-1"}]});
        let found = json!({"kind": "brev", "chair": ["A B", "C D"], "statements": [{"speakers": [{"name": "C D"}], "anchor": "p-1"}]});
        let mut score = Score::default();
        compare("x", &found, &gold, &mut score);
        assert!(score.field("kind").f1().abs() < f64::EPSILON);
        assert!((score.field("chair").f1() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(score.field("statements").wrong, 1);
        assert!(score.field("agenda").f1() > 0.99);
        assert!(score.to_string().contains("too much: C D"));
    }

    #[test]
    fn values_within_objects_and_lists_count() {
        let gold = json!({
            "sender": {"name": "KS", "type": "organisasjon", "signatories": [{"name": "A B", "title": "leder"}]},
            "hearing": {"subject": "fyr", "deadline": null},
            "meeting": null,
            "references": [{"role": "ours", "value": "1/2"}],
            "absent": ["C D"]
        });
        let found = json!({
            "sender": {"name": "KS", "type": "annet", "signatories": []},
            "hearing": {"subject": "fyr", "deadline": "2020-01-01", "reference": "7"},
            "meeting": {"type": "annet"},
            "references": [{"role": "ours", "value": "1/2", "holder": "KS"}],
            "absent": [{"name": "C D"}]
        });
        let mut score = Score::default();
        compare("x", &found, &gold, &mut score);
        let counts = |field: &str| {
            let field = score.field(field);
            (field.right, field.found, field.wanted)
        };
        assert_eq!(counts("sender: type"), (0, 1, 1));
        assert_eq!(counts("signatories"), (0, 0, 1));
        assert_eq!(counts("hearing: subject"), (1, 1, 1));
        assert_eq!(counts("hearing: deadline"), (0, 1, 0));
        assert_eq!(counts("hearing: reference"), (0, 0, 0), "gold says nothing of it");
        assert_eq!(counts("meeting: type"), (0, 1, 0), "there is no meeting");
        assert_eq!(counts("references"), (1, 1, 1));
        assert_eq!(counts("absent"), (1, 1, 1));
    }
}
