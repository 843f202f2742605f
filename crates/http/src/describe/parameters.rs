//! The parameters beside those of a search: their forms are made of the limits and lists by which they are read.

use super::parameter::{Parameter, form, list_of, number, one_of, text, truth};
use crate::linked::{LISTED, MAX_OFFSET};
use crate::messages::Interface;
use crate::site::ASSETS;
use crate::suggest::{LIMIT, LONGEST};
use ordskifte_export::{COLUMNS, DETAIL_COLUMNS, Format, Profile, Style};
use ordskifte_query::FilterField;
use ordskifte_record::{PartialDate, RecordId, SchemeCase};
use serde_json::{Value, json};

/// Versions of a record in addresses.
const VERSION: &str = "^v[1-9][0-9]*$";
/// A digest in hexadecimal.
const DIGEST: &str = "^[0-9a-f]{64}$";

pub(super) fn if_none_match() -> Parameter {
    let about = "Entity tag already held: 304 if the answer is the same";
    let example = json!("W/\"1-580-f2798c68cb22ae7b.42-da9a8fac65346592\"");
    Parameter::new("if_none_match", "If-None-Match", "header", about, (text(), example))
}

pub(super) fn accept_language() -> Parameter {
    let about = "Languages of the reader, where neither `lang` nor the cookie names one";
    let example = json!("nn-NO, nb;q=0.8, en;q=0.5");
    Parameter::new("accept_language", "Accept-Language", "header", about, (text(), example))
}

fn languages() -> Value {
    one_of(Interface::ALL.map(Interface::code), None)
}

pub(super) fn lang() -> Parameter {
    let about = "Interface language, kept in a cookie; without it the cookie, else Accept-Language, else nb";
    Parameter::query("lang", "lang", about, languages(), "nn")
}

pub(super) fn feed_lang() -> Parameter {
    let about = "Language of the feed's own words; without it the cookie, else Accept-Language, else nb";
    Parameter::query("feed_lang", "lang", about, languages(), "nn")
}

pub(super) fn language() -> Parameter {
    let all = json!({ "type": "string", "enum": Interface::ALL.map(Interface::code) });
    Parameter::path("interface", "language", "Language of the pages from now on", all, "nn")
}

pub(super) fn id() -> Parameter {
    let schema = json!({ "type": "string", "pattern": RecordId::PATTERN });
    Parameter::path("id", "id", "Record id", schema, "3qcce2iyfa7nzu6m")
}

pub(super) fn version() -> Parameter {
    let schema = json!({ "type": "string", "pattern": VERSION });
    Parameter::path("version", "version", "Version", schema, "v1")
}

pub(super) fn version_wanted() -> Parameter {
    let about = "Version; the newest if absent";
    Parameter::query("version_wanted", "version", about, form(VERSION), "v1")
}

pub(super) fn sha256() -> Parameter {
    let example = "dc04226918283edcd3ccdb88ade105d7b429c31e83f68214f5ea4a13c2abd4a0";
    Parameter::query(
        "sha256",
        "sha256",
        "Which of its files; the main one if absent",
        form(DIGEST),
        example,
    )
}

pub(super) fn download() -> Parameter {
    let schema = one_of(["0", "1"], Some("0"));
    Parameter::query("download", "download", "1 to be saved instead of shown", schema, "1")
}

pub(super) fn cite_format() -> Parameter {
    let schema = one_of(Style::ALL.map(Style::as_str), Some(Style::Apa.as_str()));
    Parameter::query(
        "cite_format",
        "format",
        "Style of the reference",
        schema,
        Style::Bibtex.as_str(),
    )
}

pub(super) fn record_q() -> Parameter {
    let about = "Query whose hits are marked and numbered; what cannot be read marks nothing";
    Parameter::query("record_q", "q", about, text(), "vindkraft")
}

pub(super) fn beside() -> Parameter {
    let schema = one_of(["0", "1"], Some("0"));
    Parameter::query(
        "beside",
        "original",
        "1 to show the original beside the text",
        schema,
        "1",
    )
}

