//! From a found file or line to its bytes.

use crate::chunk::{Item, MAX_FILE};
use crate::jsonl;
use ordskifte_archive::{minted, sha256};
use ordskifte_record::Stated;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Something read, before it is known whether it is new.
pub(crate) struct Loaded {
    /// Path, with `#id` for a line.
    pub(crate) source: String,
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub(crate) digest: String,
    /// For a line: what it states, and its text.
    pub(crate) line: Option<(Stated, String)>,
    pub(crate) path: PathBuf,
    /// For a line: its number, from 1.
    pub(crate) number: Option<u64>,
}

/// Reads the bytes of an item, and the fields of a line. Gives the source in any case, and why it could not be read.
pub(crate) fn load(item: Item) -> (String, Result<Loaded, String>) {
    match item {
        Item::File(path, _) => {
            let source = path.display().to_string();
            let loaded = read(&path).map(|bytes| Loaded {
                source: source.clone(),
                digest: sha256(&bytes),
                bytes,
                line: None,
                path,
                number: None,
            });
            (source, loaded)
        }
        Item::Line { path, number, bytes } => match jsonl::parse(&bytes) {
            Err(reason) => (
                format!("{}#{number}", path.display()),
                Err(format!("line {number}: {reason}")),
            ),
            Ok((stated, text)) => {
                let digest = sha256(&bytes);
                // A line without a key of its own is known by its bytes: its number changes with the lines before it.
                let key = stated
                    .id
                    .clone()
                    .or_else(|| minted(&digest).map(|id| id.to_string()))
                    .unwrap_or_else(|| number.to_string());
                let source = format!("{}#{key}", path.display());
                let loaded = Loaded {
                    source: source.clone(),
                    digest,
                    bytes,
                    line: Some((stated, text)),
                    path,
                    number: Some(number),
                };
                (source, Ok(loaded))
            }
        },
    }
}

/// A file's bytes. It may have grown since it was found, and is never read beyond the limit.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let gone = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "it was there and is gone".to_owned(),
        _ => error.to_string(),
    };
    let file = File::open(path).map_err(gone)?;
    let size = file.metadata().map_err(gone)?.len();
    let too_large = || format!("larger than the limit of {} MiB", MAX_FILE >> 20);
    if size > MAX_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    match bytes.len() as u64 {
        0 => Err("the file is empty".to_owned()),
        read if read > MAX_FILE => Err(too_large()),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_vanishes_before_it_is_read_says_so() {
        let path = std::env::temp_dir().join(format!("ordskifte-gone-{}", std::process::id()));
        let (source, loaded) = load(Item::File(path.clone(), 7));
        assert_eq!(source, path.display().to_string());
        assert_eq!(loaded.err().as_deref(), Some("it was there and is gone"));
    }
}
