//! Numbers of lines in the left margin, as drafts of laws and contracts have them: no part of the text.

use super::layout::median;
use super::lines::Segment;

/// Characters from which on a segment is a line of text.
const PROSE: usize = 18;
/// Least numbers of a page where every line has one.
const EVERY: usize = 12;
/// Least numbers where every fifth or tenth line has one.
const SOME: usize = 3;

/// Takes them out.
pub(super) fn drop_line_numbers(segments: &mut Vec<Segment>) {
    let lines = || segments.iter().filter(|segment| segment.text.chars().count() >= PROSE);
    let left = lines().map(|segment| segment.x0).fold(f32::INFINITY, f32::min);
    let in_margin = |segment: &Segment| segment.x1 < left && number(&segment.text).is_some();
    if !segments.iter().any(in_margin) {
        return;
    }
    let mut numbers: Vec<&Segment> = segments.iter().filter(|segment| in_margin(segment)).collect();
    numbers.sort_by(|a, b| a.y.total_cmp(&b.y));
    let values: Vec<u32> = numbers.iter().filter_map(|segment| number(&segment.text)).collect();
    let small = median(numbers.iter().map(|segment| segment.size)) < median(lines().map(|line| line.size)) * 0.95;
    if count_lines(&values, lines().count(), small) {
        segments.retain(|segment| !(segment.x1 < left && number(&segment.text).is_some()));
    }
}

fn number(text: &str) -> Option<u32> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// Whether these numbers, from top to bottom, count so many lines: each of them, or every fifth. Numbers as large as the
/// text may as well count the rows of a table.
fn count_lines(values: &[u32], lines: usize, small: bool) -> bool {
    let [first, second, ..] = values else { return false };
    let Some(step) = second.checked_sub(*first) else {
        return false;
    };
    let even = values
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b.checked_sub(*a) == Some(step)));
    let count = values.len();
    even && match step {
        1 => count >= EVERY && count * 10 >= lines * 6 && lines * 10 >= count * 6 && (small || count >= EVERY * 2),
        5 | 10 => {
            let counted = count * step as usize;
            count >= SOME && first % step == 0 && lines * 10 >= counted * 6 && lines <= counted * 2
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(step: u32, count: u32, size: f32) -> Vec<Segment> {
        let segment = |text: &str, x0: f32, y: f32, size: f32| Segment {
            size,
            ..Segment::set(text, (x0, x0 + text.len() as f32 * 4.0), y)
        };
        let mut out = Vec::new();
        for line in 1..=count {
            let y = 80.0 + line as f32 * 12.0;
            if line % step == 0 {
                out.push(segment(&line.to_string(), 40.0, y, size));
            }
            out.push(segment("en linje med løpende tekst i loven", 70.0, y, 10.0));
        }
        out
    }

    fn left(mut segments: Vec<Segment>) -> usize {
        drop_line_numbers(&mut segments);
        segments.len()
    }

    #[test]
    fn numbers_that_count_lines_go_and_others_stay() {
        assert_eq!(left(page(1, 30, 7.0)), 30);
        assert_eq!(left(page(5, 30, 10.0)), 30);
        // Rows of a table, and a few numbers.
        assert_eq!(left(page(1, 14, 10.0)), 28);
        assert_eq!(left(page(1, 6, 7.0)), 12);
        let mut years = page(5, 20, 10.0);
        for (index, segment) in years.iter_mut().filter(|segment| segment.x0 < 50.0).enumerate() {
            segment.text = (2003 + index * 5).to_string();
        }
        assert_eq!(left(years), 24);
    }
}
