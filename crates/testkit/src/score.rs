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
    for field in ["kind", "title", "date", "language", "start_time", "end_time", "remarks"] {
        if let Some(wanted) = gold.get(field) {
            score.sets(field, document, &some(&found[field]), &some(wanted));
        }
    }
    for field in ["sender", "recipient"] {
        if let Some(wanted) = gold.get(field) {
            let name = |value: &Value| some(if value.is_object() { &value["name"] } else { value });
            score.sets(field, document, &name(&found[field]), &name(wanted));
        }
    }
    for field in ["chair", "minute_takers"] {
        if gold.get(field).is_some() {
            let names = |record: &Value| list(record, field).map(text).collect::<Vec<_>>();
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
}
