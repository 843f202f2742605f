//! What people type into fields of pages, as programs write it.

use ordskifte_record::{MONTHS, PartialDate};

/// A date as Norwegians write it, as `31.1.2019`, `1.2019`, `31. januar 2019` or `januar 2019`; `None` where it is none.
pub(crate) fn date(text: &str) -> Option<PartialDate> {
    let text = text.trim().to_lowercase();
    let mut parts: Vec<&str> = text
        .split(|c: char| c == '.' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let year = parts.pop().filter(|year| year.len() == 4)?;
    let month = parts.pop()?;
    let month = match MONTHS.iter().position(|name| *name == month) {
        Some(place) => place + 1,
        None => month.parse().ok()?,
    };
    let written = match parts.as_slice() {
        [] => format!("{year}-{month:02}"),
        [day] => format!("{year}-{month:02}-{:02}", day.parse::<u8>().ok()?),
        _ => return None,
    };
    written.parse().ok()
}

/// The fields of dates among parameters, as the API takes them; what is no date stays, and is told.
pub(crate) fn dates(pairs: &mut [(String, String)], fields: &[&str]) {
    for (name, value) in pairs {
        if fields.contains(&name.as_str())
            && let Some(date) = date(value)
        {
            *value = date.to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read_as_norwegians_write_them() {
        for (typed, written) in [
            ("31.1.2019", Some("2019-01-31")),
            (" 01.02.2019 ", Some("2019-02-01")),
            ("31. Januar 2019", Some("2019-01-31")),
            ("mai 2019", Some("2019-05")),
            ("5.2019", Some("2019-05")),
            ("32.1.2019", None),
            ("1.13.2019", None),
            ("1.2.19", None),
            ("1.2.3.2019", None),
            ("2019", None),
            ("2019-01-31", None),
            ("", None),
        ] {
            assert_eq!(date(typed).map(|date| date.to_string()).as_deref(), written, "{typed}");
        }
    }
}
