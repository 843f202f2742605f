//! What is damaged is told, never served or copied as if it were whole; who may read a folder is a matter of rights, not damage.

use crate::ordskifte;
use ordskifte_testkit::Ordskifte;
use std::path::{Path, PathBuf};

/// A record of a text in a file; its id.
fn ingest(program: &Ordskifte, name: &str, text: &str) -> String {
    let file = program.file(name, text);
    let report = program.json(0, ["ingest", "--json", file.to_str().expect("UTF-8")]);
    report["added"][0]["id"].as_str().expect("an id").to_owned()
}

/// The file of a record below a folder.
fn held(folder: &Path, id: &str, name: &str) -> PathBuf {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    let mut paths = files.map(walkdir::DirEntry::into_path);
    paths
        .find(|path| path.ends_with(name) && path.display().to_string().contains(id))
        .expect("the file")
}

/// Changes one bit.
fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).expect("readable");
    bytes[3] ^= 1;
    std::fs::write(path, bytes).expect("writable");
}

#[test]
fn a_damaged_original_is_not_served() {
    let program = ordskifte();
    let id = ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    let server = program.serve();
    let address = format!("/records/{id}/original");
    assert_eq!(server.get(&address).status, 200);
    let record = program.json(0, ["show", "--json", &id]);
    let size = record["originals"][0]["size"].as_u64().expect("a size");
    let objects = walkdir::WalkDir::new(program.data().join("archive"))
        .into_iter()
        .flatten();
    let original = objects.map(walkdir::DirEntry::into_path).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        path.is_file() && name.ends_with("a.txt") && path.metadata().is_ok_and(|data| data.len() == size)
    });
    flip(&original.expect("the original"));
    let answer = server.get(&address);
    assert_eq!(answer.status, 500);
    assert!(!answer.text().contains("kvikks"), "{}", answer.text());
}

