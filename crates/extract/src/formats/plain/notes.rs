//! Marks of notes within text as programs that read scans, and Markdown, write them: `<sup>1</sup>`, `[^1]`, `$^{1}$`.

use crate::text::is_exponent;

/// What a mark at the beginning of a text is, and what stands behind it.
pub(super) struct Mark<'t> {
    /// The figures of an exponent, or of the note that a line begins; empty where it refers to one.
    pub(super) read: String,
    pub(super) after: &'t str,
}

/// Longest mark, in bytes.
const LONGEST: usize = 12;

/// The mark that a text begins with, behind what was read of its line.
pub(super) fn mark<'t>(text: &'t str, before: &str) -> Option<Mark<'t>> {
    let (inner, after) = raised(text)?;
    let figures = inner.trim_matches(['*', ',', ' ', '(', ')']);
    if !figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') {
        return Some(Mark {
            read: inner.to_owned(),
            after,
        });
    }
    let read = if before.trim().is_empty() && !figures.is_empty() {
        format!("[^{figures}]: ")
    } else if is_exponent(before) {
        figures.to_owned()
    } else {
        String::new()
    };
    let after = if read.starts_with('[') {
        after.trim_start_matches([':', ' '])
    } else {
        after
    };
    Some(Mark { read, after })
}

/// What is raised, and what stands behind it.
fn raised(text: &str) -> Option<(&str, &str)> {
    let forms = [
        ("<sup>", "</sup>"),
        ("<sub>", "</sub>"),
        ("[^", "]"),
        ("$^{", "}$"),
        ("\\(^{", "}\\)"),
    ];
    let (begin, end) = forms.iter().find(|(begin, _)| text.starts_with(begin))?;
    let (inner, after) = text.get(begin.len()..)?.split_once(end)?;
    let clean = inner.len() <= LONGEST && !inner.contains(['<', '[', '\n']);
    clean.then_some((inner, after))
}

/// The text of a note that a line begins: "[^1]: Jf. Meld. St. 2".
pub(super) fn note(line: &str) -> Option<String> {
    let (figures, text) = line.trim_start().strip_prefix("[^")?.split_once("]:")?;
    let counted = !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    counted.then(|| format!("{figures} {}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_exponents_stay() {
        let read = |text: &str, before: &str| mark(text, before).map(|mark| (mark.read, mark.after.to_owned()));
        let some = |read: &str, after: &str| Some((read.to_owned(), after.to_owned()));
        assert_eq!(read("<sup>1</sup>. Moe", "er stramt"), some("", ". Moe"));
        assert_eq!(read("[^2] Moe", "fra TBU."), some("", " Moe"));
        assert_eq!(read("<sup>2</sup> stort", "er 40 m"), some("2", " stort"));
        assert_eq!(read("<sup>1</sup> Jf. loven", ""), some("[^1]: ", "Jf. loven"));
        assert_eq!(read("[ikke]", ""), None);
        assert_eq!(note("[^1]: Jf. loven").as_deref(), Some("1 Jf. loven"));
        assert_eq!(note("[^x]: Jf. loven"), None);
    }
}
