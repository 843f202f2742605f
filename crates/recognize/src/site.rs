//! Pages that were taken from a site with its menus: what belongs to the site is no part of the document.

use crate::data::rows;
use crate::view::Line;
use ordskifte_vocabulary::{fold_name, ministries_by_name};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static NAVIGATION: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/navigation.txt")).collect());

/// How many lines a menu can be among at the beginning, and the foot of a page at the end.
const HEAD: usize = 60;
const FOOT: usize = 25;
/// Fewest entries of a menu: "Søk" and "Tema" alone are words.
const ENTRIES: usize = 3;
/// Longest line of a menu, in bytes.
const LONGEST: usize = 160;
/// What parts entries that stand on one line.
const MARKS: [&str; 7] = [" | ", " > ", " » ", " / ", " · ", " ▸ ", " › "];

/// The entries of a line of a menu.
fn entries(text: &str) -> Vec<&str> {
    let mark = MARKS.iter().find(|mark| text.contains(**mark));
    match mark {
        Some(mark) => text.split(mark).map(str::trim).collect(),
        None => vec![text.trim()],
    }
}

/// An entry without what leads to it: "Du er her: Forsiden".
fn led(entry: &str) -> &str {
    ["Språk: ", "Du er her: "]
        .iter()
        .find_map(|words| entry.strip_prefix(words))
        .unwrap_or(entry)
}

fn is_entry(entry: &str) -> bool {
    let entry = led(entry);
    let folded = fold_name(entry.trim_end_matches(':'));
    NAVIGATION.contains(folded.as_str()) || is_address(&folded)
}

/// "Dokument", "Til toppen": a word of menus, folded.
pub(crate) fn is_menu(folded: &str) -> bool {
    NAVIGATION.contains(folded)
}

/// "regjeringen.no".
pub(crate) fn is_address(folded: &str) -> bool {
    !folded.contains([' ', '@', '/'])
        && folded.len() > 4
        && folded.rsplit_once('.').is_some_and(|(_, land)| land == "no")
}

/// What a trail begins with, folded.
const HOME: [&str; 8] = [
    "forside",
    "forsiden",
    "forsida",
    "framside",
    "framsida",
    "hjem",
    "heim",
    "startside",
];

/// "Hjem / Horinger / Horing / Horingssvar": the trail that leads to a page.
pub(crate) fn is_trail(text: &str) -> bool {
    let entries = entries(text);
    entries.len() > 2
        && entries
            .first()
            .is_some_and(|first| HOME.contains(&fold_name(led(first)).as_str()))
}

/// How many entries of a menu a line has, where it has nothing else, or is the trail that leads to the page.
fn count(text: &str) -> usize {
    if text.len() > LONGEST {
        return 0;
    }
    let entries = entries(text);
    let known = entries.iter().filter(|entry| is_entry(entry)).count();
    let first = entries.first().map(|first| fold_name(led(first)));
    let home = first.is_some_and(|first| HOME.contains(&first.as_str()));
    let trail = entries.len() > 2 && (known >= 2 || home) && entries.first().is_some_and(|first| is_entry(first));
    if known == entries.len() || trail { known } else { 0 }
}

/// Fewest characters of running text, above which a menu stands.
const PROSE: usize = 90;

