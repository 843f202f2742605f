//! ZIP archives of documents.

use super::{Part, check_count};
use crate::builder::Builder;
use crate::{ExtractError, Extraction, Options};
use ordskifte_record::BlockKind;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// What small files may swell to whatever the ratio.
const FREE: u64 = 1 << 20;

/// Takes the files out of an archive; its own text is the list of their names.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::damaged("ZIP archive", error))?;
    let mut parts = Vec::new();
    let mut left = options.limits.inflated;
    for index in 0..archive.len() {
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            Some(Err(_)) | None => format!("vedlegg-{}", index + 1),
        };
        if is_litter(&name) {
            continue;
        }
        check_count(parts.len() + 1, options)?;
        if leads_out(&name) {
            parts.push(Part {
                name: name.replace('\\', "/"),
                refused: Some("its name leads out of the archive".to_owned()),
                ..Part::default()
            });
            continue;
        }
        let file = match options.password {
            Some(password) => archive.by_index_decrypt(index, password.as_bytes()),
            None => archive.by_index(index),
        };
        let taken = file
            .map_err(|error| error.to_string())
            .and_then(|file| inflate(file, &mut left, options.limits.ratio));
        let (bytes, refused) = match taken {
            Ok(bytes) => (bytes, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        parts.push(Part {
            name: name.replace('\\', "/"),
            media_type: None,
            refused,
            bytes,
        });
    }
    if parts.is_empty() {
        return Err(ExtractError::NoText);
    }
    let mut builder = Builder::default();
    for part in &parts {
        builder.push(BlockKind::ListItem, Some(1), &part.name);
    }
    Ok(Extraction {
        text: builder.finish(),
        parts,
        ..Extraction::default()
    })
}

/// Folders, and what systems leave in archives unasked.
fn is_litter(name: &str) -> bool {
    name.ends_with(['/', '\\'])
        || name
            .split(['/', '\\'])
            .any(|step| step == "__MACOSX" || is_hidden(step) || step == "Thumbs.db" || step == "desktop.ini")
}

fn is_hidden(step: &str) -> bool {
    step.starts_with('.') && step != "." && step != ".."
}

/// Whether unpacking a file by its name would put it elsewhere than into the archive's own folder.
fn leads_out(name: &str) -> bool {
    name.split(['/', '\\']).any(|step| step == "..")
}

fn inflate(file: ZipFile<'_, Cursor<&[u8]>>, left: &mut u64, ratio: u64) -> Result<Vec<u8>, String> {
    let allowed = file.compressed_size().saturating_mul(ratio).saturating_add(FREE);
    let limit = allowed.min(*left);
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(if allowed < *left {
            format!("it swells to more than {ratio} times its compressed size")
        } else {
            "the archive swells beyond its limit".to_owned()
        });
    }
    *left -= size;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, extract};
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_come_out_without_litter() {
        let bytes = archive(&[
            ("svar/høring.txt", b"Hei"),
            ("__MACOSX/svar/._x", b"x"),
            (".DS_Store", b"x"),
        ]);
        let read = extract(&bytes, &Options::default()).unwrap();
        assert_eq!(read.parts.len(), 1);
        assert_eq!(read.parts[0].name, "svar/høring.txt");
        assert_eq!(read.parts[0].bytes, b"Hei");
        assert_eq!(read.text.media_type, "application/zip");
        assert!(read.text.flow_text().contains("høring.txt"));
    }

    #[test]
    fn names_that_lead_out_are_refused_with_their_reason() {
        let bytes = archive(&[("../../ut.txt", b"Hei"), ("./inne.txt", b"Hei"), ("a/.skjult", b"x")]);
        let read = extract(&bytes, &Options::default()).unwrap();
        let names: Vec<&str> = read.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["../../ut.txt", "./inne.txt"]);
        assert!(read.parts[0].bytes.is_empty());
        assert!(read.parts[0].refused.as_deref().unwrap().contains("leads out"));
        assert_eq!(read.parts[1].refused, None);
    }

    #[test]
    fn what_swells_too_much_is_refused_with_its_reason_and_the_rest_is_kept() {
        let zeros = vec![0; 8 << 20];
        let bytes = archive(&[("bombe.bin", &zeros), ("brev.txt", b"Hei")]);
        let read = extract(&bytes, &Options::default()).unwrap();
        assert!(read.parts[0].bytes.is_empty());
        assert!(read.parts[0].refused.as_deref().unwrap().contains("100 times"));
        assert_eq!(read.parts[1].refused, None);
    }

    #[test]
    fn too_many_parts_are_an_error() {
        let bytes = archive(&[("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")]);
        let limits = Limits {
            parts: 2,
            ..Limits::default()
        };
        let options = Options {
            limits,
            ..Options::default()
        };
        assert!(matches!(extract(&bytes, &options), Err(ExtractError::TooLarge { .. })));
    }
}
