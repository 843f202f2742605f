//! Requests from names and values, and back: the only reading of parameters there is.

use crate::expr::{Expr, write_filter};
use crate::fault::Fault;
use crate::field::FilterField;
use crate::parse::parse;
use crate::request::{Filters, RequestError, SearchRequest, Sort, Unit};
use crate::value;
use ordskifte_record::PartialDate;
use std::collections::BTreeSet;
use std::str::FromStr;

/// The facets that are counted when none are named.
pub(crate) const DEFAULT_FACETS: [FilterField; 6] = [
    FilterField::Year,
    FilterField::Ministry,
    FilterField::Participant,
    FilterField::Topic,
    FilterField::Kind,
    FilterField::Language,
];

impl SearchRequest {
    /// Most hits at once.
    pub const MAX_LIMIT: usize = 1000;
    /// Most hits of one answer to a visitor, who goes on by cursor.
    pub const MAX_VISIT: usize = 100;
    /// Hits at once when nothing is said.
    pub const DEFAULT_LIMIT: usize = 20;
    /// Most values of a facet.
    pub const MAX_FACET_SIZE: usize = 1000;
    /// Values of a facet when nothing is said.
    pub const DEFAULT_FACET_SIZE: usize = 20;
    /// Parameters beside the filters.
    pub const PARAMETERS: &'static [&'static str] = &[
        "q",
        "from",
        "to",
        "unit",
        "sort",
        "limit",
        "cursor",
        "facets",
        "facet_size",
        "explain",
    ];

    /// Reads a request. A filter may stand several times (alternatives), other names once; empty values count
    /// as absent, as a browser sends them from an empty form field.
    ///
    /// # Errors
    /// An unknown name, a value that is not allowed, or a broken query; the error names the parameter and what
    /// is allowed.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, RequestError> {
        let mut request = Self {
            limit: Self::DEFAULT_LIMIT,
            facets: DEFAULT_FACETS.to_vec(),
            facet_size: Self::DEFAULT_FACET_SIZE,
            ..Self::default()
        };
        let mut seen = BTreeSet::new();
        for (name, value) in pairs {
            if let Ok(field) = FilterField::from_str(&name) {
                if !value.trim().is_empty() {
                    let value = value::checked(field, &value).map_err(|fault| bad(&name, fault))?;
                    request.filters.add(field, value);
                }
                continue;
            }
            if !Self::PARAMETERS.contains(&name.as_str()) {
                let filters: Vec<_> = FilterField::ALL.iter().map(|field| field.as_str()).collect();
                let allowed = format!("{}, {}", Self::PARAMETERS.join(", "), filters.join(", "));
                let fault = Fault::UnknownParameter {
                    name: name.clone(),
                    allowed,
                };
                return Err(bad(&name, fault));
            }
            if value.trim().is_empty() {
                continue;
            }
            if !seen.insert(name.clone()) {
                return Err(bad(&name, Fault::Twice { name: name.clone() }));
            }
            request.set(&name, &value)?;
        }
        Ok(request)
    }

    /// Reads the request of a visitor: as [`Self::from_pairs`], with a `limit` of 1–[`Self::MAX_VISIT`].
    ///
    /// # Errors
    /// Those of [`Self::from_pairs`], and another limit.
    pub fn from_visitor(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, RequestError> {
        let request = Self::from_pairs(pairs)?;
        number("limit", &request.limit.to_string(), 1, Self::MAX_VISIT)?;
        Ok(request)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), RequestError> {
        let trimmed = value.trim();
        match name {
            "q" => self.set_query(value)?,
            "from" => self.filters.from = Some(date(name, trimmed)?),
            "to" => self.filters.to = Some(date(name, trimmed)?),
            "unit" => self.unit = trimmed.parse().map_err(|fault| bad(name, fault))?,
            "sort" => self.sort = trimmed.parse().map_err(|fault| bad(name, fault))?,
            "limit" => self.limit = number(name, trimmed, 0, Self::MAX_LIMIT)?,
            "facet_size" => self.facet_size = number(name, trimmed, 1, Self::MAX_FACET_SIZE)?,
            "facets" => self.facets = facets(trimmed)?,
            "explain" => {
                self.explain = trimmed
                    .parse()
                    .map_err(|_| bad(name, value::not_allowed("truth value", trimmed, "true, false")))?;
            }
            _ => self.cursor = Some(trimmed.to_owned()),
        }
        Ok(())
    }

    fn set_query(&mut self, query: &str) -> Result<(), RequestError> {
        let parsed = parse(query).map_err(|error| RequestError {
            parameter: "q".to_owned(),
            fault: error.fault,
            position: Some(error.position),
        })?;
        query.clone_into(&mut self.q);
        self.expr = parsed.expr;
        for (field, values) in parsed.filters.values {
            for value in values {
                self.filters.add(field, value);
            }
        }
        self.filters.from = parsed.filters.from.or(self.filters.from);
        self.filters.to = parsed.filters.to.or(self.filters.to);
        Ok(())
    }

    /// The request as names and values that [`SearchRequest::from_pairs`] reads back to the same question: for links.
    ///
    /// Filters that were typed into the query come out as parameters, so that a link can drop them; values that
    /// are the default are left out.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut push = |name: &str, value: String| out.push((name.to_owned(), value));
        if let Some(q) = self.text_query() {
            push("q", q);
        }
        for (field, values) in &self.filters.values {
            for value in values {
                push(field.as_str(), value.clone());
            }
        }
        for (name, date) in [("from", self.filters.from), ("to", self.filters.to)] {
            if let Some(date) = date {
                push(name, date.to_string());
            }
        }
        if self.unit != Unit::default() {
            push("unit", self.unit.as_str().to_owned());
        }
        if self.sort != Sort::default() {
            push("sort", self.sort.as_str().to_owned());
        }
        if self.limit != Self::DEFAULT_LIMIT {
            push("limit", self.limit.to_string());
        }
        if let Some(cursor) = &self.cursor {
            push("cursor", cursor.clone());
        }
        if self.facets != DEFAULT_FACETS {
            let names: Vec<_> = self.facets.iter().map(|field| field.as_str()).collect();
            push(
                "facets",
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join(",")
                },
            );
        }
        if self.facet_size != Self::DEFAULT_FACET_SIZE && self.facet_size > 0 {
            push("facet_size", self.facet_size.to_string());
        }
        if self.explain {
            push("explain", "true".to_owned());
        }
        out
    }

    /// The query without the filters that were moved out of it; as typed where there were none.
    pub fn text_query(&self) -> Option<String> {
        let moved = parse(&self.q).is_ok_and(|parsed| !parsed.filters.is_empty());
        if moved {
            self.expr.as_ref().map(top)
        } else {
            Some(self.q.clone()).filter(|q| !q.trim().is_empty())
        }
    }

    /// The question as read, in the query language: read again, it is the same question.
    pub fn interpreted(&self) -> String {
        let mut out = match &self.expr {
            Some(expr @ Expr::Or(_)) if !self.filters.is_empty() => expr.to_string(),
            Some(expr) => top(expr),
            None => String::new(),
        };
        let mut push = |name: &str, value: &str| {
            if !out.is_empty() {
                out.push(' ');
            }
            // Writing to a String cannot fail.
            let _ = write_filter(&mut out, name, value);
        };
        for (field, values) in &self.filters.values {
            for value in values {
                push(field.as_str(), value);
            }
        }
        for (name, date) in [("from", self.filters.from), ("to", self.filters.to)] {
            if let Some(date) = date {
                push(name, &date.to_string());
            }
        }
        out
    }

    /// The same question with a value of a filter chosen, or dropped where it was; from the first page.
    #[must_use]
    pub fn with_toggled(&self, field: FilterField, value: &str) -> Self {
        let mut request = self.clone();
        request.q = self.text_query().unwrap_or_default();
        request.cursor = None;
        request.filters.toggle(field, value);
        request
    }
}

