//! Works cited: NOU, reports and bills to the Storting, recommendations, EU acts, addresses.

use crate::circulars;
use crate::laws::laws;
use crate::signs::Signs;
use crate::view::{Line, View};
use ordskifte_record::{Citation, CitationKind, Kind, Record};
use ordskifte_vocabulary::LowerCase;
use regex::Regex;
use std::sync::LazyLock;

struct Series {
    kind: CitationKind,
    /// A line without any of these has no such citation: most lines need no pattern.
    signs: &'static [&'static str],
    pattern: Regex,
    /// Makes the normalized identifier from the captured groups.
    form: fn(&[&str]) -> String,
}

static SERIES: LazyLock<Vec<Series>> = LazyLock::new(|| {
    // "(2000–2001)", "for 2000-2001".
    let session = r"(?:\s*\(\s*|\s+for\s+\(?)((?:19|20)\d{2})\s*[-–—/]\s*((?:19|20)?\d{2})\b\s*\)?";
    let make = |kind, signs, pattern: String, form| {
        let pattern = Regex::new(&pattern).ok()?;
        Some(Series {
            kind,
            signs,
            pattern,
            form,
        })
    };
    [
        make(
            CitationKind::Nou,
            &["NOU"],
            r"\bNOU\s+((?:19|20)\d{2})\s*[:–-]\s*(\d{1,3})\b".to_owned(),
            |g| format!("NOU {}: {}", part(g, 0), part(g, 1)),
        ),
        make(
            CitationKind::Meldst,
            &["Meld"],
            format!(r"\bMeld\.?\s*St\.?\s*(\d{{1,3}}){session}"),
            |g| format!("Meld. St. {} {}", part(g, 0), years(g)),
        ),
        make(
            CitationKind::Meldst,
            &["meld"],
            format!(r"\bSt\.?\s?meld\.?\s*(?:nr\.?\s*)?(\d{{1,3}}){session}"),
            |g| format!("St.meld. nr. {} {}", part(g, 0), years(g)),
        ),
        make(
            CitationKind::Prop,
            &["Prop"],
            format!(r"\bProp\.?\s*(\d{{1,3}})\s*([LSV]{{1,2}}){session}"),
            |g| {
                format!(
                    "Prop. {} {} ({}–{})",
                    part(g, 0),
                    part(g, 1),
                    part(g, 2),
                    full(part(g, 2), part(g, 3))
                )
            },
        ),
        make(
            CitationKind::Prop,
            &["Prop"],
            format!(r"\bProp\.?\s*([LSV]{{1,2}})\s*(\d{{1,3}}){session}"),
            |g| {
                format!(
                    "Prop. {} {} ({}–{})",
                    part(g, 1),
                    part(g, 0),
                    part(g, 2),
                    full(part(g, 2), part(g, 3))
                )
            },
        ),
        make(
            CitationKind::Prop,
            &["prp"],
            format!(r"\b(Ot|St)\.?\s?prp\.?\s*(?:nr\.?\s*)?(\d{{1,3}}){session}"),
            |g| {
                format!(
                    "{}.prp. nr. {} ({}–{})",
                    part(g, 0),
                    part(g, 1),
                    part(g, 2),
                    full(part(g, 2), part(g, 3))
                )
            },
        ),
        // "stortingsmelding nr. 31 (2000–2001)", "odelstingsproposisjon nr. 44 (1999–2000)": spelled out.
        make(
            CitationKind::Meldst,
            &["tortingsmelding"],
            format!(r"\b[Ss]tortingsmelding(?:en|a)?\s*(?:nr\.?\s*)?(\d{{1,3}}){session}"),
            |g| format!("St.meld. nr. {} {}", part(g, 0), years(g)),
        ),
        make(
            CitationKind::Prop,
            &["ingsproposisjon"],
            format!(r"\b(Ode|ode|Stor|stor)l?s?tingsproposisjon(?:en)?\s*(?:nr\.?\s*)?(\d{{1,3}}){session}"),
            |g| {
                let house = if part(g, 0).eq_ignore_ascii_case("ode") {
                    "Ot"
                } else {
                    "St"
                };
                format!("{house}.prp. nr. {} {}", part(g, 1), years(g))
            },
        ),
        // Without a session the number is all that is stated; "St.meld. nr. 12".
        make(
            CitationKind::Prop,
            &["prp"],
            r"\b(Ot|St)\.?\s?prp\.?\s*nr\.?\s*(\d{1,3})\b(?:\s*[^\s(\d]|[.,;:)]|\s*$)".to_owned(),
            |g| format!("{}.prp. nr. {}", part(g, 0), part(g, 1)),
        ),
        make(
            CitationKind::Meldst,
            &["meld"],
            r"\bSt\.?\s?meld\.?\s*nr\.?\s*(\d{1,3})\b(?:\s*[^\s(\d]|[.,;:)]|\s*$)".to_owned(),
            |g| format!("St.meld. nr. {}", part(g, 0)),
        ),
        // "Prop. 1 S" alone is each year's budget, and none in particular.
        make(
            CitationKind::Prop,
            &["Prop"],
            r"\bProp\.?\s*([2-9]|[1-9]\d{1,2})\s*(LS|[LSV])\b(?:\s*[^\s(]|\s*$)".to_owned(),
            |g| format!("Prop. {} {}", part(g, 0), part(g, 1)),
        ),
        make(
            CitationKind::Meldst,
            &["Meld"],
            r"\bMeld\.?\s*St\.?\s*(\d{1,3})\b(?:\s*[^\s(\d]|\s*$)".to_owned(),
            |g| format!("Meld. St. {}", part(g, 0)),
        ),
        // Until 2009 the Storting counted recommendations on bills (O) apart from the others (S).
        make(
            CitationKind::Innst,
            &["Innst", "-innst", "ttinnst"],
            format!(r"\b(Innst|Budsjett-?innst)\.?\s*([SO])\.?\s*(?:nr\.?\s*)?(\d{{1,3}}){session}"),
            |g| format!("{}. {}. nr. {} {}", part(g, 0), part(g, 1), part(g, 2), years(g)),
        ),
        make(
            CitationKind::Innst,
            &["Innst"],
            format!(r"\bInnst\.?\s*(\d{{1,3}})\s*([SL])?{session}"),
            |g| {
                if g.len() == 4 {
                    format!("Innst. {} {} {}", part(g, 0), part(g, 1), years(g))
                } else {
                    format!("Innst. {} {}", part(g, 0), years(g))
                }
            },
        ),
        make(
            CitationKind::Eu,
            &["(E"],
            r"\((EU|EF|EØF)\)\s*(?:nr\.?\s*)?(\d{1,4}/\d{2,4})".to_owned(),
            |g| format!("({}) {}", part(g, 0), part(g, 1)),
        ),
        make(
            CitationKind::Eu,
            &["/EF", "/EU", "/EØF"],
            r"\b(\d{2,4}/\d{1,4}/(?:EF|EØF|EU))\b".to_owned(),
            |g| part(g, 0).to_owned(),
        ),
        make(
            CitationKind::Url,
            &["://", "www."],
            r#"\b((?:https?://|www\.)[^\s<>"«»]*[^\s<>"«».,;:)\]])"#.to_owned(),
            |g| part(g, 0).to_owned(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
});

fn part<'a>(groups: &[&'a str], index: usize) -> &'a str {
    groups.get(index).copied().unwrap_or_default()
}

