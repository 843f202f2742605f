//! What stands for the title of a document that has none.

use super::{TOP, UNTITLED, is_postal, names_body};
use crate::view::{Line, View};
use ordskifte_record::BlockKind;
use ordskifte_vocabulary::fold_name;
use regex::Regex;
use std::sync::LazyLock;

static OWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:Dette dokumentet|Dette notatet|Dette heftet|Denne rapporten|Dette heftet|Denne brosjyren) (?:er|utgjør|utgjer|inneholder|inneheld) ([^.]{10,140})\.").ok()
});

/// What a document without a title says of itself ("Dette dokumentet er kommunenes innspill til …"), else its first
/// chapter.
pub(crate) fn untitled(view: &View<'_>) -> Option<String> {
    let own = view.lines.iter().take(TOP).find_map(|line| {
        let captures = OWN.as_ref()?.captures(line.text)?;
        let text = captures.get(1)?.as_str();
        (text.chars().count() <= 120).then(|| text.to_owned())
    });
    let chapter = || {
        view.lines
            .iter()
            .filter(|line| line.kind == BlockKind::Heading && !is_postal(line.text.trim()))
            .map(|line| {
                line.text
                    .trim_start_matches(|c: char| c.is_ascii_digit() || ". \u{a0}".contains(c))
                    .trim()
            })
            .find(|text| text.chars().count() >= 4 && !UNTITLED.contains(fold_name(text).as_str()))
            .map(str::to_owned)
    };
    // Nor is a label's line, a name or an address a title.
    let first = || {
        let said = |line: &&Line<'_>| {
            let text = line.text.trim();
            text.chars().count() >= 4
                && !is_postal(text)
                && line.label().is_none()
                && !crate::site::is_menu(line.folded())
                && !text.starts_with("Svartype:")
                && !names_body(line)
        };
        let found = view.lines.iter().take(TOP).find(said);
        found.map(|line| begin(line.text.trim()).to_owned())
    };
    let title = own.or_else(chapter).or_else(first)?;
    let mut letters = title.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
}

/// Longest first line that stands for a title, in characters.
const LONGEST: usize = 120;

/// The beginning of a line, as far as its words are whole.
fn begin(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text;
    };
    let near = text.get(..end).unwrap_or(text);
    near.rsplit_once(' ')
        .map_or(near, |(whole, _)| whole.trim_end_matches([',', ';', ':']))
}
