//! Marks within the lines of plain text that converters to Markdown leave behind: emphasis, escapes, links that lead
//! nowhere, breaks of lines and characters by name. A reader sees none of them, and no rule should.

use super::{marked, notes};
use std::borrow::Cow;

/// Longest run of signs that marks emphasis: bold and italic.
const LONGEST_RUN: usize = 3;
/// Most lines of a heading in bold.
const MAX_LINES: usize = 4;
/// Characters by name, and marks that only change their look.
const NAMES: [(&str, &str); 8] = [
    ("&amp;", "&"),
    ("&nbsp;", "\u{a0}"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("<u>", ""),
    ("</u>", ""),
];

/// The text without marks within its lines. Headings in bold keep theirs, which tell that they are headings
/// ([`marked::heading`]), and stand on one line each.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '\\', '<', '&', ']', '$']) {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        read.push_str(&characters(line));
    }
    let mut out = String::with_capacity(read.len());
    let mut paragraph = String::new();
    for line in read.split_inclusive('\n') {
        let alone = line.trim().is_empty() || line.contains('\u{c}') || marked::heading(line).is_some();
        if alone {
            emphasis(&std::mem::take(&mut paragraph), &mut out);
            emphasis(line, &mut out);
        } else {
            paragraph.push_str(line);
        }
    }
    emphasis(&paragraph, &mut out);
    Cow::Owned(out)
}

/// A line with its characters as they are read: "1\." is "1.", "&amp;" is "&", "<br>" ends a line, "[X](#)" is "X".
fn characters(line: &str) -> Cow<'_, str> {
    if !line.contains(['\\', '<', '&', ']', '$']) {
        return Cow::Borrowed(line);
    }
    // Lines within a cell are rows of their table ([`marked::cells`]).
    let row = line.trim_start().starts_with('|');
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['\\', '<', '&', '[', '$']) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let (read, after) = if let Some((name, read)) = NAMES.iter().find(|(name, _)| rest.starts_with(name)) {
            (*read, rest.get(name.len()..))
        } else if let Some(after) = line_break(rest).filter(|_| !row) {
            ("\n", Some(after))
        } else if let Some(after) = remark(rest) {
            ("", Some(after))
        } else if let Some(mark) = notes::mark(rest, out.trim_start_matches('*')) {
            out.push_str(&mark.read);
            rest = mark.after;
            continue;
        } else if let Some((words, after)) = dead_link(rest) {
            (words, Some(after))
        } else if escapes(rest) {
            (rest.get(1..2).unwrap_or_default(), rest.get(2..))
        } else {
            let width = rest.chars().next().map_or(1, char::len_utf8);
            (rest.get(..width).unwrap_or_default(), rest.get(width..))
        };
        out.push_str(read);
        rest = after.unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a backslash stands before a sign that it escapes. Escaped signs of emphasis stay escaped until emphasis is read.
fn escapes(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'\\') && bytes.next().is_some_and(|sign| b"#.[]()-+!<>|&".contains(&sign))
}

/// What stands behind "<br>" in one of its forms.
pub(super) fn line_break(text: &str) -> Option<&str> {
    ["<br>", "<br/>", "<br />"]
        .iter()
        .find_map(|tag| text.strip_prefix(tag))
}

/// What stands behind a remark that converters leave: "<!-- image -->".
fn remark(text: &str) -> Option<&str> {
    let (_, after) = text.strip_prefix("<!--")?.split_once("-->")?;
    Some(after)
}

/// The words of a link without an address, "[Rettleiar](#)", and what stands behind it.
fn dead_link(text: &str) -> Option<(&str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once(']')?;
    let after = rest.strip_prefix("(#)").or_else(|| rest.strip_prefix("()"))?;
    (!words.contains('[')).then_some((words, after))
}

/// A run of signs of emphasis, at bytes of a text.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    /// Behind the blanks that go with it.
    end: usize,
    length: usize,
    sign: char,
    opens: bool,
    closes: bool,
}

/// Writes a paragraph without signs of emphasis; a heading in bold stays marked, on one line.
fn emphasis(paragraph: &str, out: &mut String) {
    let line = paragraph.trim();
    let heading = line.starts_with("**") && !line.contains('\n') && marked::heading(line).is_some();
    if heading || !line.contains(['*', '_']) {
        out.push_str(paragraph);
        return;
    }
    let pairs = pairs(&runs(paragraph));
    let mut gone: Vec<Run> = pairs.iter().flat_map(|(open, close)| [*open, *close]).collect();
    gone.sort_unstable_by_key(|run| run.start);
    let bare = |range: std::ops::Range<usize>| -> String {
        let mut bare = String::new();
        let mut at = range.start;
        for run in gone.iter().filter(|run| range.contains(&run.start)) {
            bare.push_str(paragraph.get(at..run.start).unwrap_or_default());
            at = run.end;
        }
        bare.push_str(paragraph.get(at..range.end).unwrap_or_default());
        bare.replace("\\*", "*").replace("\\_", "_")
    };
    let first = pairs.iter().filter(|(open, _)| {
        paragraph
            .get(..open.start)
            .is_some_and(|before| before.trim().is_empty())
    });
    let bold = first
        .filter(|(open, _)| open.length > 1)
        .max_by_key(|(_, close)| close.end);
    let heading = bold.and_then(|(open, close)| {
        let words: Vec<String> = bare(open.end..close.start)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let rest = paragraph.get(close.end..).unwrap_or_default();
        let lines = paragraph.get(..close.start).unwrap_or_default().lines().count();
        let heading = format!("**{}**", words.join(" "));
        (lines <= MAX_LINES && heads(&heading, rest)).then_some((heading, close.end))
    });
    if let Some((heading, end)) = heading {
        out.push_str(&heading);
        out.push('\n');
        out.push_str(bare(end..paragraph.len()).trim_start_matches([' ', '\t', '\r', '\n']));
    } else {
        out.push_str(&bare(0..paragraph.len()));
    }
}