/// The session as "(2011–2012)".
fn years(groups: &[&str]) -> String {
    let (from, to) = (
        part(groups, groups.len().saturating_sub(2)),
        part(groups, groups.len().saturating_sub(1)),
    );
    format!("({from}–{})", full(from, to))
}

/// The second year of a session in four figures, however it is printed ("1997-98"): one work has one id.
fn full(from: &str, to: &str) -> String {
    let next = from.parse::<u16>().ok().map(|from| from + 1);
    match to.len() {
        2 => next
            .map(|next| next.to_string())
            .filter(|next| next.ends_with(to))
            .unwrap_or_else(|| format!("{}{to}", from.get(..2).unwrap_or_default())),
        _ => to.to_owned(),
    }
}

/// The series with their signs.
static SIGNED: LazyLock<Vec<(Signs, &'static Series)>> = LazyLock::new(|| {
    SERIES
        .iter()
        .map(|series| (Signs::these(series.signs), series))
        .collect()
});

/// The signs of all series.
pub(crate) fn signs() -> impl Iterator<Item = &'static str> {
    SERIES.iter().flat_map(|series| series.signs.iter().copied())
}

/// What some citation has in it: most lines have none.
static CITED: LazyLock<Signs> = LazyLock::new(|| {
    let all: Vec<&str> = signs().chain(crate::laws::signs()).chain([circulars::SIGN]).collect();
    Signs::these(&all)
});

/// What lines of letterheads, feet and colophons hold, where somebody is reached, in lower case.
const CONTACTS: [&str; 24] = [
    "tlf",
    "telefon",
    "telefaks",
    "telefax",
    "faks",
    "e-post",
    "epost",
    "postadresse",
    "postboks",
    "besøksadresse",
    "org.nr",
    "org. nr",
    "orgnr",
    "bankgiro",
    "bankkonto",
    "internett",
    "heimeside",
    "hjemmeside",
    "nettside",
    "nettstad",
    "nettsted",
    "postmottak",
    "sikker melding",
    "mva",
];
/// Longest such line, in bytes.
const MAX_CONTACT: usize = 400;

