//! Positioned glyphs of a page, as hayro's interpreter draws them.

use super::rules::{Drawn, Rule};
use super::visible::{Direction, Meaning, Shades, is_bold, repair};
use hayro_interpret::font::{Glyph as HayroGlyph, GlyphIdentifier, GlyphRun};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, interpret_page,
};
use std::collections::HashMap;

/// Glyph coordinates are in thousandths of the font size.
const UNITS: f64 = 1000.0;
/// Most glyphs read of a page; the densest real pages have some 20,000.
const MAX_GLYPHS: usize = 400_000;

/// A drawn glyph. Coordinates are points from the page's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// What it means; several characters for ligatures, U+FFFD when the font does not tell.
    pub(crate) text: Meaning,
    /// Left end of its advance on the baseline.
    pub(crate) x0: f32,
    /// Right end.
    pub(crate) x1: f32,
    /// Baseline.
    pub(crate) y: f32,
    /// Font size as displayed.
    pub(crate) size: f32,
    /// Whether the font is bold.
    pub(crate) bold: bool,
    /// Whether its outline floats above the baseline although its size does not tell: a superior figure of the font.
    pub(crate) superior: bool,
    /// Whether the file itself marks it as no part of the text (`/Artifact`).
    pub(crate) artifact: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct PageContent {
    /// Visible glyphs that run in the page's main direction, in order of drawing.
    pub(crate) glyphs: Vec<Glyph>,
    /// Glyphs drawn invisibly: the text layer of a scan.
    pub(crate) hidden: Vec<Glyph>,
    /// Glyphs of which the font tells no character.
    pub(crate) unknown: usize,
    /// How much of the page pictures cover, 0 to 1.
    pub(crate) pictures: f32,
    /// Whether the text stands on its side, so that width and height change places.
    pub(crate) sideways: bool,
    /// Straight lines drawn.
    pub(crate) rules: Vec<Rule>,
}

/// Interprets a page.
pub(crate) fn page_content<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> PageContent {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let mut context = Context::new(transform, bounds, cache, page.xref(), InterpreterSettings::default());
    let mut device = Collector {
        bounds,
        clips: Vec::new(),
        marks: Vec::new(),
        shades: Shades::default(),
        lines: Drawn::default(),
        drawn: Vec::new(),
        superior: HashMap::new(),
        content: PageContent::default(),
    };
    interpret_page(page, &mut context, &mut device);
    device.finish()
}

/// An open sequence of marked content.
struct Mark {
    artifact: bool,
    /// What the sequence's glyphs mean, until the first of them has taken it.
    actual: Option<String>,
}

struct Collector {
    bounds: Rect,
    clips: Vec<Rect>,
    marks: Vec<Mark>,
    shades: Shades,
    lines: Drawn,
    drawn: Vec<(Direction, Glyph)>,
    /// Which figures of the fonts are superior ones.
    superior: HashMap<GlyphIdentifier, bool>,
    content: PageContent,
}

impl Collector {
    /// Whether a point is on the page and inside all clips (their bounding boxes, a little wider).
    fn shows(&self, point: Point) -> bool {
        let inside = |rect: &Rect| rect.inflate(2.0, 2.0).contains(point);
        inside(&self.bounds) && self.clips.iter().all(inside)
    }

    fn add(&mut self, glyph: &HayroGlyph<'_>, transform: Affine, (visible, bold): (bool, bool)) {
        let advance = match glyph {
            HayroGlyph::Outline(outline) => outline.advance_width(),
            HayroGlyph::Type3(glyph) => glyph.advance_width(),
        };
        let start = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let up = transform * Point::new(0.0, UNITS) - start;
        let size = up.hypot();
        // Watermarks and labels on edges run aslant.
        let Some(direction) = Direction::of(end - start, up) else {
            return;
        };
        let readable = size.is_finite() && size >= 1.0;
        if !readable || (!self.shows(start) && !self.shows(end)) || self.drawn.len() >= MAX_GLYPHS {
            return;
        }
        let (x0, y) = direction.turn(start, &self.bounds);
        let (x1, _) = direction.turn(end, &self.bounds);
        let text = self.meaning(glyph);
        let superior = text.chars().all(|c| c.is_ascii_digit()) && self.is_superior(glyph);
        let glyph = Glyph {
            text,
            superior,
            x0,
            x1: x1.max(x0),
            y,
            size: size as f32,
            bold,
            artifact: self.marks.iter().any(|mark| mark.artifact),
        };
        if visible {
            self.drawn.push((direction, glyph));
        } else if direction == Direction::Right {
            self.content.hidden.push(glyph);
        }
    }

