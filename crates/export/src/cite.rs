//! References of records and of places in them: BibTeX, RIS, and APA as it is set in Norwegian.

use crate::place::Place;
use ordskifte_query::ExportRow;
use ordskifte_record::{Kind, Language, MONTHS, MinistryRole, PartialDate, Record};
use std::fmt::Write;

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// BibTeX, with the fields of `biblatex`.
    Bibtex,
    /// RIS.
    Ris,
    /// A line after the Norwegian APA manual, without italics.
    Apa,
}

impl Style {
    /// All styles.
    pub const ALL: [Self; 3] = [Self::Apa, Self::Bibtex, Self::Ris];

    /// The public name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::Apa => "apa",
        }
    }

    /// By its public name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.as_str() == name)
    }

    /// Media type with its parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Apa => "text/plain; charset=utf-8",
        }
    }

    /// File name ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Apa => "txt",
        }
    }
}

/// The reference of a record. The address is that of its version, which never changes.
pub fn cite(record: &Record, style: Style, public_url: &str) -> String {
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let url = format!("{public_url}/records/{id}/v{}", record.version);
    match style {
        Style::Bibtex => bibtex(record, id, &url, None),
        Style::Ris => ris(record, id, &url, None),
        Style::Apa => apa(record, &url),
    }
}

/// The reference of what a row stands for: the record, or a place in it with page, speakers and text, and an address that
/// leads there.
pub(crate) fn cite_row(row: &ExportRow, style: Style, public_url: &str) -> String {
    let record = &row.header;
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let place = Place::of(row);
    let fragment = place.as_ref().map_or("", |place| &place.fragment);
    let url = format!("{public_url}/records/{id}/v{}{fragment}", record.version);
    match style {
        Style::Bibtex => bibtex(record, id, &url, place.as_ref()),
        Style::Ris => ris(record, id, &url, place.as_ref()),
        Style::Apa => apa(record, &url),
    }
}

/// Who answers for the document: its sender, else the ministries that held the meeting, as the document states them.
pub fn authors(record: &Record) -> Vec<String> {
    if let Some(sender) = &record.sender {
        return vec![one_line(&sender.name)];
    }
    record
        .ministries
        .iter()
        .filter(|ministry| matches!(ministry.role, MinistryRole::Host | MinistryRole::Sender))
        .map(|ministry| one_line(&ministry.name))
        .collect()
}

const fn kind(record: &Record) -> &'static str {
    match record.kind {
        Kind::Referat => "Referat",
        Kind::Horingssvar => "Høringssvar",
        Kind::Veileder => "Veileder",
        Kind::Horingsnotat => "Høringsnotat",
        Kind::Materiale => "Konsultasjonsmateriale",
        Kind::Sakliste => "Sakliste",
        Kind::Avtale => "Avtale",
        Kind::Innspill => "Innspill",
        Kind::Notat => "Notat",
        Kind::Brev => "Brev",
        Kind::Protokoll => "Protokoll",
        Kind::Vedlegg => "Vedlegg",
        Kind::Annet => "Dokument",
    }
}

/// Text as one line: a title's tabs and line breaks are blanks, and none stands at its ends.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name that babel has for the language, by which `biblatex` sets dates and quotes.
const fn babel(record: &Record) -> Option<&'static str> {
    match record.language {
        Language::Nb => Some("norsk"),
        Language::Nn => Some("nynorsk"),
        Language::En => Some("english"),
        Language::Da => Some("danish"),
        Language::Sv => Some("swedish"),
        Language::Se => Some("samin"),
        Language::Und => None,
    }
}

const fn language(record: &Record) -> Option<&'static str> {
    match record.language {
        Language::Nb => Some("nb"),
        Language::Nn => Some("nn"),
        Language::En => Some("en"),
        Language::Da => Some("da"),
        Language::Sv => Some("sv"),
        Language::Se => Some("se"),
        Language::Und => None,
    }
}

/// What BibTeX would read as its own is escaped.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}

fn bibtex(record: &Record, id: &str, url: &str, place: Option<&Place<'_>>) -> String {
    let key = place.map_or_else(String::new, |place| format!("-{}", place.key));
    let mut out = format!("@misc{{ordskifte-{id}-v{}{key},\n", record.version);
    let mut field = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  {name} = {{{value}}},");
    };
    field("title", &format!("{{{}}}", tex(&one_line(&record.title))));
    let authors: Vec<String> = authors(record)
        .iter()
        .map(|name| format!("{{{}}}", tex(name)))
        .collect();
    if !authors.is_empty() {
        field("author", &authors.join(" and "));
    }
    if let Some(date) = record.date {
        field("date", &date.to_string());
        field("year", &date.year().to_string());
    }
    field("type", kind(record));
    if let Some(language) = babel(record) {
        field("langid", language);
    }
    // An address is taken as it stands.
    field("url", url);
    if let Some(main) = record.originals.first() {
        field("note", &format!("SHA-256 {}", main.sha256));
    }
    if let Some(place) = place {
        if let Some(page) = place.page {
            field("pages", &page.to_string());
        }
        if !place.speakers.is_empty() {
            field("annotation", &tex(&one_line(&place.speakers.join("; "))));
        }
        field("abstract", &tex(&one_line(place.text)));
    }
    out.push_str("}\n");
    out
}

