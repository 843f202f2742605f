//! Interface text in bokmål, nynorsk and English.

use crate::view::reading::moment;
use axum::http::{HeaderMap, header};
use ordskifte_query::{Fault, filled};
use ordskifte_record::PartialDate;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Name of the cookie that keeps the chosen language.
pub(crate) const COOKIE: &str = "ordskifte_language";

/// Language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interface {
    Nb,
    Nn,
    En,
}

/// What is to be told in the reader's language: the key of a text, and what stands at its places `{0}`, `{1}`, …
#[derive(Clone, Debug)]
pub(crate) struct Told {
    key: String,
    arguments: Vec<String>,
}

impl Told {
    /// A text of `detail_…` with its arguments.
    pub(crate) fn new<const N: usize>(key: &str, arguments: [&str; N]) -> Self {
        Self {
            key: format!("detail_{key}"),
            arguments: arguments.map(str::to_owned).to_vec(),
        }
    }
}

impl Told {
    /// The same with times in words, as pages tell them.
    pub(crate) fn with_moments(&self, interface: Interface) -> Self {
        let told = self.arguments.iter().map(|argument| moment(argument, interface));
        Self {
            key: self.key.clone(),
            arguments: told.collect(),
        }
    }

    /// A text of `note_…` with its arguments.
    pub(crate) fn note(code: &str, arguments: [&str; 2]) -> Self {
        Self {
            key: format!("note_{code}"),
            arguments: arguments.map(str::to_owned).to_vec(),
        }
    }
}

impl From<&Fault> for Told {
    fn from(fault: &Fault) -> Self {
        Self {
            key: format!("fault_{}", fault.code()),
            arguments: fault.arguments(),
        }
    }
}

type Catalog = BTreeMap<&'static str, &'static str>;

/// The texts as they stand in their file.
pub(crate) const SOURCE: &str = include_str!("../assets/messages.tsv");

static CATALOGS: LazyLock<[Catalog; 3]> = LazyLock::new(|| {
    let mut catalogs = [Catalog::new(), Catalog::new(), Catalog::new()];
    for line in SOURCE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(key) = cells.next() else { continue };
        for (catalog, text) in catalogs.iter_mut().zip(cells) {
            catalog.insert(key, text);
        }
    }
    catalogs
});

