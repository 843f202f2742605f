//! Paragraph and character styles (`word/styles.xml`): headings, lists, hidden text.

use crate::formats::package::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// What a style means for the text, its own and what it takes from the style that it is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Depth of a heading, from 1.
    pub(super) heading: Option<u8>,
    /// List definition (`w:numId`); "0" takes a list away.
    pub(super) list: Option<String>,
    /// Depth in the list, from 0.
    pub(super) depth: Option<u8>,
    /// Whether the text does not show.
    pub(super) hidden: Option<bool>,
    /// Whether it is bold print.
    pub(super) bold: Option<bool>,
    /// Whether it is raised, as figures that refer to notes are.
    pub(super) raised: Option<bool>,
    /// Whether its paragraphs begin a page.
    pub(super) new_page: Option<bool>,
    /// Whether it is an entry of a table of contents, with its depth from 1.
    pub(super) contents: Option<u8>,
    /// Whether its name says that it is a list.
    pub(super) listed: bool,
    based_on: Option<String>,
}

/// Value of an on-off property such as `w:vanish`.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(
        attribute(element, "val").as_deref(),
        Some("0" | "false" | "off" | "none")
    )
}

/// All styles by id, each complete with what it inherits.
pub(super) fn read(xml: &str) -> BTreeMap<String, Style> {
    let mut own: BTreeMap<String, Style> = BTreeMap::new();
    let mut id: Option<String> = None;
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                if element.local_name().as_ref() == "style" {
                    id = attribute(&element, "styleId");
                }
                if let Some(style) = id.as_ref().map(|id| own.entry(id.clone()).or_default()) {
                    property(&element, style);
                }
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "style" => id = None,
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let complete = |style: &Style| {
        let mut whole = style.clone();
        let mut above = style.based_on.clone();
        // A chain of styles is short; a circle would never end.
        for _ in 0..16 {
            let Some(parent) = above.as_ref().and_then(|id| own.get(id)) else {
                break;
            };
            whole.heading = whole.heading.or(parent.heading);
            whole.list = whole.list.or_else(|| parent.list.clone());
            whole.depth = whole.depth.or(parent.depth);
            whole.hidden = whole.hidden.or(parent.hidden);
            whole.bold = whole.bold.or(parent.bold);
            whole.raised = whole.raised.or(parent.raised);
            whole.new_page = whole.new_page.or(parent.new_page);
            above.clone_from(&parent.based_on);
        }
        whole
    };
    own.iter().map(|(id, style)| (id.clone(), complete(style))).collect()
}

fn property(element: &BytesStart<'_>, style: &mut Style) {
    let value = || attribute(element, "val").unwrap_or_default();
    match element.local_name().as_ref() {
        "name" => name(&value().to_lowercase(), style),
        "outlineLvl" => {
            if let Ok(level @ 0..=8) = value().parse::<u8>() {
                style.heading = style.heading.or(Some(level + 1));
            }
        }
        "basedOn" => style.based_on = Some(value()),
        "numId" => style.list = Some(value()),
        "ilvl" => style.depth = value().parse().ok(),
        "vanish" => style.hidden = Some(is_on(element)),
        "pageBreakBefore" => style.new_page = Some(is_on(element)),
        "b" => style.bold = Some(is_on(element)),
        "vertAlign" => style.raised = Some(value() == "superscript"),
        _ => {}
    }
}

/// Built-in names, in English whatever the language of the program, and Norwegian ones of other programs.
fn name(name: &str, style: &mut Style) {
    let level = |prefixes: [&str; 2]| {
        prefixes
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix)?.trim().parse::<u8>().ok())
    };
    if let Some(level) = level(["heading ", "overskrift "]).or((name == "title" || name == "tittel").then_some(1)) {
        style.heading = Some(level.clamp(1, 9));
    }
    style.contents = level(["toc ", "innholdsfortegnelse "]);
    style.listed = ["list", "punkt", "bullet"].iter().any(|word| name.starts_with(word));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_circles_end() {
        let styles = read(
            r#"<w:styles>
            <w:style w:styleId="a"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="b"><w:name w:val="Egen"/><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>
            <w:style w:styleId="c"><w:name w:val="x"/><w:basedOn w:val="d"/></w:style>
            <w:style w:styleId="d"><w:name w:val="y"/><w:basedOn w:val="c"/></w:style>
            <w:style w:styleId="e"><w:name w:val="toc 2"/></w:style></w:styles>"#,
        );
        assert_eq!(styles["b"].heading, Some(2));
        assert_eq!(styles["b"].list.as_deref(), Some("4"));
        assert_eq!(styles["b"].hidden, Some(true));
        assert_eq!(styles["c"].heading, None);
        assert_eq!(styles["e"].contents, Some(2));
    }
}
