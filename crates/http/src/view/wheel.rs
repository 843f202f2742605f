//! The annual wheel: the meetings of a year and their papers around a circle of months.

use crate::messages::Interface;
use ordskifte_link::MeetingLine;
use ordskifte_record::PartialDate;
use serde::Serialize;
use std::f64::consts::TAU;

/// Half of the drawing's side.
const MIDDLE: f64 = 200.0;
/// Radius of the ring that meetings stand on, of that of papers, and of the names of months.
const RINGS: (f64, f64, f64) = (150.0, 122.0, 182.0);
/// Days before each month of a common year, and all.
const DAYS: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

#[derive(Debug, PartialEq, Serialize)]
struct Month {
    label: String,
    x: f64,
    y: f64,
    /// Where its spoke begins and ends.
    spoke: [f64; 4],
}

#[derive(Debug, PartialEq, Serialize)]
struct Mark {
    x: f64,
    y: f64,
    /// `meeting` or `paper`.
    sort: &'static str,
    label: String,
    url: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Wheel {
    year: u16,
    months: Vec<Month>,
    marks: Vec<Mark>,
    outer: f64,
    inner: f64,
}

/// Share of the year that has gone at a date; the middle of a month that is known alone, nothing for a year alone.
fn share(date: PartialDate) -> Option<f64> {
    let text = date.to_string();
    let mut parts = text.split('-').skip(1).map(|part| part.parse::<usize>().ok());
    let month = parts.next()??.checked_sub(1)?;
    let (start, end) = (f64::from(*DAYS.get(month)?), f64::from(*DAYS.get(month + 1)?));
    let day = match parts.next() {
        Some(day) => f64::from(u16::try_from(day?).ok()?) - 0.5,
        None => (end - start) / 2.0,
    };
    Some((start + day).min(end) / 365.0)
}

/// A point on a ring, clockwise from the top.
fn at(share: f64, radius: f64) -> (f64, f64) {
    let (sine, cosine) = (share * TAU).sin_cos();
    let round = |value: f64| (value * 10.0).round() / 10.0;
    (round(MIDDLE + radius * sine), round(MIDDLE - radius * cosine))
}

/// The wheel of a year's meetings; `None` where none has a day or month.
pub(crate) fn wheel(year: u16, meetings: &[&MeetingLine], interface: Interface) -> Option<Wheel> {
    let (outer, inner, names) = RINGS;
    let mut marks = Vec::new();
    let mut mark = |date: Option<PartialDate>, sort, name: &str, url: &str| {
        let Some(date) = date.filter(|date| date.year() == year) else {
            return;
        };
        let Some(share) = share(date) else { return };
        let (x, y) = at(share, if sort == "meeting" { outer } else { inner });
        marks.push(Mark {
            x,
            y,
            sort,
            label: format!("{}: {name}", interface.date(date)),
            url: url.to_owned(),
        });
    };
    for meeting in meetings {
        let name = crate::view::names::meeting(meeting, interface);
        mark(meeting.date, "meeting", &name, &format!("/meetings/{}", meeting.id));
        let material = meeting.material.iter().map(|document| &document.record);
        for paper in meeting.agendas.iter().chain(material) {
            mark(paper.date, "paper", &paper.title, &paper.url);
        }
    }
    let months = DAYS.windows(2).enumerate().filter_map(|(number, days)| {
        let [start, end] = days else { return None };
        let (start, end) = (f64::from(*start) / 365.0, f64::from(*end) / 365.0);
        let (x, y) = at(f64::midpoint(start, end), names);
        let (from, to) = (at(start, inner - 12.0), at(start, outer + 14.0));
        Some(Month {
            label: interface
                .text(&format!("month_{}", number + 1))
                .chars()
                .take(3)
                .collect(),
            x,
            y,
            spoke: [from.0, from.1, to.0, to.1],
        })
    });
    (!marks.is_empty()).then(|| Wheel {
        year,
        months: months.collect(),
        marks,
        outer,
        inner,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_clockwise_from_the_top() {
        let place = |date: &str| share(date.parse().expect("a date")).map(|share| at(share, 100.0));
        let (x, y) = place("2022-01-01").expect("a place");
        assert!(x > MIDDLE && x < MIDDLE + 3.0 && y < MIDDLE - 99.0, "{x} {y}");
        let (x, y) = place("2022-04-02").expect("a place");
        assert!(x > MIDDLE + 99.0 && (y - MIDDLE).abs() < 3.0, "{x} {y}");
        assert!(place("2022-12-31").expect("a place").0 < MIDDLE);
        assert!(place("2022-07").expect("a place").1 > MIDDLE + 90.0);
        assert_eq!(place("2022"), None);
    }
}
