//! The lists of a Word file (`word/numbering.xml`).

use crate::formats::numbering::Numbering;
use crate::formats::package::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Reads the part; what is damaged in it counts nothing.
pub(super) fn read(xml: &str) -> Numbering {
    let mut found = Numbering::default();
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
                _ => property(&mut found, &element, of_abstract.as_deref(), of_list.as_deref(), depth),
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
    found: &mut Numbering,
    element: &BytesStart<'_>,
    of_abstract: Option<&str>,
    of_list: Option<&str>,
    depth: u8,
) {
    let value = || attribute(element, "val").unwrap_or_default();
    let name = element.local_name();
    if let Some(id) = of_abstract {
        let level = found.level(id, depth);
        match name.as_ref() {
            "numFmt" => level.format = value(),
            "lvlText" => level.text = value(),
            "start" => level.start = value().parse().unwrap_or(1),
            _ => {}
        }
    } else if let Some(id) = of_list {
        let list = found.lists.entry(id.to_owned()).or_default();
        match name.as_ref() {
            "abstractNumId" => list.base = value(),
            "startOverride" => {
                list.starts.insert(depth, value().parse().unwrap_or(1));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_depth() {
        let mut numbering = read(
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
