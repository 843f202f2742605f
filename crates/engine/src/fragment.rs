//! Cuts long passages around the best of their marks.

/// Longest passage that is shown whole, in code points.
pub(crate) const WHOLE: usize = 600;
/// About how much is shown of a longer one.
const FRAGMENT: usize = 420;
/// Within how many code points a blank is looked for, at which to cut.
const WORD: usize = 40;

/// The passage or the best part of it, and the marks on what is given.
pub(crate) fn fragment(text: &str, marks: Vec<(usize, usize)>) -> (String, Vec<(usize, usize)>) {
    let length = text.chars().count();
    if length <= WHOLE {
        return (text.to_owned(), marks);
    }
    let (from, to) = cut(text, length, best_window(&marks));
    let mut part: String = text.chars().skip(from).take(to - from).collect();
    let mut shift = 0;
    if from > 0 {
        part.insert_str(0, "… ");
        shift = 2;
    }
    if to < length {
        part.push_str(" …");
    }
    let marks = marks
        .into_iter()
        .filter(|(start, end)| *start >= from && *end <= to)
        .map(|(start, end)| (start - from + shift, end - from + shift))
        .collect();
    (part, marks)
}

/// Where the stretch of [`FRAGMENT`] begins and ends that holds most marks; the first of equals.
fn best_window(marks: &[(usize, usize)]) -> (usize, usize) {
    let mut best = (0, 0, 0);
    for (index, (start, end)) in marks.iter().enumerate() {
        let rest = marks.get(index..).unwrap_or_default();
        let within = rest.iter().take_while(|mark| mark.1 <= start + FRAGMENT).count();
        if within > best.0 {
            let last = rest.get(within - 1).map_or(*end, |mark| mark.1);
            best = (within, *start, last);
        }
    }
    (best.1, best.2)
}

/// Widens a window evenly to about [`FRAGMENT`], and to the borders of words.
fn cut(text: &str, length: usize, window: (usize, usize)) -> (usize, usize) {
    let spare = FRAGMENT.saturating_sub(window.1 - window.0);
    let mut from = window.0.saturating_sub(spare / 2);
    let mut to = (from + FRAGMENT).max(window.1).min(length);
    from = from.min(to.saturating_sub(FRAGMENT));
    let chars: Vec<char> = text.chars().collect();
    let blank = |at: usize| chars.get(at).is_some_and(|c| c.is_whitespace());
    // Inward from a cut word, outward where that would lose a mark; a text without blanks is cut where it is.
    if from > 0 {
        let inward = (from..window.0).take(WORD).find(|at| blank(*at));
        let first = inward.or_else(|| (0..from).rev().take(WORD).find(|at| blank(*at)));
        from = first.map_or(from, |at| at + 1);
    }
    if to < length {
        let inward = (window.1..to).rev().take(WORD).find(|at| blank(*at));
        to = inward
            .or_else(|| (to..length).take(WORD).find(|at| blank(*at)))
            .unwrap_or(to);
    }
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_which_a_part_is_marked_is_not_cut() {
        // From *anlegg* of the first to *kraft* of the second is all that is shown: no space is left around them.
        let between = "å ".repeat((FRAGMENT - "anlegg ".len() - "vindkraft".len()) / 2);
        let around = "ord ".repeat(99);
        let text = format!("{around}vindkraftanlegg {between}vindkraftanlegg {around}");
        let first = around.len() + "vindkraft".len();
        let (part, marks) = fragment(
            &text,
            vec![(first, first + 6), (first + FRAGMENT - 5, first + FRAGMENT)],
        );
        assert_eq!(marks.len(), 2, "{part}");
        assert!(
            part.starts_with("… vindkraftanlegg ") && part.ends_with(" vindkraftanlegg …"),
            "{part}"
        );
    }
}
