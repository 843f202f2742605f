//! Facets with their links, and the chosen filters as chips.

use crate::messages::Interface;
use crate::params::encode;
use crate::view::names::topic;
use ordskifte_engine::meant_values;
use ordskifte_query::{FacetCount, FilterField, Filters, SearchRequest, SearchResponse};
use ordskifte_vocabulary::topic_by_id;
use serde::Serialize;

/// Facets that stand open at first; the others open with a click.
const OPEN: [FilterField; 3] = [FilterField::Ministry, FilterField::Topic, FilterField::Kind];
/// Values of a facet after which the rest waits behind a link.
const MORE: usize = 100;

#[derive(Serialize)]
struct Value {
    label: String,
    count: u64,
    active: bool,
    url: String,
}

#[derive(Serialize)]
pub(crate) struct Facet {
    name: &'static str,
    title: String,
    open: bool,
    values: Vec<Value>,
    /// A page that shows more values.
    more: Option<String>,
}

/// The page's address for a request.
pub(crate) fn address(request: &SearchRequest) -> String {
    format!("/?{}", encode(&request.to_pairs()))
}

/// The facets with links that choose and drop their values; years stand in the timeline.
pub(crate) fn facets(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Vec<Facet> {
    let facet = |(field, counts): &(FilterField, Vec<FacetCount>)| Facet {
        name: field.as_str(),
        title: interface.text(field.as_str()),
        open: OPEN.contains(field) || counts.iter().any(|count| count.active),
        more: (counts.len() >= request.facet_size && request.facet_size < MORE).then(|| {
            address(&SearchRequest {
                facet_size: MORE,
                cursor: None,
                ..request.clone()
            })
        }),
        values: counts
            .iter()
            .map(|count| Value {
                label: value_label(*field, &count.value, Some((&count.label, interface))),
                count: count.count,
                active: count.active,
                url: address(&SearchRequest {
                    cursor: None,
                    ..toggled(request, *field, count)
                }),
            })
            .collect(),
    };
    response
        .facets
        .0
        .iter()
        .filter(|(field, counts)| !counts.is_empty() && *field != FilterField::Year)
        .map(facet)
        .collect()
}

/// The request with a value chosen, or without the value that chose it: what was typed may mean it under another name.
fn toggled(request: &SearchRequest, field: FilterField, count: &FacetCount) -> SearchRequest {
    let typed = request
        .filters
        .of(field)
        .iter()
        .find(|typed| means(field, typed, &count.value));
    match typed {
        Some(typed) if count.active => request.with_toggled(field, typed),
        _ => request.with_toggled(field, &count.value),
    }
}

/// Whether a value as typed is the facet's value, or means it.
fn means(field: FilterField, typed: &str, value: &str) -> bool {
    typed == value || !meant_values(field, typed, &[value.to_owned()]).is_empty()
}

/// What to show for a value; without an interface, in bokmål.
pub(crate) fn value_label(field: FilterField, value: &str, shown: Option<(&str, Interface)>) -> String {
    let (label, interface) = shown.unwrap_or((value, Interface::Nb));
    let coded = |prefix: &str| {
        interface
            .known(&format!("{prefix}_{value}"))
            .unwrap_or_else(|| label.to_owned())
    };
    match field {
        FilterField::Kind => coded("kind"),
        FilterField::Language => coded("language"),
        FilterField::Side => coded("side"),
        FilterField::MeetingType => coded("meeting"),
        FilterField::CaseType => coded("case"),
        FilterField::Position => coded("position"),
        FilterField::Year if value == "none" => interface.text("no_date"),
        FilterField::Topic => topic_by_id(value)
            .map_or(label, |known| topic(known, interface))
            .to_owned(),
        _ => label.to_owned(),
    }
}

/// The request without any filter.
pub(crate) fn cleared(request: &SearchRequest) -> SearchRequest {
    SearchRequest {
        q: request.text_query().unwrap_or_default(),
        filters: Filters::default(),
        cursor: None,
        ..request.clone()
    }
}

#[derive(Serialize)]
pub(crate) struct Chip {
    title: String,
    label: String,
    url: String,
}

/// What to show for a chosen value.
pub(crate) fn chosen_label(field: FilterField, value: &str, response: &SearchResponse, interface: Interface) -> String {
    let counts = response.facets.0.iter().find(|(known, _)| *known == field);
    let shown = counts
        .and_then(|(_, counts)| {
            counts
                .iter()
                .find(|count| count.active && means(field, value, &count.value))
        })
        .map_or(value, |count| &count.label);
    value_label(field, value, Some((shown, interface)))
}

/// Each chosen filter with a link that drops it.
pub(crate) fn chips(request: &SearchRequest, response: &SearchResponse, interface: Interface) -> Vec<Chip> {
    let mut out = Vec::new();
    for (field, values) in &request.filters.values {
        for value in values {
            out.push(Chip {
                title: interface.text(field.as_str()),
                label: chosen_label(*field, value, response, interface),
                url: address(&request.with_toggled(*field, value)),
            });
        }
    }
    let dates = [("from", request.filters.from), ("to", request.filters.to)];
    for (name, date) in dates {
        let Some(date) = date else { continue };
        let mut without = cleared(request);
        without.filters = request.filters.clone();
        if name == "from" {
            without.filters.from = None;
        } else {
            without.filters.to = None;
        }
        out.push(Chip {
            title: interface.text(name),
            label: interface.date(date),
            url: address(&without),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_shown_in_words_and_unknown_ones_as_they_are() {
        let label = |field, value| value_label(field, value, Some((value, Interface::Nb)));
        assert_eq!(label(FilterField::Side, "stat"), "Staten");
        assert_eq!(label(FilterField::Kind, "horingssvar"), "Høringssvar");
        assert_eq!(label(FilterField::Speaker, "Kari"), "Kari");
        assert_eq!(label(FilterField::MeetingType, "noe nytt"), "noe nytt");
        let id = "https://psi.norge.no/los/tema/energi";
        let energy = |interface| value_label(FilterField::Topic, id, Some(("Energi", interface)));
        assert_eq!([energy(Interface::Nn), energy(Interface::En)], ["Energi", "Energy"]);
        assert_eq!(label(FilterField::Topic, "annet"), "annet");
    }
}
