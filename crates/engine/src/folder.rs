//! The folder of the search index: numbered folders, and a file `current` that names the one in use.
//!
//! A rebuild fills a new number and then renames a new `current` into place: until then, and after a crash, the
//! old one serves.

use crate::error::EngineError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const CURRENT: &str = "current";

/// The numbered folder.
pub(crate) fn numbered(dir: &Path, number: u32) -> PathBuf {
    dir.join(number.to_string())
}

/// The file that names the one in use.
pub(crate) fn current_file(dir: &Path) -> PathBuf {
    dir.join(CURRENT)
}

/// The number in use; `None` when there is no index yet.
pub(crate) fn current(dir: &Path) -> Result<Option<u32>, EngineError> {
    let path = current_file(dir);
    match fs::read_to_string(&path) {
        // Exactly as it was written: a byte that changed is damage, whether or not it can still be read.
        Ok(text) => match text.trim_end().parse() {
            Ok(number) if text == line(number) => Ok(Some(number)),
            _ => Err(EngineError::Damaged {
                detail: format!("{} names no folder", path.display()),
            }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EngineError::io("cannot read", &path)(error)),
    }
}

/// Makes a new folder with a number above all that exist.
pub(crate) fn make_next(dir: &Path) -> Result<u32, EngineError> {
    fs::create_dir_all(dir).map_err(EngineError::io("cannot make folder", dir))?;
    let used = numbers(dir)?.into_iter().max().unwrap_or(0);
    let number = used.max(current(dir).ok().flatten().unwrap_or(0)) + 1;
    let path = numbered(dir, number);
    fs::create_dir(&path).map_err(EngineError::io("cannot make folder", &path))?;
    Ok(number)
}

/// What `current` holds.
fn line(number: u32) -> String {
    format!("{number}\n")
}

/// Puts a number in use, durably.
pub(crate) fn switch(dir: &Path, number: u32) -> Result<(), EngineError> {
    replace(dir, Path::new(CURRENT), line(number).as_bytes())
        .map_err(EngineError::io("cannot write", &current_file(dir)))
}

/// Replaces a file of a folder as a whole, durably, with the rights that the process gives new files. No file is written by
/// two at once.
pub(crate) fn replace(dir: &Path, name: &Path, data: &[u8]) -> io::Result<()> {
    let path = dir.join(name);
    let mut draft = path.clone().into_os_string();
    draft.push(".new");
    let mut file = File::create(&draft)?;
    file.write_all(data)?;
    file.sync_all()?;
    fs::rename(&draft, &path)?;
    File::open(dir)?.sync_all()
}

/// Removes numbered folders other than `keep`: what a switch or an interrupted rebuild left behind.
pub(crate) fn remove_others(dir: &Path, keep: u32) -> Result<(), EngineError> {
    for number in numbers(dir)?.into_iter().filter(|number| *number != keep) {
        let path = numbered(dir, number);
        fs::remove_dir_all(&path).map_err(EngineError::io("cannot remove", &path))?;
    }
    Ok(())
}

fn numbers(dir: &Path) -> Result<Vec<u32>, EngineError> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).map_err(EngineError::io("cannot list", dir))? {
        let entry = entry.map_err(EngineError::io("cannot list", dir))?;
        out.extend(entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    }
    Ok(out)
}