#[test]
fn a_backup_tells_what_is_damaged_and_keeps_what_it_has_of_it() {
    let program = ordskifte();
    let whole = ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    let changed = ingest(&program, "b.txt", "Notat om ferjer i 2019.\n");
    let lost = ingest(&program, "c.txt", "Notat om skoler i 2019.\n");
    flip(&held(&program.data(), &changed, "text.txt"));
    std::fs::remove_file(held(&program.data(), &lost, "provenance.json")).expect("removed");
    let copy = program.path("copy");
    let backup = |code: i32| {
        let done = program.run(["backup", copy.to_str().expect("UTF-8")]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{said}");
        said
    };
    let said = backup(1);
    assert!(said.contains("1 record, 1 version copied"), "{said}");
    for id in [&changed, &lost] {
        assert!(said.contains(&format!("{id} is damaged and was not copied")), "{said}");
    }
    assert!(!said.contains(&format!("{whole} is damaged")), "{said}");
    // Mended, the next backup has it.
    flip(&held(&program.data(), &changed, "text.txt"));
    let said = backup(1);
    assert!(said.contains("2 records, 1 version copied"), "{said}");
    // What the copy has is not lost to damage here.
    let inventory = held(&program.data(), &whole, "v1/inventory.json.sha512");
    flip(&inventory);
    let said = backup(1);
    assert!(said.contains(&format!("{whole} is damaged")), "{said}");
    let other = ordskifte();
    let restored = other.run(["restore", copy.to_str().expect("UTF-8")]);
    assert_eq!(restored.status.code(), Some(1), "one record is missing: {restored:?}");
    assert!(other.expect(0, ["show", &whole]).contains("kvikksølv"));
}

#[test]
fn a_backup_goes_elsewhere_and_takes_the_files_of_people_along() {
    let program = ordskifte();
    ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    let data = program.data();
    std::fs::write(data.join("synonyms.toml"), "").expect("written");
    program.expect(0, ["watch", "add", "ferjer", "ferje"]);
    for folder in [data.clone(), data.join("kopi"), data.join("archive/kopi")] {
        let refused = program.run(["backup", folder.to_str().expect("UTF-8")]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(said.contains("name a folder elsewhere"), "{said}");
    }
    assert!(!data.join("kopi").exists());
    let copy = program.path("copy");
    program.expect(0, ["backup", copy.to_str().expect("UTF-8")]);
    let other = ordskifte();
    other.expect(0, ["restore", copy.to_str().expect("UTF-8")]);
    for name in ["synonyms.toml", "watches.json"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("there");
        assert_eq!(read(&copy), read(&data), "{name}");
        assert_eq!(read(&other.data()), read(&data), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_may_read_the_archive_may_read_the_index() {
    use std::os::unix::fs::PermissionsExt;
    let program = ordskifte();
    ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
    let usual = mode(&program.data().join("ordskifte.toml"));
    let files = walkdir::WalkDir::new(program.data().join("search"))
        .into_iter()
        .flatten();
    let files: Vec<PathBuf> = files
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.is_file())
        .collect();
    assert!(files.iter().any(|path| path.ends_with("meta.json")));
    for file in files {
        assert_eq!(mode(&file), usual, "{}", file.display());
    }
}

#[test]
fn verify_says_what_to_do_about_strays_and_synonyms() {
    let program = ordskifte();
    ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    std::fs::write(program.data().join("archive/fremmed.txt"), "x").expect("written");
    std::fs::write(program.data().join("synonyms.toml"), "[[group]\nwords = 1\n").expect("written");
    let done = program.run(["verify"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(
        said.contains("archive/fremmed.txt") && said.contains("move it out of the archive"),
        "{said}"
    );
    assert!(!said.contains("backup") && !said.contains("\\n"), "{said}");
}

#[test]
fn an_index_that_lags_behind_is_brought_up_without_what_is_damaged() {
    let program = ordskifte();
    let first = ingest(&program, "a.txt", "Notat om kvikksølv i 2019.\n");
    let search = program.data().join("search");
    let kept = program.path("kept");
    let copy = |from: &Path, to: &Path| {
        let status = std::process::Command::new("cp").arg("-r").args([from, to]).status();
        assert!(status.expect("cp").success());
    };
    copy(&search, &kept);
    let damaged = ingest(&program, "b.txt", "Notat om ferjer i 2019.\n");
    let whole = ingest(&program, "c.txt", "Notat om skoler i 2019.\n");
    // An older version that the index has is not what the record is now.
    let values = program.file("restricted.toml", "access = \"restricted\"\n");
    let reason = [values.to_str().expect("UTF-8"), "--reason", "Ved en feil"];
    let amended = program.run([&["amend", &first][..], &reason].concat());
    assert!(amended.status.success(), "{}", String::from_utf8_lossy(&amended.stderr));
    std::fs::remove_dir_all(&search).expect("removed");
    copy(&kept, &search);
    for id in [&first, &damaged] {
        for name in ["record.json", "text.txt"] {
            let files = walkdir::WalkDir::new(program.data().join("archive"))
                .into_iter()
                .flatten();
            let paths = files.map(walkdir::DirEntry::into_path);
            paths
                .filter(|path| path.ends_with(name) && path.display().to_string().contains(id.as_str()))
                .for_each(|path| flip(&path));
        }
    }
    let file = program.file("d.txt", "Notat om bruer i 2019.\n");
    let done = program.run(["ingest", file.to_str().expect("UTF-8")]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("1 added"), "{said}");
    for id in [&first, &damaged] {
        assert!(
            said.contains(&format!("{id} cannot be read and is in no answer")),
            "{said}"
        );
    }
    for (word, total) in [("kvikksølv", 0), ("ferjer", 0), ("skoler", 1), ("bruer", 1)] {
        assert_eq!(
            program.json(0, ["search", "--format", "json", word])["total"],
            total,
            "{word}, {whole}"
        );
    }
}
