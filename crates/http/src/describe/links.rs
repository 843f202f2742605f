//! Routes of what records have in common: people, ministries, meetings, hearings, cases, works cited, agreements, coverage.

use super::body::example;
use super::fault::Fault;
use super::parameter::Parameter;
use super::parameters::{self, linked_id};
use super::route::Route;
use crate::linked::{self, Listed, Ministry, MinistryRow, PersonRow};
use axum::routing::get;
use ordskifte_link::{AgreementEntry, CaseLine, Cited, Coverage, HearingLine, MeetingLine, Person};
use schemars::JsonSchema;

/// Where another id leads.
pub(super) const MOVED: &str = "Another id of the same leads there";

/// A list of which a part is answered.
fn list<T: JsonSchema>(route: Route, example: &'static str) -> Route {
    route
        .takes(parameters::window())
        .tagged()
        .json::<Listed<T>>(example)
        .links("RFC 8288: next, prev, first, last, service-desc")
}

/// One of a list.
fn one<T: JsonSchema>(route: Route, example: &'static str) -> Route {
    route.tagged().json::<T>(example).fails([Fault::NotFound])
}

pub(super) fn person_id() -> Parameter {
    linked_id(
        "person_id",
        "Id of a person, or one that the person has borne",
        "kjell-arnold-bruheim-7697",
    )
}

pub(super) fn ministry_id() -> Parameter {
    let about = "Id of a ministry, or an abbreviation that one alone has borne";
    linked_id("ministry_id", about, "kdd-2022")
}

pub(super) fn meeting_id() -> Parameter {
    let about = "Id of a meeting: type and year with number, or date";
    linked_id("meeting_id", about, "konsultasjonsmote-2019-2")
}

pub(super) fn hearing_id() -> Parameter {
    let about = "Id of a consultation, or one that it has borne";
    linked_id("hearing_id", about, "endringar-i-fastlegeforskrifta-a6cc")
}

pub(super) fn case_id() -> Parameter {
    linked_id("case_id", "Id of a case", "kostnadsberegning-fjellskredvarslingen-4434")
}

pub(super) fn citation_id() -> Parameter {
    linked_id("citation_id", "Id of a work cited", "nou-2019-12")
}

pub(super) fn routes() -> Vec<Route> {
    let mut all = bodies();
    all.extend(matters());
    all
}

fn bodies() -> Vec<Route> {
    let person = "A person: every meeting, role, side and statement";
    let ministries = "Ministries in time: names, days, and how they became one another";
    let ministry = "A ministry: names, days, predecessors and successors, and what is held of and by it";
    let noindex = |route: Route| {
        let form = serde_json::json!({ "type": "string" });
        route.header("X-Robots-Tag", "`noindex`: not for search engines", form)
    };
    vec![
        noindex(list::<PersonRow<'_>>(
            Route::new("/api/v1/people", "people", "Persons", get(linked::people)).takes([parameters::name()]),
            example!("people.json"),
        )),
        noindex(one::<Person>(
            Route::new("/api/v1/people/{id}", "person", person, get(linked::person)).takes([person_id()]),
            example!("person.json"),
        ))
        .moves(MOVED),
        list::<MinistryRow>(
            Route::new(
                "/api/v1/ministries",
                "ministriesList",
                ministries,
                get(linked::ministries),
            )
            .takes([parameters::ministry_on()]),
            example!("ministries.json"),
        ),
        one::<Ministry>(
            Route::new(
                "/api/v1/ministries/{id}",
                "ministryInTime",
                ministry,
                get(linked::ministry),
            )
            .takes([ministry_id()]),
            example!("ministry.json"),
        )
        .moves("An abbreviation that one alone has borne leads to its id"),
    ]
}

fn matters() -> Vec<Route> {
    let meetings = "Meetings; those of a year are its annual wheel";
    vec![
        list::<MeetingLine>(
            Route::new("/api/v1/meetings", "meetings", meetings, get(linked::meetings)).takes([parameters::year()]),
            example!("meetings.json"),
        ),
        one::<MeetingLine>(
            Route::new(
                "/api/v1/meetings/{id}",
                "meeting",
                "A meeting with its documents and cases",
                get(linked::meeting),
            )
            .takes([meeting_id()]),
            example!("meeting.json"),
        ),
        list::<HearingLine>(
            Route::new(
                "/api/v1/hearings",
                "hearings",
                "Public consultations",
                get(linked::hearings),
            ),
            example!("hearings.json"),
        ),
        one::<HearingLine>(
            Route::new(
                "/api/v1/hearings/{id}",
                "hearing",
                "A public consultation with its responses",
                get(linked::hearing),
            )
            .takes([hearing_id()]),
            example!("hearing.json"),
        )
        .moves(MOVED),
        list::<CaseLine>(
            Route::new(
                "/api/v1/cases",
                "cases",
                "Cases of costing and law-making over meetings",
                get(linked::cases),
            )
            .takes([parameters::case_sort()]),
            example!("cases.json"),
        ),
        one::<CaseLine>(
            Route::new(
                "/api/v1/cases/{id}",
                "case",
                "A case with all that records tell of it",
                get(linked::case),
            )
            .takes([case_id()]),
            example!("case.json"),
        ),
        one::<Cited>(
            Route::new(
                "/api/v1/citations/{id}",
                "citation",
                "Who cites a work",
                get(linked::citation),
            )
            .takes([citation_id()]),
            example!("citation.json"),
        ),
        list::<AgreementEntry>(
            Route::new(
                "/api/v1/agreements",
                "agreements",
                "Cooperation agreements",
                get(linked::agreements),
            )
            .takes([parameters::in_force_on()]),
            example!("agreements.json"),
        ),
        Route::new(
            "/api/v1/coverage",
            "coverage",
            "What is held of the meetings of each year",
            get(linked::coverage),
        )
        .tagged()
        .json::<Coverage>(example!("coverage.json")),
    ]
}
