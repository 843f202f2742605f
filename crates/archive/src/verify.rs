//! Fixity: every byte against its digest, and the archive's parts against each other.

use crate::archive::{FLOW, PROVENANCE, RECORD, TEXT};
use crate::catalog::VersionInfo;
use crate::identity::{Algorithm, mint, unhex};
use crate::inventory::{INVENTORY, Inventory, SIDECARS, version_name};
use crate::layout::{self, ID_PREFIX, OBJECT_DECLARATION};
use crate::original::hash_file;
use crate::{Archive, ArchiveError, rebuild};
use ordskifte_record::{Record, RecordId};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often what was found is looked at again while another process writes, and how long apart.
const RECHECKS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(300);

/// What was checked and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Objects checked.
    pub objects: u64,
    /// Content files whose digest was computed.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong, in order of ids; that of the archive as a whole first.
    pub faults: Vec<Fault>,
}

/// What sort of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultCode {
    /// Something is not as it was written.
    Damaged,
    /// A command was broken off behind its commit, and what it began is not finished.
    Unfinished,
    /// Something lies in the archive that is none of it.
    Stray,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The record; `None` for the archive as a whole.
    pub id: Option<RecordId>,
    /// The file or folder at fault, relative to the data folder.
    pub path: String,
    /// What is wrong.
    pub reason: String,
    /// What sort of thing.
    pub code: FaultCode,
}

/// How far verification has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyProgress {
    /// Objects checked.
    pub done: u64,
    /// Objects to check.
    pub total: u64,
}

/// What to verify.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyOptions {
    /// Check only so many objects, spread evenly over the ids.
    pub sample: Option<usize>,
    /// Check only records with a version archived at or after this time, RFC 3339 in UTC.
    pub since: Option<String>,
}

/// Checks every object, in parallel; see [`verify_with`].
pub fn verify(archive: &Archive, progress: &(dyn Fn(VerifyProgress) + Sync)) -> Result<VerifyReport, ArchiveError> {
    verify_with(archive, &VerifyOptions::default(), progress)
}

/// Checks the storage root's own files, the journal, and the objects chosen: their declarations, inventories and
/// digests, that they hold what the journal says and no file besides, and that the ids are those of their bytes.
/// `progress` is called after each object, from several threads.
pub fn verify_with(
    archive: &Archive,
    options: &VerifyOptions,
    progress: &(dyn Fn(VerifyProgress) + Sync),
) -> Result<VerifyReport, ArchiveError> {
    archive.refresh()?;
    let (known, mut faults) = check_whole(archive)?;
    let chosen = choose(archive, known.into_iter().collect(), options);
    let done = AtomicU64::new(0);
    let total = chosen.len() as u64;
    let mut checks: Vec<Check<'_>> = chosen
        .into_par_iter()
        .map(|id| {
            let mut check = Check::new(archive, id);
            check.run();
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress(VerifyProgress { done, total });
            check
        })
        .collect();
    // What a writer moves into place meanwhile looks like damage, and no longer does when it is looked at again.
    for _ in 0..RECHECKS {
        let is_clean = faults.is_empty() && checks.iter().all(|check| check.faults.is_empty());
        if is_clean || !archive.is_committing() && !archive.refresh()? {
            break;
        }
        std::thread::sleep(PAUSE);
        archive.refresh()?;
        faults = check_whole(archive)?.1;
        for check in checks.iter_mut().filter(|check| !check.faults.is_empty()) {
            let mut again = Check::new(archive, check.id.clone());
            again.run();
            check.faults = again.faults;
        }
    }
    let mut report = VerifyReport {
        objects: total,
        ..VerifyReport::default()
    };
    for check in checks {
        report.files += check.files;
        report.bytes += check.bytes;
        faults.extend(check.faults);
    }
    tell_unfinished(archive, &mut faults);
    faults.sort();
    faults.dedup();
    report.faults = faults;
    Ok(report)
}

