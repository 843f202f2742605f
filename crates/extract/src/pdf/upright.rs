//! How a sheet lay in the scanner, told by its lines: what stands on it is put straight.

use super::glyphs::Glyph;
use super::layout::median;

/// Least width of a line that tells how a sheet lay, in points, and the fewest places on it.
const TELLING: f32 = 150.0;
const TELLING_PLACES: usize = 4;
/// How far the baselines of neighbors on one line may lie apart, in sizes of their type.
const STEP: f32 = 0.2;

/// How much lines of such places fall to the right, for each point of their width; 0 where none is long enough to tell.
pub(super) fn slope(lines: impl Iterator<Item = Vec<(f32, f32)>>) -> f32 {
    median(lines.filter_map(|line| fall(&line)))
}

/// That of the straight line that the places lie nearest to.
fn fall(line: &[(f32, f32)]) -> Option<f32> {
    let ((first, _), (last, _)) = (line.first()?, line.last()?);
    if line.len() < TELLING_PLACES || last - first < TELLING {
        return None;
    }
    let count = line.len() as f32;
    let (x, y) = line
        .iter()
        .fold((0.0, 0.0), |(x, y), (at, base)| (x + at / count, y + base / count));
    let along: f32 = line.iter().map(|(at, base)| (at - x) * (base - y)).sum();
    let across: f32 = line.iter().map(|(at, _)| (at - x) * (at - x)).sum();
    (across > 0.0).then(|| along / across)
}

/// Puts the glyphs of a scan's text layer straight; they come in the order in which they are drawn.
pub(super) fn glyphs(glyphs: &mut [Glyph]) {
    let follows = |a: &Glyph, b: &Glyph| b.x0 >= a.x0 && (b.y - a.y).abs() < a.size.max(b.size) * STEP;
    let line = |line: &[Glyph]| line.iter().map(|glyph| (glyph.x0, glyph.y)).collect();
    let slope = slope(glyphs.chunk_by(follows).map(line));
    for glyph in glyphs {
        let (down, right) = (slope * glyph.x0.midpoint(glyph.x1), slope * glyph.y);
        glyph.x0 += right;
        glyph.x1 += right;
        glyph.y -= down;
    }
}

#[cfg(test)]
mod tests {
    use super::super::visible::Meaning;
    use super::*;

    #[test]
    fn glyphs_of_a_sheet_that_lay_askew_stand_on_level_lines() {
        let mut askew: Vec<Glyph> = (0..3_u8)
            .flat_map(|line| (0..60_u8).map(move |at| (f32::from(line), f32::from(at))))
            .map(|(line, at)| {
                let x0 = 50.0 + at * 6.0;
                Glyph {
                    text: Meaning::One('e'),
                    x0,
                    x1: x0 + 5.0,
                    y: 100.0 + line * 14.0 + (x0 + 2.5) * 0.01,
                    size: 10.0,
                    bold: false,
                    superior: false,
                    artifact: false,
                }
            })
            .collect();
        glyphs(&mut askew);
        for (index, glyph) in askew.iter().enumerate() {
            let line = (index / 60) as f32;
            assert!((glyph.y - 100.0 - line * 14.0).abs() < 0.1, "{index}: {}", glyph.y);
        }
        let mut few = askew.split_off(176);
        let before: Vec<f32> = few.iter().map(|glyph| glyph.y).collect();
        glyphs(&mut few);
        assert_eq!(few.iter().map(|glyph| glyph.y).collect::<Vec<_>>(), before);
    }
}
