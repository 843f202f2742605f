//! The description of the API (`OpenAPI` 3.1), made from the table of routes.

use super::fault::Fault;
use super::route::Route;
use super::told::with_some;
use super::{routes, schemas};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| written(&routes()));

/// The description as it is answered.
pub(crate) fn document() -> &'static str {
    &DOCUMENT
}

/// The description of a table.
fn written(routes: &[Route]) -> String {
    let mut generator = schemas::generator();
    let mut shared = Shared::default();
    let paths: Map<String, Value> = routes
        .iter()
        .map(|route| {
            (
                route.path.to_owned(),
                json!({ "get": shared.operation(route, &mut generator) }),
            )
        })
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Ordskifte",
            "version": "1",
            "description": "Search in records of consultations. Totals and counts are exact. Every error of the API is a problem document (RFC 9457); an address that is not listed answers 404, a method but GET, HEAD and OPTIONS 405. A client that asks too often is answered 429 with `Retry-After`.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "parameters": shared.parameters,
            "responses": shared.responses,
            "schemas": schemas::taken(generator),
        },
    });
    format!("{document:#}\n")
}

/// What several routes refer to.
#[derive(Default)]
struct Shared {
    parameters: Map<String, Value>,
    responses: Map<String, Value>,
}

impl Shared {
    fn operation(&mut self, route: &Route, generator: &mut SchemaGenerator) -> Value {
        let parameters: Vec<Value> = route
            .parameters
            .iter()
            .map(|parameter| {
                self.parameters
                    .insert(parameter.key.to_owned(), parameter.told().clone());
                json!({ "$ref": format!("#/components/parameters/{}", parameter.key) })
            })
            .collect();
        let own = route.answers.iter();
        let mut responses: Map<String, Value> = own
            .map(|(status, answer)| (status.to_string(), answer.told(generator)))
            .collect();
        for fault in route.all_faults() {
            let reference = self.fault(fault, route.is_for_people(), generator);
            responses.insert(fault.status().to_string(), reference);
        }
        let told = json!({ "operationId": route.id, "summary": route.summary, "responses": responses });
        let told = with_some(told, "description", route.about);
        with_some(told, "parameters", Some(parameters).filter(|all| !all.is_empty()))
    }

    fn fault(&mut self, fault: Fault, for_people: bool, generator: &mut SchemaGenerator) -> Value {
        let name = fault.name(for_people);
        let reference = json!({ "$ref": format!("#/components/responses/{name}") });
        self.responses
            .entry(name)
            .or_insert_with(|| fault.told(for_people, generator));
        reference
    }
}
