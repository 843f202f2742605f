//! Running heads and feet of pages that form feeds part, as a PDF printed to text has them.

use crate::text::{ends_in_page_number, is_page_number, patterns};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many lines at the top and at the bottom of a page can be furniture.
const TOP: usize = 2;
const BOTTOM: usize = 4;
/// Longest running head or foot, in characters.
const LONGEST: usize = 110;
/// Shortest line that runs on over the end of a page, in characters.
const OPEN: usize = 20;

/// The lines of each page that are its text: what stands before and behind them are running heads and feet.
pub(super) fn bodies(pages: &[Vec<&str>]) -> Vec<Range<usize>> {
    let seen = repeated(pages);
    let enough = if pages.len() < 6 { 2 } else { 3 };
    let numbered = pages.iter().enumerate();
    numbered
        .map(|(index, lines)| {
            let number = page_number(index);
            let told = |edge: Edge, line: &str| {
                let repeats = || {
                    // Sentences repeat, too: "Enstemmig vedtatt." at the end of two pages.
                    if line.trim_end().ends_with('.') {
                        return false;
                    }
                    let mut known = keys(line, number).into_iter();
                    known.any(|key| seen.get(&(edge, key)).is_some_and(|count| *count >= enough))
                };
                let short = line.trim().chars().count() <= LONGEST;
                short && (is_number_of(line, number) || names_page(line, number) || repeats())
            };
            let start = if index == 0 {
                // The head of the first page is a letterhead, or the title that the others repeat.
                0
            } else {
                let heads = edge(lines.iter().copied().enumerate(), TOP, |line| told(Edge::Top, line));
                heads.map_or_else(|| interrupts(pages, index), |last| last + 1)
            };
            let from_end = lines.iter().copied().enumerate().rev();
            let end = edge(from_end, BOTTOM, |line| told(Edge::Bottom, line)).unwrap_or(lines.len());
            if start < end { start..end } else { 0..lines.len() }
        })
        .collect()
}

/// Where on a page a line stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Top,
    Bottom,
}

/// The number of the page with this index.
fn page_number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

/// On how many pages each pattern stands at an edge.
fn repeated(pages: &[Vec<&str>]) -> BTreeMap<(Edge, String), usize> {
    let mut seen: BTreeMap<(Edge, String), usize> = BTreeMap::new();
    for (index, lines) in pages.iter().enumerate() {
        let filled = || lines.iter().filter(|line| !line.trim().is_empty());
        let top = filled().take(TOP).map(|line| (Edge::Top, line));
        let bottom = filled().rev().take(BOTTOM).map(|line| (Edge::Bottom, line));
        let keys = top.chain(bottom).flat_map(|(edge, line)| {
            let found = keys(line, page_number(index)).into_iter();
            found.map(move |key| (edge, key))
        });
        let mut keys: Vec<(Edge, String)> = keys.collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    seen
}

/// By what a line repeats on other pages. "Vedlegg 2" counts enclosures, and no pages.
fn keys(line: &str, number: u32) -> Vec<String> {
    let mut found = patterns(line, number);
    if line.split_whitespace().count() == 2 && !line.trim().to_lowercase().starts_with("side ") {
        found.drain(..found.len().saturating_sub(1));
    }
    found
}

/// "7", "- 7 -", "Side 7 av 9" on the seventh page.
fn is_number_of(line: &str, number: u32) -> bool {
    let number = number.to_string();
    is_page_number(line)
        && line
            .split(|c: char| !c.is_ascii_digit())
            .any(|figures| figures == number)
}

/// The line furthest from the edge that, with all before it but blank ones, is told to be furniture.
fn edge<'a>(lines: impl Iterator<Item = (usize, &'a str)>, most: usize, told: impl Fn(&str) -> bool) -> Option<usize> {
    let filled = lines.filter(|(_, line)| !line.trim().is_empty()).take(most);
    filled.take_while(|(_, line)| told(line)).map(|(at, _)| at).last()
}

/// "Protokoll 6. oktober 2010    side 2": a line that ends in the number of its page.
fn names_page(line: &str, number: u32) -> bool {
    let folded = line.trim().to_lowercase();
    let behind = folded.rsplit_once("side ").map(|(_, behind)| behind);
    let counted = |behind: &str| {
        behind
            .split(" av ")
            .next()
            .is_some_and(|page| page == number.to_string())
    };
    let columned = || {
        let last = line.trim_end().rsplit(['\t', ' ']).next();
        (line.contains("    ") || line.contains('\t')) && last == Some(number.to_string().as_str())
    };
    behind.is_some_and(counted) || ends_in_page_number(line.trim(), number) || columned()
}

