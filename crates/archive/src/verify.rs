//! Fixity: every byte against its digest.

use crate::inventory::{Inventory, PREFIX};
use crate::{Archive, ArchiveError};
use data_encoding::HEXLOWER;
use ordskifte_record::RecordId;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Objects checked.
    pub objects: u64,
    /// Files whose digest was computed.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Something wrong with one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Record.
    pub id: String,
    /// File in the object, where one is at fault.
    pub path: String,
    /// What is wrong.
    pub reason: String,
}

/// Checks every object; `progress` is told the number checked so far.
pub fn verify(archive: &Archive, progress: &dyn Fn(u64)) -> VerifyReport {
    let mut report = VerifyReport::default();
    for id in archive.ids() {
        let object = archive.object(&id);
        let mut faults = Vec::new();
        if let Err(error) = check(&object, &id, &mut report, &mut faults) {
            faults.push((String::new(), error.to_string()));
        }
        report.faults.extend(faults.into_iter().map(|(path, reason)| Fault {
            id: id.to_string(),
            path,
            reason,
        }));
        report.objects += 1;
        progress(report.objects);
    }
    report
}

type Faults = Vec<(String, String)>;

fn check(object: &Path, id: &RecordId, report: &mut VerifyReport, faults: &mut Faults) -> Result<(), ArchiveError> {
    let inventory = Inventory::read(object)?;
    if inventory.id != format!("{PREFIX}{id}") {
        faults.push(("inventory.json".to_owned(), format!("it is of object {}", inventory.id)));
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (digest, paths) in &inventory.manifest {
        for path in paths {
            known.insert(path);
            match hash(&object.join(path)) {
                Ok((found, size)) => {
                    report.files += 1;
                    report.bytes += size;
                    if found != *digest {
                        faults.push((path.clone(), format!("its bytes have the digest {found}, not {digest}")));
                    }
                }
                Err(error) => faults.push((path.clone(), error.to_string())),
            }
        }
    }
    for number in 1..=inventory.head_number() {
        for logical in ["record.json", "text.txt"] {
            if inventory.digest_of(number, logical).is_none() {
                faults.push((format!("v{number}"), format!("{logical} is missing")));
            }
        }
        strays(object, &object.join(format!("v{number}/content")), &known, faults);
    }
    Ok(())
}

/// Files that no manifest names.
fn strays(object: &Path, folder: &Path, known: &BTreeSet<&str>, faults: &mut Faults) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            strays(object, &path, known, faults);
        } else if let Some(relative) = path.strip_prefix(object).ok().and_then(Path::to_str)
            && !known.contains(relative)
        {
            faults.push((relative.to_owned(), "no inventory names this file".to_owned()));
        }
    }
}

fn hash(path: &Path) -> Result<(String, u64), ArchiveError> {
    let mut file = File::open(path).map_err(ArchiveError::io(path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        let read = file.read(&mut buffer).map_err(ArchiveError::io(path))?;
        if read == 0 {
            return Ok((HEXLOWER.encode(&hasher.finalize()), size));
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        size += read as u64;
    }
}
