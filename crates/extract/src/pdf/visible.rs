//! What can be seen of a page, and what a glyph's text can be trusted to mean.

use hayro_interpret::Paint;
use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Point, Rect, Vec2};

/// Where a line of text runs to, as displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Right,
    Up,
    Left,
    Down,
}

impl Direction {
    pub(crate) const ALL: [Self; 4] = [Self::Right, Self::Up, Self::Left, Self::Down];

    /// The direction of a glyph by its advance and its height; `None` when it stands aslant or mirrored.
    pub(crate) fn of(along: Vec2, up: Vec2) -> Option<Self> {
        let flat = |a: f64, b: f64| a.abs() <= b.abs() * 0.1 + 0.01;
        // The page's y axis points down.
        if flat(along.y, along.x) && flat(up.x, up.y) {
            match (along.x >= 0.0, up.y < 0.0) {
                (true, true) => Some(Self::Right),
                (false, false) => Some(Self::Left),
                _ => None,
            }
        } else if flat(along.x, along.y) && flat(up.y, up.x) {
            match (along.y < 0.0, up.x < 0.0) {
                (true, true) => Some(Self::Up),
                (false, false) => Some(Self::Down),
                _ => None,
            }
        } else {
            None
        }
    }

    /// A point of the page, turned so that text of this direction runs to the right.
    pub(crate) fn turn(self, point: Point, bounds: &Rect) -> (f32, f32) {
        let (x, y) = match self {
            Self::Right => (point.x, point.y),
            Self::Left => (bounds.width() - point.x, bounds.height() - point.y),
            Self::Up => (bounds.height() - point.y, point.x),
            Self::Down => (point.y, bounds.width() - point.x),
        };
        (x as f32, y as f32)
    }
}

/// Colored areas and pictures drawn so far: white text shows on them only.
#[derive(Debug, Default)]
pub(crate) struct Shades {
    areas: Vec<Rect>,
}

/// Most areas remembered of a page; beyond that white text counts as visible.
const MAX_AREAS: usize = 4_000;

impl Shades {
    /// A filled path.
    pub(crate) fn fill(&mut self, area: Rect, paint: &Paint<'_>) {
        let white = match paint {
            Paint::Color(color) => is_white(color.to_rgba().to_rgba8()),
            Paint::Pattern(_) => false,
        };
        if !white {
            self.picture(area);
        }
    }

    /// A picture.
    pub(crate) fn picture(&mut self, area: Rect) {
        if self.areas.len() < MAX_AREAS {
            self.areas.push(area);
        }
    }

    /// Whether text of a color cannot be seen at a point: wholly transparent, or white without anything behind it.
    pub(crate) fn hides(&self, color: [u8; 4], point: Point) -> bool {
        let [_, _, _, alpha] = color;
        alpha == 0
            || (is_white(color)
                && self.areas.len() < MAX_AREAS
                && !self.areas.iter().any(|area| area.inflate(1.0, 1.0).contains(point)))
    }
}

fn is_white([r, g, b, alpha]: [u8; 4]) -> bool {
    alpha > 0 && r >= 253 && g >= 253 && b >= 253
}

/// Whether a glyph's font is bold, by its weight or its name.
pub(crate) fn is_bold(glyph: &OutlineGlyph) -> bool {
    const NAMES: [&str; 5] = ["bold", "black", "heavy", "semibold", "demi"];
    glyph.font_data().is_some_and(|font| {
        font.weight.is_some_and(|weight| weight >= 600)
            || font.postscript_name.is_some_and(|name| {
                let name = name.to_lowercase();
                NAMES.iter().any(|word| name.contains(word))
            })
    })
}

/// What a glyph means. Nearly all mean one character, and pages have thousands: those need no memory of their own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    One(char),
    /// Ligatures, and what the file says that a sequence means; may be empty.
    Many(String),
}

impl Meaning {
    /// A font that does not tell.
    pub(crate) const UNKNOWN: Self = Self::One(char::REPLACEMENT_CHARACTER);

    /// Its characters.
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> {
        let (one, many) = match self {
            Self::One(c) => (Some(*c), ""),
            Self::Many(text) => (None, text.as_str()),
        };
        one.into_iter().chain(many.chars())
    }

    /// Whether nothing of it leaves a trace on paper.
    pub(crate) fn is_blank(&self) -> bool {
        self.chars().all(char::is_whitespace)
    }
}

/// Corrects what fonts are known to get wrong, and drops what means nothing: byte-swapped ligatures (`昀椀` for `fi`),
/// control characters, unassigned private characters other than the bullets of symbol fonts.
pub(crate) fn repair(told: BfString) -> Option<Meaning> {
    let means_nothing = |c: char| {
        let private = ('\u{e000}'..='\u{f8ff}').contains(&c) && !('\u{f020}'..='\u{f0ff}').contains(&c);
        (c.is_control() && !c.is_whitespace()) || private || c == '\u{fffd}'
    };
    let text = match told {
        BfString::Char(c) => return (!means_nothing(c)).then_some(Meaning::One(c)),
        BfString::String(text) => text,
    };
    let swapped = |c: char| {
        let code = c as u32;
        (code.trailing_zeros() >= 8 && code >> 8 < 0x80)
            .then(|| char::from_u32(code >> 8))
            .flatten()
            .filter(char::is_ascii_alphabetic)
    };
    if text.chars().count() >= 2
        && let Some(letters) = text.chars().map(swapped).collect::<Option<String>>()
    {
        return Some(Meaning::Many(letters));
    }
    (!text.is_empty() && !text.chars().any(means_nothing)).then_some(Meaning::Many(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_ligatures_are_put_right_and_control_characters_mean_nothing() {
        let many = |text: &str| repair(BfString::String(text.to_owned()));
        assert_eq!(many("\u{6600}\u{6900}"), Some(Meaning::Many("fi".to_owned())));
        assert_eq!(many("\u{6600}\u{7400}"), Some(Meaning::Many("ft".to_owned())));
        assert_eq!(many("f\u{1}"), None);
        assert_eq!(many(""), None);
        let one = |c: char| repair(BfString::Char(c));
        assert_eq!(one('ø'), Some(Meaning::One('ø')));
        assert_eq!(one('\u{f0b7}'), Some(Meaning::One('\u{f0b7}')));
        assert_eq!(one('\u{1}'), None);
        assert_eq!(one('\u{e123}'), None);
    }

    #[test]
    fn text_has_one_of_four_directions() {
        let right = Direction::of(Vec2::new(500.0, 0.0), Vec2::new(0.0, -1000.0));
        assert_eq!(right, Some(Direction::Right));
        let up = Direction::of(Vec2::new(0.0, -500.0), Vec2::new(-1000.0, 0.0));
        assert_eq!(up, Some(Direction::Up));
        let aslant = Direction::of(Vec2::new(300.0, -300.0), Vec2::new(-700.0, -700.0));
        assert_eq!(aslant, None);
        let page = Rect::new(0.0, 0.0, 600.0, 800.0);
        assert_eq!(Direction::Up.turn(Point::new(100.0, 700.0), &page), (100.0, 100.0));
    }

    #[test]
    fn white_text_shows_on_color_only() {
        let mut shades = Shades::default();
        let at = Point::new(50.0, 50.0);
        assert!(shades.hides([255, 255, 255, 255], at));
        assert!(!shades.hides([0, 0, 0, 255], at));
        shades.picture(Rect::new(0.0, 0.0, 100.0, 100.0));
        assert!(!shades.hides([255, 255, 255, 255], at));
        assert!(shades.hides([0, 0, 0, 0], at));
    }
}