/// Where somebody lives: "6770 Nordfjordeid".
static POST: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[\s,])\d{4} \p{Lu}\p{Ll}").ok());

/// Whether an address in a line is where somebody is reached, and no work cited: beside a telephone, or alone without a page.
fn is_contact(text: &str) -> bool {
    let text = text.trim();
    let sentence = text.ends_with('.') || text.len() > MAX_CONTACT;
    let site = !text.contains(' ')
        && !text
            .split_once("//")
            .map_or(text, |(_, rest)| rest)
            .trim_end_matches('/')
            .contains('/');
    let folded = text.lower_case();
    // "post@fyr.no | Havnegata 2 | www.fyr.no"
    let foot = text.contains('\t') && text.contains('@');
    // "Landbrukets Hus, 6770 Nordfjordeid www.bondelag.no"
    let post = || POST.as_ref().is_some_and(|pattern| pattern.is_match(text));
    site || (!sentence && (foot || CONTACTS.iter().any(|word| folded.contains(word)) || post()))
}

/// Reads citations; each work once, where it is first printed.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let cites = |line: &&Line<'_>| line.signs().has(*CITED);
    for (index, line) in view.lines.iter().enumerate().filter(|(_, line)| cites(line)) {
        // An address alone below a telephone goes on from it.
        let above = index.checked_sub(1).and_then(|above| view.lines.get(above));
        let reached = || {
            is_contact(line.text)
                || (!line.text.trim().contains(' ') && above.is_some_and(|above| is_contact(above.text)))
        };
        let mut here: Vec<Citation> = laws(line.text, line.signs())
            .into_iter()
            .filter(|law| !(is_titled(&law.id) && heads_hearing(line.text)))
            .map(|law| {
                let printed = line.text.get(law.start..law.end).unwrap_or_default();
                let start = line.start + line.text.get(..law.start).unwrap_or_default().chars().count();
                Citation {
                    kind: law.kind,
                    id: law.id,
                    printed: printed.to_owned(),
                    page: Some(line.page),
                    start,
                    end: start + printed.chars().count(),
                }
            })
            .collect();
        let told = SIGNED.iter().filter(|(signs, _)| line.signs().has(*signs));
        let cited = |series: &&Series| series.kind != CitationKind::Url || !reached();
        for series in told.map(|(_, series)| *series).filter(cited) {
            for captures in series.pattern.captures_iter(line.text) {
                let Some(all) = captures.get(0) else { continue };
                let groups: Vec<&str> = captures.iter().skip(1).flatten().map(|group| group.as_str()).collect();
                let start = line.start + line.text.get(..all.start()).unwrap_or_default().chars().count();
                // A series without a session is told by what follows, which is no part of the citation.
                let last = captures.iter().skip(1).flatten().map(|group| group.end()).max();
                let end = last
                    .filter(|_| !(all.as_str().ends_with(')') && all.as_str().contains('(')))
                    .unwrap_or(all.end());
                let printed = line.text.get(all.start()..end).unwrap_or_default();
                here.push(Citation {
                    kind: series.kind,
                    id: (series.form)(&groups),
                    printed: printed.to_owned(),
                    page: Some(line.page),
                    start,
                    end: start + printed.chars().count(),
                });
            }
        }
        here.extend(circulars::cited(line));
        here.sort_by_key(|citation| citation.start);
        for citation in here {
            if !record.citations.iter().any(|known| known.id == citation.id) {
                record.citations.push(citation);
            }
        }
    }
    // "Prop. 46 L" beside "Prop. 46 L (2017–2018)" is the same bill.
    let whole: Vec<String> = record.citations.iter().map(|citation| citation.id.clone()).collect();
    let shortened = |id: &str| {
        let goes_on = |rest: &str| rest.starts_with(" (");
        whole.iter().any(|known| known.strip_prefix(id).is_some_and(goes_on))
    };
    let own = circulars::own(view, &record.title);
    // "Høring – endringer i forskrift om brygger": what is heard has a field of its own.
    let title = record.title.lower_case();
    let heard = matches!(record.kind, Kind::Horingsnotat | Kind::Horingssvar)
        || title.contains("høring")
        || title.contains("høyring");
    let is_heard = |id: &str| heard && is_titled(id) && title.contains(&id.lower_case());
    record
        .citations
        .retain(|citation| !shortened(&citation.id) && !own.contains(&citation.id) && !is_heard(&citation.id));
}

