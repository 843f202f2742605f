//! Initials as high as several lines, which belong to the first of them.

use super::glyphs::Glyph;

/// An initial is so many times as large as the text beside it, at least.
const LARGER: f32 = 1.8;
/// Most initials of a page; large type of other kinds has more letters.
const MOST: usize = 12;
/// How high capital letters are, in font sizes, in low faces.
const CAPITAL: f32 = 0.64;

/// Gives initials the size and baseline of the first line beside them, so that their word stays whole. `glyphs` are in
/// order of drawing.
pub(super) fn settle(glyphs: &mut [Glyph]) {
    let usual = usual_size(glyphs);
    let large = |glyph: &Glyph| glyph.size >= usual * LARGER && glyph.text.chars().all(char::is_uppercase);
    let found: Vec<usize> = (0..glyphs.len())
        .filter(|index| {
            glyphs
                .get(*index)
                .is_some_and(|glyph| large(glyph) && !glyph.text.is_blank())
        })
        .take(MOST + 1)
        .collect();
    if found.len() > MOST {
        return;
    }
    for index in found {
        let Some(initial) = glyphs.get(index).cloned() else {
            continue;
        };
        let Some((x, y, size)) = first_beside(&initial, glyphs) else {
            continue;
        };
        // A blank drawn after it makes it a word of its own.
        let word = glyphs.get(index + 1).is_some_and(|next| next.text.is_blank());
        if let Some(glyph) = glyphs.get_mut(index) {
            glyph.x1 = if word { x - size * 0.3 } else { x };
            glyph.x0 = glyph.x0.min(glyph.x1);
            (glyph.y, glyph.size) = (y, size);
        }
    }
}

/// The size that most glyphs have, to half a point.
fn usual_size(glyphs: &[Glyph]) -> f32 {
    let mut counts = [0_usize; 200];
    for glyph in glyphs {
        if let Some(count) = counts.get_mut((glyph.size * 2.0).round() as usize) {
            *count += 1;
        }
    }
    let usual = counts.iter().enumerate().max_by_key(|(_, count)| **count);
    usual.map_or(0.0, |(size, _)| size as f32 / 2.0)
}

/// Where the first of the lines beside an initial begins, its baseline and size; `None` when it does not stand as high as
/// two lines of smaller type that begin right of it, or letters of its own size stand beside it.
fn first_beside(initial: &Glyph, glyphs: &[Glyph]) -> Option<(f32, f32, f32)> {
    let top = initial.y - initial.size * CAPITAL;
    let beside = |glyph: &&Glyph| {
        !glyph.text.is_blank()
            && glyph.x0 > initial.x1 - initial.size * 0.15
            && glyph.x0 < initial.x1 + initial.size
            && glyph.y > top
            && glyph.y < initial.y + initial.size * 0.15
    };
    let near: Vec<&Glyph> = glyphs.iter().filter(beside).collect();
    let small = |glyph: &Glyph| glyph.size * LARGER <= initial.size;
    if near.is_empty() || !near.iter().all(|glyph| small(glyph)) {
        return None;
    }
    let first = near.iter().min_by(|a, b| a.y.total_cmp(&b.y))?;
    let last = near.iter().max_by(|a, b| a.y.total_cmp(&b.y))?;
    // The first line's capitals are as high as the initial's top, its last baseline is the initial's.
    let fits = (first.y - first.size * CAPITAL - top).abs() < first.size * 0.9
        && (last.y - initial.y).abs() < last.size * 0.9
        && last.y - first.y > first.size * 0.8;
    let line = near.iter().filter(|glyph| (glyph.y - first.y).abs() < first.size * 0.3);
    let start = line.map(|glyph| glyph.x0).fold(f32::INFINITY, f32::min);
    fits.then_some((start, first.y, first.size))
}

#[cfg(test)]
mod tests {
    use super::super::visible::Meaning;
    use super::*;

    fn text(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let glyph = |(index, c): (usize, char)| {
            let x0 = x + index as f32 * size * 0.5;
            Glyph {
                text: Meaning::One(c),
                x0,
                x1: x0 + size * 0.5,
                y,
                size,
                bold: false,
                superior: false,
                artifact: false,
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn an_initial_goes_to_the_first_line_beside_it_and_large_type_stays() {
        let mut page = text("D", 70.0, 128.0, 40.0);
        page.extend(text("epartementet viste", 93.0, 108.0, 10.0));
        page.extend(text("til at saken er", 93.0, 118.0, 10.0));
        page.extend(text("meldt til møtet", 93.0, 128.0, 10.0));
        page.extend(text("Stor", 70.0, 60.0, 30.0));
        settle(&mut page);
        assert_eq!(
            (page[0].y, page[0].size, page[0].x0, page[0].x1),
            (108.0, 10.0, 70.0, 93.0)
        );
        assert!(page.iter().filter(|glyph| glyph.size > 20.0).count() == 4);
    }
}
