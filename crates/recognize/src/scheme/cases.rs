//! Cases of costing and of law-making: entered in sentences, or listed under their headings.

use super::positions::is_label;
use super::remarks::{is_body, is_sort_alone, proposer, said, state, without_remark};
use crate::agenda::stands_as_heading;
use crate::ministries::named;
use crate::sentences::sentences;
use crate::speakers::{Listed, Speakers};
use crate::view::{Line, View};
use ordskifte_record::{BlockKind, Case, CaseStage, Kind, PartialDate, Record, SchemeCase};
use ordskifte_vocabulary::{LowerCase, Ministry, resolve};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// "A har foreslått B som en ny lovmedvirkningssak".
static PROPOSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b([\p{L}-]+)\s+)?(?:har\s+|hadde\s+)?(?:foreslått|foreslår|føreslått|føreslår|foreslo|meldt opp|meldte opp|meldt inn|meldte inn|melder opp|melder inn|ønsker å melde opp|ønskjer å melde opp)\s+(.{3,140}?)\s+som\s+(?:en |ei |ein )?(?:ny |eiga |egen )?(kostnads\p{L}+sak|lovmed\p{L}+sak)\w*").ok()
});
/// Parts of the verbs of that.
const PROPOSES: [&str; 3] = ["foresl", "føresl", "meld"];
/// "B skal behandles som en kostnadsberegningssak".
static HANDLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\bat\s+|^)(.{3,140}?)\s+(?:skal|bør|vil|blir|kan|ble|blei|vart|er)\s+(?:behandles|behandlast|behandlet|behandla|meldes opp|meldast opp|meldt opp|meldes inn|meldast inn|håndteres|handterast|tas inn|takast inn|registreres|registrerast|bli)?\s*som\s+(?:en |ei |ein )?(?:ny |eiga |egen )?(kostnads\p{L}+sak|lovmed\p{L}+sak)\w*").ok()
});

/// Words that tell how far a case has come.
const STAGES: [(CaseStage, &[&str]); 6] = [
    (
        CaseStage::Avsluttet,
        &[
            "avsluttet",
            "avslutta",
            "avsluttes",
            "avsluttast",
            "ferdigstilt",
            "sluttført",
            "er ferdig",
        ],
    ),
    (
        CaseStage::Konsultasjonsbasert,
        &["konsultasjonsbasert prosess", "konsultasjonsbasert"],
    ),
    (
        CaseStage::Rapportering,
        &["rapportert", "rapporterer", "rapportering", "statusrapport"],
    ),
    (
        CaseStage::Utvalg,
        &[
            "utvalg er satt ned",
            "utvalg nedsatt",
            "utval nedsett",
            "utval er sett ned",
            "nedsatt et utvalg",
            "sett ned eit utval",
            "lovutvalg",
            "lovutval",
        ],
    ),
    (
        CaseStage::Involvering,
        &["involvert", "involveres", "involverast", "involvering", "arbeidsgruppe"],
    ),
    (
        CaseStage::Oppmelding,
        &[
            "meldt opp",
            "melder opp",
            "meldte opp",
            "meldt inn",
            "melder inn",
            "foreslått",
            "føreslått",
            "ny sak",
            "som en ny",
            "som ei ny",
        ],
    ),
];

/// Length of an anchor: `p-` and eight digits.
const ANCHOR: usize = 10;

/// Longest heading or list item that names a case, in characters.
const MAX_SUBJECT: usize = 140;

