//! Routes of records: what is known of them, their text, their files.

use super::body::{Answer, Body, Example, Header, example};
use super::fault::Fault;
use super::parameters;
use super::route::{Needs, Route};
use crate::{api, original, pages};
use axum::routing::get;
use ordskifte_export::Style;
use ordskifte_record::Record;
use serde_json::json;

/// What a record's `Link` headers lead to.
const RELATIONS: &str = "RFC 8288: canonical, latest-version, predecessor-version, successor-version, describedby";

pub(super) fn routes() -> Vec<Route> {
    let missing = [Fault::NotFound, Fault::Withdrawn];
    vec![
        Route::new(
            "/api/v1/records/{id}",
            "record",
            "The newest version of a record",
            get(api::record),
        )
        .takes([parameters::id()])
        .tagged()
        .json::<Record>(example!("record.json"))
        .links(RELATIONS)
        .fails(missing),
        Route::new(
            "/api/v1/records/{id}/text",
            "text",
            "The text of a record",
            get(api::text),
        )
        .takes([parameters::id(), parameters::version_wanted()])
        .tagged()
        .told("The text; positions of the record count its code points")
        .text("text/plain", example!("text.txt"))
        .fails(missing),
        Route::new(
            "/api/v1/records/{id}/cite",
            "cite",
            "A reference of a record",
            get(api::cite),
        )
        .takes([
            parameters::id(),
            parameters::version_wanted(),
            parameters::cite_format(),
        ])
        .tagged()
        .told("The reference, with the permanent address of the version")
        .text(Style::Apa.media_type(), example!("cite.txt"))
        .text(Style::Bibtex.media_type(), example!("cite.bib"))
        .text(Style::Ris.media_type(), example!("cite.ris"))
        .fails(missing),
        Route::new(
            "/api/v1/records/{id}/{version}",
            "recordVersion",
            "A version of a record, permanent",
            get(api::record_version),
        )
        .takes([parameters::id(), parameters::version()])
        .tagged()
        .json::<Record>(example!("record.json"))
        .links(RELATIONS)
        .fails(missing),
        Route::new(
            "/records/{id}",
            "recordPage",
            "A record's page; `#p-…` is a paragraph",
            get(pages::record),
        )
        .takes([parameters::id(), parameters::record_q(), parameters::beside()])
        .page("Referat fra 2. konsultasjonsmøte 2019 – Søk")
        .links(RELATIONS)
        .fails(missing),
        original(),
        Route::new(
            "/records/{id}/{version}",
            "recordVersionPage",
            "A version's page, permanent",
            get(pages::record_version),
        )
        .takes([
            parameters::id(),
            parameters::version(),
            parameters::record_q(),
            parameters::beside(),
        ])
        .page("Referat fra 2. konsultasjonsmøte 2019 – Søk")
        .links(RELATIONS)
        .fails(missing),
    ]
}

fn original() -> Route {
    let file = || {
        Body::text(
            "*/*",
            Example::Elsewhere("The file as it was taken in", "/records/3qcce2iyfa7nzu6m/original"),
        )
    };
    let text = || json!({ "type": "string" });
    let disposition = "RFC 6266: the file's name, and whether it is shown or saved";
    let part = Answer::new("A part")
        .holding(file())
        .with(Header::new("ETag", "Changes with the bytes", text()))
        .with(Header::new("Content-Range", "Which bytes, of how many", text()))
        .with(Header::new("Content-Disposition", disposition, text()));
    Route::new("/records/{id}/original", "original", "The archived bytes", get(original::original))
        .about("One byte range is answered (`Range: bytes=0-99`, RFC 9110 section 14), of the file whose entity tag `If-Range` has where that is sent. A range outside of the file is 416, what is no range means all.")
        .needs(Needs::Archive)
        .takes([
            parameters::id(),
            parameters::version_wanted(),
            parameters::sha256(),
            parameters::download(),
        ])
        .tagged()
        .body(file())
        .header("Accept-Ranges", "`bytes`", text())
        .header("Content-Disposition", disposition, text())
        .or(206, part)
        .fails([Fault::NotFound, Fault::Withdrawn, Fault::Withheld, Fault::Range])
}
