//! Whether JSON has the form that a JSON Schema tells: the part of the schema language that `openapi.json` uses, and a
//! failure for any other word of it, so that nothing is passed over.

use regex::Regex;
use serde_json::Value;

/// Words that say nothing of a value's form.
const TOLD_ONLY: [&str; 4] = ["description", "example", "default", "format"];

/// What of a value is not as its schema tells, each with its place; `document` holds what references lead to.
pub fn faults(value: &Value, schema: &Value, document: &Value) -> Vec<String> {
    let mut out = Vec::new();
    check(value, schema, document, "$", &mut out);
    out
}

/// What a reference inside the document leads to; anything else is itself.
///
/// # Panics
/// When nothing is there.
pub fn resolved<'a>(value: &'a Value, document: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |reference| {
        let place = reference.trim_start_matches('#');
        document
            .pointer(place)
            .unwrap_or_else(|| panic!("nothing is at {reference}"))
    })
}

fn check(value: &Value, schema: &Value, document: &Value, place: &str, out: &mut Vec<String>) {
    let schema = resolved(schema, document);
    if *schema == true {
        return; // anything
    }
    let Some(words) = schema.as_object() else {
        return out.push(format!("{place}: no schema: {schema}"));
    };
    for (word, told) in words {
        let holds = match word.as_str() {
            "type" => one_or_many(told).any(|kind| is_a(value, kind.as_str().unwrap_or_default())),
            "anyOf" => one_or_many(told).any(|one| faults(value, one, document).is_empty()),
            "enum" => one_or_many(told).any(|known| known == value),
            "minimum" => value
                .as_f64()
                .is_none_or(|number| told.as_f64().is_some_and(|least| number >= least)),
            "maximum" => value
                .as_f64()
                .is_none_or(|number| told.as_f64().is_some_and(|most| number <= most)),
            "maxLength" => value.as_str().is_none_or(|text| most(text.chars().count(), told)),
            "minLength" => value.as_str().is_none_or(|text| least(text.chars().count(), told)),
            "maxItems" => value.as_array().is_none_or(|items| most(items.len(), told)),
            "minItems" => value.as_array().is_none_or(|items| least(items.len(), told)),
            "pattern" => value.as_str().is_none_or(|text| matches(text, told)),
            "required" => value.as_object().is_none_or(|object| {
                let mut names = one_or_many(told).filter_map(Value::as_str);
                names.all(|name| object.contains_key(name))
            }),
            "oneOf" => {
                one_or_many(told)
                    .filter(|one| faults(value, one, document).is_empty())
                    .count()
                    == 1
            }
            "properties" | "items" | "additionalProperties" => {
                inside(word, value, schema, (document, place), out);
                true
            }
            word => TOLD_ONLY.contains(&word),
        };
        if !holds {
            let short: String = value.to_string().chars().take(120).collect();
            out.push(format!("{place}: `{word}` {told} of {short}"));
        }
    }
}

/// Checks what a value holds.
fn inside(word: &str, value: &Value, schema: &Value, (document, place): (&Value, &str), out: &mut Vec<String>) {
    let told = &schema[word];
    let named = |name: &str| schema["properties"].get(name);
    for (index, item) in value
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .filter(|_| word == "items")
    {
        check(item, told, document, &format!("{place}[{index}]"), out);
    }
    for (name, held) in value.as_object().into_iter().flatten() {
        let place = format!("{place}.{name}");
        match (word, named(name)) {
            ("properties", Some(own)) => check(held, own, document, &place, out),
            ("additionalProperties", None) if *told == false => out.push(format!("{place}: no such property")),
            ("additionalProperties", None) => check(held, told, document, &place, out),
            _ => {}
        }
    }
}

fn one_or_many(told: &Value) -> impl Iterator<Item = &Value> {
    let (one, many) = match told {
        Value::Array(many) => (None, Some(many)),
        one => (Some(one), None),
    };
    one.into_iter().chain(many.into_iter().flatten())
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => false,
    }
}

fn most(count: usize, told: &Value) -> bool {
    told.as_u64().is_some_and(|most| count as u64 <= most)
}

fn least(count: usize, told: &Value) -> bool {
    told.as_u64().is_some_and(|least| count as u64 >= least)
}

fn matches(text: &str, pattern: &Value) -> bool {
    Regex::new(pattern.as_str().unwrap_or_default()).is_ok_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_as_told_is_found_with_its_place() {
        let document = json!({ "s": { "type": "string", "pattern": "^a" } });
        let schema = json!({
            "type": ["object", "null"],
            "required": ["name"],
            "properties": { "name": { "$ref": "#/s" }, "rows": { "type": "array", "items": { "type": "integer", "minimum": 1 } } },
            "additionalProperties": false,
        });
        for (value, expected) in [
            (json!({ "name": "ab", "rows": [1, 2] }), &[][..]),
            (json!(null), &[]),
            (json!({ "rows": [0, "x"] }), &["$", "$.rows[0]", "$.rows[1]"]),
            (json!({ "name": "b", "more": 1 }), &["$.more", "$.name"]),
            (json!(7), &["$"]),
        ] {
            let found = faults(&value, &schema, &document);
            let mut places: Vec<&str> = found.iter().filter_map(|fault| fault.split(':').next()).collect();
            places.sort_unstable();
            assert_eq!(places, expected, "{found:?}");
        }
        assert_eq!(faults(&json!(1), &json!({ "multipleOf": 2 }), &document).len(), 1);
        let either = json!({ "anyOf": [{ "$ref": "#/s" }, { "type": "null" }] });
        for (value, expected) in [(json!("a"), 0), (json!(null), 0), (json!("b"), 1), (json!(1), 1)] {
            assert_eq!(faults(&value, &either, &document).len(), expected, "{value}");
        }
        assert!(faults(&json!(1), &json!(true), &document).is_empty());
    }
}
