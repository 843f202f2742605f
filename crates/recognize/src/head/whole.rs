//! A title that takes several lines, or shares its line.

use super::{UNTITLED, begins_meeting, ends_in_ordinal, names_body};
use crate::covers::{joined, subtitle};
use crate::labels::label;
use crate::view::Line;
use ordskifte_record::BlockKind;
use ordskifte_vocabulary::{LowerCase, fold_name};
use regex::Regex;
use std::sync::LazyLock;

/// Labels that run into a title where lines were joined.
const BEHIND: [&str; 9] = [
    " SAKA GJELD",
    " SAKEN GJELDER",
    " Saka gjeld:",
    " Saken gjelder:",
    " Departementets saksnr",
    " Departementets ref",
    " Vår ref.:",
    " Deres ref.:",
    " Dykkar ref.:",
];

/// A place and a day behind a title, where no preposition joins them.
static WHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^.{24,}(\p{L}{4,}|\p{Lu}{2,}) (\p{Lu}\p{Ll}{2,}, (?:\p{Ll}{3,5}dag )?(?:den )?\d{1,2}\. \p{Ll}{3,9} (?:19|20)\d{2}(?:,? kl\.? .*)?)$").ok()
});

/// Fewest characters of a line in capitals that goes on in the next.
const CAPITALS: usize = 45;

/// A title that goes on in the next heading lines: "REFERAT FRA DET" + "2. KONSULTASJONSMØTET".
pub(super) fn whole_title(top: &[Line<'_>], index: usize) -> String {
    let Some(first) = top.get(index) else {
        return String::new();
    };
    if let Some(title) = joined(top, index) {
        return title;
    }
    // Lines of labels may have run together: "Sak: Ny lov Vår ref.: 21/13".
    let labelled = first.pieces().next().and_then(label);
    let mut title = match labelled {
        Some(("subject", value)) => value.to_owned(),
        Some(("sender", value)) if begins_meeting(value) => value.to_owned(),
        _ => first.text.trim().to_owned(),
    };
    for line in top.iter().skip(index + 1).take(3) {
        let text = line.text.trim();
        // A heading that begins in lower case goes on from the one above it.
        let goes_on = line.kind == BlockKind::Heading && text.starts_with(char::is_lowercase);
        // "Protokoll" above "Fra møte i faggruppen".
        let sort = UNTITLED.contains(fold_name(&title).as_str())
            && ["Fra møte", "Frå møte", "fra møte", "frå møte"]
                .iter()
                .any(|words| text.starts_with(words));
        // A title in capitals goes on in capitals on the next line.
        let capitals = |text: &str| !text.chars().any(char::is_lowercase) && text.split(' ').count() > 1;
        let whole =
            line.kind == BlockKind::Heading && title.chars().count() > CAPITALS && capitals(&title) && capitals(text);
        let open = goes_on
            || (whole && !names_body(line))
            || sort
            || (UNTITLED.contains(fold_name(&title).as_str())
                && ["om ", "til ", "for ", "fra ", "frå "]
                    .iter()
                    .any(|word| text.starts_with(word)))
            || title.chars().count() < 60 && {
                let last = title.split_whitespace().last().unwrap_or_default();
                // "Del I" ends in a number.
                let last = if last == "I" && title.chars().any(char::is_lowercase) {
                    String::new()
                } else {
                    last.lower_case()
                };
                [
                    "fra", "frå", "det", "den", "mellom", "om", "til", "for", "og", "i", "av", "–", "-",
                ]
                .contains(&last.as_str())
                    || ends_in_ordinal(&title)
                    // "Referat fra møte 14.03.2012," above the group that met.
                    || title.ends_with(',')
            };
        // "1 INNLEDNING" is the first chapter below it.
        let chapter = || {
            text.split_once(['.', ' '])
                .is_some_and(|(number, _)| number.len() <= 2 && number.parse::<u8>().is_ok())
        };
        if label(text).is_some() || !open || (whole && chapter()) {
            break;
        }
        title.push(' ');
        title.push_str(text);
    }
    if let Some(rest) = subtitle(top, index).filter(|_| labelled.is_none()) {
        title.push_str(" – ");
        title.push_str(rest.trim_end());
    }
    // "… Departementets saksnr.: 20/14" ran into it.
    if let Some(at) = BEHIND.iter().filter_map(|words| title.find(words)).min() {
        title.truncate(at);
    }
    // "Kontaktmøte mellom A og B Sunnvik, 3. mai 2011": where and when stand on a line of their own.
    if let Some(at) = WHERE
        .as_ref()
        .and_then(|pattern| pattern.captures(&title)?.get(2))
        .map(|place| place.start())
    {
        title.truncate(at);
    }
    // Converters leave marks of emphasis behind.
    title
        .replace(['*', '_'], " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
