//! The references of letters: "Vår ref.", "Deres ref.", "Saksnr".

use crate::dates::has_figure;
use crate::evidence;
use crate::view::Line;
use ordskifte_record::{Record, Reference, ReferenceRole};
use ordskifte_vocabulary::fold_name;
use regex::Regex;
use std::sync::LazyLock;

static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[\p{L}]{0,4}\s?\d{2,8}[/-]\d[\w/-]*(?:\s-\s\d{1,5}\b)?|^\d{4}/\d+[\w/-]*|^\d{7,12}\b(?:-?\d{0,4}/\p{Lu}{1,6}\d*)?").ok()
});

/// "Deres ref | Vår ref | Dato" above "07/1544 | 12.06.2007": values under their heads. Where cells are missing, the date
/// at the end says which.
fn reference_columns(top: &[Line<'_>], record: &mut Record) {
    for pair in top.windows(2) {
        let [head, values] = pair else { continue };
        if !head.text.contains('\t') || !head.text.to_lowercase().contains("ref") {
            continue;
        }
        let heads: Vec<String> = head.text.split('\t').map(fold_name).collect();
        let cells: Vec<&str> = values.text.split('\t').map(str::trim).collect();
        let dated = heads.last().is_some_and(|head| head.contains("dato"))
            && cells.last().is_some_and(|cell| !crate::dates::dates(cell).is_empty());
        let Some(missing) = heads.len().checked_sub(cells.len()) else {
            continue;
        };
        if missing > 0 && !dated {
            continue;
        }
        // "Kari Moen   28.10.2011": the last two cells ran together, and none is missing before them.
        let merged = cells
            .last()
            .and_then(|cell| crate::dates::dates(cell).first().copied())
            .is_some_and(|date| date.start > 0);
        for (head, cell) in heads.iter().skip(if merged { 0 } else { missing }).zip(cells) {
            let role = match head {
                head if head.starts_with("vår ref") || head.starts_with("saksnr") => ReferenceRole::Ours,
                head if ["deres ref", "dykkar ref", "din ref"]
                    .iter()
                    .any(|word| head.starts_with(word)) =>
                {
                    ReferenceRole::Yours
                }
                _ => continue,
            };
            let found = REFERENCE.as_ref().and_then(|pattern| pattern.find(cell));
            if let Some(found) = found.filter(|_| record.references.iter().all(|known| known.role != role)) {
                record.references.push(Reference {
                    role,
                    value: found.as_str().trim().to_owned(),
                    holder: None,
                });
                evidence(record, "references", values);
            }
        }
    }
}

/// Reads the references in the head of a letter.
pub(crate) fn read(top: &[Line<'_>], record: &mut Record) {
    reference_columns(top, record);
    for line in top
        .iter()
        .filter(|line| has_figure(line.text) && line.text.chars().count() < 240)
    {
        let folded = line.text.to_lowercase();
        let roles = [
            (
                ReferenceRole::Ours,
                ["vår ref", "vårt saksnr", "saksnr", "saksnummer"].as_slice(),
            ),
            (ReferenceRole::Yours, ["deres ref", "dykkar ref", "din ref"].as_slice()),
        ];
        for (role, words) in roles {
            let Some(at) = words
                .iter()
                .find_map(|word| folded.find(word).map(|at| at + word.len()))
            else {
                continue;
            };
            let Some(rest) = line.text.get(at..) else { continue };
            // "Vår referanse 2014/612": no colon; else what stands behind it.
            let near = rest.trim_start_matches(char::is_alphabetic);
            let behind = rest.split_once(':').map_or(rest, |(_, value)| value);
            let Some(found) = [near, behind].into_iter().find_map(|value| {
                let value = value
                    .trim_start_matches(['.', ' ', '\t', ':'])
                    .trim_start_matches("Dato")
                    .trim_start();
                REFERENCE.as_ref()?.find(value)
            }) else {
                continue;
            };
            let value = found.as_str().trim().to_owned();
            if !record.references.iter().any(|known| known.role == role) {
                record.references.push(Reference {
                    role,
                    value,
                    holder: None,
                });
                evidence(record, "references", line);
            }
        }
    }
}