/// An expression without the parentheses around the whole.
fn top(expr: &Expr) -> String {
    let text = expr.to_string();
    match expr {
        Expr::And(_) | Expr::Or(_) => text
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
            .map_or(text.clone(), str::to_owned),
        _ => text,
    }
}

impl Filters {
    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.values.values().all(Vec::is_empty) && self.from.is_none() && self.to.is_none()
    }

    /// Whether the range of dates ends before it begins, so that nothing lies in it.
    pub fn ends_before_it_begins(&self) -> bool {
        let range = self.from.zip(self.to);
        range.is_some_and(|(from, to)| from.first_day() > to.last_day())
    }

    /// Adds an alternative; one that is there already is not added again.
    pub fn add(&mut self, field: FilterField, value: String) {
        let values = self.values.entry(field).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// The values chosen for a field.
    pub fn of(&self, field: FilterField) -> &[String] {
        self.values.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Chooses a value, or drops it where it was chosen.
    pub fn toggle(&mut self, field: FilterField, value: &str) {
        let values = self.values.entry(field).or_default();
        let before = values.len();
        values.retain(|known| known != value);
        if values.len() == before {
            values.push(value.to_owned());
        }
        if values.is_empty() {
            self.values.remove(&field);
        }
    }
}

fn bad(parameter: &str, fault: Fault) -> RequestError {
    RequestError {
        parameter: parameter.to_owned(),
        fault,
        position: None,
    }
}

fn date(name: &str, text: &str) -> Result<PartialDate, RequestError> {
    value::date(text).map_err(|fault| bad(name, fault))
}

fn number(name: &str, text: &str, least: usize, most: usize) -> Result<usize, RequestError> {
    text.parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| bad(name, value::not_allowed(name, text, format!("{least}–{most}"))))
}

fn facets(text: &str) -> Result<Vec<FilterField>, RequestError> {
    let mut out = Vec::new();
    if text == "none" {
        return Ok(out);
    }
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let field = FilterField::from_str(name)
            .ok()
            .filter(|field| field.is_facet())
            .ok_or_else(|| {
                let known: Vec<_> = FilterField::ALL
                    .iter()
                    .filter(|field| field.is_facet())
                    .map(|field| field.as_str())
                    .collect();
                bad(
                    "facets",
                    value::not_allowed("facet", name, format!("none, {}", known.join(", "))),
                )
            })?;
        if !out.contains(&field) {
            out.push(field);
        }
    }
    Ok(out)
}

impl FilterField {
    /// Whether its values can be counted.
    pub const fn is_facet(self) -> bool {
        !matches!(self, Self::MinistryRole | Self::MinistryLine)
    }
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 5] = [Self::Record, Self::Statement, Self::Passage, Self::Case, Self::Position];

    /// The public code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Statement => "statement",
            Self::Passage => "passage",
            Self::Case => "case",
            Self::Position => "position",
        }
    }
}

impl FromStr for Unit {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            value::not_allowed("unit", text, known)
        })
    }
}

impl Sort {
    /// All orders.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Date, Self::DateDesc, Self::Archived];

    /// The public code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Date => "date",
            Self::DateDesc => "date-desc",
            Self::Archived => "archived",
        }
    }
}

impl FromStr for Sort {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            value::not_allowed("order", text, known)
        })
    }
}
