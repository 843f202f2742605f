//! Numbers as letters and Roman figures, which lists and page labels count in; raised figures.

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

/// Whether a raised figure here is an exponent: after a figure or a unit of length.
pub(crate) fn is_exponent(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    word.is_empty()
        || ["m", "km", "cm", "dm", "mm", "s"].contains(&unit)
        || (unit.is_empty() && !word.ends_with(['.', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_become_figures() {
        assert_eq!([roman(4), roman(19), roman(0)], ["iv", "xix", ""]);
        assert_eq!([letters(1), letters(26), letters(28), letters(0)], ["a", "z", "bb", ""]);
    }
}
