//! Who fills in a form by which a hearing is answered.

use crate::organizations::is_organization;
use crate::signature::begins_greeting;
use crate::view::View;
use ordskifte_vocabulary::{LowerCase, fold_name};

/// Labels of the forms by which hearings are answered, behind which the one who answers stands, folded.
const FORM: [&str; 16] = [
    "høringsinstans",
    "høyringsinstans",
    "navn på høringsinstans",
    "namn på høyringsinstans",
    "høringsinstansens navn",
    "organisasjon",
    "navn på organisasjon",
    "namn på organisasjon",
    "virksomhet",
    "verksemd",
    "navn på virksomhet",
    "namn på verksemd",
    "svar fra",
    "svar frå",
    "innsendt av",
    "avgitt av",
];

/// Who fills a form in: "Høringsinstans: Fyrdirektoratet".
pub(super) fn filled_in(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(':').or_else(|| text.split_once('\t'))?;
    let known = label.len() < 60 && FORM.contains(&fold_name(label.split(" (").next().unwrap_or(label)).as_str());
    let value = value.trim();
    (known && is_organization(value)).then_some(value)
}

/// The body on whose behalf somebody signs: "Med vennlig hilsen for Fyrlaget AS", "For Fyrlaget AS".
pub(super) fn on_behalf(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let greeted = || {
        let (greeting, name) = text.split_once(" for ")?;
        begins_greeting(&fold_name(greeting)).then_some(name)
    };
    let behalf = BEHALF
        .iter()
        .find_map(|words| text.get(text.find(words)? + words.len()..));
    let begins = behalf.filter(|name| text.len() - name.len() <= SHORT);
    let name = begins.or_else(|| text.strip_prefix("For ")).or_else(greeted)?;
    is_organization(name).then_some(name)
}

/// "DSB" where the text has "Direktoratet for samfunnssikkerhet og beredskap (DSB)": the name in full.
pub(super) fn written_out<'v>(name: &str, view: &View<'v>) -> Option<&'v str> {
    let short = SHORT_NAME.contains(&name.chars().count()) && name.chars().all(char::is_uppercase);
    if !short || name == "KS" {
        return None;
    }
    let noted = format!(" ({name})");
    view.lines.iter().take(FIRST_LINES).find_map(|line| {
        let before = line.text.get(..line.text.find(&noted)?)?;
        let starts = before.rmatch_indices(' ').map(|(at, _)| at + 1).take(WORDS);
        let starts = starts.chain((before.split(' ').count() <= WORDS).then_some(0));
        let names = starts.filter_map(|at| before.get(at..));
        names.filter(|name| is_organization(name)).last()
    })
}

/// "Norges Bondelag" of the text, where the letterhead has it in capitals: which of its words have one is told there alone.
pub(super) fn spelled<'v>(printed: &str, name: &str, view: &View<'v>) -> Option<&'v str> {
    if printed.chars().any(char::is_lowercase) || !name.contains(' ') {
        return None;
    }
    let lower = name.lower_case();
    view.lines.iter().find_map(|line| {
        let at = line.lower().find(&lower)?;
        let same = line.text.len() == line.lower().len();
        let found = line.text.get(at..at + lower.len()).filter(|_| same)?;
        let behind = line.text.get(at + lower.len()..)?;
        let whole = !behind.starts_with(char::is_alphanumeric) || behind.starts_with("s ");
        let mixed = found.starts_with(char::is_uppercase) && found.chars().any(char::is_lowercase);
        (whole && mixed).then_some(found)
    })
}

/// Letters of an abbreviated name, the most words of a whole one, and the lines that can have both.
const SHORT_NAME: std::ops::RangeInclusive<usize> = 2..=8;
const WORDS: usize = 9;
const FIRST_LINES: usize = 40;

/// What stands before a body that somebody signs for, and the most that stands before its name, in bytes.
const BEHALF: [&str; 4] = ["På vegne av ", "på vegne av ", "På vegner av ", "på vegner av "];
const SHORT: usize = 40;
/// Longest line that says so, in bytes.
const LONGEST: usize = 120;