/// Behind the head that stands between the end of a page and where its last sentence goes on, on a page with no other
/// sign of it; 0 where there is none.
fn interrupts(pages: &[Vec<&str>], index: usize) -> usize {
    let filled = |lines: &&&str| !lines.trim().is_empty();
    let before = index.checked_sub(1).and_then(|before| pages.get(before));
    // The feet of the page before stand below its last sentence.
    let number = page_number(index.saturating_sub(1));
    let feet = |line: &&&str| !(is_number_of(line, number) || names_page(line, number));
    let last = before.and_then(|lines| lines.iter().rev().filter(filled).take(BOTTOM).find(feet));
    let open = last.is_some_and(|line| {
        let line = line.trim();
        line.chars().count() >= OPEN && line.ends_with(|c: char| c.is_lowercase() || c == ',')
    });
    let Some(lines) = pages.get(index).filter(|_| open) else {
        return 0;
    };
    let mut filled = lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (Some((head, first)), Some((next, goes_on))) = (filled.next(), filled.next()) else {
        return 0;
    };
    let set_off = next > head + 1 && first.trim().starts_with(char::is_uppercase);
    if set_off && first.trim().chars().count() <= LONGEST && goes_on.trim().starts_with(char::is_lowercase) {
        head + 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use crate::plain_text;
    use ordskifte_record::BlockKind;

    fn flow(text: &str) -> Vec<String> {
        let read = plain_text(text);
        read.flow_blocks().iter().map(|block| block.text.to_owned()).collect()
    }

    #[test]
    fn heads_and_feet_of_pages_are_no_text() {
        let text = "Referat fra styret\n\nMoe viste til at fyret har stått uten lampe siden i fjor, og at det gjør det\n\nSide 1 av 3\n\u{c}Referat – styret 2005\n\nvanskelig å seile om natten.\n\nLie var enig.\n\nSide 2 av 3\n\u{c}Referat – styret 2005\n\nHun hevet møtet.\n\nSide 3 av 3\n";
        assert_eq!(
            flow(text),
            [
                "Referat fra styret",
                "Moe viste til at fyret har stått uten lampe siden i fjor, og at det gjør det vanskelig å seile om natten.",
                "Lie var enig.",
                "Hun hevet møtet.",
            ]
        );
        let kinds: Vec<BlockKind> = plain_text(text)
            .pages
            .iter()
            .flat_map(|page| page.blocks.iter().map(|block| block.kind))
            .collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == BlockKind::Furniture).count(), 5);
    }

    #[test]
    fn a_head_that_interrupts_a_sentence_is_none_of_it() {
        let text = "Brev om fyr\n\nKommunen har behandlet saken i møte og mener at staten må\n\n- 1 -\n\u{c}Brev om fyr og brygger\n\nbetale for lykta.\n";
        assert_eq!(
            flow(text),
            [
                "Brev om fyr",
                "Kommunen har behandlet saken i møte og mener at staten må betale for lykta."
            ]
        );
    }

    #[test]
    fn sentences_that_pages_end_in_stay() {
        let text = "Sak 1 Fyr\n\nMoe orienterte.\n\nEnstemmig vedtatt.\n\u{c}Sak 2 Lykter\n\nLie orienterte.\n\nEnstemmig vedtatt.\n";
        assert_eq!(
            flow(text).iter().filter(|block| *block == "Enstemmig vedtatt.").count(),
            2
        );
    }

    #[test]
    fn chapters_and_numbers_of_a_text_stay() {
        let text = "1 Innledning\n\nDette er teksten.\n\u{c}Vedlegg 2\n\nDette er teksten om bakgrunnen.\n\u{c}Vedlegg 3\n\nVi foreslår\n\n14\n";
        assert_eq!(
            flow(text),
            [
                "1 Innledning",
                "Dette er teksten.",
                "Vedlegg 2",
                "Dette er teksten om bakgrunnen.",
                "Vedlegg 3",
                "Vi foreslår",
                "14",
            ]
        );
    }
}