impl Interface {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// By its code.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interface| interface.code() == code)
    }

    /// Its code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// What a reader asks for: the cookie, else the language of `Accept-Language` that weighs most, else bokmål.
    pub(crate) fn asked(headers: &HeaderMap) -> Self {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
                .unwrap_or_default()
        };
        let cookie = text(header::COOKIE)
            .split(';')
            .find_map(|pair| Self::of(pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?));
        cookie.unwrap_or_else(|| Self::weighed(text(header::ACCEPT_LANGUAGE)).unwrap_or(Self::Nb))
    }

    /// The language that weighs most in `Accept-Language` (RFC 9110, 12.5.4); of several the first.
    fn weighed(asked: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in asked.split(',') {
            let (range, weight) = part.split_once(';').unwrap_or((part, ""));
            let code = range.split('-').next().unwrap_or_default().trim().to_ascii_lowercase();
            let language = if code == "no" { Some(Self::Nb) } else { Self::of(&code) };
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |weight| weight.parse().ok());
            if let (Some(language), Some(weight)) = (language, weight)
                && weight > best.map_or(0.0, |(most, _)| most)
            {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }

    /// All its texts by key.
    pub(crate) fn catalog(self) -> &'static Catalog {
        let [nb, nn, en] = &*CATALOGS;
        match self {
            Self::Nb => nb,
            Self::Nn => nn,
            Self::En => en,
        }
    }

    /// A date in words, as far as it is known: `22. april 2022`.
    pub(crate) fn date(self, date: PartialDate) -> String {
        let text = date.to_string();
        let mut parts = text.split('-').skip(1).map(|part| part.trim_start_matches('0'));
        match (parts.next(), parts.next()) {
            (None, _) => text,
            (Some(month), day) => {
                let month = self.text(&format!("month_{month}"));
                let day = day.map(|day| match self {
                    Self::En => format!("{day} "),
                    Self::Nb | Self::Nn => format!("{day}. "),
                });
                format!("{}{month} {}", day.unwrap_or_default(), date.year())
            }
        }
    }

    /// Which one of several: `2.`, `2nd`.
    pub(crate) fn ordinal(self, number: u32) -> String {
        let ending = match (self, number % 100, number % 10) {
            (Self::Nb | Self::Nn, ..) => ".",
            (Self::En, 11..=13, _) => "th",
            (Self::En, _, 1) => "st",
            (Self::En, _, 2) => "nd",
            (Self::En, _, 3) => "rd",
            (Self::En, ..) => "th",
        };
        format!("{number}{ending}")
    }

    /// What is to be told, in this language.
    pub(crate) fn told(self, told: &Told) -> String {
        filled(&self.text(&told.key), &told.arguments)
    }

    /// One text, where there is one.
    pub(crate) fn known(self, key: &str) -> Option<String> {
        self.catalog().get(key).map(|text| (*text).to_owned())
    }

    /// One text; the key itself where it is missing.
    pub(crate) fn text(self, key: &str) -> String {
        self.known(key).unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_said_as_far_as_they_are_known() {
        let date = |text: &str| Interface::Nb.date(text.parse().expect("a date"));
        assert_eq!(
            [date("2022"), date("2022-04"), date("2022-04-02")],
            ["2022", "april 2022", "2. april 2022"]
        );
        assert_eq!(
            Interface::En.date("2022-10-22".parse().expect("a date")),
            "22 October 2022"
        );
    }

    #[test]
    fn the_language_that_weighs_most_is_taken() {
        for (asked, expected) in [
            ("nb-NO,nb;q=0.9,en;q=0.8", Some(Interface::Nb)),
            ("de, nn;q=0.1, en;q=0.9", Some(Interface::En)),
            ("EN-us", Some(Interface::En)),
            ("no", Some(Interface::Nb)),
            ("en;q=0, nn;q=0.5", Some(Interface::Nn)),
            ("en;q=x, *", None),
            ("", None),
        ] {
            assert_eq!(Interface::weighed(asked), expected, "{asked}");
        }
    }

    #[test]
    fn numbers_in_an_order_are_written_as_the_language_has_it() {
        let english = [1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(|number| Interface::En.ordinal(number));
        assert_eq!(
            english.join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th"
        );
        assert_eq!(Interface::Nn.ordinal(2), "2.");
    }

    #[test]
    fn faults_are_told_in_every_language_and_in_english_as_the_query_tells_them() {
        let long = ["a".repeat(501), "(".repeat(40), "a ".repeat(65), "a".repeat(301)];
        let [too_long, deep, many, value] = &long;
        let mut faults = vec![
            Fault::Twice {
                name: "from".to_owned(),
            },
            Fault::TooManyBeginnings {
                most: 2000,
                prefix: "a".to_owned(),
            },
            Fault::NotCounted { name: "ministry_role" },
            Fault::NoCursor,
            Fault::OtherCursor,
        ];
        for (name, value) in [
            ("q", "a)"),
            ("q", "OR a"),
            ("q", "()"),
            ("q", "a NOT"),
            ("q", "a*b"),
            ("q", "a*"),
            ("q", "=aa*"),
            ("q", "=title:a"),
            ("q", "title:"),
            ("q", "title:(year:2022)"),
            ("q", "kind:"),
            ("q", "minstry:KDD"),
            ("q", "(from:2022 a)"),
            ("q", too_long),
            ("q", deep),
            ("q", many),
            ("sender", value),
            ("sender", "a\"b"),
            ("kind", "minutes"),
            ("from", "i går"),
            ("years", "2022"),
            ("limit", "1001"),
        ] {
            let pair = (name.to_owned(), value.to_owned());
            let error = ordskifte_query::SearchRequest::from_pairs([pair]).expect_err(value);
            faults.push(error.fault);
        }
        for fault in faults {
            let told = Told::from(&fault);
            let [nb, nn, en] = [Interface::Nb, Interface::Nn, Interface::En].map(|interface| interface.told(&told));
            assert_eq!(en, fault.to_string(), "`fault_{}`", fault.code());
            assert!(nb != en && nn != en && !nb.contains("{0}"), "{nb} / {nn}");
        }
    }

    #[test]
    fn every_detail_that_the_program_tells_stands_in_the_messages_with_its_places() {
        let sources = [
            include_str!("api.rs"),
            include_str!("app.rs"),
            include_str!("error.rs"),
            include_str!("export.rs"),
            include_str!("feed.rs"),
            include_str!("linked/mod.rs"),
            include_str!("linked/ministries.rs"),
            include_str!("original.rs"),
            include_str!("pages/fields.rs"),
            include_str!("pages/matters.rs"),
            include_str!("pages/meetings.rs"),
            include_str!("pages/mod.rs"),
            include_str!("pages/people.rs"),
            include_str!("pages/record.rs"),
            include_str!("pages/sheet.rs"),
            include_str!("params.rs"),
            include_str!("server.rs"),
            include_str!("site.rs"),
            include_str!("suggest.rs"),
        ];
        let calls = sources.iter().flat_map(|source| source.split("Told::new(").skip(1));
        let mut told = 0;
        for call in calls {
            let Some((key, rest)) = call
                .trim_start()
                .strip_prefix('"')
                .and_then(|call| call.split_once('"'))
            else {
                continue;
            };
            for interface in [Interface::Nb, Interface::Nn, Interface::En] {
                let text = interface.known(&format!("detail_{key}"));
                let text = text.unwrap_or_else(|| panic!("`detail_{key}` is missing"));
                let is_bare = rest.trim_start_matches([',', ' ', '\n']).starts_with("[]");
                assert_eq!(is_bare, !text.contains("{0}"), "{key}: {text}");
            }
            told += 1;
        }
        assert!(told > 30, "{told}");
    }

    #[test]
    fn every_text_stands_in_all_languages() {
        let [nb, nn, en] = &*CATALOGS;
        assert!(nb.len() > 50 && nb.len() == nn.len() && nn.len() == en.len());
        assert!(CATALOGS.iter().flat_map(BTreeMap::values).all(|text| !text.is_empty()));
        // A key that stands twice would have the text of its last line.
        let keys = SOURCE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(keys.count(), nb.len());
    }
}
