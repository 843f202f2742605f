//! Heads of minutes and agendas whose lines ran together, as mirrors of documents print them: when and where, who was there,
//! what was on the agenda.

mod tables;

use crate::people::is_given;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Labels of such heads. The first stand before a colon, the others also without one.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:Følgende (?:faste )?(?:vara)?medlem(?:mer)? (?:møtte|hadde meldt forfall)|Følgjande (?:faste )?(?:vara)?medlem(?:m?er|mar)? (?:møtte|hadde meldt forfall)|(?:Faste m|M|Varam)edlem(?:m?er|mar)? som (?:ikke |ikkje )?møtte|(?:Ellers|Elles|Dessuten|Dessutan|I tillegg|Andre som) møtte|Ordfør(?:er|ar|ere|arar|erne|arane)|Rådmenn(?:ene)?|Sekretariat(?:et)?|Andre|Observatør(?:er|ar)?|Møte|Møtenr\.?|Saknr\.?|Saksnr\.?|Protokoll nr\.?|Offentl\.|Dato møte|Tid og sted|Tid og stad|Underskrift|Møteplass|Møterom|Møtetid|Dato|Tid|Tidspunkt|Sted|Stad|Utvalg|Deltakere|Deltakarar|Deltagere|Møtende medlemmer|Møtande medlemer|Medlemmer|Medlemer|Varamedlemmer|Varamedlemer|Ikke møtt|Ikkje møtt|Møteleder|Møteleiar|Ordstyrer|Referent|Sekretær|Møtesekretær|Innkalling|Merknader|Kopi|Kopi til|Referat til|Referatet sendes(?: til)?|Referat sendt til|Protokoll sendes til|Behandlede saker|Underskrifter|Fra adm\.[^:]{0,20}|Fra administrasjonen[^:]{0,12})\s?:|(?:Møtested(?:/lokaler?)?|Møtestad|Møtedato(?:/tid)?|Til ?stede(?: på møtet)?|Til stades|Forfall|Fraværende|Fråverande|Vararepr\.|Tidspunkt|Merknader til innkalling|Sakliste|Saksliste|Dagsorden|Merknader|MØTELEDER|MØTELEIAR|DESSE MØTTE|DISSE MØTTE|FORFALL|DESSUT[AE]N MØTTE|ELLERS MØTTE)(?:\s?:|\s\p{Lu}|\s\d))").ok()
});
/// "Sak 1/2009 Godkjenning": where the cases of an agenda begin.
static CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s((?:Sak|SAK|PS|RS)\s\d{1,4}/\d{2,4}\s\p{Lu})").ok());

/// What sort of paper it is, with whose meeting: "Møtereferat Styremøte 4-14 i Fyrlaget" behind the name of the body.
static SORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|\s)((?:Møtereferat|Møteprotokoll|Møtebok|Møteinnkalling|(?:Referat|Protokoll) (?:fra|frå|for))\s\S)",
    )
    .ok()
});
/// How far into a paragraph that stands, in bytes.
const SORTED: usize = 160;

/// Labels of those who were there.
const LISTS: [&str; 5] = ["Til stede", "Tilstede", "Til stades", "Deltakere", "Deltakarar"];
/// Fewest labels of a head.
const LABELS: usize = 3;
/// How much of a paragraph holds the head, in bytes.
const HEAD: usize = 2_000;

/// Where the lines of the head of a meeting's paper begin, in each of the paragraphs that hold it; none where the first has no
/// such head. A table of persons may go on on the next page.
pub(super) fn heads(texts: &[&str]) -> Vec<BTreeSet<usize>> {
    let mut all = Vec::new();
    let mut open = None;
    for text in texts {
        let mut cuts = if open.is_some() { labels(text) } else { head(text) };
        if cuts.is_empty() && open.is_none() {
            break;
        }
        open = tables::cut(text, open, &mut cuts);
        all.push(cuts);
        if open.is_none() {
            break;
        }
    }
    all
}

/// Where the labels of a head begin.
fn labels(text: &str) -> BTreeSet<usize> {
    let window = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    let labels = LABEL.iter().flat_map(|pattern| pattern.captures_iter(window));
    labels.filter_map(|found| Some(found.get(1)?.start())).collect()
}

