//! Dates with the precision that the document states: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

use crate::codes::DatePrecision;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// The months as both written standards name them.
pub const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// A Gregorian date of known precision, 1500–2999.
///
/// Written as in ISO 8601 (`2022`, `2022-04`, `2022-04-22`). Ordered by its first day, then the
/// shorter interval last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDate(pub String);

impl std::fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no date: write YYYY, YYYY-MM or YYYY-MM-DD", self.0)
    }
}

impl std::error::Error for InvalidDate {}

impl PartialDate {
    /// Every date, and nothing else, as a regular expression (ECMA-262): the days that the calendar has, and the 29th of
    /// February of leap years.
    pub const PATTERN: &'static str = "^(1[5-9]|2[0-9])[0-9]{2}(-(0[1-9]|1[0-2]))?$|^(1[5-9]|2[0-9])[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))$|^((1[5-9]|2[0-9])(0[48]|[2468][048]|[13579][26])|(1600|2000|2400|2800))-02-29$";

    /// A date of the year alone; `None` outside 1500–2999.
    pub fn from_year(year: u16) -> Option<Self> {
        (1500..=2999).contains(&year).then_some(Self {
            year,
            month: None,
            day: None,
        })
    }

    /// A date of year and month (1–12).
    pub fn from_month(year: u16, month: u8) -> Option<Self> {
        let date = Self::from_year(year)?;
        (1..=12).contains(&month).then_some(Self {
            month: Some(month),
            ..date
        })
    }

    /// A whole date; `None` when the calendar has no such day.
    pub fn from_day(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::from_month(year, month)?;
        (1..=days_in_month(year, month))
            .contains(&day)
            .then_some(Self { day: Some(day), ..date })
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12, where stated.
    pub const fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, 1–31, where stated.
    pub const fn day(self) -> Option<u8> {
        self.day
    }

    /// How much is stated.
    pub const fn precision(self) -> DatePrecision {
        match (self.month, self.day) {
            (_, Some(_)) => DatePrecision::Day,
            (Some(_), None) => DatePrecision::Month,
            (None, None) => DatePrecision::Year,
        }
    }

    /// The first day of the interval as the number YYYYMMDD.
    pub fn first_day(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month.unwrap_or(1)) * 100 + u32::from(self.day.unwrap_or(1))
    }

    /// The last day of the interval as the number YYYYMMDD.
    pub fn last_day(self) -> u32 {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in_month(self.year, month));
        u32::from(self.year) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }
}

/// Days in a month of the Gregorian calendar; 31 for a month that does not exist.
pub fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 31,
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl std::str::FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|p| number(p, 4));
        let month = parts.next().map(|p| number(p, 2));
        let day = parts.next().map(|p| number(p, 2));
        let date = match (year, month, day, parts.next()) {
            (Some(y), None, None, None) => Self::from_year(y),
            (Some(y), Some(Some(m)), None, None) => Self::from_month(y, m as u8),
            (Some(y), Some(Some(m)), Some(Some(d)), None) => Self::from_day(y, m as u8, d as u8),
            _ => None,
        };
        date.ok_or_else(|| InvalidDate(text.to_owned()))
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for PartialDate {
    fn schema_name() -> Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A date as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD",
            "pattern": Self::PATTERN,
        })
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_precision() {
        let day: PartialDate = "2024-02-29".parse().expect("leap day");
        assert_eq!((day.first_day(), day.last_day()), (20_240_229, 20_240_229));
        let month: PartialDate = "2023-02".parse().expect("month");
        assert_eq!((month.first_day(), month.last_day()), (20_230_201, 20_230_228));
        let year: PartialDate = "2001".parse().expect("year");
        assert_eq!((year.precision(), year.last_day()), (DatePrecision::Year, 20_011_231));
        assert_eq!(day.to_string(), "2024-02-29");
    }

    #[test]
    fn the_pattern_fits_what_is_a_date_and_nothing_else() {
        let pattern = regex::Regex::new(PartialDate::PATTERN).expect("a pattern");
        for year in [
            1499, 1500, 1600, 1700, 1900, 1996, 2000, 2023, 2024, 2096, 2100, 2400, 2999, 3000,
        ] {
            for month in 0..=13 {
                for text in (0..=32).map(|day| format!("{year}-{month:02}-{day:02}")).chain([
                    format!("{year}-{month:02}"),
                    format!("{year}"),
                    format!("{year}-{month}"),
                ]) {
                    assert_eq!(pattern.is_match(&text), text.parse::<PartialDate>().is_ok(), "{text}");
                }
            }
        }
    }

    #[test]
    fn refuses_what_no_calendar_has() {
        for text in [
            "",
            "20",
            "2023-2-1",
            "2023-02-29",
            "2023-13",
            "2023-01-01-01",
            "+123",
            "２０２３",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
