//! Numbers of pages in texts without form feeds: programs that read PDF files often write them as lines among the others, and
//! nothing else tells where a page ends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Longest line that can number a page, in characters.
const LONGEST: usize = 110;
/// How far a lone figure stands in where it is set in the middle or to the right, in characters.
const SET_IN: usize = 20;
/// Fewest lines with text between the numbers of two pages that are figures alone.
const APART: usize = 6;
/// Fewest lines with text on a page whose number nothing but the numbers of the others tells.
const PAGE: usize = 18;
/// Most lines with text above the number of the first page, where numbers stand at the top.
const ABOVE: usize = 2;
/// How many lines of a text can hold the title that its other pages repeat.
const HEAD: usize = 15;
/// Largest number of a page.
const MAX_PAGE: u32 = 999;

/// How a line tells the number of its page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// "Side 2", "Side 2 av 9", "- 2 -", "2 (9)": with words or signs around the number.
    Marked(String),
    /// "2/9" could be a date or a case.
    Slashed,
    /// "2".
    Bare,
    /// "Referat fra styret, side 2", "Referat    2": behind what other pages repeat.
    Behind(String),
}

/// A line that may number a page.
#[derive(Clone, Debug)]
struct Candidate {
    line: usize,
    number: u32,
    form: Form,
}

/// The pages of a text by the numbers that lines among the others give them, and which lines of each are its text; `None`
/// where no line does.
pub(super) fn pages<'t>(lines: &[&'t str]) -> Option<Vec<(Vec<&'t str>, Range<usize>)>> {
    let found = numbers(lines);
    let (first, last) = (found.first()?, found.last()?);
    let filled = |range: Range<usize>| {
        let lines = lines.get(range).unwrap_or_default();
        lines.iter().filter(|line| !line.trim().is_empty()).count()
    };
    let above = filled(0..first.line);
    let at_top = match first.number {
        1 => above <= ABOVE,
        _ => filled(last.line + 1..lines.len()) > 0,
    };
    let aside = beside(lines, &found);
    let is_aside = |at: &usize| aside.contains(at) || lines.get(*at).is_some_and(|line| line.trim().is_empty());
    // A page begins with its number, or behind that of the page before, and what is repeated beside it.
    let mut starts = vec![0];
    for candidate in &found {
        let start = if at_top {
            (0..candidate.line)
                .rev()
                .take_while(is_aside)
                .last()
                .unwrap_or(candidate.line)
        } else {
            let behind = (candidate.line + 1..lines.len()).take_while(is_aside).last();
            behind.unwrap_or(candidate.line) + 1
        };
        if start > 0 && start < lines.len() {
            starts.push(start);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let pages = starts.iter().zip(ends).map(|(start, end)| {
        let told = |at: &usize| is_aside(at) || found.iter().any(|candidate| candidate.line == *at);
        let from = (*start..end).take_while(told).last().map_or(*start, |at| at + 1);
        let to = (from..end).rev().take_while(told).last().unwrap_or(end);
        (
            lines.get(*start..end).unwrap_or_default().to_vec(),
            from - start..to - start,
        )
    });
    Some(pages.collect())
}

/// The lines that number pages, in their order.
fn numbers(lines: &[&str]) -> Vec<Candidate> {
    let candidates: Vec<Candidate> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| candidate(at, line))
        .collect();
    let mut forms: BTreeMap<&Form, Vec<&Candidate>> = BTreeMap::new();
    for candidate in &candidates {
        forms.entry(&candidate.form).or_default().push(candidate);
    }
    let runs = forms.into_iter().filter_map(|(form, of_form)| {
        let run = counted(&of_form);
        let others = of_form.len() - run.len();
        (!run.is_empty() && others <= run.len() && number_pages(form, &run, lines)).then_some(run)
    });
    let longest = runs.max_by_key(Vec::len).unwrap_or_default();
    longest.into_iter().cloned().collect()
}

/// Those that count on from the first or the second page.
fn counted<'c>(of_form: &[&'c Candidate]) -> Vec<&'c Candidate> {
    let from = |first: u32| {
        let mut next = first;
        let mut run: Vec<&Candidate> = Vec::new();
        for candidate in of_form {
            let apart =
                candidate.form != Form::Bare || run.last().is_none_or(|last| candidate.line > last.line + APART);
            if candidate.number == next && apart {
                run.push(candidate);
                next += 1;
            }
        }
        run
    };
    let (first, second) = (from(1), from(2));
    if second.len() > first.len() { second } else { first }
}

