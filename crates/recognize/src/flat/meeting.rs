//! Heads of minutes and agendas whose lines ran together, as mirrors of documents print them: when and where, who was there,
//! what was on the agenda.

use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Labels of such heads. The first stand before a colon, the others also without one.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:Møteplass|Møterom|Møtetid|Dato|Tid|Tidspunkt|Sted|Stad|Utvalg|Deltakere|Deltakarar|Deltagere|Møtende medlemmer|Møtande medlemer|Medlemmer|Medlemer|Varamedlemmer|Varamedlemer|Ikke møtt|Ikkje møtt|Møteleder|Møteleiar|Ordstyrer|Referent|Sekretær|Møtesekretær|Innkalling|Merknader|Kopi|Kopi til|Referat til|Referatet sendes(?: til)?|Referat sendt til|Protokoll sendes til|Behandlede saker|Underskrifter|Fra adm\.[^:]{0,20}|Fra administrasjonen[^:]{0,12})\s?:|(?:Møtested(?:/lokaler?)?|Møtestad|Møtedato(?:/tid)?|Til ?stede(?: på møtet)?|Til stades|Forfall|Fraværende|Fråverande|Vararepr\.|Tidspunkt|Merknader til innkalling|Sakliste|Saksliste|Dagsorden)(?:\s?:|\s\p{Lu}|\s\d))").ok()
});
/// "Sak 1/2009 Godkjenning": where the cases of an agenda begin.
static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s((?:Sak|SAK|PS|RS)\s\d{1,4}/\d{2,4}\s\p{Lu})").ok());

/// What sort of paper it is, with whose meeting: "Møtereferat Styremøte 4-14 i Fyrlaget" behind the name of the body.
static SORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s((?:Møtereferat|Møteprotokoll|Møtebok|Møteinnkalling|(?:Referat|Protokoll) (?:fra|frå|for))\s\S)")
        .ok()
});
/// How far into a paragraph that stands, in bytes.
const SORTED: usize = 160;

/// Fewest labels of a head.
const LABELS: usize = 3;
/// How much of a paragraph holds the head, in bytes.
const HEAD: usize = 2_000;

/// Where the lines of the head of a meeting's paper begin; none where a paragraph has no such head.
pub(super) fn head(text: &str) -> BTreeSet<usize> {
    let window = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    let labels = LABEL.iter().flat_map(|pattern| pattern.captures_iter(window));
    let mut cuts: BTreeSet<usize> = labels.filter_map(|found| Some(found.get(1)?.start())).collect();
    if cuts.len() < LABELS {
        return BTreeSet::new();
    }
    let begin = text.get(..text.floor_char_boundary(SORTED)).unwrap_or(text);
    let sort = SORT.as_ref().and_then(|pattern| pattern.captures(begin)?.get(1));
    cuts.extend(sort.map(|found| found.start()));
    // The list of the cases is a line of its own.
    let case = CASE.as_ref().and_then(|pattern| pattern.captures(text)?.get(1));
    cuts.extend(case.map(|found| found.start()));
    cuts
}

/// The number of a case before its heading: "Sak 3", "Sak 12/2009", "S 7.1/07", "19/13".
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:(?:Sak|SAK|Saksnr\.?|Sak nr\.?|\p{Lu}{1,3})\s)?(\d{1,4}(?:\.\d{1,2})?)(?:[/-](\d{2,4}))?[.:]?)\s\p{Lu}").ok()
});

/// A case in text that ran together.
#[derive(Clone, Copy)]
struct Case<'t> {
    line: usize,
    start: usize,
    /// As printed, with what it is called.
    label: &'t str,
    /// The last figures of the number, and its year.
    number: u32,
    year: &'t str,
    /// What stands behind it.
    text: &'t str,
}

/// Longest heading of a case, in bytes.
const HEADING: usize = 200;

/// Where the cases of a meeting begin that ran together with their list: each has a line in the list, and where the same
/// words come again below, that heading has one, and what was said of it begins the next. `None` where there is no list.
pub(super) fn cases(texts: &[&str]) -> Vec<(usize, usize)> {
    let all: Vec<Case<'_>> = (0..).zip(texts).flat_map(|(line, text)| numbers(line, text)).collect();
    let mut list: Vec<Case<'_>> = Vec::new();
    let mut rest = all.as_slice();
    while let Some((case, behind)) = rest.split_first() {
        let next = list.last().is_none_or(|last| follows(last, case));
        if next {
            list.push(*case);
        } else if list.len() >= LISTED {
            break;
        } else {
            list = vec![*case];
        }
        rest = behind;
    }
    if list.len() < LISTED {
        return Vec::new();
    }
    let mut cuts: Vec<(usize, usize)> = list.iter().map(|case| (case.line, case.start)).collect();
    for (index, case) in list.iter().enumerate() {
        let end = list.get(index + 1).filter(|next| next.line == case.line);
        let length = end.map_or(HEADING, |next| {
            next.start.saturating_sub(case.start + case.label.len() + 1)
        });
        let heading = case
            .text
            .get(..case.text.floor_char_boundary(length))
            .unwrap_or_default()
            .trim();
        let again = rest.iter().find(|other| other.label == case.label);
        let Some((other, shared)) = again.and_then(|other| Some((other, shared(heading, other.text)?))) else {
            // Only the next case tells where a heading ends; behind the last one the next line begins with a capital.
            let last = (end.is_none()).then(|| next_line(case.text)).flatten();
            cuts.extend(last.map(|at| (case.line, case.start + case.label.len() + 1 + at)));
            continue;
        };
        let ends = |case: &Case<'_>| (case.line, case.start + case.label.len() + 1 + shared);
        cuts.extend([(other.line, other.start), ends(other)]);
        cuts.extend(end.is_none().then(|| ends(case)));
    }
    cuts
}

