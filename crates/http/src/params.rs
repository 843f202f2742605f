//! Parameters as pairs, in their order, with names repeated.

use crate::error::Problem;
use crate::messages::Told;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use ordskifte_query::{FilterField, SearchRequest};

/// The query string's names and values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let mut pairs = Vec::new();
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = decode(name).ok_or_else(|| Problem::parameter(name, Told::new("encoded_name", [])))?;
            let value = decode(value).ok_or_else(|| Problem::parameter(&name, Told::new("encoded_value", [])))?;
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }
}

impl Pairs {
    /// Takes the value of a name out.
    pub(crate) fn take(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let mut values: Vec<String> = Vec::new();
        self.0.retain(|(known, value)| {
            let mine = known == name;
            if mine {
                values.push(value.clone());
            }
            !mine
        });
        match values.len() {
            0 | 1 => Ok(values.pop().filter(|value| !value.is_empty())),
            _ => Err(Problem::parameter(name, Told::new("once", []))),
        }
    }

    /// Takes a value out and reads it; `may_be` tells what it may be.
    pub(crate) fn read<T>(
        &mut self,
        name: &str,
        may_be: Told,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let text = self.take(name)?;
        text.map(|text| read(&text).ok_or_else(|| Problem::parameter(name, may_be)))
            .transpose()
    }

    /// Refuses what is left; `takes` are the names that the address takes.
    pub(crate) fn nothing_else(&self, takes: &[&str]) -> Result<(), Problem> {
        let Some((name, _)) = self.0.first() else {
            return Ok(());
        };
        let told = if takes.is_empty() {
            Told::new("takes_nothing", [])
        } else {
            let names: Vec<String> = takes.iter().map(|name| format!("`{name}`")).collect();
            Told::new("takes", [&names.join(", ")])
        };
        Err(Problem::parameter(name, told))
    }

    /// Refuses what is no parameter of a search, with the names that this address takes: those of a search but some, and its
    /// own.
    pub(crate) fn of_search(&self, but: &[&str], own: &[&str]) -> Result<(), Problem> {
        let filters = FilterField::ALL.iter().map(|field| field.as_str());
        let taken = SearchRequest::PARAMETERS.iter().copied().chain(filters);
        let takes: Vec<&str> = own
            .iter()
            .copied()
            .chain(taken.filter(|name| !but.contains(name)))
            .collect();
        match self.0.iter().find(|(name, _)| !takes.contains(&name.as_str())) {
            Some(wrong) => Self(vec![wrong.clone()]).nothing_else(&takes),
            None => Ok(()),
        }
    }

    /// All that is left, also names without a value: a wrong name is an error even then.
    pub(crate) fn given(self) -> Vec<(String, String)> {
        self.0
    }
}

/// Percent-decoding with `+` as blank; `None` for what is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Pairs as a query string.
pub(crate) fn encode(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_part(name, &mut out);
        out.push('=');
        encode_part(value, &mut out);
    }
    out
}

pub(crate) fn encode_part(text: &str, out: &mut String) {
    use std::fmt::Write;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_is_undone_by_decoding_and_bad_bytes_are_told() {
        let text = "høring & \"møte\" +100 %";
        let mut encoded = String::new();
        encode_part(text, &mut encoded);
        assert_eq!(decode(&encoded).as_deref(), Some(text));
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode("%4"), None);
        assert_eq!(decode("a+b").as_deref(), Some("a b"));
    }
}