/// Reads the cases.
pub(super) fn read(view: &View<'_>, present: usize, record: &mut Record) {
    let date = crate::date_of(record);
    let mut found: Vec<Case> = Vec::new();
    let mut under: Option<Under> = None;
    let lines = view.lines.get(present..).unwrap_or_default();
    // Who writes to enter cases proposes them.
    let by = record.sender.as_ref().map(|sender| {
        let ministry = resolve(&sender.name, date);
        ministry.map_or(sender.name.as_str(), |ministry| ministry.abbreviation)
    });
    found.extend(super::tables::read(lines, date, by));
    if matches!(record.kind, Kind::Notat | Kind::Innspill | Kind::Brev) {
        found.extend(super::tables::listed(lines, &record.title, date, by));
    }
    let places = record.paragraphs.iter().map(|one| (one.start, one.anchor.as_str()));
    let places: FxHashMap<usize, &str> = places.collect();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.contains('\t')) {
        // A repeated paragraph's anchor has a number behind it.
        let own = places.get(&line.start).and_then(|anchor| anchor.get(..ANCHOR));
        let item = record
            .agenda
            .iter()
            .find(|item| own.is_some() && item.anchor.as_deref() == own);
        if let Some(known) = &mut under
            && item.is_none_or(|item| item.level > known.level)
            && known.goes_on(line)
        {
            continue;
        }
        let printed = line.level.filter(|_| line.kind == BlockKind::Heading);
        let level = item.map(|item| item.level).or(printed);
        if let Some(level) = level {
            let text = item.map_or(line.text, |item| item.heading.as_str());
            match (sort(text), &under) {
                (Some(kind), _) if is_container(text) => under = Some(Under::new(kind, level)),
                (_, Some(above)) if level > above.level => push(&mut found, above.entry(text, line, date)),
                _ => under = None,
            }
            // The heading may be the end of the paragraph before, and this one the first below it.
            if item.is_none_or(|item| line.text.contains(item.heading.as_str())) {
                continue;
            }
        }
        let around = [index.checked_sub(1).and_then(|at| lines.get(at)), lines.get(index + 1)];
        if let Some(above) = under.as_ref().filter(|_| names_case(line, around, record)) {
            let mut case = above.entry(line.text, line, date);
            let [before, below] = around;
            // What stands below a list is of none of its items in particular.
            let apart = line.kind != BlockKind::ListItem || before.is_none_or(|line| line.kind != BlockKind::ListItem);
            let below = below.filter(|next| apart && next.kind == BlockKind::Paragraph);
            case.stage = case.stage.or_else(|| stage(below?.text));
            push(&mut found, case);
            continue;
        }
        for case in told_of(line, date) {
            push(&mut found, case);
        }
    }
    record.cases = found;
}

/// The cases that the sentences of a paragraph enter.
fn told_of(line: &Line<'_>, date: Option<PartialDate>) -> Vec<Case> {
    if sort(line.text).is_none() {
        return Vec::new();
    }
    let sentences = sentences(line.text).into_iter();
    let texts = sentences.filter_map(|(start, end)| line.text.get(start..end));
    texts.filter_map(|sentence| told(sentence, line, date)).collect()
}

/// "Kostnadsberegningssaker": what stands below are its cases.
struct Under {
    kind: SchemeCase,
    /// Level of the heading; what is not below it ends the list.
    level: u8,
    /// How far all of them have come, where a line above them says it.
    stage: Option<CaseStage>,
}

impl Under {
    fn new(kind: SchemeCase, level: u8) -> Self {
        Self {
            kind,
            level,
            stage: None,
        }
    }

    /// Whether a line between the cases says of which sort those below it are ("Saker til lovmedvirkning:"), or how far they
    /// have come ("Oppmelding av nye saker").
    fn goes_on(&mut self, line: &Line<'_>) -> bool {
        let text = line.text.trim();
        if let Some(kind) = sort(text).filter(|_| is_sort_alone(text)) {
            *self = Self::new(kind, self.level);
            return true;
        }
        if line.kind == BlockKind::ListItem || text.chars().count() > MAX_SUBJECT || text.ends_with('.') {
            return false;
        }
        if let Some(kind) = sort(text).filter(|_| text.ends_with(':')) {
            *self = Self::new(kind, self.level);
            return true;
        }
        match state(text).filter(|_| sort(text).is_none()) {
            Some(stage) => {
                self.stage = Some(stage);
                true
            }
            None => false,
        }
    }

