//! Answers: what they are, their headers and bodies, with an example of each.

use super::told::{with, with_some};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// An example that stands in a file of `assets/examples`.
macro_rules! example {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/examples/", $name))
    };
}
pub(super) use example;

/// Makes the schema of a type, and what it refers to.
pub(super) type Form = fn(&mut SchemaGenerator) -> Schema;

/// An answer of one status.
pub(super) struct Answer {
    pub(super) about: &'static str,
    pub(super) headers: Vec<Header>,
    pub(super) bodies: Vec<Body>,
}

impl Answer {
    /// One without headers and body.
    pub(super) fn new(about: &'static str) -> Self {
        Self {
            about,
            headers: Vec::new(),
            bodies: Vec::new(),
        }
    }

    /// With a header.
    pub(super) fn with(mut self, header: Header) -> Self {
        self.headers.push(header);
        self
    }

    /// With a body.
    pub(super) fn holding(mut self, body: Body) -> Self {
        self.bodies.push(body);
        self
    }

    /// As it is described.
    pub(super) fn told(&self, generator: &mut SchemaGenerator) -> Value {
        let headers: Map<String, Value> = self
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), header.told()))
            .collect();
        let bodies: Map<String, Value> = self
            .bodies
            .iter()
            .map(|body| (body.media_type.to_owned(), body.told(generator)))
            .collect();
        let told = json!({ "description": self.about });
        let told = with_some(told, "headers", Some(headers).filter(|headers| !headers.is_empty()));
        with_some(told, "content", Some(bodies).filter(|bodies| !bodies.is_empty()))
    }
}

/// A header of an answer.
pub(super) struct Header {
    name: &'static str,
    about: &'static str,
    schema: Value,
}

impl Header {
    /// A header with the form of its value.
    pub(super) fn new(name: &'static str, about: &'static str, schema: Value) -> Self {
        Self { name, about, schema }
    }

    fn told(&self) -> Value {
        json!({ "description": self.about, "schema": self.schema })
    }
}

/// A body of one media type.
pub(super) struct Body {
    media_type: &'static str,
    form: Form,
    example: Example,
}

impl Body {
    /// JSON of a type, of which an example stands in a file.
    pub(super) fn json<T: JsonSchema>(example: &'static str) -> Self {
        Self::of::<T>("application/json", Example::Json(example))
    }

    /// A text of a media type; parameters of the type are left out.
    pub(super) fn text(media_type: &'static str, example: Example) -> Self {
        Self::of::<String>(media_type.split(';').next().unwrap_or_default(), example)
    }

    /// Of a type, in a media type with all that tells it apart.
    pub(super) fn of<T: JsonSchema>(media_type: &'static str, example: Example) -> Self {
        Self {
            media_type,
            form: SchemaGenerator::subschema_for::<T>,
            example,
        }
    }

    fn told(&self, generator: &mut SchemaGenerator) -> Value {
        let told = json!({ "schema": (self.form)(generator) });
        match &self.example {
            // What is no JSON stays a text: a test finds that it has not the form.
            Example::Json(text) => with(
                told,
                "example",
                serde_json::from_str::<Value>(text).unwrap_or_else(|_| json!(text)),
            ),
            Example::Text(text) => with(told, "example", text.as_str()),
            Example::Value(value) => with(told, "example", value.clone()),
            Example::Elsewhere(summary, address) => {
                let file = json!({ "file": { "summary": summary, "externalValue": address } });
                with(told, "examples", file)
            }
        }
    }
}

/// An example of a body.
pub(super) enum Example {
    /// JSON as it stands in its file.
    Json(&'static str),
    /// JSON.
    Value(Value),
    /// A text.
    Text(String),
    /// Bytes that no text can hold: what they are, and where.
    Elsewhere(&'static str, &'static str),
}

impl Example {
    /// The beginning of a page with a title.
    pub(super) fn page(title: &str) -> Self {
        Self::Text(format!(
            "<!doctype html>\n<html lang=\"nb\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} · Ordskifte</title>\n…"
        ))
    }

    /// So many lines of a file.
    pub(super) fn beginning(file: &[u8], lines: usize) -> Self {
        let text = String::from_utf8_lossy(file);
        let kept: String = text.split_inclusive('\n').take(lines).collect();
        Self::Text(if kept.len() < text.len() { kept + "…\n" } else { kept })
    }
}
