//! The parameters of a search: its filters, and how hits are counted, ordered and cut.

use super::parameter::{Parameter, form, list_of, number, one_of, truth};
use ordskifte_engine::CURSOR_PATTERN;
use ordskifte_query::{FilterField, MAX_LENGTH, MAX_VALUE, SearchRequest, Sort, Unit, codes};
use ordskifte_record::PartialDate;
use serde_json::{Value, json};

/// What is not blank has a letter, a digit or `§`; blanks are those of Unicode.
const QUERY: &str =
    "^[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*$|[\\p{Alpha}\\p{N}§]";
/// Neither quotes nor controls.
const VALUE: &str = "^[^\"\\u0000-\\u001f\\u007f-\\u009f]*$";
/// A year, `none`, or a span that does not end before it begins, as far as a pattern can tell.
const YEARS: &str = "^none$|^(1[5-9]|2[0-9])[0-9]{2}$|^15[0-9]{2}\\.\\.2[0-9]{3}$|^1[6-9][0-9]{2}\\.\\.2[0-9]{3}$|^20[01][0-9]\\.\\.20[2-9][0-9]$";

/// A value of each filter that the samples have.
const fn example(field: FilterField) -> &'static str {
    match field {
        FilterField::Year => "2019",
        FilterField::Ministry | FilterField::MinistryLine => "KDD",
        FilterField::MinistryRole => "recipient",
        FilterField::Participant | FilterField::Speaker => "Kjell Arnold Bruheim",
        FilterField::Topic => "Energi",
        FilterField::Kind => "referat",
        FilterField::Language => "nn",
        FilterField::Side => "ks",
        FilterField::Organization | FilterField::Recipient => "KS",
        FilterField::Sender => "Fjordsida kommune",
        FilterField::MeetingType => "konsultasjonsmøte",
        FilterField::CaseType => "kostnadsberegning",
        FilterField::Position => "enighet",
        FilterField::Cites => "NOU 2019: 12",
        FilterField::Hearing => "ny tjenestepensjon for ansatte i offentlig sektor",
    }
}

fn filter(field: FilterField) -> Parameter {
    let schema = match codes(field) {
        Some(all) => one_of(all, None),
        None if field == FilterField::Year => form(YEARS),
        None => json!({ "type": "string", "maxLength": MAX_VALUE, "pattern": VALUE }),
    };
    let about = format!("{} Repeated: alternatives.", field.about());
    Parameter::repeated(field.as_str(), &about, &schema, example(field))
}

/// A list of facets, or `none`.
fn facets() -> Value {
    let facets = FilterField::ALL.iter().filter(|field| field.is_facet());
    let names: Vec<&str> = facets.map(|field| field.as_str()).collect();
    form(&format!("^none$|{}", list_of(&names, "")))
}

fn q() -> Parameter {
    let about = "The question in the query language (docs/query-language.md): what is not blank has a letter, a digit or `§`. How parentheses and operators stand is beyond this description";
    let schema = json!({ "type": "string", "maxLength": MAX_LENGTH, "pattern": QUERY });
    Parameter::query("q", "q", about, schema, "vindkraft")
}

fn limit() -> Parameter {
    let schema = number(1, SearchRequest::MAX_VISIT, Some(SearchRequest::DEFAULT_LIMIT));
    Parameter::query("limit", "limit", "Hits at once", schema, 10)
}

/// How many values of a facet, with what is usual at the address.
pub(super) fn facet_size(key: &'static str, usual: usize) -> Parameter {
    let schema = number(1, SearchRequest::MAX_FACET_SIZE, Some(usual));
    Parameter::query(key, "facet_size", "Values of each facet", schema, 5)
}

/// What tells which units are found: query, filters, dates and unit.
pub(super) fn question() -> Vec<Parameter> {
    let date = || form(PartialDate::PATTERN);
    let units = one_of(Unit::ALL.map(Unit::as_str), Some(Unit::default().as_str()));
    let unit = "What is counted and listed: whole records, utterances, paragraphs, cases of the consultation scheme (each time a record tells of one), or positions that parties take";
    let filters = FilterField::ALL.iter().map(|field| filter(*field));
    let others = [
        Parameter::query("from", "from", "Dates that touch or follow this one", date(), "2019"),
        Parameter::query("to", "to", "Dates that touch or precede this one", date(), "2022-06"),
        Parameter::query("unit", "unit", unit, units, Unit::Statement.as_str()),
    ];
    [q()].into_iter().chain(filters).chain(others).collect()
}

/// The same on the search page.
pub(super) fn question_of_page() -> Vec<Parameter> {
    let typed = |parameter: Parameter| match parameter.key {
        "from" => parameter.typed("typed_from"),
        "to" => parameter.typed("typed_to"),
        _ => parameter,
    };
    question().into_iter().map(typed).collect()
}

pub(super) fn sort() -> Parameter {
    let orders = one_of(Sort::ALL.map(Sort::as_str), Some(Sort::default().as_str()));
    let about = "Order; `archived` is last archived first";
    Parameter::query("sort", "sort", about, orders, Sort::DateDesc.as_str())
}

/// The part of the hits that is wanted.
pub(super) fn part() -> [Parameter; 2] {
    let cursor = "`next_cursor`, `previous_cursor` or `last_cursor` of an answer to the same question";
    let example = "AQAAAAC_oBgyAAAAAAAADZCFAd5Ziz_okgAAAAAanb07dPBQGD1-9JZG1PGJMSEksempelSignatur";
    [
        limit(),
        Parameter::query("cursor", "cursor", cursor, form(CURSOR_PATTERN), example),
    ]
}

/// What is told of the hits beside them.
pub(super) fn beside() -> [Parameter; 3] {
    let facets_about = "Facets wanted, separated by commas, or `none`";
    [
        Parameter::query("facets", "facets", facets_about, facets(), "year,kind"),
        facet_size("facet_size", SearchRequest::DEFAULT_FACET_SIZE),
        explain(),
    ]
}

pub(super) fn explain() -> Parameter {
    let about = "Whether each hit tells what every word of the query found in it, and why";
    Parameter::query("explain", "explain", about, truth(Some("false")), "true")
}

/// The same where nothing is told beside the hits.
pub(super) fn beside_ignored() -> [Parameter; 3] {
    let [facets, facet_size, explain] = beside();
    [
        facets.ignored("ignored_facets"),
        facet_size.ignored("ignored_facet_size"),
        explain.ignored("ignored_explain"),
    ]
}