/// Whether an act is named by its subject.
pub(crate) fn is_titled(id: &str) -> bool {
    ["lov om ", "forskrift om "].iter().any(|word| id.starts_with(word))
}

/// Whether a line heads a hearing: "Høyringssvar – endringar i forskrift om ferjeleie".
fn heads_hearing(text: &str) -> bool {
    !text.trim_end().ends_with('.') && {
        let begin: String = text.trim_start().chars().take(7).collect();
        ["høring", "høyring"]
            .iter()
            .any(|word| begin.lower_case().starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ordskifte_record::{Block, BlockKind, ExtractedText, Page, TextSource};

    fn ids(text: &str) -> Vec<String> {
        let page = Page {
            number: 1,
            label: None,
            size: None,
            source: TextSource::BornDigital,
            quality: 1.0,
            blocks: vec![Block::new(BlockKind::Paragraph, None, text)],
        };
        let document = ExtractedText {
            pages: vec![page],
            ..ExtractedText::default()
        };
        let mut record = Record::default();
        read(&View::new(&document), &mut record);
        record.citations.into_iter().map(|citation| citation.id).collect()
    }

    #[test]
    fn where_somebody_is_reached_is_no_work() {
        for text in [
            "Telefon: 12 34 56 78 | Org.nr. 912 345 678 | www.sunnvik.kommune.no",
            "www.sunnvik.kommune.no",
            "Sunnvik Bondelag Storgata 3, 6770 Sunnvik www.bondelag.example",
            "Internett: www.example.no/tinging",
        ] {
            assert_eq!(ids(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(ids("https://www.example.no/id12/"), ["https://www.example.no/id12/"]);
        assert_eq!(
            ids("Svar sendes på e-post, se www.example.no/svar for hvordan."),
            ["www.example.no/svar"]
        );
    }

    #[test]
    fn printed_forms_meet_one_identifier() {
        assert_eq!(ids("jf. NOU 2026:1 og NOU 2026: 1"), ["NOU 2026: 1"]);
        assert_eq!(
            ids("St.meld. nr. 12 (2006-2007) og Meld. St. 5 (2019–2020)"),
            ["St.meld. nr. 12 (2006–2007)", "Meld. St. 5 (2019–2020)"]
        );
        assert_eq!(
            ids("Prop. L 45 (2025-2026), Prop. 73 L (2016–2017)"),
            ["Prop. 45 L (2025–2026)", "Prop. 73 L (2016–2017)"]
        );
        assert_eq!(
            ids("Ot.prp. nr. 53 (1997-98); Innst. 270 S (2011–2012)"),
            ["Ot.prp. nr. 53 (1997–1998)", "Innst. 270 S (2011–2012)"]
        );
        assert_eq!(
            ids(
                "Innst. S. nr. 82 for 2000-2001, stortingsmelding nr. 31 (2000-01) og Odelstingsproposisjon nr. 4 (1999–2000)"
            ),
            [
                "Innst. S. nr. 82 (2000–2001)",
                "St.meld. nr. 31 (2000–2001)",
                "Ot.prp. nr. 4 (1999–2000)"
            ]
        );
        assert_eq!(
            ids("stortingsproposisjon nr. 1 (2001-2002)"),
            ["St.prp. nr. 1 (2001–2002)"]
        );
        assert_eq!(
            ids("Ot.prp. nr. 53 og St.meld. nr. 12."),
            ["Ot.prp. nr. 53", "St.meld. nr. 12"]
        );
        assert_eq!(
            ids("Direktiv 2013/33/EU og tenestedirektivet (2006/123/EF)"),
            ["2013/33/EU", "2006/123/EF"]
        );
        assert_eq!(ids("Meld. St. X, NOU 1, og en NOU"), Vec::<String>::new());
        assert_eq!(
            ids("Innst. O. nr. 12 (2004-2005), Innst. S. nr. 12 (2004–2005), Budsjett-innst. S. nr. 5 (2006–2007)"),
            [
                "Innst. O. nr. 12 (2004–2005)",
                "Innst. S. nr. 12 (2004–2005)",
                "Budsjett-innst. S. nr. 5 (2006–2007)"
            ]
        );
        assert_eq!(
            ids("Prop. 95 L er omtalt i Prop. 1 S og Meld. St. 40, jf. Meld. St. 40 (2008–2009) og Prop. 95 LS."),
            ["Prop. 95 L", "Meld. St. 40 (2008–2009)", "Prop. 95 LS"]
        );
        assert_eq!(
            ids("forordning (EF) nr. 1370/2007 og direktiv (EU) 2019/1152"),
            ["(EF) 1370/2007", "(EU) 2019/1152"]
        );
    }
}
