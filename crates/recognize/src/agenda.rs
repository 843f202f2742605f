//! The agenda: numbered items and headings of minutes.

use crate::view::{Line, View};
use ordskifte_analysis::anchor;
use ordskifte_record::{AgendaItem, BlockKind, CaseType, Kind, Record};
use ordskifte_vocabulary::fold_name;
use regex::Regex;
use std::sync::LazyLock;

static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:(?:sak|ps|pkt\.?|punkt)\s+(?:nr\.?\s*)?)?(\d{1,4}/\d{2,4}|\d{1,2}(?:\.\d{1,2})*)[.):]?\s+[–-]?\s*(\p{Lu}.*)$").ok()
});

static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:Sak|SAK|PS)\s+\d{1,4}/\d{2,4}\s+[–-]?\s*\p{Lu}").ok());

/// Reads the agenda from the lines after the attendance list.
pub(crate) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    if !matches!(record.kind, Kind::Referat | Kind::Protokoll | Kind::Sakliste) {
        return;
    }
    let title = fold_name(&record.title);
    let lines = view.lines.get(present..).unwrap_or_default();
    for (index, line) in lines.iter().enumerate() {
        if record.kind == Kind::Sakliste && listed_cases(line, record) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        let alone = ![before, lines.get(index + 1)]
            .into_iter()
            .flatten()
            .any(|line| line.kind == BlockKind::ListItem);
        let Some((number, heading)) = item(line, record.kind, alone) else {
            continue;
        };
        let heading = heading.trim().trim_end_matches(':').trim();
        if heading.is_empty() || title.contains(&fold_name(line.text)) || heading.chars().count() > 160 {
            continue;
        }
        let level = match (&number, line.level) {
            (Some(number), _) => number.split('.').count(),
            (None, _) if line.kind == BlockKind::ListItem => 1,
            (None, Some(level)) => usize::from(level.max(2)),
            (None, None) => 2,
        };
        // Before the first numbered item there are letterheads and subtitles only.
        if number.is_none() && record.agenda.is_empty() && line.kind != BlockKind::ListItem {
            continue;
        }
        record.agenda.push(AgendaItem {
            case_type: case_type(heading),
            number,
            heading: heading.to_owned(),
            level: u8::try_from(level).unwrap_or(6).clamp(1, 6),
            page: Some(line.page),
            anchor: Some(anchor(line.text)),
        });
    }
}

/// "Sak 2/04 A Sak 3/04 B": an announced list whose lines run together in one paragraph.
fn listed_cases(line: &Line<'_>, record: &mut Record) -> bool {
    let Some(pattern) = CASE.as_ref() else { return false };
    let starts: Vec<usize> = pattern.find_iter(line.text).map(|found| found.start()).collect();
    if starts.len() < 2 || starts.first() != Some(&0) {
        return false;
    }
    let ends = starts.iter().skip(1).copied().chain([line.text.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let piece = line.text.get(*start..end).unwrap_or_default().trim();
        let Some(captures) = NUMBERED.as_ref().and_then(|pattern| pattern.captures(piece)) else {
            continue;
        };
        if let (Some(number), Some(heading)) = (captures.get(1), captures.get(2)) {
            record.agenda.push(AgendaItem {
                case_type: case_type(heading.as_str()),
                number: Some(number.as_str().to_owned()),
                heading: heading.as_str().trim().to_owned(),
                level: 1,
                page: Some(line.page),
                anchor: Some(anchor(line.text)),
            });
        }
    }
    true
}

/// Number and heading of a line that is an item.
///
/// A numbered entry of a list is one only when it stands `alone`: lists announce what comes.
fn item<'a>(line: &Line<'a>, kind: Kind, alone: bool) -> Option<(Option<String>, &'a str)> {
    let text = line.text.trim();
    let captures = NUMBERED.as_ref()?.captures(text);
    if let Some(captures) = captures {
        let number = captures.get(1)?.as_str();
        let heading = captures.get(2)?.as_str();
        let listed = matches!(line.kind, BlockKind::Heading) || (kind == Kind::Sakliste && text.chars().count() < 200);
        let case = fold_name(text).starts_with("sak ") || fold_name(text).starts_with("ps ");
        let short = text.chars().count() <= 120 && !text.ends_with('.');
        let date = !crate::dates::dates(text).is_empty()
            && !number.contains('/')
            && crate::dates::dates(text).first().is_some_and(|date| date.start < 3);
        if !date && (listed || (short && (case || (alone && line.kind == BlockKind::ListItem)))) {
            return Some((Some(number.to_owned()), heading));
        }
        return None;
    }
    let folded = fold_name(text);
    if kind == Kind::Sakliste {
        // The agenda is the list; its own headings, and what is said to each case, are none of it.
        let entry = line.kind == BlockKind::ListItem && line.level.unwrap_or(1) == 1 && !text.ends_with('.');
        let own =
            folded.starts_with("til sak") || ["saker", "sakliste", "saksliste", "dagsorden"].contains(&folded.as_str());
        if own || line.kind == BlockKind::ListItem {
            return (entry && !own).then_some((None, text));
        }
    }
    (line.kind == BlockKind::Heading && text.chars().any(char::is_alphabetic) && crate::labels::label(text).is_none())
        .then_some((None, text))
}

fn case_type(heading: &str) -> Option<CaseType> {
    let folded = fold_name(heading);
    let is = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if is(&["kostnadsbereg", "kostnadsberek", "kostnadsutrek"]) {
        Some(CaseType::Kostnadsberegning)
    } else if is(&["lovmedvirk", "lovmedverk", "medvirkning i lov", "medverknad i lov"]) {
        Some(CaseType::Lovmedvirkning)
    } else if is(&["bilateral"]) {
        Some(CaseType::BilateralAvtale)
    } else if is(&["eventuelt", "ymse"]) {
        Some(CaseType::Eventuelt)
    } else {
        None
    }
}
