//! How pages of what records have in common are answered.

use super::Visit;
use crate::app::{App, Inner};
use crate::conditional::Tag;
use crate::error::Problem;
use crate::linked::{Linked, MAX_OFFSET, not_for_engines};
use crate::messages::{Interface, Told};
use crate::params::{Pairs, encode};
use crate::view::hits;
use crate::view::names::{self, search};
use crate::view::sheet::{Cell, Newest, Part, Sheet};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ordskifte_link::{citation_id, hearing_id, slug};
use ordskifte_query::{FacetCount, FilterField, SearchRequest, SearchResponse};
use ordskifte_vocabulary::{ministries_matching, topic_by_id, topics_by_label};
use serde_json::json;

/// Rows of a list on one page.
pub(super) const ROWS: usize = 100;

/// What is at an address.
pub(super) enum Found {
    Sheet(Box<Sheet>),
    /// Another address of the same.
    Moved(String),
}

impl From<Sheet> for Found {
    fn from(sheet: Sheet) -> Self {
        Self::Sheet(Box::new(sheet))
    }
}

/// What a page is made of.
pub(super) struct Asked<'a> {
    pub(super) inner: &'a Inner,
    pub(super) linked: &'a Linked,
    pub(super) interface: Interface,
    pub(super) pairs: Pairs,
    path: String,
}

