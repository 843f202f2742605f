//! Digests of both sorts: SHA-512 in the inventories of new objects, SHA-256 in those of objects begun by early versions.

use super::damage::ocfl_py;
use super::{Fixture, amendment, assert_sound, put, version};
use crate::identity::{Algorithm, sha256};
use crate::inventory::{INVENTORY, Inventory, SIDECARS, version_name};
use crate::{Archive, Content, layout, verify};
use ordskifte_record::{Record, RecordId};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

fn object(f: &Fixture, id: &RecordId) -> PathBuf {
    layout::object_dir(&f.archive.root, id)
}

/// The inventory of an object, which is checked.
fn inventory(f: &Fixture, id: &RecordId) -> Inventory {
    Inventory::read(&object(f, id), id).expect("an inventory")
}

/// Makes an object one that an early version of the program has begun: SHA-256 in every inventory, and no fixity block.
fn age(f: &Fixture, id: &RecordId) {
    let object = object(f, id);
    let newest = f.archive.newest(id).expect("a record");
    let versions = (1..=newest).map(|number| object.join(version_name(number)));
    for folder in versions.chain([object.clone()]) {
        let mut inventory = Inventory::read(&folder, id).expect("an inventory");
        let digests: BTreeMap<String, String> = inventory
            .manifest
            .iter()
            .map(|(digest, paths)| (digest.clone(), sha256(&fs::read(object.join(&paths[0])).expect("read"))))
            .collect();
        let renamed = |map: &BTreeMap<String, Vec<String>>| {
            let entries = map
                .iter()
                .map(|(digest, paths)| (digests[digest].clone(), paths.clone()));
            entries.collect()
        };
        inventory.digest_algorithm = Algorithm::Sha256;
        inventory.fixity = crate::inventory::Fixity::default();
        inventory.manifest = renamed(&inventory.manifest);
        for version in inventory.versions.values_mut() {
            version.state = renamed(&version.state);
        }
        for name in [INVENTORY].iter().chain(&SIDECARS) {
            let _ = fs::remove_file(folder.join(name));
        }
        inventory.write(&[&folder]).expect("write");
    }
}

fn bytes_of(archive: &Archive, id: &RecordId, number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut file, _) = archive.original(id, Some(number), None).expect("original");
    file.read_to_end(&mut bytes).expect("read");
    bytes
}

#[test]
fn new_objects_have_sha_512_and_name_their_originals_by_sha_256_too() {
    let f = Fixture::new();
    let id = f.add(None, b"first", "a");
    f.add(Some(&id), b"second", "a");
    let object = object(&f, &id);
    for folder in [object.clone(), object.join("v1"), object.join("v2")] {
        assert!(folder.join("inventory.json.sha512").exists() && !folder.join("inventory.json.sha256").exists());
    }
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(object.join(INVENTORY)).expect("read")).expect("JSON");
    assert_eq!(json["digestAlgorithm"], "sha512");
    let manifest = json["manifest"].as_object().expect("a manifest");
    assert!(manifest.keys().all(|digest| digest.len() == 128), "{manifest:?}");
    let fixity = json["fixity"]["sha256"].as_object().expect("a fixity block");
    assert_eq!(fixity.len(), 2, "originals only: {fixity:?}");
    for (bytes, path) in [(&b"first"[..], "v1/content/"), (b"second", "v2/content/")] {
        let paths = fixity[&sha256(bytes)].as_array().expect("paths");
        assert!(paths[0].as_str().expect("a path").starts_with(path), "{paths:?}");
        let named = manifest[&Algorithm::Sha512.digest(bytes)].as_array().expect("paths");
        assert_eq!(named, paths);
    }
}