/// Where the lines of the head of a meeting's paper begin; none where a paragraph has no such head.
fn head(text: &str) -> BTreeSet<usize> {
    let mut cuts = labels(text);
    let begin = text.get(..text.floor_char_boundary(SORTED)).unwrap_or(text);
    let sort = SORT.as_ref().and_then(|pattern| pattern.captures(begin)?.get(1));
    // "Referat fra …" above who was there and who was not.
    let listed = || {
        cuts.iter()
            .filter_map(|at| text.get(*at..))
            .any(|label| LISTS.iter().any(|list| label.starts_with(list)))
    };
    if cuts.len() + usize::from(sort.is_some() && listed()) < LABELS {
        return BTreeSet::new();
    }
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
    let mut all: Vec<Case<'_>> = (0..).zip(texts).flat_map(|(line, text)| numbers(line, text)).collect();
    // The title that a site made of the first words is no case.
    let again = |case: &Case<'_>| all.iter().any(|other| other.line > 0 && other.label == case.label);
    let titled = all.iter().filter(|case| case.line == 0).count() == 1;
    if titled && all.first().is_some_and(again) {
        all.remove(0);
    }
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
    // Where the words of none come again, what counted on were the cases themselves.
    let repeated = |case: &Case<'_>| {
        rest.iter()
            .any(|other| other.label == case.label && shared(case.text, other.text).is_some())
    };
    if list.is_empty() && rest.is_empty() && all.is_empty() {
        return numbered(texts);
    }
    if list.len() < LISTED || !list.iter().any(repeated) && counted(&all).len() > list.len() * 2 {
        return counted(&all);
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

/// "Sak Innhold 1 Referat fra forrige møte Godkjent. 2 Salting av veier …": the head of a table of cases.
static TABLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:Sak|Saksnr\.?|Nr\.?|Pkt\.?|Punkt)\s(?:Innhold|Innhald|Tittel|Tema|Emne|Sakstittel|Beskrivelse)(?: (?:Ansvar(?:lig)?|Frist|Oppfølging))*\s1\.?\s\p{Lu}").ok()
});
/// A number behind the end of a sentence, before a heading.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[.!?:)]\s(\d{1,2})\.?\s\p{Lu}").ok());

/// Where the cases of such a table begin, counted from one, and where what was said of each does.
fn numbered(texts: &[&str]) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (line, text) in texts.iter().enumerate() {
        let mut from = 0;
        if starts.is_empty() {
            let Some(head) = TABLE.as_ref().and_then(|pattern| pattern.find(text)) else {
                continue;
            };
            from = head.as_str().rfind('1').map_or(head.end(), |at| head.start() + at);
            starts.push((line, from));
        }
        for found in COUNT.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let number = found.get(1).filter(|number| number.start() > from);
            if let Some(number) = number.filter(|number| number.as_str().parse() == Ok(starts.len() + 1)) {
                starts.push((line, number.start()));
            }
        }
    }
    if starts.len() < COUNTED {
        return Vec::new();
    }
    let end = |(line, start): &(usize, usize)| {
        let text = texts.get(*line)?.get(*start..)?;
        let (number, heading) = text.split_once(' ')?;
        Some((*line, start + number.len() + 1 + heading_end(heading)?))
    };
    let ends: Vec<(usize, usize)> = starts.iter().filter_map(end).collect();
    starts.into_iter().chain(ends).collect()
}

/// Fewest cases that bare numbers tell.
const COUNTED: usize = 3;