/// What is to be checked, and the faults of the archive as a whole.
fn check_whole(archive: &Archive) -> Result<(BTreeSet<RecordId>, Vec<Fault>), ArchiveError> {
    let mut known: BTreeSet<RecordId> = archive.ids().into_iter().collect();
    let mut faults = check_root(archive)?;
    for id in rebuild::object_ids(&archive.root)? {
        if known.insert(id.clone()) {
            let object = layout::object_dir(&archive.root, &id);
            let reason = "the journal does not know this object";
            faults.push(fault(archive, Some(&id), &object, reason));
        }
    }
    Ok((known, faults))
}

fn choose(archive: &Archive, ids: Vec<RecordId>, options: &VerifyOptions) -> Vec<RecordId> {
    let is_since = |info: &VersionInfo| {
        let since = options.since.as_ref();
        since.is_none_or(|since| {
            match (
                info.archived_at.parse::<jiff::Timestamp>(),
                since.parse::<jiff::Timestamp>(),
            ) {
                (Ok(at), Ok(since)) => at >= since,
                _ => true,
            }
        })
    };
    let ids: Vec<RecordId> = ids
        .into_iter()
        .filter(|id| options.since.is_none() || archive.versions(id).iter().any(is_since))
        .collect();
    match options.sample {
        Some(sample) if sample < ids.len() => {
            let step = ids.len() as f64 / sample.max(1) as f64;
            (0..sample)
                .filter_map(|index| ids.get((index as f64 * step) as usize).cloned())
                .collect()
        }
        _ => ids,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "texts and errors are passed alike")]
fn fault(archive: &Archive, id: Option<&RecordId>, path: &Path, reason: impl ToString) -> Fault {
    let relative = path.strip_prefix(archive.folder.dir()).unwrap_or(path);
    Fault {
        id: id.cloned(),
        path: relative.display().to_string(),
        reason: reason.to_string(),
        code: FaultCode::Damaged,
    }
}

/// Something that is none of the archive.
fn stray(archive: &Archive, id: Option<&RecordId>, path: &Path, reason: &str) -> Fault {
    Fault {
        code: FaultCode::Stray,
        ..fault(archive, id, path, reason)
    }
}

/// Tells what a command began and nobody finishes, once, in the place of how the records that it is of look until then.
fn tell_unfinished(archive: &Archive, faults: &mut Vec<Fault>) {
    if archive.folder.is_written() {
        return;
    }
    for (batch, ids) in archive.unfinished() {
        faults.retain(|fault| !fault.id.as_ref().is_some_and(|id| ids.contains(id)));
        let reason = format!(
            "a command that changed {} record{} was broken off behind its commit",
            ids.len(),
            if ids.len() == 1 { "" } else { "s" }
        );
        faults.push(Fault {
            code: FaultCode::Unfinished,
            ..fault(archive, None, &batch, reason)
        });
    }
}

