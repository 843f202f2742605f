//! What is told, word by word.

use serde_json::Value;

/// The same object with a word more, or with another value of one that it has.
pub(super) fn with(told: Value, word: &str, value: impl Into<Value>) -> Value {
    match told {
        Value::Object(mut words) => {
            words.insert(word.to_owned(), value.into());
            Value::Object(words)
        }
        other => other,
    }
}

/// The same with a word more where there is a value for it.
pub(super) fn with_some(told: Value, word: &str, value: Option<impl Into<Value>>) -> Value {
    match value {
        Some(value) => with(told, word, value),
        None => told,
    }
}
