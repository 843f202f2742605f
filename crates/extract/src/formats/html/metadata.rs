//! What a web page says of itself: `<title>`, `<meta>` and JSON-LD.

use super::dom::{attribute, descendants, name, text_of};
use markup5ever_rcdom::Handle;
use ordskifte_record::Metadata;
use serde_json::Value;

/// Longest JSON-LD that is read; real ones are a few kilobytes.
const MAX_JSON: usize = 1 << 20;

/// Reads the metadata of a document. Explicit elements come before JSON-LD, which fills what they leave open.
pub(super) fn read(document: &Handle) -> Metadata {
    let mut found = Metadata::default();
    let mut social_title = None;
    let mut linked = Vec::new();
    for node in descendants(document) {
        let content = || attribute(&node, "content").filter(|value| !value.trim().is_empty());
        match name(&node) {
            Some("title") if found.title.is_none() => {
                found.title = Some(text_of(&node).split_whitespace().collect::<Vec<_>>().join(" "));
            }
            Some("html") => found.language = attribute(&node, "lang"),
            Some("link") if attribute(&node, "rel").as_deref() == Some("canonical") => {
                found.source_url = attribute(&node, "href").filter(|url| url.starts_with("http"));
            }
            Some("script") if attribute(&node, "type").as_deref() == Some("application/ld+json") => {
                linked.push(text_of(&node));
            }
            Some("meta") => {
                let key = attribute(&node, "name")
                    .or_else(|| attribute(&node, "property"))
                    .unwrap_or_default();
                match key.to_lowercase().as_str() {
                    "author" | "dc.creator" | "dcterms.creator" => found.author = content().or(found.author),
                    "date"
                    | "dc.date"
                    | "dcterms.issued"
                    | "dc.date.issued"
                    | "dcterms.date"
                    | "article:published_time" => found.created = content().or(found.created),
                    "article:modified_time" | "dcterms.modified" | "dc.date.modified" | "last-modified" => {
                        found.modified = content().or(found.modified);
                    }
                    "og:title" | "dc.title" | "dcterms.title" => social_title = content(),
                    "generator" => found.producer = content(),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found.title = found.title.filter(|title| !title.is_empty()).or(social_title);
    for json in linked.iter().filter(|json| json.len() <= MAX_JSON) {
        if let Ok(value) = serde_json::from_str(json) {
            linked_data(&value, &mut found);
        }
    }
    found
}

/// Articles and documents of one JSON-LD block (schema.org).
fn linked_data(value: &Value, found: &mut Metadata) {
    if let Some(items) = value
        .as_array()
        .or_else(|| value.get("@graph").and_then(Value::as_array))
    {
        for item in items.iter().take(100) {
            if !item.is_array() && item.get("@graph").is_none() {
                linked_data(item, found);
            }
        }
        return;
    }
    let kind = value.get("@type").and_then(Value::as_str).unwrap_or_default();
    if !kind.ends_with("Article") && !kind.ends_with("Document") && !kind.ends_with("Report") && kind != "WebPage" {
        return;
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let author = value.get("author").and_then(|author| {
        let first = author.as_array().and_then(|authors| authors.first()).unwrap_or(author);
        let name = first.get("name").unwrap_or(first);
        name.as_str().map(str::to_owned)
    });
    found.title = found.title.take().or_else(|| text("headline")).or_else(|| text("name"));
    found.author = found.author.take().or(author);
    found.created = found.created.take().or_else(|| text("datePublished"));
    found.modified = found.modified.take().or_else(|| text("dateModified"));
    found.language = found.language.take().or_else(|| text("inLanguage"));
}
