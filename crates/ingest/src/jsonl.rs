//! JSON Lines: one record a line, streamed.

use ordskifte_record::Stated;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Media type of an original that is a line.
pub(crate) const LINE: &str = "application/json";
/// Longest line, in bytes.
const MAX_LINE: u64 = 256 << 20;

/// Lines of a file with their numbers, from 1; empty ones left out.
pub(crate) struct Lines {
    reader: BufReader<File>,
    number: u64,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            reader: BufReader::with_capacity(1 << 20, File::open(path)?),
            number: 0,
        })
    }
}

impl Iterator for Lines {
    type Item = std::io::Result<(u64, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            let read = std::io::Read::take(&mut self.reader, MAX_LINE).read_until(b'\n', &mut line);
            self.number += 1;
            match read {
                Err(error) => return Some(Err(error)),
                Ok(0) => return None,
                Ok(read) if read as u64 == MAX_LINE && line.last() != Some(&b'\n') => {
                    let reason = format!("line {} is longer than {} MiB", self.number, MAX_LINE >> 20);
                    return Some(Err(std::io::Error::other(reason)));
                }
                Ok(_) => {}
            }
            while line.last().is_some_and(u8::is_ascii_whitespace) {
                line.pop();
            }
            if !line.is_empty() {
                return Some(Ok((self.number, line)));
            }
        }
    }
}

/// A line read: what it states, and its text.
pub(crate) fn parse(line: &[u8]) -> Result<(Stated, String), String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| format!("no JSON: {error}"))?;
    let Value::Object(mut fields) = value else {
        return Err("not a JSON object".to_owned());
    };
    let text = match fields.remove("text") {
        Some(Value::String(text)) if !text.trim().is_empty() => text,
        Some(Value::String(_)) => return Err("`text` is empty".to_owned()),
        Some(_) => return Err("`text` is not a string".to_owned()),
        None => return Err("`text` is missing".to_owned()),
    };
    // A number serves as the source's own key too.
    if let Some(Value::Number(number)) = fields.get("id") {
        let key = Value::String(number.to_string());
        fields.insert("id".to_owned(), key);
    }
    // A field that is there and empty states nothing.
    if matches!(fields.get("title"), Some(Value::String(title)) if title.trim().is_empty()) {
        fields.remove("title");
    }
    let stated: Stated = serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())?;
    match stated.fault() {
        Some(fault) => Err(fault),
        None => Ok((stated, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_a_line_are_named() {
        assert_eq!(
            parse(br#"{"id": 7, "text": "hei", "title": "T"}"#).map(|(stated, _)| stated.id),
            Ok(Some("7".to_owned()))
        );
        assert!(parse(b"{").is_err_and(|reason| reason.contains("no JSON")));
        assert!(parse(br#"{"id": "a"}"#).is_err_and(|reason| reason.contains("`text` is missing")));
        assert!(parse(br#"{"text": "a", "titel": "b"}"#).is_err_and(|reason| reason.contains("titel")));
        assert!(parse(br#"{"text": "a", "kind": "dikt"}"#).is_err());
        assert!(parse(br#"{"text": "a", "start_time": "25:99"}"#).is_err_and(|reason| reason.contains("start_time")));
        assert!(parse(br#"{"text": "a", "title": ""}"#).is_ok_and(|(stated, _)| stated.title.is_none()));
    }
}