/// Checks what belongs to no object.
fn check_root(archive: &Archive) -> Result<Vec<Fault>, ArchiveError> {
    let root = &archive.root;
    let mut faults = Vec::new();
    let journal = crate::journal::path(root);
    let is_batch_unfinished = fs::read_dir(archive.folder.staging_dir()).is_ok_and(|mut left| left.next().is_some());
    if let Some(damage) = archive.journal_damage() {
        faults.push(fault(archive, None, &journal, damage));
    } else if let Err(reason) = crate::journal::check(root, is_batch_unfinished) {
        faults.push(fault(archive, None, &journal, reason));
    }
    match archive.folder.check_closely() {
        Ok(()) => {}
        Err(ArchiveError::Damaged { path, reason }) => faults.push(fault(archive, None, &path, reason)),
        Err(error) => faults.push(fault(archive, None, &archive.folder.marker(), error)),
    }
    let fixed = [
        (root.join(layout::ROOT_DECLARATION.0), layout::ROOT_DECLARATION.1),
        (root.join(layout::LAYOUT.0), layout::LAYOUT.1),
        (layout::layout_config(root), layout::LAYOUT_CONFIG.1),
    ];
    for (path, text) in &fixed {
        if fs::read(path).map_or(true, |bytes| bytes != text.as_bytes()) {
            faults.push(fault(archive, None, path, "it does not hold what it should"));
        }
    }
    let expected: BTreeSet<_> = fixed.iter().map(|(path, _)| path.clone()).chain([journal]).collect();
    for entry in fs::read_dir(root).map_err(ArchiveError::io(root))? {
        let path = entry.map_err(ArchiveError::io(root))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && layout::is_tuple(name) {
            for object in fs::read_dir(&path).map_err(ArchiveError::io(&path))? {
                let object = object.map_err(ArchiveError::io(&path))?.path();
                let object_name = object.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                if layout::record_of(name, object_name).is_none() {
                    faults.push(stray(archive, None, &object, "this is no object's folder"));
                }
            }
        } else if name == "extensions" {
            let mut files = Vec::new();
            list(&path, &mut files)?;
            let strays = files.iter().filter(|file| !expected.contains(*file));
            faults.extend(strays.map(|file| stray(archive, None, file, "the archive knows no such file")));
        } else if !expected.contains(&path) {
            faults.push(stray(archive, None, &path, "the archive knows no such file"));
        }
    }
    Ok(faults)
}

/// Notes the files of a folder's inventory; of one that cannot be read, whatever its digest may be called.
fn expect_inventory(expected: &mut BTreeSet<std::path::PathBuf>, folder: &Path, inventory: Option<&Inventory>) {
    expected.insert(folder.join(INVENTORY));
    match inventory {
        Some(inventory) => expected.extend([folder.join(inventory.sidecar())]),
        None => expected.extend(SIDECARS.map(|name| folder.join(name))),
    }
}