    fn entry(&self, text: &str, line: &Line<'_>, date: Option<PartialDate>) -> Case {
        let mut case = entry(self.kind, text, line, date);
        case.stage = case.stage.or(self.stage);
        case
    }
}

/// Whether a line below such a heading names a case; `around` are the lines before and after it.
fn names_case(line: &Line<'_>, [before, after]: [Option<&Line<'_>>; 2], record: &Record) -> bool {
    let heads = || {
        line.kind == BlockKind::Paragraph && stands_as_heading(line.text.trim(), before, after, &Listed::new(record))
    };
    line.text.chars().count() <= MAX_SUBJECT
        && (line.kind == BlockKind::ListItem
            || begins_case(line.text, record)
            || is_noted(line.text, crate::date_of(record))
            || heads())
        && !is_label(line.text)
        && !says_none(line.text)
        && !is_task(line.text, record)
}

/// "Ingen nye saker", "Ikke aktuelt", "Se vedlegg 2": what stands where there is no case, or leads elsewhere.
pub(super) fn says_none(text: &str) -> bool {
    let folded = text.trim_start_matches(|c: char| !c.is_alphanumeric()).lower_case();
    let none = [
        "ingen",
        "ikke ",
        "ikkje ",
        "det er ikke ",
        "det er ikkje ",
        "se vedlegg",
        "sjå vedlegg",
        "se eget ",
        "sjå eige ",
    ];
    none.iter().any(|words| folded.starts_with(words)) && folded.split(' ').count() <= MAX_NONE
}

/// Most words of such a line.
const MAX_NONE: usize = 8;

/// "Fastlegeordningen (HOD): KS er uenig i beregningen.": a case and its ministry, and what is said of it.
fn begins_case(text: &str, record: &Record) -> bool {
    let Some((subject, rest)) = text.split_once(" (") else {
        return false;
    };
    let Some((name, tail)) = rest.split_once(')') else {
        return false;
    };
    let marked = tail.is_empty() || [":", " –", " -"].iter().any(|mark| tail.starts_with(mark));
    let named = subject.starts_with(char::is_uppercase) && !subject.contains(['.', ':']);
    marked && named && ministry(name, crate::date_of(record)).is_some()
}

/// "HOD: Legevakt – under arbeid.": a ministry's case, and a few words on it.
fn is_noted(text: &str, date: Option<PartialDate>) -> bool {
    let case = || {
        let (case, note) = noted(text)?;
        let (name, subject) = case.split_once(": ")?;
        let brief = note.starts_with(char::is_lowercase) && note.split(' ').count() <= MAX_NOTE;
        let named = subject.starts_with(char::is_uppercase) && !subject.contains(". ");
        Some(brief && named && ministry(name, date).is_some())
    };
    text.chars().count() <= MAX_SUBJECT && case() == Some(true)
}

/// A case, and what stands behind a dash.
fn noted(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once(" – ").or_else(|| text.rsplit_once(" - "))
}

/// Most words of such a note.
const MAX_NOTE: usize = 4;

/// Whether a text below a heading is such a case of the sort that the heading tells, and nothing that a ministry said.
pub(crate) fn is_noted_below(heading: &str, text: &str, date: Option<PartialDate>) -> bool {
    sort(heading).is_some() && is_container(heading) && is_noted(text, date)
}

/// "Moen lager utkast til kapittel 3.", "KS kommenterer innen 1. mars.": what somebody is to do, and no case.
fn is_task(text: &str, record: &Record) -> bool {
    let text = text.trim();
    let plain = text.ends_with('.')
        && text
            .split(' ')
            .nth(1)
            .is_some_and(|word| word.starts_with(char::is_lowercase));
    plain && (text.starts_with("KS ") || Speakers::new(&record.participants, &record.chair).begins(text))
}

fn push(found: &mut Vec<Case>, case: Case) {
    if !found
        .iter()
        .any(|known| known.case_type == case.case_type && known.subject == case.subject)
    {
        found.push(case);
    }
}