fn ris(record: &Record, id: &str, url: &str, place: Option<&Place<'_>>) -> String {
    let mut out = String::new();
    let mut line = |tag: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{tag}  - {}\r\n", one_line(value));
    };
    line("TY", "GOVDOC");
    line("TI", &record.title);
    for name in authors(record) {
        // A comma would part a surname off: an institution has none.
        line("A1", &name.replace(',', " "));
    }
    if let Some(date) = record.date {
        line("PY", &date.year().to_string());
        let mut parts: Vec<String> = date.to_string().split('-').map(str::to_owned).collect();
        parts.resize(3, String::new());
        line("DA", &format!("{}/", parts.join("/")));
    }
    line("M3", kind(record));
    if let Some(language) = language(record) {
        line("LA", language);
    }
    for topic in &record.topics {
        line("KW", &topic.label);
    }
    if let Some(place) = place {
        if let Some(page) = place.page {
            line("SP", &page.to_string());
        }
        if !place.speakers.is_empty() {
            line("N1", &place.speakers.join("; "));
        }
        line("AB", place.text);
    }
    line("UR", url);
    line("DB", "Ordskifte");
    let key = place.map_or_else(String::new, |place| format!("/{}", place.key));
    line("AN", &format!("{id}/v{}{key}", record.version));
    line("ER", "");
    out
}

fn apa(record: &Record, url: &str) -> String {
    let date = record.date.map_or_else(|| "u.å.".to_owned(), apa_date);
    let authors = authors(record);
    let by = match authors.as_slice() {
        [] => String::new(),
        [one] => format!("{one}. "),
        [first @ .., last] => format!("{} & {last}. ", first.join(", ")),
    };
    let title = one_line(&record.title);
    let title = title.trim_end_matches('.');
    let kind = kind(record);
    if by.is_empty() {
        format!("{title} [{kind}]. ({date}). Ordskifte. {url}")
    } else {
        format!("{by}({date}). {title} [{kind}]. Ordskifte. {url}")
    }
}

/// `2022, 22. april`, as far as the date is known.
fn apa_date(date: PartialDate) -> String {
    let text = date.to_string();
    let mut parts = text.split('-').skip(1).map(|part| part.parse::<usize>().unwrap_or(0));
    let month = parts.next().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (month, parts.next()) {
        (Some(month), Some(day)) => format!("{}, {day}. {month}", date.year()),
        (Some(month), None) => format!("{}, {month}", date.year()),
        _ => date.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::Party;

    fn record() -> Record {
        Record {
            id: "osu7eqiwhwrtch4v".parse().ok(),
            version: 2,
            kind: Kind::Horingssvar,
            title: "50 % & {mer} \\ til_alle.".to_owned(),
            date: "2022-08-25".parse().ok(),
            sender: Some(Party {
                name: "Fjordsida kommune".to_owned(),
                printed: String::new(),
                party_type: None,
                signatories: Vec::new(),
            }),
            ..Record::default()
        }
    }

    #[test]
    fn a_bibtex_entry_has_balanced_braces_and_the_versions_address() {
        let text = cite(&record(), Style::Bibtex, "https://arkiv.example");
        assert!(
            text.contains("title = {{50 \\% \\& \\{mer\\} {\\textbackslash} til\\_alle.}},"),
            "{text}"
        );
        assert!(text.contains("url = {https://arkiv.example/records/osu7eqiwhwrtch4v/v2},"));
        assert!(text.contains("author = {{Fjordsida kommune}},") && text.contains("date = {2022-08-25},"));
        let plain = text.replace("\\{", "").replace("\\}", "");
        assert_eq!(plain.matches('{').count(), plain.matches('}').count());
    }

    #[test]
    fn ris_begins_with_its_type_and_ends_its_entry() {
        let text = cite(&record(), Style::Ris, "");
        assert!(
            text.starts_with("TY  - GOVDOC\r\n") && text.ends_with("ER  - \r\n"),
            "{text}"
        );
        assert!(text.contains("DA  - 2022/08/25/\r\n") && text.contains("A1  - Fjordsida kommune\r\n"));
        let month = Record {
            date: "2022-08".parse().ok(),
            ..record()
        };
        assert!(cite(&month, Style::Ris, "").contains("DA  - 2022/08//\r\n"));
    }

    #[test]
    fn titles_and_names_stand_on_one_line_without_blanks_around() {
        let mut wild = record();
        wild.title = "\tOm  vind\u{b}\r\n i\u{a0}nord ".to_owned();
        if let Some(sender) = &mut wild.sender {
            sender.name = " Fjordsida\tkommune".to_owned();
        }
        assert!(cite(&wild, Style::Apa, "").starts_with("Fjordsida kommune. (2022, 25. august). Om vind i nord [Hø"));
        let bibtex = cite(&wild, Style::Bibtex, "");
        assert!(bibtex.contains("title = {{Om vind i nord}},") && bibtex.contains("{{Fjordsida kommune}}"));
        assert!(cite(&wild, Style::Ris, "").contains("TI  - Om vind i nord\r\nA1  - Fjordsida kommune\r\n"));
    }

    #[test]
    fn languages_have_the_names_of_babel() {
        for (language, name) in [
            (Language::Nb, "norsk"),
            (Language::Nn, "nynorsk"),
            (Language::En, "english"),
        ] {
            let text = cite(&Record { language, ..record() }, Style::Bibtex, "");
            assert!(text.contains(&format!("langid = {{{name}}},")), "{text}");
        }
    }

    #[test]
    fn an_apa_line_says_what_is_known() {
        assert_eq!(
            cite(&record(), Style::Apa, "https://a"),
            "Fjordsida kommune. (2022, 25. august). 50 % & {mer} \\ til_alle [Høringssvar]. Ordskifte. https://a/records/osu7eqiwhwrtch4v/v2"
        );
        let bare = Record {
            sender: None,
            date: None,
            ..record()
        };
        assert!(cite(&bare, Style::Apa, "").starts_with("50 % & {mer} \\ til_alle [Høringssvar]. (u.å.). "));
    }
}