/// Where cases begin that count on without a list, and where what was said of each does.
fn counted(all: &[Case<'_>]) -> Vec<(usize, usize)> {
    let chain = |from: usize| {
        let mut chain: Vec<&Case<'_>> = Vec::new();
        for case in all.iter().skip(from) {
            if chain.last().is_none_or(|last| counts_on(last, case)) {
                chain.push(case);
            }
        }
        chain
    };
    let chains = (0..all.len()).map(chain);
    let Some(longest) = chains.reduce(|best, next| if next.len() > best.len() { next } else { best }) else {
        return Vec::new();
    };
    if longest.len() < LISTED {
        return Vec::new();
    }
    let end = |case: &&Case<'_>| Some((case.line, case.start + case.label.len() + 1 + heading_end(case.text)?));
    let starts = longest.iter().map(|case| (case.line, case.start));
    starts.chain(longest.iter().filter_map(end)).collect()
}

/// Where a heading ends behind which text runs on: capitals end with the first word that has none, else the next word that
/// begins a sentence or a person has a capital and belongs to no name.
fn heading_end(text: &str) -> Option<usize> {
    let capitals = |word: &str| !word.contains(char::is_lowercase);
    let first = text.split(' ').next().unwrap_or_default();
    let shouted = first.chars().count() > 3 && capitals(first);
    let (mut before, mut named) = (first, false);
    for (blank, _) in text.match_indices(' ').take_while(|(at, _)| *at < HEADING) {
        let word = text.get(blank + 1..)?.split(' ').next().unwrap_or_default();
        let joined = JOINS.contains(&before) || named;
        named = word.starts_with(char::is_uppercase) && joined && !is_given(word);
        let begins = word.starts_with(char::is_uppercase) && !named && word.contains(char::is_lowercase);
        if if shouted { !capitals(word) } else { begins } {
            return Some(blank);
        }
        before = word;
    }
    None
}

/// Words behind which a capital begins a name, and no sentence.
const JOINS: [&str; 16] = [
    "i", "på", "av", "og", "for", "fra", "frå", "til", "med", "ved", "om", "mot", "–", "-", "nr.", "etter",
];

/// Whether one case counts on from another of the same paper.
fn counts_on(last: &Case<'_>, case: &Case<'_>) -> bool {
    let called = |label: &str| label.split(|c: char| c.is_ascii_digit()).next().map(str::to_owned);
    case.number == last.number + 1 && case.year == last.year && called(last.label) == called(case.label)
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
        // "Sak 2011/38": the year first.
        let first = figures.len() == 4 && figures.starts_with(['1', '2']) && !year.is_empty() && year.len() < 4;
        let (figures, year) = if first { (year, figures) } else { (figures, year) };
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
    let near = last.line == case.line && case.start - last.start <= HEADING || last.line + 1 == case.line;
    near && counts_on(last, case)
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

    #[test]
    fn cases_without_a_list_count_on() {
        let begun = |texts: &[&str]| -> Vec<String> {
            let mut cuts = cases(texts);
            cuts.sort_unstable();
            cuts.dedup();
            let begin =
                |(line, at): &(usize, usize)| texts[*line][*at..].trim_start().chars().take(12).collect::<String>();
            cuts.iter().map(begin).collect()
        };
        let numbered = "Forfall: Kari Moe Sak 7/14 Godkjenning av møtebok Møteboka vart godkjend. Sak 8/14 Ferje til Ytre Vik \
                        Ola Li viste til sak 3/12 Ferje. Sak 9/14 BUDSJETT 2015 Li orienterte.";
        assert_eq!(
            begun(&[numbered]),
            [
                "Sak 7/14 God",
                "Møteboka var",
                "Sak 8/14 Fer",
                "Ola Li viste",
                "Sak 9/14 BUD",
                "Li orientert"
            ]
        );
        let table = "Til stede: Kari Moe Sak Innhold 1 Referat fra sist Ingen merknader. 2 Salting av veier Moe spurte om 4 \
                     tiltak. Det er 2 Deler. 3 Eventuelt Neste møte er i mai.";
        assert_eq!(
            begun(&[table]),
            [
                "1 Referat fr",
                "Ingen merkna",
                "2 Salting av",
                "Moe spurte o",
                "3 Eventuelt ",
                "Neste møte e"
            ]
        );
    }

    #[test]
    fn tables_of_persons_are_cut_at_heads_and_rows() {
        let first = "Møteprotokoll Utvalg: Fyrstyret Møtested: Dal Faste medlemmer som møtte: Navn Funksjon Representerer Kari Moe \
                     Leder Nedre Dal Ola Li Medlem H";
        let second = "Per Vik Medlem SV Varamedlemmer som møtte: Navn Møtte for Representerer Ida Lie Jon Aas AP Merknader Ingen";
        let texts = [first, second, "Sak 1/20 Fyr"];
        let cuts = heads(&texts);
        let begun: Vec<String> = cuts
            .iter()
            .zip(texts)
            .flat_map(|(cuts, text)| {
                cuts.iter()
                    .map(|at| text[*at..].trim_start().chars().take(10).collect())
            })
            .collect();
        assert_eq!(
            begun,
            [
                "Møteprotok",
                "Utvalg: Fy",
                "Møtested: ",
                "Faste medl",
                "Navn Funks",
                "Kari Moe L",
                "Ola Li Med",
                "Varamedlem",
                "Navn Møtte",
                "Ida Lie Jo",
                "Merknader "
            ]
        );
    }
}