/// Whether lines of a form that count on number pages.
fn number_pages(form: &Form, run: &[&Candidate], lines: &[&str]) -> bool {
    let cut = || run.iter().any(|candidate| interrupts(candidate.line, lines));
    let last = || {
        let last = run.last().map_or(0, |candidate| candidate.line);
        lines.iter().skip(last + 1).all(|line| line.trim().is_empty())
    };
    match form {
        Form::Marked(_) => true,
        Form::Slashed => run.len() > 1 || cut() || last(),
        Form::Behind(text) => {
            let head = || lines.iter().filter(|line| !line.trim().is_empty()).take(HEAD);
            run.len() > 1 || head().any(|line| squeezed(line).contains(text.as_str()))
        }
        Form::Bare => {
            let set_in = |candidate: &&Candidate| {
                let line = lines.get(candidate.line).copied().unwrap_or_default();
                line.chars().take_while(|c| c.is_whitespace()).count() >= SET_IN
            };
            // Items are numbered on the lines of their headings.
            let headed = || {
                run.iter()
                    .all(|candidate| lines.iter().any(|line| heads_item(line, candidate.number)))
            };
            let spread = || lines.iter().filter(|line| !line.trim().is_empty()).count() >= PAGE * run.len();
            run.iter().all(set_in) || cut() || (spread() && (headed() || run.len() > 1 && last()))
        }
    }
}

/// What a line says of the number of its page.
fn candidate(at: usize, line: &str) -> Option<Candidate> {
    let text = line.trim();
    let short = text.len() <= LONGEST * 2 && text.chars().count() <= LONGEST;
    if !short || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (number, form) = alone(text).or_else(|| behind(text))?;
    (1..=MAX_PAGE)
        .contains(&number)
        .then_some(Candidate { line: at, number, form })
}

/// Words before the number of a page.
const WORDS: [&str; 6] = ["side", "s.", "page", "s", "p.", "side nr."];

/// A line that is the number of a page and nothing else.
fn alone(text: &str) -> Option<(u32, Form)> {
    const SIGNS: [char; 7] = ['-', '–', '—', '|', '•', '[', ']'];
    let bare = text.trim_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c));
    let signed = bare.len() < text.len();
    let folded = bare.to_lowercase();
    let figures = WORDS
        .iter()
        .filter_map(|word| folded.strip_prefix(word))
        .map(str::trim_start)
        .min_by_key(|rest| rest.len());
    let (number, rest) = leading_number(figures.unwrap_or(&folded))?;
    let rest = rest.trim();
    let marked = |text: &str| Some((number, Form::Marked(text.to_owned())));
    let dashed = text.starts_with(['-', '–', '—']) && text.ends_with(['-', '–', '—']);
    match (figures, rest) {
        (Some(_), "") => marked("side"),
        (None, "") if dashed => marked("-"),
        (None, "") => (!signed).then_some((number, Form::Bare)),
        _ => {
            let (mark, total) = total(rest)?;
            let form = match (figures, mark) {
                (None, '/') => Form::Slashed,
                _ => Form::Marked(format!("{mark}{total}")),
            };
            (number <= total).then_some((number, form))
        }
    }
}