#[test]
fn an_object_begun_with_sha_256_is_read_checked_continued_copied_and_purged() {
    let f = Fixture::new();
    let (id, purged) = (f.add(None, b"first", "a"), f.add(None, b"harmful", "b"));
    let untouched = f.add(None, b"untouched", "c");
    f.add(Some(&id), b"second", "a");
    for id in [&id, &purged, &untouched] {
        age(&f, id);
        assert_eq!(inventory(&f, id).digest_algorithm, Algorithm::Sha256);
    }
    assert_sound(&f.archive);
    assert_eq!(bytes_of(&f.archive, &id, 1), b"first");
    let elsewhere = tempfile::tempdir().expect("tempdir");
    let copy = elsewhere.path().join("copy");
    f.archive.copy_to(&copy, &|_, _| ()).expect("copy");

    // Its next versions keep its algorithm, new originals, held ones and amendments alike; new objects have the new one.
    let batch = f.archive.begin(&f.lock).expect("batch");
    put(&batch, Some(&id), b"third", "a");
    batch.amend(&id, amendment(Record::default())).expect("amend");
    let mut again = version(Some(&id), b"better text", "a");
    again.originals[0].bytes = Content::Held(sha256(b"first"));
    assert_eq!(batch.put(again).expect("put").version, 5);
    batch.purge(&purged, "harm", "2026-11-23T05:00:00Z").expect("purge");
    let new = put(&batch, None, b"new", "d").id;
    batch.commit().expect("commit");
    for (id, algorithm) in [
        (&id, Algorithm::Sha256),
        (&untouched, Algorithm::Sha256),
        (&purged, Algorithm::Sha512),
        (&new, Algorithm::Sha512),
    ] {
        assert_eq!(inventory(&f, id).digest_algorithm, algorithm);
    }
    assert_sound(&f.archive);
    assert_eq!(bytes_of(&f.archive, &id, 3), b"third");
    assert_eq!(bytes_of(&f.archive, &id, 5), b"first");
    let ids = [&id, &purged, &untouched, &new].map(Clone::clone);
    if let Some((is_valid, said)) = ocfl_py(&f, &ids) {
        assert!(is_valid, "{said}");
    }

    // A copy follows, and a journal is made again from objects of both sorts. What a copy that was broken off left empty is
    // written again.
    let declaration = layout::object_dir(&copy.join("archive"), &untouched).join(layout::OBJECT_DECLARATION.0);
    fs::write(&declaration, "").expect("write");
    f.archive.copy_to(&copy, &|_, _| ()).expect("copy");
    let copied = Archive::open(&crate::DataFolder::open_existing(&copy).expect("folder")).expect("archive");
    assert_sound(&copied);
    assert!(copied.is_purged(&purged) && copied.newest(&id) == Some(5));
    let declared = fs::read_to_string(&declaration).expect("read");
    assert_eq!(declared, layout::OBJECT_DECLARATION.1);
    fs::remove_file(crate::journal::path(&f.archive.root)).expect("remove");
    let rebuilt = Archive::open(&f.folder).expect("archive");
    assert_eq!(
        rebuilt.find_bytes(&sha256(b"third")).map(|held| held.id),
        Some(id.clone())
    );
    assert_eq!(bytes_of(&rebuilt, &new, 1), b"new");
}

#[test]
fn a_changed_byte_is_found_with_either_algorithm() {
    for is_old in [false, true] {
        let f = Fixture::new();
        let id = f.add(None, b"first", "a");
        if is_old {
            age(&f, &id);
        }
        let damage = |path: &Path, what: &str| {
            let whole = fs::read(path).expect("read");
            let mut bytes = whole.clone();
            bytes[0] ^= 1;
            fs::write(path, &bytes).expect("write");
            let report = verify(&f.archive, &|_| ()).expect("verify");
            assert!(!report.faults.is_empty(), "{what}, old: {is_old}");
            fs::write(path, &whole).expect("write");
        };
        let v1 = object(&f, &id).join("v1");
        let sidecar = v1.join(inventory(&f, &id).sidecar());
        for path in [v1.join(INVENTORY), sidecar, v1.join("content/record.json")] {
            damage(&path, &path.display().to_string());
        }
        assert_sound(&f.archive);
    }
}

/// What the caller says of the bytes' digest is checked like all else.
#[test]
fn a_wrong_name_of_an_original_is_found() {
    let f = Fixture::new();
    let batch = f.archive.begin(&f.lock).expect("batch");
    let mut lie = version(None, b"first", "a");
    lie.originals[0].sha256 = Some(sha256(b"other"));
    batch.put(lie).expect("put");
    batch.commit().expect("commit");
    let report = verify(&f.archive, &|_| ()).expect("verify");
    assert!(!report.faults.is_empty(), "{report:?}");
}

#[test]
fn an_inventory_of_another_algorithm_than_its_sidecar_is_refused() {
    let f = Fixture::new();
    let id = f.add(None, b"first", "a");
    let object = object(&f, &id);
    let bytes = fs::read(object.join(INVENTORY)).expect("read");
    fs::remove_file(object.join("inventory.json.sha512")).expect("remove");
    let sidecar = format!("{} {INVENTORY}\n", sha256(&bytes));
    fs::write(object.join("inventory.json.sha256"), sidecar).expect("write");
    let error = Inventory::read(&object, &id).expect_err("two algorithms");
    assert!(error.to_string().contains("another algorithm"), "{error}");
    assert!(!verify(&f.archive, &|_| ()).expect("verify").faults.is_empty());
}