/// Where, behind the heading of a case, what begins with a capital: "Eventuelt Forfall meldes til …".
fn next_line(text: &str) -> Option<usize> {
    let capital = |at: &usize| {
        text.get(at + 1..)
            .is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    text.match_indices(' ').map(|(at, _)| at).find(capital)
}

/// Fewest cases of a list.
const LISTED: usize = 2;

/// The numbers of cases in a text.
fn numbers(line: usize, text: &str) -> Vec<Case<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    // The letter behind one number may begin the next: "3. mai 2007 S 7.2/07 Rekneskap".
    while let Some(number) = NUMBER.as_ref().and_then(|pattern| pattern.captures_at(text, from)) {
        let Some(label) = number.get(1) else { break };
        from = label.end();
        let part = |at: usize| number.get(at).map_or("", |part| part.as_str());
        let (figures, year) = (part(2), part(3));
        let Some(number) = figures.rsplit('.').next().and_then(|last| last.parse().ok()) else {
            continue;
        };
        // A bare figure counts anything.
        if label.as_str().starts_with(['S', 's']) || !year.is_empty() {
            found.push(Case {
                line,
                start: label.start(),
                label: label.as_str(),
                number,
                year,
                text: text.get(label.end() + 1..).unwrap_or_default(),
            });
        }
    }
    found
}

/// Whether one case is the next behind another of the same list.
fn follows(last: &Case<'_>, case: &Case<'_>) -> bool {
    let called = |label: &str| label.split(|c: char| c.is_ascii_digit()).next().map(str::to_owned);
    let near = last.line == case.line && case.start - last.start <= HEADING || last.line + 1 == case.line;
    near && case.number == last.number + 1 && case.year == last.year && called(last.label) == called(case.label)
}

/// How far two texts begin with the same words, in bytes of the second; `None` where they do not.
fn shared(heading: &str, text: &str) -> Option<usize> {
    let same = heading.char_indices().zip(text.char_indices());
    let differ = same.clone().find(|((_, a), (_, b))| a != b).map(|((at, _), _)| at);
    let end = differ.unwrap_or_else(|| heading.len().min(text.len()));
    let whole = |at: usize| {
        text.get(at..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let end = if whole(end) { end } else { text.get(..end)?.rfind(' ')? };
    (end > 2).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_cut_in_their_list_and_where_its_words_come_again() {
        let first = "Dagsorden Sak 1 Referat fra forrige møte Sak 2 Fyr og lykter v/Moe Sak 3 Eventuelt Kontoradresse";
        let second = "Moe ønsket velkommen. Sak 1 Referat fra forrige møte Ingen kommentarer. Sak 2 Fyr og lykter v/Moe Moe \
                      redegjorde for status. Sak 3 Eventuelt Ingenting.";
        let texts = [first, second];
        let mut cuts = cases(&texts);
        cuts.sort_unstable();
        let begin = |(line, at): &(usize, usize)| texts[*line][*at..].trim_start().chars().take(12).collect::<String>();
        let begun: Vec<String> = cuts.iter().map(begin).collect();
        assert_eq!(
            begun,
            [
                "Sak 1 Refera",
                "Sak 2 Fyr og",
                "Sak 3 Eventu",
                "Kontoradress",
                "Sak 1 Refera",
                "Ingen kommen",
                "Sak 2 Fyr og",
                "Moe redegjor",
                "Sak 3 Eventu",
                "Ingenting."
            ]
        );
        assert!(cases(&["Vi viser til Sak 3 Fyr, og til § 3 Virkeområde og kapittel 4 Lykter."]).is_empty());
    }

    #[test]
    fn heads_of_meetings_are_cut_at_their_labels() {
        let text = "1 FJORDEN KOMMUNE Møteinnkalling Møtedato/tid : Torsdag 19. februar 2009 kl Møtested/lokaler : Rådhuset Møterom A Til stede: Kari Moe, Ola Li Sakliste: Sak 1/2009 Fyr Sak 2/2009 Lykter";
        let starts = head(text)
            .into_iter()
            .filter_map(|at| text.get(at..)?.split([' ', ':']).next());
        let starts: Vec<&str> = starts.collect();
        assert_eq!(
            starts,
            [
                "Møteinnkalling",
                "Møtedato/tid",
                "Møtested/lokaler",
                "Til",
                "Sakliste",
                "Sak"
            ]
        );
        assert!(head("Dato: 3. mai Sted: Oslo og mer tekst som ikke er noe hode").is_empty());
    }
}
