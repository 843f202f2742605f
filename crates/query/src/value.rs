//! Values of filters: which are allowed, and the form that they are kept in.

use crate::fault::Fault;
use crate::field::FilterField;
use ordskifte_record::{CaseType, Kind, Language, MeetingType, MinistryRole, PartialDate, PositionType, Side};

/// Longest value of a filter, in code points.
pub const MAX_VALUE: usize = 300;

/// The value in its usual form, or what is wrong with it.
pub(crate) fn checked(field: FilterField, text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().nth(MAX_VALUE).is_some() {
        return Err(Fault::ValueTooLong {
            name: field.as_str(),
            most: MAX_VALUE,
        });
    }
    if text.contains(|c: char| c == '"' || c.is_control()) {
        return Err(Fault::ValueHolds { name: field.as_str() });
    }
    match (field, codes(field)) {
        (FilterField::Year, _) => year(text),
        (_, Some(known)) => {
            let typed = plain(text);
            let meant = known.iter().find(|code| plain(code) == typed);
            meant
                .cloned()
                .ok_or_else(|| not_allowed(field.as_str(), text, known.join(", ")))
        }
        (_, None) => Ok(text.to_owned()),
    }
}

/// In lower case and without the Norwegian letters, with which codes may be typed or not: `høringssvar`, `konsultasjonsmote`.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .replace('ø', "o")
        .replace('å', "a")
        .replace('æ', "ae")
}

/// The values that a filter may have: of filters with a closed list.
pub fn codes(field: FilterField) -> Option<Vec<String>> {
    let known = match field {
        FilterField::Kind => named(Kind::ALL),
        FilterField::Language => named(Language::ALL),
        FilterField::Side => named(Side::ALL),
        FilterField::MeetingType => named(MeetingType::ALL),
        FilterField::CaseType => named(CaseType::ALL),
        FilterField::MinistryRole => named(MinistryRole::ALL),
        FilterField::Position => named(PositionType::ALL),
        _ => return None,
    };
    Some(known)
}

fn named<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// A year, `none`, or years `2019..2022`.
fn year(text: &str) -> Result<String, Fault> {
    if text.eq_ignore_ascii_case("none") {
        return Ok("none".to_owned());
    }
    years(text)
        .map(|_| text.to_owned())
        .ok_or_else(|| not_allowed("year", text, "1500–2999, `2019..2022`, none"))
}

/// First and last year that a value of `year` stands for; `None` for `none` and anything else.
pub fn years(text: &str) -> Option<(u16, u16)> {
    let year = |text: &str| {
        (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u16>().ok().and_then(PartialDate::from_year))
            .flatten()
            .map(PartialDate::year)
    };
    match text.split_once("..") {
        Some((from, to)) => year(from).zip(year(to)).filter(|(from, to)| from <= to),
        None => year(text).map(|year| (year, year)),
    }
}

/// A date of any precision.
pub(crate) fn date(text: &str) -> Result<PartialDate, Fault> {
    let text = text.trim();
    text.parse::<PartialDate>()
        .map_err(|_| Fault::NoDate { value: text.to_owned() })
}

/// A value that is none of those allowed.
pub(crate) fn not_allowed(name: &str, value: &str, allowed: impl Into<String>) -> Fault {
    Fault::NotAllowed {
        name: name.to_owned(),
        value: value.to_owned(),
        allowed: allowed.into(),
    }
}
