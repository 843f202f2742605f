//! Schemas of the types that are answered, from their own definitions: names, lists of values, and what their comments tell.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Where the description keeps its schemas.
pub(super) const PLACE: &str = "/components/schemas";

/// A maker of schemas of what is serialized, which refers to those that it has made.
pub(super) fn generator() -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .with(|settings| {
            settings.definitions_path = PLACE.into();
            settings.meta_schema = None;
        })
        .with_transform(AsAnswered)
        .into_generator()
}

/// What differs between a type and what its readers need to know of it.
#[derive(Clone, Debug)]
struct AsAnswered;

impl Transform for AsAnswered {
    fn transform(&mut self, schema: &mut Schema) {
        // What is put in where something is missing is of interest to who writes records, not to who reads them.
        schema.remove("default");
        if let Some(told) = schema.get_mut("description") {
            *told = json!(in_json(told.as_str().unwrap_or_default()));
        }
        if let Some(codes) = codes(schema) {
            list(schema, &codes);
        }
        if let Some(parts) = schema.remove("prefixItems") {
            schema.insert("items".to_owned(), any_of(&parts));
        }
        left_out(schema);
        transform_subschemas(self, schema);
    }
}

/// Any of the parts of a list whose places differ: not every reader of schemas knows places (schemathesis 4.32 stops at them).
fn any_of(parts: &Value) -> Value {
    let mut different: Vec<Value> = Vec::new();
    for part in parts.as_array().into_iter().flatten() {
        if !different.contains(part) {
            different.push(part.clone());
        }
    }
    json!({ "anyOf": different })
}

/// What may be missing is left out where there is nothing, and never null.
fn left_out(schema: &mut Schema) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let is_required = |name: &String| {
        required
            .as_array()
            .is_some_and(|names| names.iter().any(|one| one == name))
    };
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let optional = properties.into_iter().flatten().filter(|(name, _)| !is_required(name));
    for property in optional.filter_map(|(_, property)| property.as_object_mut()) {
        let list = |word: &str| {
            property
                .get(word)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        if let [kind, null] = list("type").as_slice()
            && null == "null"
        {
            property.insert("type".to_owned(), kind.clone());
        } else if let [Value::Object(referred), null] = list("anyOf").as_slice()
            && null.get("type").is_some_and(|kind| kind == "null")
        {
            property.remove("anyOf");
            property.extend(referred.clone());
        }
    }
}

/// A comment as it is told to who sees JSON and no Rust.
fn in_json(comment: &str) -> String {
    let paragraphs = comment.split("\n\n");
    let joined = paragraphs.map(|lines| lines.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = joined.collect::<Vec<_>>().join("\n\n");
    text.replace("`None`", "null").replace("[`", "`").replace("`]", "`")
}

/// The values of a closed list with what each means.
fn codes(schema: &Schema) -> Option<Vec<(String, Option<String>)>> {
    let alternatives = schema.get("oneOf")?.as_array()?;
    let text = |of: &Value, name: &str| Some(of.get(name)?.as_str()?.to_owned());
    let of = |one: &Value| Some((text(one, "const")?, text(one, "description")));
    alternatives.iter().map(of).collect()
}

/// Tells a closed list as one: generators of programs make an enumeration of it.
fn list(schema: &mut Schema, codes: &[(String, Option<String>)]) {
    schema.remove("oneOf");
    let names: Vec<&String> = codes.iter().map(|(name, _)| name).collect();
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("enum".to_owned(), json!(names));
    let meanings = codes.iter().filter_map(|(name, about)| {
        let about = in_json(about.as_deref()?);
        Some(format!("\n- `{name}`: {about}"))
    });
    let meanings: String = meanings.collect();
    let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let told = format!("{about}\n{meanings}");
    schema.insert("description".to_owned(), json!(told));
}

/// All schemas that were referred to.
pub(super) fn taken(mut generator: SchemaGenerator) -> Map<String, Value> {
    generator.take_definitions(true)
}
