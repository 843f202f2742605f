//! What people type into fields of pages, as programs write it.

use ordskifte_record::{MONTHS, PartialDate, days_in_month};

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

/// Dates that [`date`] reads, as a regular expression (ECMA-262); it reads some more, as the 29th of February of leap years.
pub(crate) fn pattern() -> String {
    let month = |(name, number): (&str, u8)| {
        let last = match days_in_month(2023, number) {
            31 => "|3[01]",
            30 => "|30",
            _ => "",
        };
        let days = if last.is_empty() { "2[0-8]" } else { "2[0-9]" };
        format!("((0?[1-9]|1[0-9]|{days}{last})\\. ?)?(0?{number}\\.|{name} )")
    };
    let months: Vec<String> = MONTHS.into_iter().zip(1..).map(month).collect();
    format!("^({})(1[5-9]|2[0-9])[0-9]{{2}}$", months.join("|"))
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
    use super::{date, pattern};

    #[test]
    fn what_fits_the_pattern_is_read() {
        let pattern = regex::Regex::new(&pattern()).expect("a pattern");
        for month in (0..=13)
            .map(|month| format!("{month}."))
            .chain(["februar ".to_owned(), "mai ".to_owned()])
        {
            for day in (0..=32)
                .map(|day| format!("{day}."))
                .chain([String::new(), "31. ".to_owned()])
            {
                let text = format!("{day}{month}2023");
                assert_eq!(pattern.is_match(&text), date(&text).is_some(), "{text}");
            }
        }
        assert!(!pattern.is_match("1.1.1499") && !pattern.is_match("2019-01-31"));
    }

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