/// All files below a folder.
fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> Result<(), ArchiveError> {
    for entry in fs::read_dir(folder).map_err(ArchiveError::io(folder))? {
        let path = entry.map_err(ArchiveError::io(folder))?.path();
        if path.is_dir() && !path.is_symlink() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The check of one object.
struct Check<'a> {
    archive: &'a Archive,
    id: RecordId,
    files: u64,
    bytes: u64,
    faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    fn new(archive: &'a Archive, id: RecordId) -> Self {
        Self {
            archive,
            id,
            files: 0,
            bytes: 0,
            faults: Vec::new(),
        }
    }

    fn report(&mut self, path: &Path, reason: impl ToString) {
        self.faults.push(fault(self.archive, Some(&self.id), path, reason));
    }

    fn run(&mut self) {
        let object = layout::object_dir(&self.archive.root, &self.id);
        if let Err(error) = self.object(&object) {
            self.fail(&object, &error);
        }
    }

    /// Reports an error where it happened, without what to do about it: whoever verifies is told that once.
    fn fail(&mut self, path: &Path, error: &ArchiveError) {
        match error {
            ArchiveError::Damaged { path, reason } => self.report(path, reason),
            ArchiveError::Io { path, source } => self.report(path, source),
            _ => self.report(path, error),
        }
    }

    fn object(&mut self, object: &Path) -> Result<(), ArchiveError> {
        let declaration = object.join(OBJECT_DECLARATION.0);
        if fs::read(&declaration).map_or(true, |bytes| bytes != OBJECT_DECLARATION.1.as_bytes()) {
            self.report(&declaration, "it does not hold what it should");
        }
        let versions = self.archive.versions(&self.id);
        // A root inventory that is damaged still leaves the versions' own to check.
        let mut expected = BTreeSet::from([declaration]);
        let root = Inventory::read(object, &self.id);
        expect_inventory(&mut expected, object, root.as_ref().ok());
        let mut newest = None;
        for info in &versions {
            let folder = object.join(version_name(info.number));
            let read = Inventory::read(&folder, &self.id);
            expect_inventory(&mut expected, &folder, read.as_ref().ok());
            match read {
                Ok(inventory) => {
                    self.version(object, &inventory, info);
                    newest = Some(inventory);
                }
                Err(error) => self.fail(&folder.join(INVENTORY), &error),
            }
        }
        match (&root, &newest) {
            (Err(error), _) => self.fail(&object.join(INVENTORY), error),
            (Ok(root), Some(newest)) if root != newest => {
                self.report(&object.join(INVENTORY), "it differs from the newest version's");
            }
            _ => {}
        }
        if let Some(inventory) = newest.or(root.ok()) {
            self.content(object, &inventory, &mut expected);
        }
        let mut files = Vec::new();
        list(object, &mut files)?;
        for file in files.iter().filter(|file| !expected.contains(*file)) {
            self.faults.push(stray(
                self.archive,
                Some(&self.id),
                file,
                "no inventory names this file",
            ));
        }
        Ok(())
    }

    /// Digests of all content.
    fn content(&mut self, object: &Path, inventory: &Inventory, expected: &mut BTreeSet<std::path::PathBuf>) {
        let is_sha256 = inventory.digest_algorithm == Algorithm::Sha256;
        for (digest, paths) in &inventory.manifest {
            for path in paths {
                let sha256 = if is_sha256 {
                    Some(digest.as_str())
                } else {
                    inventory.fixity_of(path)
                };
                let sha512 = (!is_sha256).then_some(digest.as_str());
                let path = object.join(path);
                match hash_file(&path, sha256.is_some(), sha512.is_some()) {
                    Ok(read) => {
                        self.files += 1;
                        self.bytes += read.size;
                        if (read.sha256.as_deref(), read.sha512.as_deref()) != (sha256, sha512) {
                            self.report(&path, "it does not match its digest");
                        }
                    }
                    Err(error) => self.fail(&path, &error),
                }
                expected.insert(path);
            }
        }
    }

    /// A version's inventory against the journal and its record.
    fn version(&mut self, object: &Path, inventory: &Inventory, info: &VersionInfo) {
        let path = object.join(version_name(info.number)).join(INVENTORY);
        if inventory.id != format!("{ID_PREFIX}{}", self.id) || inventory.head_number() != info.number {
            self.report(&path, format!("it is of {} {}", inventory.id, inventory.head));
        }
        for logical in [RECORD, FLOW, TEXT, PROVENANCE] {
            if inventory.find(info.number, logical).is_none() {
                self.report(&path, format!("it has no {logical}"));
            }
        }
        let is_purged = self.archive.is_purged(&self.id);
        for digest in info.sha256s.iter().filter(|_| !is_purged) {
            if !inventory.has(info.number, digest) {
                self.report(&path, format!("it lacks the original {digest} that the journal names"));
            }
        }
        if let Err(error) = self.record(object, inventory, info) {
            self.fail(&path, &error);
        }
    }

    fn record(&mut self, object: &Path, inventory: &Inventory, info: &VersionInfo) -> Result<(), ArchiveError> {
        let Some((_, relative)) = inventory.find(info.number, RECORD) else {
            return Ok(());
        };
        let path = object.join(relative);
        let bytes = fs::read(&path).map_err(ArchiveError::io(&path))?;
        let record: Record = serde_json::from_slice(&bytes).map_err(|error| ArchiveError::damaged(&path, error))?;
        if record.id.as_ref() != Some(&self.id) || record.version != info.number {
            self.report(&path, "its id or version is another one's");
        }
        if !record
            .originals
            .iter()
            .map(|original| &original.sha256)
            .eq(&info.sha256s)
        {
            self.report(&path, "its originals are not those of the journal");
        }
        let first = record.originals.first().and_then(|original| unhex(&original.sha256));
        // Later attempts are for ids that were taken: a few are enough to believe.
        let is_minted = first.is_some_and(|hash| (0..8).any(|attempt| mint(&hash, attempt).as_ref() == Some(&self.id)));
        if info.number == 1 && !is_minted {
            self.report(&path, "the id is not that of its first original");
        }
        Ok(())
    }
}