/// Those of an export beside the search.
pub(super) fn of_export() -> [Parameter; 4] {
    let formats = one_of(Format::ALL.map(Format::as_str), Some("csv"));
    let profiles = one_of(Profile::ALL.map(Profile::as_str), Some(Profile::Rfc4180.as_str()));
    let columns = list_of(&[&COLUMNS[..], &DETAIL_COLUMNS[..]].concat(), " *");
    [
        Parameter::query(
            "format",
            "format",
            "Format; references (bibtex, ris) of records, or of places in them where `unit` is another",
            formats,
            Format::Jsonl.as_str(),
        ),
        Parameter::query(
            "profile",
            "profile",
            "How CSV is written. Other formats are the same in both",
            profiles,
            Profile::ExcelNo.as_str(),
        ),
        Parameter::query(
            "fields",
            "fields",
            "Columns of CSV and JSON Lines, separated by commas, in the order wanted; all without it. References have no columns",
            form(&columns),
            "record_id,date,title,passage",
        ),
        Parameter::query(
            "package",
            "package",
            "A zip file of the rows and of `datapackage.json` (Frictionless), which tells query, unit, rows, generation, time, version and digest",
            truth(Some("false")),
            "true",
        ),
    ]
}

/// Those of completions.
pub(super) fn of_suggest() -> [Parameter; 3] {
    let (usual, most) = LIMIT;
    let typed = json!({ "type": "string", "maxLength": LONGEST });
    [
        Parameter::query("suggest_q", "q", "What has been typed so far", typed, "vind"),
        Parameter::query(
            "suggest_limit",
            "limit",
            "How many completions",
            number(1, most, Some(usual)),
            5,
        ),
        Parameter::query(
            "suggest_format",
            "format",
            "`opensearch` for browsers' search boxes",
            one_of(crate::suggest::FORMATS, Some("json")),
            "opensearch",
        ),
    ]
}

pub(super) fn field() -> Parameter {
    let facets = FilterField::ALL.iter().filter(|field| field.is_facet());
    let names: Vec<&str> = facets.map(|field| field.as_str()).collect();
    let schema = json!({ "type": "string", "enum": names });
    Parameter::path("field", "field", "Name of a facet", schema, "ministry")
}

pub(super) fn prefix() -> Parameter {
    Parameter::query(
        "prefix",
        "prefix",
        "Only values whose label begins with this",
        text(),
        "K",
    )
}

/// The part of a list that is wanted.
pub(super) fn window() -> [Parameter; 2] {
    let limit = number(1, LISTED, Some(LISTED));
    [
        Parameter::query("linked_limit", "limit", "How many; `Link` headers lead on", limit, 10),
        offset(),
    ]
}

pub(super) fn offset() -> Parameter {
    let schema = number(0, MAX_OFFSET, Some(0));
    Parameter::query("linked_offset", "offset", "How many to leave out first", schema, 10)
}

pub(super) fn name() -> Parameter {
    Parameter::query("linked_name", "name", "Part of a name", text(), "bruheim")
}

pub(super) fn year() -> Parameter {
    let schema = number(0, usize::from(u16::MAX), None);
    Parameter::query("linked_year", "year", "Year", schema, 2019)
}

pub(super) fn case_sort() -> Parameter {
    let schema = one_of(SchemeCase::ALL.iter().map(|sort| sort.as_str()), None);
    Parameter::query("case_sort", "type", "Sort of case", schema, "kostnadsberegning")
}

pub(super) fn in_force_on() -> Parameter {
    let about = "Only those in force within this date: YYYY, YYYY-MM or YYYY-MM-DD";
    Parameter::query(
        "in_force_on",
        "in_force_on",
        about,
        form(PartialDate::PATTERN),
        "2014-01-01",
    )
}

pub(super) fn ministry_on() -> Parameter {
    let about = "Only those that bore their name at some time within this date";
    Parameter::query("ministry_on", "on", about, form(PartialDate::PATTERN), "2010")
}

/// The id of something that records have in common.
pub(super) fn linked_id(key: &'static str, about: &str, example: &str) -> Parameter {
    Parameter::path(key, "id", about, json!({ "type": "string", "minLength": 1 }), example)
}

pub(super) fn topic() -> [Parameter; 2] {
    let groups = json!({ "type": "string", "enum": ["tema", "ord", "own"] });
    [
        Parameter::path(
            "topic_group",
            "group",
            "`tema` or `ord` of Los, or `own`",
            groups,
            "tema",
        ),
        Parameter::path("topic_name", "name", "Rest of the topic's identifier", text(), "energi"),
    ]
}

pub(super) fn file() -> [Parameter; 2] {
    let names = json!({ "type": "string", "enum": ASSETS.map(|(name, ..)| name) });
    let build = "Build; with the right one the answer may be kept for good";
    [
        Parameter::path("file", "file", "Name of the file", names, "ordskifte.css"),
        Parameter::query("asset_version", "v", build, text(), "0123456789abcdef"),
    ]
}

pub(super) fn part() -> Parameter {
    let about = "Which map, where there are several; 1 is the first";
    Parameter::query("part", "part", about, number(1, MAX_OFFSET, None), 1)
}
