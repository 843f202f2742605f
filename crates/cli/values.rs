//! Values of flags that have a form of their own.

use crate::flags::Shown;
use clap::builder::{EnumValueParser, PossibleValue, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use std::ffi::OsStr;
use std::time::Duration;

/// A length of time: a number with s, m, h or d.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no length of time above zero, as 30m, 24h or 7d");
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let length = number.checked_mul(seconds).filter(|length| *length > 0);
    length.map(Duration::from_secs).ok_or_else(wrong)
}

/// A query may begin with a negation, as `-vindkraft`; two hyphens are a flag that is none.
pub(crate) fn query(text: &str) -> Result<String, String> {
    match text.strip_prefix("--") {
        Some(_) => Err("there is no such flag; a query that begins with two hyphens stands after ` -- `".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// The base of absolute links: an address of the web to which paths are added.
pub(crate) fn public_url(text: &str) -> Result<String, String> {
    let wrong = || {
        Err(format!(
            "`{text}` is no base of links: http:// or https://, a host, and perhaps a path; no `?`, `#` or blank"
        ))
    };
    let lower = text.to_ascii_lowercase();
    let Some(rest) = ["http://", "https://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme))
    else {
        return wrong();
    };
    let host = rest.split('/').next().unwrap_or_default();
    // Of an address in brackets (IPv6) the last colon may be a part.
    let (name, port) = match host.rsplit_once(':').filter(|(_, port)| !port.contains(']')) {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let is_plain = |c: char| c.is_ascii_graphic() && !"?#\"<>\\^`{|}@".contains(c);
    if name.is_empty() || !is_port || !rest.chars().all(is_plain) {
        return wrong();
    }
    Ok(text.to_owned())
}

/// The forms of an answer to a search; of others, where they are to be had.
#[derive(Clone)]
pub(crate) struct SearchForm;

impl TypedValueParser for SearchForm {
    type Value = Shown;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Shown, clap::Error> {
        let read = EnumValueParser::<Shown>::new().parse_ref(command, argument, value);
        read.map_err(|mut error| {
            let tip = "rows for other programs, references and bags come from `ordskifte export`: csv, jsonl, bibtex, ris, bagit";
            error.insert(
                ContextKind::Suggested,
                ContextValue::StyledStrs(vec![StyledStr::from(tip)]),
            );
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let forms = <Shown as clap::ValueEnum>::value_variants().iter();
        Some(Box::new(forms.filter_map(clap::ValueEnum::to_possible_value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_with_an_address_of_the_web() {
        for good in [
            "http://127.0.0.1:7878",
            "https://ordskifte.example",
            "HTTPS://ordskifte.example/arkiv/",
            "http://[::1]:80",
            "http://[::1]",
        ] {
            assert_eq!(public_url(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "ftp:x",
            "ftp://x",
            "http:x",
            "http://",
            "https:///x",
            "//x",
            "x.no",
            "http://x?y",
            "http://x/#y",
            "http://x y",
            "http://x:0",
            "http://x:port",
            "http://x:99999",
            "http://kari@x",
            "http://høring.no",
            "javascript:alert(1)",
        ] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }
}
