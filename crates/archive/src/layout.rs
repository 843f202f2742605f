//! Where things lie: the storage root's own files, the objects' folders, and safe names for files from outside.
//!
//! The layout is OCFL extension 0003 (hash and id n-tuple): `ordskifte:abcd…` lies in `f3a/ordskifte%3aabcd…`, where
//! `f3a` begins the SHA-256 of the OCFL id. The 4,096 folders fill evenly: about 250 objects each at a million. Of the
//! layouts with small folders it is the one that all validators know.

use crate::identity::sha256;
use crate::{ArchiveError, disk};
use ordskifte_record::RecordId;
use std::path::{Path, PathBuf};

/// What OCFL ids begin with before the record id, which makes them URIs.
pub(crate) const ID_PREFIX: &str = "ordskifte:";
/// Declaration of the storage root.
pub(crate) const ROOT_DECLARATION: (&str, &str) = ("0=ocfl_1.1", "ocfl_1.1\n");
/// Declaration of every object.
pub(crate) const OBJECT_DECLARATION: (&str, &str) = ("0=ocfl_object_1.1", "ocfl_object_1.1\n");
/// The layout named for OCFL readers.
pub(crate) const LAYOUT: (&str, &str) = (
    "ocfl_layout.json",
    "{\n  \"extension\": \"0003-hash-and-id-n-tuple-storage-layout\",\n  \"description\": \"The object's folder is its \
     percent-encoded OCFL id, below a folder named by the first three digits of the id's SHA-256\"\n}\n",
);
/// The layout's folder under `extensions`.
pub(crate) const LAYOUT_EXTENSION: &str = "0003-hash-and-id-n-tuple-storage-layout";
/// The layout's parameters.
pub(crate) const LAYOUT_CONFIG: (&str, &str) = (
    "config.json",
    "{\n  \"extensionName\": \"0003-hash-and-id-n-tuple-storage-layout\",\n  \"digestAlgorithm\": \"sha256\",\n  \
     \"tupleSize\": 3,\n  \"numberOfTuples\": 1\n}\n",
);
/// What objects' folders begin with: the prefix of the ids, percent-encoded as the layout asks.
const FOLDER_PREFIX: &str = "ordskifte%3a";
/// Length of the name of a folder of objects.
const TUPLE: usize = 3;
/// The journal's folder under `extensions`.
pub(crate) const JOURNAL_EXTENSION: &str = "ordskifte-journal";
/// Longest sanitized file name, in bytes.
const NAME_LENGTH: usize = 80;

/// Where the layout's parameters lie.
pub(crate) fn layout_config(root: &Path) -> PathBuf {
    root.join("extensions").join(LAYOUT_EXTENSION).join(LAYOUT_CONFIG.0)
}

/// The folder of a record's object.
pub(crate) fn object_dir(root: &Path, id: &RecordId) -> PathBuf {
    let mut tuple = sha256(format!("{ID_PREFIX}{id}").as_bytes());
    tuple.truncate(TUPLE);
    root.join(tuple).join(format!("{FOLDER_PREFIX}{id}"))
}

/// Whether a name is that of a folder of objects.
pub(crate) fn is_tuple(name: &str) -> bool {
    name.len() == TUPLE && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The record whose object lies in a folder of this name, in the folder of objects named `tuple`; none when no object
/// lies there.
pub(crate) fn record_of(tuple: &str, name: &str) -> Option<RecordId> {
    let id: RecordId = name.strip_prefix(FOLDER_PREFIX)?.parse().ok()?;
    (object_dir(Path::new(""), &id) == Path::new(tuple).join(name)).then_some(id)
}

/// Makes the storage root where it is missing; its declaration comes last, so that half a root is made again.
pub(crate) fn prepare_root(root: &Path) -> Result<(), ArchiveError> {
    let declaration = root.join(ROOT_DECLARATION.0);
    if declaration.exists() {
        return Ok(());
    }
    disk::create_dir_all(&root.join("extensions").join(LAYOUT_EXTENSION))?;
    disk::create_dir_all(&root.join("extensions").join(JOURNAL_EXTENSION))?;
    disk::replace(&layout_config(root), LAYOUT_CONFIG.1.as_bytes())?;
    disk::replace(&root.join(LAYOUT.0), LAYOUT.1.as_bytes())?;
    disk::sync_tree(&root.join("extensions"))?;
    disk::replace(&declaration, ROOT_DECLARATION.1.as_bytes())
}

/// The logical (and content) name of the n-th original, from 0: a prefix keeps it apart from the archive's own files,
/// and only ASCII letters, digits, `.`, `-` and `_` of its name are kept (æ, ø and å become ae, o and a). The record
/// keeps the exact name.
pub(crate) fn original_name(index: usize, filename: &str) -> String {
    format!("original-{}-{}", index + 1, safe_name(filename))
}

fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for c in name.rsplit(['/', '\\']).next().unwrap_or(name).chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' => safe.push(c),
            'æ' | 'Æ' => safe.push_str("ae"),
            'ø' | 'Ø' => safe.push('o'),
            'å' | 'Å' => safe.push('a'),
            _ => safe.push('_'),
        }
    }
    // Nothing hidden, no `..`, and no end that some file systems strip.
    let safe = safe.trim_matches(['.', '_']);
    let (stem, extension) = safe.rsplit_once('.').unwrap_or((safe, ""));
    let extension = extension.get(..16).unwrap_or(extension);
    let room = NAME_LENGTH.saturating_sub(extension.len() + 1);
    let stem = stem.get(..room).unwrap_or(stem);
    match (stem, extension) {
        ("", "") => "file".to_owned(),
        (stem, "") => stem.to_owned(),
        (stem, extension) => format!("{stem}.{extension}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stay_readable() {
        assert_eq!(
            original_name(0, "Referat møte 3. mai.pdf"),
            "original-1-Referat_mote_3._mai.pdf"
        );
        assert_eq!(original_name(1, "../../etc/passwd"), "original-2-passwd");
        assert_eq!(original_name(0, "C:\\Brukere\\høring.docx"), "original-1-horing.docx");
        assert_eq!(original_name(0, ".."), "original-1-file");
        assert_eq!(original_name(0, ""), "original-1-file");
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder_or_is_too_long(name in any::<String>(), long in "[a-zæøå.]{0,600}") {
            for name in [name, long] {
                let safe = original_name(0, &name);
                prop_assert!(safe.len() <= NAME_LENGTH + "original-1-".len(), "{safe}");
                prop_assert!(safe.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{safe}");
                prop_assert!(!safe.ends_with('.'), "{safe}");
            }
        }
    }
}
