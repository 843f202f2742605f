//! Numbers as letters and Roman figures, which lists and page labels count in; raised figures.

use super::prose::{BOLD, BOLD_END};

/// The longest figure written; larger counts are damage.
const LONGEST: usize = 20;

/// `a`, `b` … `z`, `aa`, `bb` …; empty for 0.
pub(crate) fn letters(count: u32) -> String {
    let Some(index) = count.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32('a' as u32 + index % 26).unwrap_or('a');
    std::iter::repeat_n(letter, (index as usize / 26 + 1).min(LONGEST)).collect()
}

/// Roman figures in lower case; empty for 0.
pub(crate) fn roman(mut count: u32) -> String {
    const FIGURES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, figure) in FIGURES {
        while count >= value && out.len() < LONGEST {
            out.push_str(figure);
            count -= value;
        }
    }
    out
}

/// Whether a raised figure here is an exponent: after a unit of length, or after ten. After any other number, as a year, it
/// refers to a note.
pub(crate) fn is_exponent(before: &str) -> bool {
    let mut words = before.rsplit(char::is_whitespace);
    let bare = |word: &str| -> String { word.chars().filter(|c| !matches!(*c, BOLD | BOLD_END)).collect() };
    let word = bare(words.next().unwrap_or_default());
    let unit = word
        .rsplit(['/', '(', '·', '×'])
        .next()
        .unwrap_or_default()
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let ten = word.rsplit(['·', '×', '(']).next() == Some("10") && words.next().is_none_or(|word| !word.ends_with('§'));
    ["m", "km", "cm", "dm", "mm", "s"].contains(&unit) || ten
}

/// Whether raised text is what refers to notes: figures or stars, several of them, in brackets.
fn is_mark(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || "*†,()[]\u{a0} ".contains(c);
    text.chars().all(sign) && text.contains(|c: char| c.is_ascii_digit() || "*†".contains(c))
}

/// Keeps raised figures that refer to notes apart from the words around them ("kommunen 1", not "kommunen1"); exponents
/// stay with their unit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Raised {
    /// Whether raised text came last, and it stands apart.
    last: Option<bool>,
}

impl Raised {
    /// Makes room where it is needed before a text that comes next, raised or not.
    pub(crate) fn before(&mut self, out: &mut String, text: &str, raised: bool) {
        if text.is_empty() {
            return;
        }
        if !raised {
            if self.last.take() == Some(true) && text.starts_with(char::is_alphanumeric) {
                out.push(' ');
            }
        } else if self.last.is_none() && is_mark(text.trim()) {
            let apart = !is_exponent(out);
            if apart && !out.is_empty() {
                out.push(' ');
            }
            self.last = Some(apart);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(runs: &[(&str, bool)]) -> String {
        let mut raised = Raised::default();
        let mut out = String::new();
        for (text, up) in runs {
            raised.before(&mut out, text, *up);
            out.push_str(text);
        }
        out
    }

    #[test]
    fn marks_of_notes_stand_apart_and_exponents_do_not() {
        assert_eq!(
            text(&[("kommunen", false), ("1", true), (" og", false)]),
            "kommunen 1 og"
        );
        assert_eq!(
            text(&[("loven", false), ("1", true), ("2", true), ("sier", false)]),
            "loven 12 sier"
        );
        assert_eq!(text(&[("i 2020", false), ("3", true), (".", false)]), "i 2020 3.");
        assert_eq!(text(&[("slutt.", false), ("4)", true)]), "slutt. 4)");
        assert_eq!(text(&[("2", true), ("Jf. loven", false)]), "2 Jf. loven");
        assert_eq!(text(&[("20 m", false), ("2", true), ("tomt", false)]), "20 m2tomt");
        assert_eq!(
            text(&[("kr/m", false), ("2", true), (" og 3·10", false), ("6", true)]),
            "kr/m2 og 3·106"
        );
        assert_eq!(text(&[("etter § 10", false), ("6", true)]), "etter § 10 6");
        assert_eq!(text(&[("den 1", false), ("ste", true)]), "den 1ste");
    }

    #[test]
    fn counts_become_figures() {
        assert_eq!([roman(4), roman(19), roman(0)], ["iv", "xix", ""]);
        assert_eq!([letters(1), letters(26), letters(28), letters(0)], ["a", "z", "bb", ""]);
    }
}
