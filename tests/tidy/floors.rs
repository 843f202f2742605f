//! The table of rooms in `ARCHITECTURE.md` against what cargo says of the workspace.

use super::{none, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms by name with their floor and what they may depend on, read from the table.
fn table() -> BTreeMap<String, (u32, BTreeSet<String>)> {
    let text = read(Path::new("ARCHITECTURE.md"));
    let mut rooms = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [floor, name, _, depends, ..] = cells.as_slice() else {
            continue;
        };
        let Ok(floor) = floor.parse::<u32>() else { continue };
        let names = depends
            .split(',')
            .map(|n| n.trim().trim_matches('`').to_owned())
            .filter(|n| !n.is_empty());
        rooms.insert(name.trim_matches('`').to_owned(), (floor, names.collect()));
    }
    rooms
}

/// What cargo says of the workspace.
fn workspace() -> cargo_metadata::Metadata {
    cargo_metadata::MetadataCommand::new()
        .current_dir(super::root())
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap_or_else(|error| panic!("cargo metadata: {error}"))
}

/// `cargo run --release -- serve corpus` of the README must not have to choose between programs.
#[test]
fn plain_cargo_run_is_the_program() {
    let metadata = workspace();
    let chosen: Vec<&str> = (metadata.packages.iter())
        .filter_map(|package| package.default_run.as_deref())
        .collect();
    assert_eq!(chosen, ["ordskifte"], "`default-run` of the packages");
}

#[test]
fn every_arrow_follows_the_table_of_rooms() {
    let rooms = table();
    assert!(
        rooms.len() >= 13,
        "ARCHITECTURE.md has no table of rooms (floor | room | purpose | may depend on)"
    );
    let metadata = workspace();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let Some(room) = package.name.strip_prefix("ordskifte-") else {
            continue;
        };
        if room == "testkit" {
            continue;
        }
        let Some((floor, allowed)) = rooms.get(room) else {
            faults.push(format!("crates/{room} is not in the table"));
            continue;
        };
        for dependency in &package.dependencies {
            let Some(on) = dependency.name.strip_prefix("ordskifte-") else {
                continue;
            };
            if dependency.kind != cargo_metadata::DependencyKind::Normal {
                continue;
            }
            if !allowed.contains(on) {
                faults.push(format!("{room} depends on {on}, which its row does not allow"));
            }
            if rooms.get(on).is_none_or(|(other, _)| other >= floor) {
                faults.push(format!(
                    "{room} (floor {floor}) depends on {on}, which does not lie below it"
                ));
            }
        }
    }
    none(&faults, "Arrows go downwards only (ARCHITECTURE.md, Rooms):");
}

#[test]
fn the_engine_alone_names_tantivy() {
    let faults: Vec<String> = super::files("toml")
        .into_iter()
        .filter(|path| path.starts_with("crates") && !path.starts_with("crates/engine"))
        .filter(|path| read(path).lines().any(|line| line.trim_start().starts_with("tantivy")))
        .map(|path| path.display().to_string())
        .collect();
    none(&faults, "Only crates/engine may depend on tantivy:");
}

#[test]
fn pure_rooms_touch_no_files_clock_environment_or_network() {
    let pure = [
        "record",
        "vocabulary",
        "analysis",
        "extract",
        "query",
        "recognize",
        "link",
    ];
    let outside = [
        "std::fs",
        "std::env::",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant::now",
    ];
    let mut faults = Vec::new();
    for path in super::files("rs") {
        let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy());
        let (Some(top), Some(room), Some(part)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if top != "crates" || part != "src" || !pure.contains(&room.as_ref()) {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if !line.trim_start().starts_with("//") && outside.iter().any(|name| line.contains(name)) {
                faults.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    faults.retain(|fault| !fault.contains("tests.rs"));
    none(
        &faults,
        "These rooms are functions over plain data; the caller reads files and clocks:",
    );
}