/// The sort that a heading or word tells.
pub(super) fn sort(text: &str) -> Option<SchemeCase> {
    // Most texts have none of these, and need not be made lower.
    let parts = ["ostnads", "ovmed", "OSTNADS", "OVMED"];
    if !parts.iter().any(|part| text.contains(part)) {
        return None;
    }
    let folded = text.lower_case();
    if ["kostnadsbereg", "kostnadsberek", "kostnadsrekn", "kostnadsutre"]
        .iter()
        .any(|word| folded.contains(word))
    {
        Some(SchemeCase::Kostnadsberegning)
    } else if ["lovmedvirk", "lovmedverk"].iter().any(|word| folded.contains(word)) {
        Some(SchemeCase::Lovmedvirkning)
    } else {
        None
    }
}

/// A heading that is the sort and nothing else ("Lovmedvirkning"), or cases of it ("Saker meldt inn til lovmedvirkning").
fn is_container(text: &str) -> bool {
    let count = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split_whitespace().skip_while(count).collect();
    words.len() <= 4 || words.len() <= 8 && words.first() == Some(&"Saker")
}

/// A case that a heading or list item names: "Barnevernsreformen (BFD)", "KD: Ny opplæringslov", "Ny barnelov (BFD). Saken er
/// meldt inn av KS."
fn entry(kind: SchemeCase, text: &str, line: &Line<'_>, date: Option<PartialDate>) -> Case {
    let (text, more) = text
        .find("). ")
        .and_then(|at| text.split_at_checked(at + 1))
        .unwrap_or((text, ""));
    // "Ny barnelov (BFD), meldt inn av KS", "Nytt nødnett (JD) - oppmelding".
    let noted = is_noted(text, date).then(|| noted(text)).flatten();
    let text = noted.map_or(text, |(text, _)| text);
    let (text, last) = without_remark(text.trim().trim_end_matches(['.', ';', ':']));
    let last = noted.map_or(last, |(_, note)| note);
    // "Arbeidstid (AD): utvalg nedsatt": what stands behind the ministry tells of the case.
    let behind = text.rfind('(').map(|at| {
        let (name, tail) = text
            .get(at + 1..)
            .unwrap_or_default()
            .split_once(')')
            .unwrap_or((text.get(at + 1..).unwrap_or_default(), ""));
        (text.get(..at).unwrap_or(text), name, tail)
    });
    let before = text.split_once(':').map(|(name, rest)| (rest, name, ""));
    let (subject, responsible, tail) = [behind, before]
        .into_iter()
        .flatten()
        .find_map(|(subject, name, tail)| Some((subject, ministry(name, date)?, tail)))
        .map_or((text, None, ""), |(subject, ministry, tail)| {
            (subject, Some(ministry), tail)
        });
    let (subject, remark) = without_remark(subject);
    let tail = tail.trim_start_matches([':', '-', '–', ',', ' ']);
    let behind = proposer(last).or_else(|| proposer(remark)).or_else(|| proposer(tail));
    let mut entered = case(kind, subject, responsible, proposer(more).or(behind), line.text, line);
    // Who entered a case does not say how far it has come.
    let told = behind.map_or(entered.stage, |_| stage(subject));
    entered.stage = said(last).or_else(|| said(remark)).or_else(|| said(tail)).or(told);
    entered
}

pub(super) fn ministry(name: &str, date: Option<PartialDate>) -> Option<&'static Ministry> {
    let name = name.trim();
    resolve(name, date).or_else(|| named(name, date).first().copied())
}

pub(super) fn case(
    kind: SchemeCase,
    subject: &str,
    responsible: Option<&'static Ministry>,
    proposed_by: Option<&str>,
    evidence: &str,
    line: &Line<'_>,
) -> Case {
    let offset = line.text.find(evidence).unwrap_or(0);
    let start = line.start + line.text.get(..offset).unwrap_or_default().chars().count();
    Case {
        case_type: kind,
        subject: bare(subject),
        responsible_ministry: responsible.map(|ministry| ministry.id.to_owned()),
        proposed_by: proposed_by.map(str::to_owned),
        stage: stage(evidence),
        evidence: evidence.to_owned(),
        page: Some(line.page),
        anchor: None,
        start,
        end: start + evidence.chars().count(),
    }
}