/// "av 9", "/ 9", "(9)": how many pages there are, and the sign before.
fn total(rest: &str) -> Option<(char, u32)> {
    let whole = |text: &str, mark: char| {
        let (total, rest) = leading_number(text.trim_start())?;
        rest.trim().is_empty().then_some((mark, total))
    };
    for word in ["av ", "of "] {
        if let Some(behind) = rest.strip_prefix(word) {
            return whole(behind, 'a');
        }
    }
    match (
        rest.strip_prefix('/'),
        rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')),
    ) {
        (Some(behind), _) => whole(behind, '/'),
        (_, Some(within)) => whole(within, '('),
        _ => None,
    }
}

/// A line whose end is the number of its page: "Referat fra styret, side 2 av 3", "Referat fra styret     2".
fn behind(text: &str) -> Option<(u32, Form)> {
    let folded = text.to_lowercase();
    let worded = folded
        .rsplit_once("side ")
        .filter(|(before, _)| before.ends_with([' ', ',', '|', '–', '-', '\t']));
    if let Some((before, behind)) = worded {
        let (number, rest) = leading_number(behind)?;
        let rest = rest.trim();
        let whole = rest.is_empty() || total(rest).is_some_and(|(_, total)| number <= total);
        return whole.then(|| (number, Form::Behind(squeezed(before))));
    }
    let (before, last) = text.rsplit_once([' ', '\t'])?;
    let gap = before.ends_with("   ") || before.ends_with('\t') || text.contains('\t');
    let (number, rest) = leading_number(last)?;
    let words = before.chars().any(char::is_alphabetic);
    (gap && words && rest.is_empty()).then(|| (number, Form::Behind(squeezed(before))))
}

/// The number that a text begins with, of three figures at most, and the rest.
fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..end)?.parse().ok().filter(|_| end <= 3)?;
    Some((number, text.get(end..)?))
}

