//! Interface text in bokmål, nynorsk and English.

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
    /// By its code.
    pub(crate) fn of(code: &str) -> Option<Self> {
        match code {
            "nb" => Some(Self::Nb),
            "nn" => Some(Self::Nn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Its code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// What a reader asks for: the cookie, else the first language of `Accept-Language` that there is, else bokmål.
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
        cookie.unwrap_or_else(|| {
            let languages = text(header::ACCEPT_LANGUAGE)
                .split(',')
                .filter_map(|part| part.split([';', '-']).next());
            languages
                .map(str::trim)
                .find_map(|code| if code == "no" { Some(Self::Nb) } else { Self::of(code) })
                .unwrap_or(Self::Nb)
        })
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

    /// What is wrong with a query or a parameter; nothing for what an engine tells in English.
    pub(crate) fn fault(self, fault: &Fault) -> Option<String> {
        let template = self.known(&format!("fault_{}", fault.code()))?;
        Some(filled(&template, &fault.arguments()))
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
    fn faults_are_told_in_every_language_and_in_english_as_the_query_tells_them() {
        let long = ["a".repeat(501), "(".repeat(40), "a ".repeat(65), "a".repeat(301)];
        let [too_long, deep, many, value] = &long;
        let mut faults = vec![Fault::Twice {
            name: "from".to_owned(),
        }];
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
            let told = [Interface::Nb, Interface::Nn, Interface::En].map(|interface| interface.fault(&fault));
            let [Some(nb), Some(nn), Some(en)] = told else {
                panic!("`fault_{}` is missing", fault.code());
            };
            assert_eq!(en, fault.to_string());
            assert!(nb != en && nn != en && !nb.contains("{0}"), "{nb} / {nn}");
        }
    }

    #[test]
    fn every_text_stands_in_all_languages() {
        let [nb, nn, en] = &*CATALOGS;
        assert!(nb.len() > 50 && nb.len() == nn.len() && nn.len() == en.len());
        assert!(CATALOGS.iter().flat_map(BTreeMap::values).all(|text| !text.is_empty()));
    }
}
