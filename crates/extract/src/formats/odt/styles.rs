//! Styles and list definitions of `OpenDocument`.

use crate::formats::numbering::{List, Numbering};
use crate::formats::package::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The list that counts headings.
pub(super) const OUTLINE: &str = "\u{0}outline";

/// What a style means for the text.
#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    title: bool,
    hidden: Option<bool>,
    bold: Option<bool>,
    raised: Option<bool>,
    new_page: Option<bool>,
}

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    pub(super) numbering: Numbering,
}

impl Styles {
    /// Reads the styles of a part.
    pub(super) fn read(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let mut open: Option<String> = None;
        let mut list: Option<String> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                    "style" => open = Some(self.define(&element)),
                    "paragraph-properties" => {
                        let kind = attribute(&element, "break-before");
                        if let (Some(style), Some(kind)) =
                            (open.as_ref().and_then(|name| self.styles.get_mut(name)), kind)
                        {
                            style.new_page = Some(kind == "page");
                        }
                    }
                    "text-properties" => {
                        if let Some(style) = open.as_ref().and_then(|name| self.styles.get_mut(name)) {
                            style.text_properties(&element);
                        }
                    }
                    "list-style" => list = attribute(&element, "name"),
                    "outline-style" => list = Some(OUTLINE.to_owned()),
                    "list-level-style-number" | "outline-level-style" | "list-level-style-bullet" => {
                        if let Some(list) = &list {
                            self.level(list, &element);
                        }
                    }
                    _ => {}
                },
                Ok(Event::End(element)) => match element.local_name().as_ref() {
                    "style" => open = None,
                    "list-style" | "outline-style" => list = None,
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn define(&mut self, element: &BytesStart<'_>) -> String {
        let name = attribute(element, "name").unwrap_or_default();
        let style = Style {
            parent: attribute(element, "parent-style-name"),
            title: name == "Title",
            ..Style::default()
        };
        self.styles.insert(name.clone(), style);
        name
    }

    /// One depth of a list: prefix, numbers of this and the depths above, suffix.
    fn level(&mut self, list: &str, element: &BytesStart<'_>) {
        let number = |name: &str| attribute(element, name).and_then(|value| value.parse::<u32>().ok());
        let Some(depth) = number("level").and_then(|level| u8::try_from(level.checked_sub(1)?).ok()) else {
            return;
        };
        let format = match attribute(element, "num-format").as_deref() {
            Some("1") => "decimal",
            Some("a") => "lowerLetter",
            Some("A") => "upperLetter",
            Some("i") => "lowerRoman",
            Some("I") => "upperRoman",
            _ => "bullet",
        };
        let shown = number("display-levels").unwrap_or(1).clamp(1, u32::from(depth) + 1);
        let first = u32::from(depth) + 2 - shown;
        let figures: Vec<String> = (first..=u32::from(depth) + 1)
            .map(|level| format!("%{level}"))
            .collect();
        let text = format!(
            "{}{}{}",
            attribute(element, "num-prefix").unwrap_or_default(),
            figures.join("."),
            attribute(element, "num-suffix").unwrap_or_default()
        );
        let level = self.numbering.level(list, depth);
        format.clone_into(&mut level.format);
        level.text = text;
        level.start = number("start-value").unwrap_or(1);
        self.numbering.lists.entry(list.to_owned()).or_insert_with(|| List {
            base: list.to_owned(),
            ..List::default()
        });
    }

    /// What a style says, or the nearest that it is made of which says anything.
    fn find<T>(&self, name: Option<&str>, ask: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut next = name;
        // A chain of styles is short; a circle would never end.
        for _ in 0..16 {
            let style = next.and_then(|name| self.styles.get(name))?;
            if let Some(found) = ask(style) {
                return Some(found);
            }
            next = style.parent.as_deref();
        }
        None
    }

    pub(super) fn is_title(&self, name: Option<&str>) -> bool {
        self.find(name, |style| style.title.then_some(true)).unwrap_or(false)
    }

    pub(super) fn is_hidden(&self, name: Option<&str>) -> bool {
        self.find(name, |style| style.hidden).unwrap_or(false)
    }

    pub(super) fn raised(&self, name: Option<&str>) -> Option<bool> {
        self.find(name, |style| style.raised)
    }

    /// Whether a paragraph of this style begins a page.
    pub(super) fn begins_page(&self, name: Option<&str>) -> bool {
        self.find(name, |style| style.new_page).unwrap_or(false)
    }

    pub(super) fn bold(&self, name: Option<&str>) -> Option<bool> {
        self.find(name, |style| style.bold)
    }
}

impl Style {
    fn text_properties(&mut self, element: &BytesStart<'_>) {
        if let Some(display) = attribute(element, "display") {
            self.hidden = Some(display == "none");
        }
        if let Some(weight) = attribute(element, "font-weight") {
            let heavy = weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
            self.bold = Some(weight == "bold" || heavy);
        }
        if let Some(position) = attribute(element, "text-position") {
            // "super 58%", or how far above the line, then the size: "33% 58%".
            let height = position.split_whitespace().next().unwrap_or_default();
            let above = height
                .trim_end_matches('%')
                .parse::<f32>()
                .is_ok_and(|height| height > 0.0);
            self.raised = Some(height == "super" || above);
        }
    }
}