/// A text without its blanks and signs, in lower case.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// "2. Økonomi", "Sak 2 Økonomi", "2/19 Økonomi": whether a line numbers an item so.
fn heads_item(line: &str, number: u32) -> bool {
    let text = line.trim().trim_start_matches(['#', '*', ' ']);
    let text = ["Sak ", "SAK ", "Pkt. ", "Punkt "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    leading_number(text).is_some_and(|(found, rest)| {
        found == number && rest.starts_with(['.', ')', '/', ' ', ':']) && rest.chars().any(char::is_alphabetic)
    })
}

/// Whether a sentence goes on on the other side of a line.
fn interrupts(at: usize, lines: &[&str]) -> bool {
    let filled = |line: &&&str| !line.trim().is_empty();
    let above = lines.get(..at).unwrap_or_default().iter().rev().find(filled);
    let below = lines.get(at + 1..).unwrap_or_default().iter().find(filled);
    let (Some(above), Some(below)) = (above, below) else {
        return false;
    };
    let (above, below) = (above.trim(), below.trim());
    above.chars().count() > SET_IN
        && above.ends_with(|c: char| c.is_lowercase() || c == ',' || c == '-')
        && below.starts_with(char::is_lowercase)
}

/// "PS 13/21 Eventuelt": the heading of a case stands in the list of cases, too, and each may end a page.
fn names_case(line: &str) -> bool {
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(['/', '.', ')']);
    line.split_whitespace().take(2).any(numbered)
}

/// Lines beside the numbers of pages that stand beside others, too: running heads and feet.
fn beside(lines: &[&str], found: &[Candidate]) -> Vec<usize> {
    let filled = |at: &usize| lines.get(*at).is_some_and(|line| !line.trim().is_empty());
    let next_to = |candidate: &Candidate| {
        let above = (0..candidate.line).rev().filter(filled).take(2);
        let below = (candidate.line + 1..lines.len()).filter(filled).take(2);
        above.chain(below).collect::<Vec<usize>>()
    };
    let key = |at: &usize| lines.get(*at).map(|line| squeezed(line)).unwrap_or_default();
    let mut seen: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for at in found.iter().flat_map(next_to) {
        let short = lines.get(at).is_some_and(|line| {
            let line = line.trim();
            line.chars().count() <= LONGEST && !line.ends_with(['.', ':', '?', '!']) && !names_case(line)
        });
        if short && !key(&at).is_empty() {
            seen.entry(key(&at)).or_default().insert(at);
        }
    }
    seen.into_values().filter(|places| places.len() > 1).flatten().collect()
}

#[cfg(test)]
mod tests {
    use crate::plain_text;
    use ordskifte_record::BlockKind;

    const ABOVE: &str = "Moe viste til at lykta har stått uten lampe siden i fjor høst, og at det gjør det";
    const BELOW: &str = "vanskelig å seile om natten. Hun ba om svar.";

    /// The text of the flow, and the furniture.
    fn parts(text: &str) -> (Vec<String>, Vec<String>) {
        let read = plain_text(text);
        let blocks = read.pages.iter().flat_map(|page| &page.blocks);
        let (aside, flow): (Vec<_>, Vec<_>) = blocks.partition(|block| block.kind == BlockKind::Furniture);
        let texts = |blocks: Vec<&ordskifte_record::Block>| blocks.iter().map(|block| block.text.clone()).collect();
        (texts(flow), texts(aside))
    }

    #[test]
    fn numbers_of_pages_are_no_text_and_cut_no_sentence() {
        for number in [
            "2",
            "                                        2",
            "- 2 -",
            "Side 2",
            "Side 2 av 3",
            "s. 2",
            "2 (3)",
            "2 av 3",
            "2/3",
            "Møte om lykta                      2",
            "Møte om lykta, side 2 av 3",
        ] {
            for (above, below) in [("\n\n", "\n\n"), ("\n\n", "\n"), ("\n", "\n\n"), ("\n", "\n")] {
                let text = format!("Møte om lykta\n\n{ABOVE}{above}{number}{below}{BELOW}\n");
                let (flow, aside) = parts(&text);
                assert_eq!(flow, ["Møte om lykta".to_owned(), format!("{ABOVE} {BELOW}")], "{text}");
                assert_eq!(
                    aside,
                    [number.split_whitespace().collect::<Vec<_>>().join(" ")],
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn what_stands_beside_the_numbers_of_pages_is_no_text_either() {
        let text = format!(
            "Møte om lykta\n\n{ABOVE}\n\nKystverket – referat\nSide 1 av 3\n\n{BELOW}\n\nLie mente at havna er for liten og at det er\n\nKystverket – referat\nSide 2 av 3\n\nfor mørkt.\n"
        );
        let (flow, aside) = parts(&text);
        assert_eq!(flow.len(), 3, "{flow:?}");
        assert_eq!(aside.len(), 4, "{aside:?}");
    }

    #[test]
    fn pages_are_those_of_the_paper() {
        let bottom = format!("{ABOVE}\n{BELOW}\n\nLie var enig.\n\n- 1 -\n\nMoe takket.\n\n- 2 -\n");
        let top = format!("1\n{ABOVE}\n{BELOW}\n\nLie var enig.\n\n- 2 -\n\nMoe takket.\n");
        for text in [bottom, top] {
            let pages: Vec<usize> = plain_text(&text).pages.iter().map(|page| page.blocks.len()).collect();
            assert_eq!(pages.len(), 2, "{text}");
        }
    }

    #[test]
    fn numbers_of_items_cells_and_cases_stay() {
        for text in [
            "Saker\n\n1\n\nØkonomi\n\nMoe orienterte om tallene.\n\n2\n\nLykter\n\nLie orienterte om lyktene.\n",
            "Saker\n\nSak\n2/3\nLykter\nLie orienterte.\n",
            "Antall lykter\n\nHavn  1\nSund  2\n",
            "Moe viste til at det er\n\n2\n\nLykter står igjen.\n",
            "Lie nevnte tallene.\n\n14\n\nMoe takket.\n",
        ] {
            let (_, aside) = parts(text);
            assert!(aside.is_empty(), "{text} {aside:?}");
        }
    }
}