    /// Whether a figure's outline begins well above the baseline.
    fn is_superior(&mut self, glyph: &HayroGlyph<'_>) -> bool {
        let HayroGlyph::Outline(outline) = glyph else {
            return false;
        };
        *self.superior.entry(outline.identifier()).or_insert_with(|| {
            let shape = outline.outline().bounding_box();
            shape.height() > 1.0 && shape.y0 > 180.0
        })
    }

    /// The glyph's characters: by its font, else by what the file says that the sequence means.
    fn meaning(&mut self, glyph: &HayroGlyph<'_>) -> Meaning {
        let told = glyph.as_unicode().and_then(repair);
        let actual = self.marks.iter_mut().rev().find_map(|mark| mark.actual.as_mut());
        match (told, actual) {
            // A hyphen that only the line's end called for.
            (Some(Meaning::One('-' | '\u{2010}')), Some(actual)) if actual == "\u{ad}" => Meaning::One('\u{ad}'),
            (Some(text), _) => text,
            (None, Some(actual)) => Meaning::Many(std::mem::take(actual)),
            (None, None) => {
                self.content.unknown += 1;
                Meaning::UNKNOWN
            }
        }
    }

    /// Keeps the glyphs of the direction that most of the page's text runs in.
    fn finish(mut self) -> PageContent {
        let mut counts = [0_usize; 4];
        for (direction, _) in &self.drawn {
            if let Some(count) = counts.get_mut(*direction as usize) {
                *count += 1;
            }
        }
        let main = Direction::ALL
            .into_iter()
            .max_by_key(|direction| {
                let count = counts.get(*direction as usize).copied().unwrap_or(0);
                // Upright text wins a tie.
                (count, *direction == Direction::Right)
            })
            .unwrap_or(Direction::Right);
        self.content.rules = self.lines.rules(|point| main.turn(point, &self.bounds));
        self.content.sideways = matches!(main, Direction::Up | Direction::Down);
        self.content.glyphs = self
            .drawn
            .into_iter()
            .filter_map(|(direction, glyph)| (direction == main).then_some(glyph))
            .collect();
        self.content
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            let area = props.transform.transform_rect_bbox(path.bounding_box());
            self.shades.fill(area, &props.paint);
            self.lines.fill(path, props.transform);
        }
        if matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..)) {
            self.lines.stroke(path, props.transform);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clips.push(clip.path.bounding_box());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let visible = !matches!(mode, DrawMode::Invisible);
        let color = match &props.paint {
            Paint::Color(color) => Some(color.to_rgba().to_rgba8()),
            Paint::Pattern(_) => None,
        };
        // A run has one font. Asking each glyph for its weight took a sixth of the time that a page takes.
        let bold = run.glyphs().first().is_some_and(|first| match &**first {
            HayroGlyph::Outline(outline) => is_bold(outline),
            HayroGlyph::Type3(_) => false,
        });
        for positioned in run.glyphs() {
            let transform = props.transform * positioned.transform();
            // White on white is not to be read by anybody.
            if visible && color.is_some_and(|color| self.shades.hides(color, transform * Point::new(100.0, 100.0))) {
                continue;
            }
            self.add(positioned, transform, (visible, bold));
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let area = props
            .transform
            .transform_rect_bbox(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
        self.shades.picture(area);
        let share = area.intersect(self.bounds).area() / self.bounds.area().max(1.0);
        self.content.pictures = (self.content.pictures + share as f32).min(1.0);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let actual = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText"))
            .map(|text| super::info::text_string(text.as_bytes()));
        self.marks.push(Mark {
            artifact: tag == b"Artifact",
            actual,
        });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}
