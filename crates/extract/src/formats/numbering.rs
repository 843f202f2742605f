//! Numbers of headings and list items, which word processors count and do not write into the text.

use crate::text::{letters, roman};
use std::collections::BTreeMap;

/// Depths of a list that the formats know.
const DEPTHS: usize = 10;

/// How one depth of a list is numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Level {
    /// `decimal`, `lowerLetter` …, as Word names them; `bullet` and `none` have no number.
    pub(crate) format: String,
    /// Text with `%1` to `%9` for the numbers of this and the depths above.
    pub(crate) text: String,
    pub(crate) start: u32,
}

/// A list of the document: its definition, and where it starts instead, by depth.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) base: String,
    pub(crate) starts: BTreeMap<u8, u32>,
}

/// The lists of a document, counting.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// Levels by definition.
    pub(crate) definitions: BTreeMap<String, BTreeMap<u8, Level>>,
    pub(crate) lists: BTreeMap<String, List>,
    counters: BTreeMap<String, [Option<u32>; DEPTHS]>,
}

impl Numbering {
    /// A level of a definition, to be filled in.
    pub(crate) fn level(&mut self, definition: &str, depth: u8) -> &mut Level {
        let levels = self.definitions.entry(definition.to_owned()).or_default();
        levels.entry(depth).or_insert_with(|| Level {
            start: 1,
            ..Level::default()
        })
    }

    /// Counts one paragraph of a list and gives its number as printed, empty for bullets; `None` when there is no such
    /// list.
    pub(crate) fn next(&mut self, list: &str, depth: u8) -> Option<String> {
        let List { base, starts } = self.lists.get(list)?;
        let levels = self.definitions.get(base)?;
        let level = levels.get(&depth)?;
        let depth = usize::from(depth).min(DEPTHS - 1);
        let counters = self.counters.entry(key(list, base, starts)).or_default();
        let start = |depth: usize| {
            let depth = depth as u8;
            let own = starts.get(&depth).copied();
            own.or_else(|| levels.get(&depth).map(|level| level.start)).unwrap_or(1)
        };
        for (index, counter) in counters.iter_mut().enumerate() {
            match index.cmp(&depth) {
                std::cmp::Ordering::Less => *counter = counter.or(Some(start(index))),
                std::cmp::Ordering::Equal => {
                    *counter = Some(counter.map_or_else(|| start(index), |count| count.saturating_add(1)));
                }
                std::cmp::Ordering::Greater => *counter = None,
            }
        }
        if matches!(level.format.as_str(), "bullet" | "none") {
            return Some(String::new());
        }
        let mut text = level.text.clone();
        for (index, counter) in counters.iter().enumerate() {
            let format = levels
                .get(&(index as u8))
                .map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", index + 1), &figure(counter.unwrap_or(0), format));
        }
        Some(text.trim().to_owned())
    }

    /// Lets a list begin anew at a depth, with this number next.
    pub(crate) fn restart(&mut self, list: &str, depth: u8, next: Option<u32>) {
        let Some(List { base, starts }) = self.lists.get(list) else {
            return;
        };
        let counters = self.counters.entry(key(list, base, starts)).or_default();
        for counter in counters.iter_mut().skip(usize::from(depth)) {
            *counter = None;
        }
        if let (Some(counter), Some(next)) = (counters.get_mut(usize::from(depth)), next) {
            *counter = next.checked_sub(1);
        }
    }
}

/// Lists of one definition count on, unless a list of its own says where it starts.
fn key(list: &str, base: &str, starts: &BTreeMap<u8, u32>) -> String {
    if starts.is_empty() {
        format!("a{base}")
    } else {
        format!("n{list}")
    }
}

fn figure(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        "bullet" | "none" => String::new(),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_begins_anew_when_told() {
        let mut numbering = Numbering::default();
        *numbering.level("l", 0) = Level {
            format: "upperRoman".to_owned(),
            text: "%1.".to_owned(),
            start: 1,
        };
        let list = List {
            base: "l".to_owned(),
            ..List::default()
        };
        numbering.lists.insert("l".to_owned(), list);
        assert_eq!(numbering.next("l", 0).as_deref(), Some("I."));
        assert_eq!(numbering.next("l", 0).as_deref(), Some("II."));
        numbering.restart("l", 0, None);
        assert_eq!(numbering.next("l", 0).as_deref(), Some("I."));
        numbering.restart("l", 0, Some(7));
        assert_eq!(numbering.next("l", 0).as_deref(), Some("VII."));
    }
}
