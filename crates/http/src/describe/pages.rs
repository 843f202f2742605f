//! Routes of pages about what records have in common; those of searches and records stand with theirs.

use super::fault::Fault;
use super::links::{MOVED, case_id, citation_id, hearing_id, meeting_id, ministry_id, person_id};
use super::parameters;
use super::route::Route;
use crate::pages;
use axum::routing::get;

pub(super) fn routes() -> Vec<Route> {
    let mut all = bodies();
    all.extend(matters());
    all
}

fn bodies() -> Vec<Route> {
    let person = "A person who holds an office: roles, meetings, statements over time";
    vec![
        Route::new(
            "/people",
            "peoplePage",
            "Persons who hold an office",
            get(pages::people),
        )
        .takes([parameters::name(), parameters::offset()])
        .page("Personer – Søk"),
        Route::new("/people/{id}", "personPage", person, get(pages::person))
            .takes([person_id()])
            .page("Kjell Arnold Bruheim – Søk")
            .moves(MOVED)
            .fails([Fault::NotFound]),
        Route::new(
            "/ministries",
            "ministriesPage",
            "Ministries with records",
            get(pages::ministries),
        )
        .page("Departementer – Søk"),
        Route::new(
            "/ministries/{id}",
            "ministryPage",
            "A ministry over time",
            get(pages::ministry),
        )
        .takes([ministry_id()])
        .page("Kommunal- og distriktsdepartementet (KDD) – Søk")
        .moves(MOVED)
        .fails([Fault::NotFound]),
        Route::new("/topics", "topicsPage", "Topics with records", get(pages::topics)).page("Tema – Søk"),
        Route::new(
            "/topics/{group}/{name}",
            "topicPage",
            "A topic over time",
            get(pages::topic),
        )
        .takes(parameters::topic())
        .page("Energi – Søk")
        .fails([Fault::NotFound]),
    ]
}

fn matters() -> Vec<Route> {
    let hearing = "A public consultation with its responses";
    vec![
        Route::new(
            "/meetings",
            "meetingsPage",
            "The annual wheel of a year",
            get(pages::meetings),
        )
        .takes([parameters::year()])
        .page("Årshjul 2026 – Søk"),
        Route::new(
            "/meetings/{id}",
            "meetingPage",
            "A meeting with its documents",
            get(pages::meeting),
        )
        .takes([meeting_id()])
        .page("2. konsultasjonsmøte 2019 – Søk")
        .fails([Fault::NotFound]),
        Route::new("/cases", "casesPage", "Cases over meetings", get(pages::cases))
            .takes([parameters::case_sort(), parameters::offset()])
            .page("Saker – Søk"),
        Route::new("/cases/{id}", "casePage", "A case over time", get(pages::case))
            .takes([case_id()])
            .page("Fjellskredvarslingen – Søk")
            .fails([Fault::NotFound]),
        Route::new(
            "/hearings",
            "hearingsPage",
            "Public consultations",
            get(pages::hearings),
        )
        .takes([parameters::offset()])
        .page("Høringer – Søk"),
        Route::new("/hearings/{id}", "hearingPage", hearing, get(pages::hearing))
            .takes([hearing_id()])
            .page("Endringar i fastlegeforskrifta – Søk")
            .moves(MOVED)
            .fails([Fault::NotFound]),
        Route::new(
            "/citations/{id}",
            "citationPage",
            "Who cites a work",
            get(pages::citation),
        )
        .takes([citation_id(), parameters::offset()])
        .page("NOU 2019: 12 – Søk")
        .fails([Fault::NotFound]),
        Route::new(
            "/agreements",
            "agreementsPage",
            "Cooperation agreements",
            get(pages::agreements),
        )
        .takes([parameters::in_force_on().typed("typed_in_force_on")])
        .page("Avtaler – Søk"),
        Route::new(
            "/coverage",
            "coveragePage",
            "What is held of each year's meetings",
            get(pages::coverage),
        )
        .page("Dekning – Søk"),
    ]
}