/// The stage that words tell.
pub(super) fn stage(text: &str) -> Option<CaseStage> {
    let folded = text.lower_case();
    STAGES
        .iter()
        .find(|(_, words)| words.iter().any(|word| folded.contains(word)))
        .map(|(stage, _)| *stage)
}

/// Without what stands in parentheses.
fn bare(subject: &str) -> String {
    let mut depth = 0_u32;
    let kept: String = subject
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    kept.trim_matches([' ', ',', '.', '«', '»', '–', '-']).to_owned()
}

/// A case that a sentence enters.
fn told(sentence: &str, line: &Line<'_>, date: Option<PartialDate>) -> Option<Case> {
    // Both forms have "som" and name the sort of case, which most sentences of a paragraph that does do not.
    sort(sentence).filter(|_| sentence.contains("som"))?;
    let lower = sentence.lower_case();
    if !names_sort_as(&lower) {
        return None;
    }
    let proposes = PROPOSES.iter().any(|part| lower.contains(part));
    let proposed = (proposes.then_some(PROPOSED.as_ref()?)).and_then(|pattern| pattern.captures(sentence));
    if let Some(captures) = proposed {
        let by = captures.get(1).map(|found| found.as_str());
        let body = by.filter(|name| is_body(name));
        let kind = sort(captures.get(3)?.as_str())?;
        let responsible = body.and_then(|name| ministry(name, date));
        return Some(case(kind, captures.get(2)?.as_str(), responsible, body, sentence, line));
    }
    let captures = HANDLED.as_ref()?.captures(sentence)?;
    let kind = sort(captures.get(2)?.as_str())?;
    let subject = captures.get(1)?.as_str();
    // The subject is the last clause: "AID og KS er enige om at B".
    let subject = subject.rsplit(" at ").next().unwrap_or(subject);
    let pronoun = ["det", "dette", "den", "saken", "saka", "dei", "de"].contains(&subject.lower_case().as_str());
    (!pronoun).then(|| case(kind, subject, None, None, sentence, line))
}

/// Whether a sentence in lower case has "som en ny kostnadsberegningssak", in which both forms end.
fn names_sort_as(lower: &str) -> bool {
    let sorts = ["kostnads", "lovmed"].iter().flat_map(|sort| lower.match_indices(sort));
    let without = |text: &'_ str, words: [&str; 3]| {
        let bare = words.iter().find_map(|word| text.strip_suffix(word));
        bare.unwrap_or(text).len()
    };
    sorts.filter_map(|(at, _)| lower.get(..at)).any(|before| {
        let before = before
            .get(..without(before, ["ny ", "eiga ", "egen "]))
            .unwrap_or(before);
        let before = before.get(..without(before, ["en ", "ei ", "ein "])).unwrap_or(before);
        before.trim_end().ends_with("som")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(sentence: &str) -> Option<(SchemeCase, String, Option<String>)> {
        let line = Line::new(sentence, BlockKind::Paragraph, None, 1, 0);
        told(sentence, &line, "2026".parse().ok()).map(|case| (case.case_type, case.subject, case.proposed_by))
    }

    #[test]
    fn sentences_enter_cases() {
        assert_eq!(
            brief("Moen viste til at KLD har foreslått havloven (som er ny) som en ny lovmedvirkningssak."),
            Some((
                SchemeCase::Lovmedvirkning,
                "havloven".to_owned(),
                Some("KLD".to_owned())
            ))
        );
        assert_eq!(
            brief("AID og KS er enige om at tilskuddene skal behandles som en kostnadsberegningssak."),
            Some((SchemeCase::Kostnadsberegning, "tilskuddene".to_owned(), None))
        );
        assert_eq!(brief("Det bør være en sak."), None);
    }
}
