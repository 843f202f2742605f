//! Works cited: NOU, reports and bills to the Storting, recommendations, EU acts, addresses.

use crate::circulars;
use crate::laws::laws;
use crate::view::{Line, View};
use ordskifte_record::{Citation, CitationKind, Record};
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
    let session = r"\s*\(\s*((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)?\d{2})\s*\)";
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

/// The second year of a session as the Storting prints it: two figures within the last century ("1997–98"), else four.
fn full(from: &str, to: &str) -> String {
    let century = |year: &str| year.get(..2).unwrap_or_default().to_owned();
    match to.len() {
        2 if from.starts_with("20") => format!("{}{to}", century(from)),
        4 if from.starts_with("19") && century(to) == "19" => to.get(2..).unwrap_or_default().to_owned(),
        _ => to.to_owned(),
    }
}

/// What some citation has in it, found in one pass: most lines have none.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let series = SERIES.iter().flat_map(|series| series.signs.iter().copied());
    let signs = series.chain(crate::laws::signs()).chain([circulars::SIGN]);
    let signs: Vec<String> = signs.map(regex::escape).collect();
    Regex::new(&signs.join("|")).ok()
});

/// Reads citations; each work once, where it is first printed.
pub(crate) fn read(view: &View<'_>, record: &mut Record) {
    let cites = |line: &&Line<'_>| SIGNS.as_ref().is_none_or(|signs| signs.is_match(line.text));
    for line in view.lines.iter().filter(cites) {
        let mut here: Vec<Citation> = laws(line.text)
            .into_iter()
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
        let told = |series: &&Series| series.signs.iter().any(|sign| line.text.contains(sign));
        for series in SERIES.iter().filter(told) {
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
    record
        .citations
        .retain(|citation| !shortened(&citation.id) && !own.contains(&citation.id));
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
            ["Ot.prp. nr. 53 (1997–98)", "Innst. 270 S (2011–2012)"]
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