/// Answers with a page, its errors as pages, under an entity tag.
pub(super) async fn answer(
    app: App,
    visit: Visit,
    make: impl FnOnce(&mut Asked<'_>) -> Result<Found, Problem> + Send + 'static,
) -> Response {
    answered(&app, &visit, make)
        .await
        .unwrap_or_else(|problem| visit.problem(&problem))
}

async fn answered(
    app: &App,
    visit: &Visit,
    make: impl FnOnce(&mut Asked<'_>) -> Result<Found, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let pairs = visit.pairs.clone()?;
    let tag = Tag::of(&app.state().await?, &visit.uri, Some(visit.interface));
    if let Some(held) = tag.held(&visit.headers) {
        return Ok(([(header::VARY, "accept-language, cookie")], held).into_response());
    }
    let narrowed = pairs.0.iter().any(|(_, value)| !value.trim().is_empty());
    let (linked, interface, path) = (app.links().await?, visit.interface, visit.uri.path().to_owned());
    let found = app.ask(move |inner| {
        let mut asked = Asked {
            inner,
            linked: &linked,
            interface,
            pairs,
            path,
        };
        let found = make(&mut asked)?;
        if let Some((name, _)) = asked.pairs.0.first() {
            return Err(Problem::parameter(name, Told::new("takes_not", [])));
        }
        Ok(found)
    });
    Ok(match found.await? {
        Found::Moved(address) => Redirect::permanent(&address).into_response(),
        Found::Sheet(sheet) => {
            let values = json!({ "sheet": sheet, "narrowed": narrowed, "path": visit.uri.path() });
            let page = visit.page(StatusCode::OK, "sheet.html", values);
            let page = tag.on(&visit.headers, page);
            if sheet.noindex { not_for_engines(page) } else { page }
        }
    })
}

/// The answer to a search.
pub(super) struct Searched {
    pub(super) request: SearchRequest,
    pub(super) response: SearchResponse,
}

impl Searched {
    /// The values of a facet that was asked for.
    pub(super) fn facet(&self, field: FilterField) -> &[FacetCount] {
        let found = self.response.facets.0.iter().find(|(known, _)| *known == field);
        found.map_or(&[], |(_, counts)| counts.as_slice())
    }
}

impl Asked<'_> {
    /// Puts a search; `filters` are what the page is about, `more` how it is answered.
    pub(super) fn search(&self, filters: &[(&str, &str)], more: &[(&str, &str)]) -> Result<Searched, Problem> {
        let pairs = filters.iter().chain(more);
        let request = SearchRequest::from_pairs(pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))?;
        let mut response = self.inner.engine.search(&request)?;
        super::at_their_pages(&self.inner.engine.snapshot(), &mut response.hits)?;
        Ok(Searched { request, response })
    }

    /// The hits of a search, and where all of them are.
    pub(super) fn newest(&self, title: &str, found: &Searched, filters: &[(&str, &str)]) -> Option<Newest> {
        let hits = &found.response.hits;
        (!hits.is_empty()).then(|| Newest {
            title: self.text(title),
            hits: hits.iter().map(|one| hits::hit(one, "", self.interface)).collect(),
            all: Cell::link(self.text("all_hits"), search(filters)).note(found.response.total.to_string()),
        })
    }

    /// A search as tables, feed and JSON.
    pub(super) fn data(&self, what: &str, filters: &[(&str, &str)]) -> Vec<Cell> {
        let owned: Vec<(String, String)> = filters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let query = encode(&owned);
        let what = self.text(what);
        let export = |name: &str, rest: &str| {
            Cell::link(
                format!("{what}: {name}"),
                format!("/api/v1/export?{query}&format={rest}"),
            )
        };
        vec![
            Cell::link(
                format!("{what}: {}", self.text("search").to_lowercase()),
                search(filters),
            ),
            export("CSV", "csv"),
            export("Excel", "csv&profile=excel-no"),
            export("JSON Lines", "jsonl"),
            Cell::link(
                format!("{what}: Atom"),
                format!("/feed.atom?{query}&lang={}", self.interface.code()),
            ),
        ]
    }

    pub(super) fn text(&self, key: &str) -> String {
        self.interface.text(key)
    }

    /// Takes `offset` out, and gives the part of a list that begins there.
    pub(super) fn part<T>(&mut self, all: Vec<T>) -> Result<(Vec<T>, Part), Problem> {
        let kept = self.pairs.0.clone();
        let may_be = Told::new("number", ["0", &MAX_OFFSET.to_string()]);
        let offset = self.pairs.read("offset", may_be, |text| {
            text.parse::<usize>().ok().filter(|number| *number <= MAX_OFFSET)
        })?;
        let (offset, total) = (offset.unwrap_or_default(), all.len());
        let at = |offset: usize| {
            let mut pairs: Vec<_> = kept.iter().filter(|(name, _)| name != "offset").cloned().collect();
            if offset > 0 {
                pairs.push(("offset".to_owned(), offset.to_string()));
            }
            format!("{}?{}", self.path, encode(&pairs))
                .trim_end_matches('?')
                .to_owned()
        };
        let part = Part {
            total,
            first: if offset < total { offset.saturating_add(1) } else { 0 },
            last: offset.saturating_add(ROWS).min(total),
            before: (offset > 0).then(|| at(offset.saturating_sub(ROWS))),
            after: (offset.saturating_add(ROWS) < total).then(|| at(offset.saturating_add(ROWS))),
        };
        Ok((all.into_iter().skip(offset).take(ROWS).collect(), part))
    }
}

/// The page of a filter's value, where there is one.
pub(super) fn page_of(linked: &Linked, field: FilterField, value: &str) -> Option<String> {
    let links = &linked.links;
    match field {
        FilterField::Ministry | FilterField::MinistryLine => match ministries_matching(value).as_slice() {
            [only] => Some(format!("/ministries/{}", only.id)),
            _ => None,
        },
        FilterField::Topic => match (topic_by_id(value), topics_by_label(value).as_slice()) {
            (Some(topic), _) => names::topic_url(&topic.id),
            (None, [only]) => names::topic_url(&only.id),
            _ => None,
        },
        FilterField::Participant | FilterField::Speaker => {
            let own = slug(value);
            let id = links.people_aliases.get(&own).unwrap_or(&own);
            let person = links.people.get(id).filter(|person| person.has_office())?;
            Some(format!("/people/{}", person.id))
        }
        FilterField::Cites => {
            let work = links.citations.get(&citation_id(value))?;
            Some(names::citation_url(&work.id))
        }
        FilterField::Hearing => {
            let own = hearing_id(value);
            let id = links.hearing_aliases.get(&own).unwrap_or(&own);
            Some(format!("/hearings/{}", links.hearings.get(id)?.id))
        }
        _ => None,
    }
}