/// The counts with the ministries that a menu lists one below the other, two or more, above the running text.
fn with_ministries(lines: &[Line<'_>], mut counts: Vec<usize>) -> Vec<usize> {
    let text = lines
        .iter()
        .position(|line| line.text.chars().count() > PROSE)
        .unwrap_or(lines.len());
    let named: Vec<bool> = lines
        .iter()
        .take(text.min(counts.len()))
        .map(|line| !ministries_by_name(line.text.trim()).is_empty())
        .collect();
    let at = |index: Option<usize>| index.and_then(|index| named.get(index)).copied().unwrap_or(false);
    for (index, count) in counts.iter_mut().enumerate() {
        if at(Some(index)) && (at(index.checked_sub(1)) || at(Some(index + 1))) {
            *count = 1;
        }
    }
    counts
}

/// What the buttons of a hearing's page begin with, and what they send, folded.
const SEND: [&str; 8] = [
    "send inn ",
    "send ",
    "gi ",
    "gje ",
    "lever ",
    "avgi ",
    "registrer ",
    "skriv ",
];
const SENT: [&str; 13] = [
    "høringssvar",
    "høyringssvar",
    "ditt høringssvar",
    "ditt høyringssvar",
    "høringsuttalelse",
    "høringsuttale",
    "høyringsuttale",
    "høyringsfråsegn",
    "høringsinnspill",
    "høyringsinnspel",
    "innspill",
    "innspel",
    "svar",
];

/// "Send inn høringssvar": the button by which a page is answered, which says nothing of what that is.
fn is_button(line: &Line<'_>) -> bool {
    line.text.len() <= LONGEST_BUTTON
        && SEND
            .iter()
            .filter_map(|begin| line.folded().strip_prefix(begin))
            .any(|sent| SENT.contains(&sent))
}

/// What a reader of the page sees as a picture.
const ICON: &str = "Lenkeblokk Icon ";
/// Longest of them, in bytes.
const LONGEST_BUTTON: usize = 40;

/// Takes menus, trails, the site's name behind the title, and the foot out of a page's lines; says whether there were any.
pub(crate) fn without_menus(lines: &mut Vec<Line<'_>>) -> bool {
    lines.retain(|line| !is_button(line));
    // What stands for the picture before a link on pages of KS.
    for line in lines.iter_mut() {
        if let Some(link) = line.text.strip_prefix(ICON) {
            *line = line.with(link, line.start + ICON.chars().count());
        }
    }
    let head = lines.len().min(HEAD);
    let counts: Vec<usize> = lines.iter().take(head).map(|line| count(line.text)).collect();
    if counts.iter().sum::<usize>() < ENTRIES {
        // "Hopp til hovedinnhold" alone above a page is for browsers.
        let skip = lines.iter().take_while(|line| line.folded().starts_with("hopp til "));
        let skip = skip.count();
        if skip < lines.len() {
            lines.drain(..skip);
        }
        return false;
    }
    let counts = with_ministries(lines, counts);
    let top = lines
        .iter()
        .skip(lines.len().saturating_sub(FOOT))
        .position(|line| ["til toppen", "til toppen av siden"].contains(&line.folded()));
    if let Some(at) = top {
        lines.truncate(lines.len().saturating_sub(FOOT) + at);
    }
    let mut counts = counts.into_iter();
    lines.retain(|_| counts.next().unwrap_or(0) == 0);
    for line in lines.iter_mut().take(head) {
        *line = line.with(without_site(line.text), line.start);
    }
    // What a browser shows as title stands in the page too.
    let again = lines.first().is_some_and(|first| {
        let title = first.folded();
        lines.iter().skip(1).take(head).any(|line| line.folded() == title)
    });
    if again {
        lines.remove(0);
    }
    true
}

/// "Høring om brygger - regjeringen.no": without the site's name.
fn without_site(text: &str) -> &str {
    let behind = [" - ", " – ", " | "].iter().filter_map(|mark| text.rsplit_once(mark));
    let site = |(_, last): &(&str, &str)| is_address(&fold_name(last));
    behind
        .into_iter()
        .find(site)
        .map_or(text, |(title, _)| title.trim_end())
}

#[cfg(test)]
mod tests {
    use crate::view::View;
    use ordskifte_extract::plain_text;

    fn lines(text: &str) -> Vec<String> {
        let text = plain_text(text);
        View::new(&text)
            .lines
            .into_iter()
            .map(|line| line.text.to_owned())
            .collect()
    }

    #[test]
    fn menus_are_no_part_of_a_page() {
        let page = "Høring om fyr - regjeringen.no\n\nGå til hovedinnhold\n\nMeny\n\nSøk\n\nForsiden / Dokument / Høring om fyr\n\nHøring om fyr\n\nFyr skal lyse om natten.\n\nTil toppen\n\nUtgitt av\n\nDepartementene";
        assert_eq!(lines(page), ["Høring om fyr", "Fyr skal lyse om natten."]);
    }

    #[test]
    fn ministries_of_a_menu_are_none_of_a_page() {
        let page = "Hopp til innhold | Tilgjengelighet\n\nSpråk: Bokmål | Nynorsk\n\nFinansdepartementet\n\nKunnskapsdepartementet\n\nTema\n\nHøring om fyr\n\nFinansdepartementet\n\nFyr skal lyse.";
        assert_eq!(lines(page), ["Høring om fyr", "Finansdepartementet", "Fyr skal lyse."]);
    }

    #[test]
    fn words_of_menus_stand_elsewhere_too() {
        let paper = "Møte om fyr\n\nTema\n\nFyr skal lyse om natten.";
        assert_eq!(lines(paper).len(), 3);
    }
}
