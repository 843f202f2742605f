//! Interface text in bokmål, nynorsk and English.

use axum::http::{HeaderMap, header};
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

static CATALOGS: LazyLock<[Catalog; 3]> = LazyLock::new(|| {
    let mut catalogs = [Catalog::new(), Catalog::new(), Catalog::new()];
    for line in include_str!("../assets/messages.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
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

    /// One text; the key itself where it is missing.
    pub(crate) fn text(self, key: &str) -> String {
        self.catalog()
            .get(key)
            .map_or_else(|| key.to_owned(), |text| (*text).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stands_in_all_languages() {
        let [nb, nn, en] = &*CATALOGS;
        assert!(nb.len() > 50 && nb.len() == nn.len() && nn.len() == en.len());
        assert!(CATALOGS.iter().flat_map(BTreeMap::values).all(|text| !text.is_empty()));
    }
}
