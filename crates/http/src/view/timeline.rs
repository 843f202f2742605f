//! Hits by year, as a drawing and as a table.

use crate::messages::Interface;
use crate::view::facets::address;
use ordskifte_query::{FilterField, SearchRequest, SearchResponse, Unit};
use serde::Serialize;

/// Height of the highest bar.
const HEIGHT: u64 = 60;
/// Years that have room for their numbers, and the width of a year, bar and gap, when there are no more; and when there are.
const FEW: (u16, usize, usize) = (16, 38, 24);

#[derive(Debug, Serialize)]
struct Year {
    label: String,
    count: u64,
    active: bool,
    url: String,
    /// Left edge, top edge and height of its bar; none for the undated.
    bar: Option<(usize, u64, u64)>,
    /// Whether its number stands below the bar.
    written: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    /// Key of what is counted.
    of: &'static str,
    width: usize,
    height: u64,
    step: usize,
    years: Vec<Year>,
}

/// The years from the first to the last that has hits, those between without any too; `None` where there is nothing to draw.
pub(crate) fn timeline(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Option<Timeline> {
    let (_, counts) = response
        .facets
        .0
        .iter()
        .find(|(field, _)| *field == FilterField::Year)?;
    let number = |value: &str| value.parse::<u16>().ok();
    let years: Vec<u16> = counts.iter().filter_map(|count| number(&count.value)).collect();
    let most = counts
        .iter()
        .filter(|count| number(&count.value).is_some())
        .map(|count| count.count)
        .max()
        .filter(|most| *most > 0)?;
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    let (every, step) = if last - first < FEW.0 { (1, FEW.1) } else { (5, FEW.2) };
    let url = |value: &str| {
        address(&SearchRequest {
            cursor: None,
            ..request.with_toggled(FilterField::Year, value)
        })
    };
    let found = |value: &str| {
        let count = counts.iter().find(|count| count.value == value);
        count.map_or((0, false), |count| (count.count, count.active))
    };
    let bar = |(place, year): (usize, u16)| {
        let value = year.to_string();
        let (count, active) = found(&value);
        // A year with any hit is seen.
        let high = (count * HEIGHT).div_ceil(most);
        Year {
            bar: Some((place * step, HEIGHT - high, high)),
            written: year % every == 0 || first == last,
            url: url(&value),
            label: value,
            count,
            active,
        }
    };
    let mut years: Vec<Year> = (first..=last).enumerate().map(bar).collect();
    let width = years.len() * step;
    let (undated, active) = found("none");
    if undated > 0 || active {
        years.push(Year {
            label: interface.text("no_date"),
            count: undated,
            active,
            url: url("none"),
            bar: None,
            written: false,
        });
    }
    Some(Timeline {
        of: "timeline",
        width,
        height: HEIGHT,
        step,
        years,
    })
}

/// The years of a page of its own, which tells what it counts: records or statements.
pub(crate) fn years_of(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Option<Timeline> {
    let of = match request.unit {
        Unit::Statement => "timeline_statements",
        Unit::Record => "timeline_records",
        Unit::Passage | Unit::Case | Unit::Position => "timeline",
    };
    timeline(request, response, interface).map(|drawn| Timeline { of, ..drawn })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_query::{FacetCount, Facets, QueryEcho};

    fn answer(counts: &[(&str, u64)]) -> SearchResponse {
        let counts = counts.iter().map(|(value, count)| FacetCount {
            value: (*value).to_owned(),
            label: (*value).to_owned(),
            count: *count,
            active: false,
        });
        SearchResponse {
            facets: Facets(vec![(FilterField::Year, counts.collect())]),
            ..empty()
        }
    }

    fn empty() -> SearchResponse {
        SearchResponse {
            query: QueryEcho {
                q: String::new(),
                interpreted: String::new(),
            },
            total: 0,
            generation: String::new(),
            undated_excluded: 0,
            offset: 0,
            hits: Vec::new(),
            facets: Facets::default(),
            next_cursor: None,
            previous_cursor: None,
            last_cursor: None,
            notes: Vec::new(),
            did_you_mean: None,
        }
    }

    #[test]
    fn years_between_are_drawn_and_the_undated_told() {
        let request = SearchRequest::default();
        let drawn = timeline(
            &request,
            &answer(&[("2024", 4), ("2022", 1), ("none", 2)]),
            Interface::Nb,
        )
        .expect("years");
        let bars: Vec<_> = drawn.years.iter().map(|year| (year.count, year.bar)).collect();
        let expected = [
            (1, Some((0, 45, 15))),
            (0, Some((38, 60, 0))),
            (4, Some((76, 0, 60))),
            (2, None),
        ];
        assert_eq!(bars, expected);
        assert_eq!(drawn.width, 114);
        assert!(timeline(&request, &answer(&[("none", 2)]), Interface::Nb).is_none());
        assert!(timeline(&request, &empty(), Interface::Nb).is_none());
    }
}
