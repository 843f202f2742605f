//! Numbers of headings and list items (`word/numbering.xml`), which Word counts and does not write into the text.

use crate::formats::package::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Depths of a list that Word knows.
const DEPTHS: usize = 9;

/// How one depth of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// Text with `%1` to `%9` for the numbers of this and the depths above.
    text: String,
    start: u32,
}

/// The lists of a document, counting.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by abstract definition.
    abstracts: BTreeMap<String, BTreeMap<u8, Level>>,
    /// Abstract definition and overridden starts by list.
    lists: BTreeMap<String, (String, BTreeMap<u8, u32>)>,
    counters: BTreeMap<String, [Option<u32>; DEPTHS]>,
}

impl Numbering {
    /// Reads the part; what is damaged in it counts nothing.
    pub(super) fn read(xml: &str) -> Self {
        let mut found = Self::default();
        let mut of_abstract: Option<String> = None;
        let mut of_list: Option<String> = None;
        let mut depth = 0;
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                    "abstractNum" => of_abstract = attribute(&element, "abstractNumId"),
                    "num" => of_list = attribute(&element, "numId"),
                    "lvl" | "lvlOverride" => {
                        depth = attribute(&element, "ilvl")
                            .and_then(|value| value.parse().ok())
                            .unwrap_or(0);
                    }
                    _ => found.property(&element, of_abstract.as_ref(), of_list.as_ref(), depth),
                },
                Ok(Event::End(element)) => match element.local_name().as_ref() {
                    "abstractNum" => of_abstract = None,
                    "num" => of_list = None,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return found,
                Ok(_) => {}
            }
        }
    }

    fn property(
        &mut self,
        element: &BytesStart<'_>,
        of_abstract: Option<&String>,
        of_list: Option<&String>,
        depth: u8,
    ) {
        let value = || attribute(element, "val").unwrap_or_default();
        let name = element.local_name();
        if let Some(id) = of_abstract {
            let level = self
                .abstracts
                .entry(id.clone())
                .or_default()
                .entry(depth)
                .or_insert(Level {
                    start: 1,
                    ..Level::default()
                });
            match name.as_ref() {
                "numFmt" => level.format = value(),
                "lvlText" => level.text = value(),
                "start" => level.start = value().parse().unwrap_or(1),
                _ => {}
            }
        } else if let Some(id) = of_list {
            let list = self.lists.entry(id.clone()).or_default();
            match name.as_ref() {
                "abstractNumId" => list.0 = value(),
                "startOverride" => {
                    list.1.insert(depth, value().parse().unwrap_or(1));
                }
                _ => {}
            }
        }
    }

    /// Counts one paragraph of a list and gives its number as printed, empty for bullets; `None` when there is no such
    /// list.
    pub(super) fn next(&mut self, list: &str, depth: u8) -> Option<String> {
        let (base, starts) = self.lists.get(list)?;
        let levels = self.abstracts.get(base)?;
        let level = levels.get(&depth)?;
        let depth = usize::from(depth).min(DEPTHS - 1);
        // Lists of one definition count on, unless a list of its own says where it starts.
        let key = if starts.is_empty() {
            format!("a{base}")
        } else {
            format!("n{list}")
        };
        let counters = self.counters.entry(key).or_default();
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
}

fn figure(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// a, b … z, aa, bb …
fn letters(count: u32) -> String {
    let Some(index) = count.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32('a' as u32 + index % 26).unwrap_or('a');
    std::iter::repeat_n(letter, (index as usize / 26 + 1).min(20)).collect()
}

/// Roman figures in lower case.
fn roman(mut number: u32) -> String {
    const FIGURES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while number >= value && out.len() < 20 {
            out.push_str(figure);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_depth() {
        let mut numbering = Numbering::read(
            r#"<w:numbering>
            <w:abstractNum w:abstractNumId="7">
              <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
              <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
            </w:abstractNum>
            <w:abstractNum w:abstractNumId="8">
              <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
            </w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            </w:numbering>"#,
        );
        let mut next = |list: &str, depth| numbering.next(list, depth);
        assert_eq!(next("1", 0).as_deref(), Some("1."));
        assert_eq!(next("1", 1).as_deref(), Some("1.a)"));
        assert_eq!(next("1", 1).as_deref(), Some("1.b)"));
        assert_eq!(next("1", 0).as_deref(), Some("2."));
        assert_eq!(next("1", 1).as_deref(), Some("2.a)"));
        assert_eq!(next("2", 0).as_deref(), Some(""));
        assert_eq!(next("3", 0).as_deref(), Some("5."));
        assert_eq!(next("9", 0), None);
    }
}
