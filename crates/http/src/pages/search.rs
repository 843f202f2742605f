//! The search page.

use super::Visit;
use super::sheet::page_of;
use crate::app::App;
use crate::conditional::Tag;
use crate::error::Problem;
use crate::links;
use crate::params::encode;
use crate::view::{facets, hits, notes, pager, timeline, typed};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_query::{FilterField, SearchRequest, SearchResponse, Unit};
use serde_json::json;

/// `GET /`
pub(crate) async fn search(State(app): State<App>, visit: Visit) -> Response {
    match answered(&app, &visit).await {
        Ok(response) => response,
        Err(problem) => visit.problem(&problem),
    }
}

/// The facets that the page shows when none are named: more where single voices are counted.
fn page_facets(request: &SearchRequest) -> Vec<FilterField> {
    let mut fields = request.facets.clone();
    let usual = SearchRequest::from_pairs([])
        .map(|usual| usual.facets)
        .unwrap_or_default();
    if fields != usual {
        return fields;
    }
    let more: &[FilterField] = match request.unit {
        Unit::Record => &[FilterField::MeetingType, FilterField::Cites],
        Unit::Statement | Unit::Passage | Unit::Case => {
            &[FilterField::Speaker, FilterField::Side, FilterField::CaseType]
        }
        Unit::Position => &[FilterField::Organization, FilterField::Side, FilterField::CaseType],
    };
    fields.extend(more);
    // What is filtered by is always shown.
    for field in request.filters.values.keys() {
        if field.is_facet() && !fields.contains(field) {
            fields.push(*field);
        }
    }
    fields
}

async fn answered(app: &App, visit: &Visit) -> Result<Response, Problem> {
    let mut pairs = visit.pairs.clone()?;
    typed::dates(&mut pairs.0, &["from", "to"]);
    pairs.of_search(&[], &["lang"])?;
    let request = SearchRequest::from_visitor(pairs.given())?;
    let tag = Tag::of(&app.state().await?, &visit.uri, Some(visit.interface));
    if let Some(held) = tag.held(&visit.headers) {
        return Ok(([(header::VARY, "accept-language, cookie")], held).into_response());
    }
    let asked = SearchRequest {
        facets: page_facets(&request),
        explain: true,
        ..request.clone()
    };
    let (answer, looser, records) = app
        .ask(move |inner| {
            let snapshot = inner.engine.snapshot_for(&asked)?;
            let mut answer = inner.engine.search(&asked)?;
            super::at_their_pages(&snapshot, &mut answer.hits)?;
            // Where nothing is found, what each word and filter takes away.
            let mut looser = Vec::new();
            if answer.total == 0 {
                for one in hits::without_one(&asked) {
                    looser.push((snapshot.total_of(&one.request)?, one));
                }
            }
            Ok((answer, looser, inner.archive.len()))
        })
        .await?;
    let looser: Vec<_> = looser
        .into_iter()
        .filter(|(total, _)| *total > 0)
        .map(|(total, one)| {
            let request = SearchRequest {
                facets: request.facets.clone(),
                explain: request.explain,
                ..one.request
            };
            json!({ "total": total, "url": facets::address(&request), "label": one.label, "word": one.word })
        })
        .collect();
    let about = about(app, &request, &answer, visit).await?;
    let mut values = values(&request, &answer, visit);
    if let Some(values) = values.as_object_mut() {
        values.insert("looser".to_owned(), json!(looser));
        values.insert("about".to_owned(), json!(about));
        values.insert("records".to_owned(), json!(records));
    }
    let mut response = tag.on(&visit.headers, visit.page(StatusCode::OK, "search.html", values));
    links::of_search(response.headers_mut(), &request, &answer, Some(visit.interface));
    Ok(response)
}

/// The pages of what the search is narrowed to.
async fn about(
    app: &App,
    request: &SearchRequest,
    answer: &SearchResponse,
    visit: &Visit,
) -> Result<Vec<serde_json::Value>, Problem> {
    if request.filters.values.is_empty() {
        return Ok(Vec::new());
    }
    let linked = app.links().await?;
    let mut out = Vec::new();
    for (field, values) in &request.filters.values {
        for value in values {
            let Some(url) = page_of(&linked, *field, value) else {
                continue;
            };
            let name = facets::chosen_label(*field, value, answer, visit.interface);
            out.push(json!({ "name": name, "url": url }));
        }
    }
    Ok(out)
}

/// The same question in other words.
fn with_query(request: &SearchRequest, q: &str) -> SearchRequest {
    let mut pairs = request.to_pairs();
    pairs.retain(|(name, _)| name != "q");
    pairs.push(("q".to_owned(), q.to_owned()));
    SearchRequest::from_pairs(pairs).unwrap_or_else(|_| request.clone())
}

fn values(request: &SearchRequest, answer: &SearchResponse, visit: &Visit) -> serde_json::Value {
    let interface = visit.interface;
    let first = SearchRequest {
        cursor: None,
        ..request.clone()
    };
    let pairs = first.to_pairs();
    // What the form does not hold itself goes along hidden: the chosen facets.
    let own = ["q", "unit", "sort", "from", "to", "cursor"];
    let hidden: Vec<&(String, String)> = pairs.iter().filter(|(name, _)| !own.contains(&name.as_str())).collect();
    // An export holds all hits, whatever the page shows of them.
    let whole = encode(
        &SearchRequest {
            limit: SearchRequest::DEFAULT_LIMIT,
            ..first.clone()
        }
        .to_pairs(),
    );
    let text = request.text_query().unwrap_or_default();
    let plain = answer.query.interpreted.trim() == request.q.trim();
    json!({
        "q": text,
        "unit": request.unit.as_str(),
        "units": hits::units(&first, interface),
        "sort": request.sort.as_str(),
        "from": request.filters.from.map(|date| date.to_string()).unwrap_or_default(),
        "to": request.filters.to.map(|date| date.to_string()).unwrap_or_default(),
        "hidden": hidden,
        "blank": request.q.trim().is_empty() && request.filters.is_empty() && request.cursor.is_none(),
        "total": answer.total,
        "interpreted": if plain { "" } else { answer.query.interpreted.as_str() },
        "meant": answer.did_you_mean.as_ref().map(|meant| json!({
            "q": meant,
            "url": facets::address(&with_query(&first, meant)),
        })),
        "notes": notes::notes(&first, &answer.notes, interface),
        "undated": answer.undated_excluded,
        "empty_range": request.filters.ends_before_it_begins(),
        "hits": answer.hits.iter().map(|hit| hits::hit(hit, &text, interface)).collect::<Vec<_>>(),
        "chips": facets::chips(request, answer, interface),
        "clear": facets::address(&facets::cleared(request)),
        "facets": facets::facets(request, answer, interface),
        "timeline": timeline::timeline(request, answer, interface),
        "pager": pager::pager(request, answer),
        "export": whole,
        "feed": links::feed(request, Some(interface)),
    })
}
