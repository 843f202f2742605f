//! Positioned glyphs of a page, as hayro's interpreter draws them.

use hayro_interpret::font::{Glyph as HayroGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};

/// Glyph coordinates are in thousandths of the font size.
const UNITS: f64 = 1000.0;

/// A drawn glyph. Coordinates are points from the page's top left corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    /// What it means; several characters for ligatures, empty when the font does not tell.
    pub(crate) text: String,
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
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct PageContent {
    /// Upright, visible glyphs in order of drawing.
    pub(crate) glyphs: Vec<Glyph>,
    /// Glyphs drawn invisibly: the text layer of a scan.
    pub(crate) hidden: Vec<Glyph>,
    /// Glyphs of which the font tells no character.
    pub(crate) unknown: usize,
    /// The largest picture, if it covers half of the page: width, height, gray pixels.
    pub(crate) picture: Option<(u32, u32, Vec<u8>)>,
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
        content: PageContent::default(),
    };
    interpret_page(page, &mut context, &mut device);
    device.content
}

struct Collector {
    bounds: Rect,
    clips: Vec<Rect>,
    content: PageContent,
}

impl Collector {
    /// Whether a point is on the page and inside all clips (their bounding boxes, a little wider).
    fn shows(&self, point: Point) -> bool {
        let inside = |rect: &Rect| rect.inflate(2.0, 2.0).contains(point);
        inside(&self.bounds) && self.clips.iter().all(inside)
    }

    fn add(&mut self, glyph: &HayroGlyph<'_>, transform: Affine, visible: bool) {
        let (advance, bold) = match glyph {
            HayroGlyph::Outline(outline) => {
                let font = outline.font_data();
                let bold = font.is_some_and(|font| {
                    let name = font.postscript_name.as_deref().unwrap_or_default().to_lowercase();
                    font.weight.is_some_and(|weight| weight >= 600)
                        || ["bold", "black", "heavy", "semibold", "demi"]
                            .iter()
                            .any(|word| name.contains(word))
                });
                (outline.advance_width(), bold)
            }
            HayroGlyph::Type3(glyph) => (glyph.advance_width(), false),
        };
        let start = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let up = transform * Point::new(0.0, UNITS) - start;
        let size = up.hypot();
        let along = end - start;
        // Upright text runs to the right; watermarks and labels on edges do not.
        if !size.is_finite() || size < 1.0 || along.y.abs() > along.x.abs() * 0.1 + 0.01 || along.x < 0.0 || up.y > 0.0
        {
            return;
        }
        if !self.shows(start) && !self.shows(end) {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.content.unknown += 1;
                return;
            }
        };
        let glyph = Glyph {
            text,
            x0: start.x as f32,
            x1: end.x as f32,
            y: start.y as f32,
            size: size as f32,
            bold,
        };
        if visible {
            self.content.glyphs.push(glyph);
        } else {
            self.content.hidden.push(glyph);
        }
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, clip: &ClipPath) {
        use hayro_interpret::kurbo::Shape;
        self.clips.push(clip.path.bounding_box());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let visible = !matches!(mode, DrawMode::Invisible);
        for positioned in run.glyphs() {
            self.add(positioned, props.transform * positioned.transform(), visible);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (image.width(), image.height());
        let corner = props.transform * Point::new(f64::from(width), f64::from(height)) - props.transform * Point::ZERO;
        let area = (corner.x * corner.y).abs();
        let known = self
            .content
            .picture
            .as_ref()
            .map_or(0, |(width, height, _)| u64::from(*width) * u64::from(*height));
        if area < self.bounds.area() * 0.5 || u64::from(width) * u64::from(height) <= known {
            return;
        }
        if let Image::Raster(raster) = image {
            let picture = &mut self.content.picture;
            raster.with_rgba(|data, _| *picture = Some(gray(data)), None);
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}

fn gray(data: ImageData) -> (u32, u32, Vec<u8>) {
    match data {
        ImageData::Luma(luma) => (luma.width, luma.height, luma.data),
        ImageData::Rgb(rgb) => {
            let pixels = rgb.data.chunks_exact(3).map(|pixel| match pixel {
                // ITU-R BT.601 weights.
                [r, g, b] => ((u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114) / 1000) as u8,
                _ => 0,
            });
            (rgb.width, rgb.height, pixels.collect())
        }
    }
}
