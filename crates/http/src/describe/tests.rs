//! The table against the documents that are made of it and about it.

use super::{document, routes};
use std::collections::{BTreeMap, BTreeSet};

/// The description as it stands in the repository, for who reads its changes.
const KEPT: &str = "assets/openapi.json";

#[test]
fn the_description_kept_is_the_one_that_is_answered() {
    let path = format!("{}/{KEPT}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, document()).expect("the description");
        return;
    }
    let kept = std::fs::read_to_string(&path).expect("the description");
    let differs = kept
        .lines()
        .zip(document().lines())
        .position(|(kept, made)| kept != made);
    assert!(
        kept == document(),
        "crates/http/{KEPT} is not what the code tells, from line {} on; write it anew with \
         `UPDATE_EXPECT=1 cargo test --workspace --lib the_description_kept`, and read the difference",
        differs.unwrap_or_else(|| kept.lines().count()) + 1
    );
}

#[test]
fn every_route_is_documented() {
    let pages = include_str!("../../../../docs/http-api.md");
    let missing: Vec<&str> = routes()
        .iter()
        .map(|route| route.path)
        .filter(|path| !pages.contains(&format!("`{path}`")))
        .collect();
    assert!(missing.is_empty(), "docs/http-api.md does not list {missing:?}");
}

#[test]
fn what_is_named_alike_is_alike() {
    let mut parameters = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for route in routes() {
        assert!(ids.insert(route.id), "{} stands for two routes", route.id);
        let mut names = BTreeSet::new();
        let mut in_path = BTreeSet::new();
        for parameter in &route.parameters {
            let known = parameters.entry(parameter.key).or_insert_with(|| parameter.clone());
            assert_eq!(known, parameter, "{}", parameter.key);
            let (place, name) = (
                &parameter.told()["in"],
                parameter.told()["name"].as_str().expect("a name").to_owned(),
            );
            if place == "path" {
                in_path.insert(name.clone());
            }
            assert!(
                names.insert((place.to_string(), name)),
                "{} {}",
                route.path,
                parameter.key
            );
        }
        // Parameters of the path are those of the address.
        let braces: BTreeSet<String> = route
            .path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next().map(str::to_owned))
            .collect();
        assert_eq!(in_path, braces, "{}", route.path);
    }
}
