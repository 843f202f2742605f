//! `GET /api/v1/suggest`: completions of what somebody types.

use crate::api::json;
use crate::call::Call;
use crate::error::Problem;
use crate::messages::Told;
use crate::params::encode;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use ordskifte_engine::SUGGESTED;
use ordskifte_query::FilterField;
use schemars::JsonSchema;
use serde::Serialize;

/// The kind of a completion that is a word of the texts.
const WORD: &str = "word";
/// Completions when no number is asked for, and at most.
pub(crate) const LIMIT: (usize, usize) = (8, 50);
/// Longest beginning, in characters.
pub(crate) const LONGEST: usize = 200;
/// How completions are written.
pub(crate) const FORMATS: [&str; 2] = ["json", "opensearch"];

/// Completions of what is typed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Suggestions {
    /// As typed.
    q: String,
    /// Words and values, the commonest of each first.
    suggestions: Vec<Suggestion>,
}

/// What browsers' search boxes read: what was typed, and lists of completions, notes and addresses.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ForBrowsers<'a>(&'a str, Vec<&'a str>, Vec<String>, Vec<String>);

/// One completion.
#[derive(Debug, Serialize, JsonSchema)]
struct Suggestion {
    /// `word`, or the filter that `value` belongs to.
    #[schemars(extend("enum" = kinds()))]
    kind: &'static str,
    /// The completed text, or the value as the filter takes it.
    value: String,
    /// As it is shown.
    label: String,
    /// Paragraphs with the word, or records with the value.
    count: u64,
    /// The search page that it leads to.
    url: String,
}

/// Every [`Suggestion::kind`].
fn kinds() -> Vec<&'static str> {
    let fields = SUGGESTED.iter().map(|field| field.as_str());
    [WORD].into_iter().chain(fields).collect()
}

/// What is typed, with its last word completed.
fn completed(typed: &str, word: &str) -> String {
    let start = typed
        .char_indices()
        .rfind(|(_, c)| c.is_whitespace() || *c == '"')
        .map_or(0, |(at, c)| at + c.len_utf8());
    format!("{}{word}", typed.get(..start).unwrap_or_default())
}

/// Half of the places for words where there are enough values, and the other way round.
fn chosen(typed: &str, found: ordskifte_engine::Suggestions, limit: usize) -> Vec<Suggestion> {
    let values = found
        .values
        .len()
        .min(limit.max(1).div_ceil(2).max(limit.saturating_sub(found.words.len())));
    let words = found
        .words
        .into_iter()
        .take(limit.saturating_sub(values))
        .map(|(word, count)| {
            let value = completed(typed, &word);
            Suggestion {
                kind: WORD,
                url: format!("/?{}", encode(&[("q".to_owned(), value.clone())])),
                label: value.clone(),
                value,
                count,
            }
        });
    let value = |(field, count): (FilterField, ordskifte_query::FacetCount)| Suggestion {
        kind: field.as_str(),
        url: format!("/?{}", encode(&[(field.as_str().to_owned(), count.value.clone())])),
        value: count.value,
        label: count.label,
        count: count.count,
    };
    words.chain(found.values.into_iter().take(values).map(value)).collect()
}

/// `GET /api/v1/suggest`
pub(crate) async fn suggest(mut call: Call) -> Result<Response, Problem> {
    let typed = call.pairs.take("q")?.unwrap_or_default();
    let (usual, most) = LIMIT;
    let read = |text: &str| text.parse().ok().filter(|number| (1..=most).contains(number));
    let limit: usize = call
        .pairs
        .read("limit", Told::new("number", ["1", &most.to_string()]), read)?
        .unwrap_or(usual);
    let [_, opensearch] = FORMATS;
    let format = call
        .pairs
        .read("format", Told::new("one_of", [&FORMATS.join(", ")]), |text| {
            FORMATS.into_iter().find(|known| *known == text)
        })?;
    call.pairs.nothing_else(&["q", "limit", "format"])?;
    if typed.chars().count() > LONGEST {
        return Err(Problem::parameter("q", Told::new("too_long", [&LONGEST.to_string()])));
    }
    call.answer(move |inner| {
        let found = inner.engine.snapshot().suggest(&typed, limit)?;
        let suggestions = chosen(&typed, found, limit);
        Ok(if format == Some(opensearch) {
            for_browsers(&typed, &suggestions, &inner.public_url)
        } else {
            json(&Suggestions { q: typed, suggestions })
        })
    })
    .await
}

/// As browsers' search boxes read it: what was typed, and lists of completions, notes and addresses.
fn for_browsers(typed: &str, suggestions: &[Suggestion], base: &str) -> Response {
    let labels: Vec<&str> = suggestions.iter().map(|one| one.label.as_str()).collect();
    let notes: Vec<String> = suggestions.iter().map(|one| one.count.to_string()).collect();
    let urls: Vec<String> = suggestions.iter().map(|one| format!("{base}{}", one.url)).collect();
    let body = serde_json::to_vec(&ForBrowsers(typed, labels, notes, urls)).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/x-suggestions+json")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_completed() {
        assert_eq!(completed("åpen \"vind", "vindkraft"), "åpen \"vindkraft");
        assert_eq!(completed("å", "åsen"), "åsen");
        assert_eq!(completed("", "a"), "a");
    }

    #[test]
    fn places_are_shared_and_none_is_left_empty() {
        let words = |n: u64| (0..n).map(|n| (format!("w{n}"), n)).collect();
        let values = |n: u64| {
            let count = |n| ordskifte_query::FacetCount {
                value: format!("v{n}"),
                label: String::new(),
                count: n,
                active: false,
            };
            (0..n).map(|n| (FilterField::Topic, count(n))).collect()
        };
        for (of_words, of_values, limit, expected) in [
            (9, 9, 8, 4),
            (9, 0, 8, 0),
            (0, 9, 8, 8),
            (2, 9, 8, 6),
            (9, 2, 8, 2),
            (9, 9, 1, 1),
        ] {
            let found = ordskifte_engine::Suggestions {
                words: words(of_words),
                values: values(of_values),
            };
            let chosen = chosen("w", found, limit);
            let given = chosen.iter().filter(|one| one.kind != "word").count();
            assert_eq!(given, expected, "{of_words} {of_values} {limit}");
            assert_eq!(chosen.len(), limit.min((of_words + of_values) as usize));
        }
    }
}