/// Whether words in bold are a heading before what follows in their paragraph: nothing does, or they are counted and text
/// begins ("**2. Økonomien** Moe viste til …").
fn heads(bold: &str, rest: &str) -> bool {
    let words = bold.trim_matches('*');
    let counted = words.starts_with(|c: char| c.is_ascii_digit()) || words.starts_with("Sak ");
    let begins = rest.trim_start().starts_with(char::is_uppercase);
    marked::heading(bold).is_some() && (rest.trim().is_empty() || counted && begins)
}

/// The runs of a paragraph that can begin or end emphasis. Signs between letters are none, and blanks that the mark at the
/// beginning of a line left behind it belong to it.
fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut before: Option<char> = None;
    let mut signs = text.char_indices().peekable();
    while let Some((start, sign)) = signs.next() {
        if !matches!(sign, '*' | '_') || before == Some('\\') {
            before = Some(sign);
            continue;
        }
        let mut end = start + 1;
        while signs.next_if(|(_, next)| *next == sign).is_some() {
            end += 1;
        }
        let after = signs.peek().map(|(_, next)| *next);
        let (word_before, word_after) = (
            before.is_some_and(char::is_alphanumeric),
            after.is_some_and(char::is_alphanumeric),
        );
        let blank = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let double = sign == '*' && end - start > 1;
        let begins_line = before.is_none_or(|c| c == '\n');
        let left = !blank(after) && (word_after || !after.is_some_and(|c| ")].,;:".contains(c)));
        let run = Run {
            start,
            end,
            length: end - start,
            sign,
            opens: left && (double || !word_before) || double && begins_line && after == Some(' '),
            closes: double || !blank(before) && !word_after,
        };
        if end - start <= LONGEST_RUN && (run.opens || run.closes) {
            runs.push(run);
        }
        before = Some(sign);
    }
    for run in &mut runs {
        let begins_line = text
            .get(..run.start)
            .is_some_and(|before| before.is_empty() || before.ends_with('\n'));
        let blanks = text
            .get(run.end..)
            .unwrap_or_default()
            .bytes()
            .take_while(|byte| *byte == b' ')
            .count();
        if begins_line && run.opens {
            run.end += blanks;
        }
    }
    runs
}

/// Runs that begin emphasis, each with the one that ends it.
fn pairs(runs: &[Run]) -> Vec<(Run, Run)> {
    let mut open: Vec<Run> = Vec::new();
    let mut pairs = Vec::new();
    for run in runs {
        let fits = |other: &Run| other.sign == run.sign && other.length == run.length;
        let opener = run.closes.then(|| open.iter().rposition(fits)).flatten();
        if let Some(at) = opener {
            pairs.extend(open.get(at).map(|opener| (*opener, *run)));
            open.truncate(at);
        } else if run.opens {
            open.push(*run);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_goes_and_headings_in_bold_stay_marked() {
        let read = |text: &str| without_marks(text).into_owned();
        assert_eq!(read("**Tid:** 3. mai\n**Sted: **Oslo"), "Tid: 3. mai\nSted: Oslo");
        assert_eq!(
            read("Til stede: *Fra staten:* Moe, _leder_"),
            "Til stede: Fra staten: Moe, leder"
        );
        assert_eq!(read("***KS*** og **_staten_** sa"), "KS og staten sa");
        assert_eq!(
            read("**Referat fra\nmøtet 3. mai**\n\nTekst"),
            "**Referat fra møtet 3. mai**\n\nTekst"
        );
        assert_eq!(read("**Sak 2 Fyr**\nMoe *sa* det."), "**Sak 2 Fyr**\nMoe sa det.");
        assert_eq!(read("**2. Fyr** Moe sa det."), "**2. Fyr**\nMoe sa det.");
        assert_eq!(read("** Tid:** 3. mai"), "Tid: 3. mai");
    }

    #[test]
    fn signs_that_mark_nothing_stay() {
        for text in [
            "* punkt\n* neste",
            "kommuner* og fylker**\n*) Tall for 2019",
            "2 * 3 * 4",
            "post_mottak@fyr_verk.no",
            "Navn: ____ Dato: ____",
            "C:\\fyr\\lykt",
            "a < b & c",
        ] {
            assert_eq!(without_marks(text), text);
        }
    }

    #[test]
    fn characters_are_read() {
        let read = |text: &str| without_marks(text).into_owned();
        assert_eq!(read("1\\. Åpning\n2\\) Fyr &amp; lykt"), "1. Åpning\n2) Fyr & lykt");
        assert_eq!(read("Moe<br>Li, [rettleiar](#)"), "Moe\nLi, rettleiar");
        assert_eq!(read("| Moe<br>Li | KS |"), "| Moe<br>Li | KS |");
        assert_eq!(read("\\*ikke kursiv\\*"), "*ikke kursiv*");
    }
}
