//! A page as a picture, for pages whose text cannot be trusted: pictures, filled shapes and glyph outlines in gray.

use ab_glyph_rasterizer::{Rasterizer, point};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, LumaData, Paint, SoftMask, interpret_page,
};

/// Most pixels on a side; larger sheets get a lower resolution.
const MAX_SIDE: f64 = 5_000.0;
/// The resolution that tesseract is best at.
const DPI: f64 = 300.0;

/// A gray picture.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) dpi: u32,
    /// 0 black to 255 white, row by row.
    pub(crate) gray: Vec<u8>,
}

/// Draws a page, turned as it is displayed.
pub(crate) fn picture<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> Picture {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width).max(1.0), f64::from(height).max(1.0));
    let scale = (DPI / 72.0).min(MAX_SIDE / width.max(height));
    let (columns, rows) = ((width * scale) as usize, (height * scale) as usize);
    let transform = Affine::scale(scale) * Affine::new(page.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, columns as f64, rows as f64);
    let mut context = Context::new(transform, bounds, cache, page.xref(), InterpreterSettings::default());
    let mut canvas = Canvas {
        bounds,
        columns,
        clips: Vec::new(),
        gray: vec![255; columns * rows],
    };
    interpret_page(page, &mut context, &mut canvas);
    Picture {
        width: columns,
        height: rows,
        dpi: (scale * 72.0).round() as u32,
        gray: canvas.gray,
    }
}

impl Picture {
    /// As a portable graymap, or in black and white at an eighth of its size.
    pub(crate) fn encode(&self, black_and_white: bool) -> Vec<u8> {
        let (width, height) = (self.width, self.height);
        if !black_and_white {
            let mut out = format!("P5 {width} {height} 255\n").into_bytes();
            out.extend_from_slice(&self.gray);
            return out;
        }
        let threshold = threshold(&self.gray);
        let mut out = format!("P4 {width} {height}\n").into_bytes();
        for row in self.gray.chunks(width.max(1)) {
            for eight in row.chunks(8) {
                let bits = eight.iter().enumerate().fold(0, |bits, (index, gray)| {
                    bits | (u8::from(*gray < threshold) << (7 - index))
                });
                out.push(bits);
            }
        }
        out
    }
}

/// Otsu's threshold: the gray that parts dark from light with the most variance between them.
fn threshold(gray: &[u8]) -> u8 {
    let mut counts = [0_u64; 256];
    for value in gray {
        if let Some(count) = counts.get_mut(usize::from(*value)) {
            *count += 1;
        }
    }
    let all = gray.len() as f64;
    let weighed = |(value, count): (usize, &u64)| value as f64 * *count as f64;
    let total: f64 = counts.iter().enumerate().map(weighed).sum();
    let (mut below, mut sum, mut best) = (0.0, 0.0, (0.0, 128_u8));
    for (value, count) in counts.iter().enumerate() {
        below += *count as f64;
        sum += value as f64 * *count as f64;
        let above = all - below;
        if below > 0.0 && above > 0.0 {
            let apart = sum / below - (total - sum) / above;
            let variance = below * above * apart * apart;
            if variance > best.0 {
                best = (variance, u8::try_from(value + 1).unwrap_or(255));
            }
        }
    }
    best.1
}

struct Canvas {
    bounds: Rect,
    columns: usize,
    clips: Vec<Rect>,
    gray: Vec<u8>,
}

/// How dark a paint is: 0 black to 255 white, over white paper.
fn shade(paint: &Paint<'_>) -> u8 {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, alpha] = color.to_rgba().to_rgba8();
            let gray = (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000;
            let alpha = u32::from(alpha);
            ((gray * alpha + 255 * (255 - alpha)) / 255) as u8
        }
        Paint::Pattern(_) => 200,
    }
}

impl Canvas {
    /// The part of an area that shows.
    fn visible(&self, area: Rect) -> Rect {
        self.clips
            .iter()
            .fold(area.intersect(self.bounds), |area, clip| area.intersect(*clip))
    }

    fn blend(&mut self, x: usize, y: usize, value: u8, coverage: f32) {
        if x < self.columns
            && let Some(pixel) = self.gray.get_mut(y * self.columns + x)
        {
            let mixed = f32::from(*pixel) * (1.0 - coverage) + f32::from(value) * coverage;
            *pixel = mixed.clamp(0.0, 255.0) as u8;
        }
    }

    /// Fills a path given in pixels.
    fn fill(&mut self, path: &BezPath, value: u8) {
        let area = self.visible(path.bounding_box()).expand();
        let (width, height) = (area.width() as usize, area.height() as usize);
        if width == 0 || height == 0 || !area.is_finite() {
            return;
        }
        let at = |p: Point| {
            let (x, y) = ((p.x - area.x0) as f32, (p.y - area.y0) as f32);
            point(x.clamp(0.0, width as f32), y.clamp(0.0, height as f32))
        };
        let mut raster = Rasterizer::new(width + 1, height + 1);
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(p) => {
                    raster.draw_line(at(last), at(start));
                    (start, last) = (p, p);
                }
                PathEl::LineTo(p) => {
                    raster.draw_line(at(last), at(p));
                    last = p;
                }
                PathEl::QuadTo(a, p) => {
                    raster.draw_quad(at(last), at(a), at(p));
                    last = p;
                }
                PathEl::CurveTo(a, b, p) => {
                    raster.draw_cubic(at(last), at(a), at(b), at(p));
                    last = p;
                }
                PathEl::ClosePath => {
                    raster.draw_line(at(last), at(start));
                    last = start;
                }
            }
        }
        raster.draw_line(at(last), at(start));
        let (left, top) = (area.x0.max(0.0) as usize, area.y0.max(0.0) as usize);
        raster.for_each_pixel_2d(|x, y, coverage| {
            let (x, y) = (x as usize, y as usize);
            if coverage > 0.0 && x < width && y < height {
                self.blend(left + x, top + y, value, coverage.min(1.0));
            }
        });
    }

    /// Draws a raster whose pixels are the unit squares before `transform`; `value` tells gray and coverage.
    fn draw(&mut self, size: (u32, u32), transform: Affine, value: impl Fn(usize) -> Option<(u8, f32)>) {
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let area = self.visible(transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height)));
        if area.is_zero_area() || transform.determinant().abs() < 1e-9 {
            return;
        }
        let back = transform.inverse();
        // Shrinking takes the mean of several samples.
        let shrink = back.determinant().abs().sqrt();
        let samples = (shrink.ceil() as usize).clamp(1, 3);
        let step = 1.0 / samples as f64;
        for y in area.y0 as usize..area.y1.ceil() as usize {
            for x in area.x0 as usize..area.x1.ceil() as usize {
                let (mut sum, mut covered, mut count) = (0.0, 0.0, 0.0);
                for sample in 0..samples * samples {
                    let (column, row) = (sample % samples, sample / samples);
                    let p = Point::new(
                        x as f64 + (column as f64 + 0.5) * step,
                        y as f64 + (row as f64 + 0.5) * step,
                    );
                    let source = back * p;
                    count += 1.0;
                    if source.x < 0.0 || source.y < 0.0 || source.x >= width || source.y >= height {
                        continue;
                    }
                    let index = source.y as usize * size.0 as usize + source.x as usize;
                    if let Some((gray, coverage)) = value(index) {
                        sum += f32::from(gray) * coverage;
                        covered += coverage;
                    }
                }
                if covered > 0.0 {
                    self.blend(x, y, (sum / covered) as u8, covered / count);
                }
            }
        }
    }
}

/// Where a decoded image lies when it has another size than the file says.
fn placed(transform: Affine, (x, y): (f32, f32)) -> Affine {
    transform * Affine::scale_non_uniform(f64::from(x), f64::from(y))
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            self.fill(&(props.transform * path), shade(&props.paint));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.clips.push(clip.path.bounding_box());
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let value = shade(&props.paint);
        for positioned in run.glyphs() {
            match &**positioned {
                Glyph::Outline(outline) => {
                    let path = props.transform * positioned.transform() * outline.outline();
                    self.fill(&path, value);
                }
                Glyph::Type3(glyph) => {
                    glyph.interpret(self, props.transform, positioned.transform(), &props.paint);
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, alpha| {
                    let coverage = |index: usize| {
                        alpha.as_ref().map_or(1.0, |alpha: &LumaData| {
                            alpha.data.get(index).map_or(1.0, |value| f32::from(*value) / 255.0)
                        })
                    };
                    match data {
                        ImageData::Luma(luma) => {
                            let transform = placed(props.transform, luma.scale_factors);
                            self.draw((luma.width, luma.height), transform, |index| {
                                luma.data.get(index).map(|gray| (*gray, coverage(index)))
                            });
                        }
                        ImageData::Rgb(rgb) => {
                            let transform = placed(props.transform, rgb.scale_factors);
                            self.draw((rgb.width, rgb.height), transform, |index| {
                                // ITU-R BT.601 weights.
                                let [r, g, b] = rgb.data.get(index * 3..index * 3 + 3)? else {
                                    return None;
                                };
                                let gray = u32::from(*r) * 299 + u32::from(*g) * 587 + u32::from(*b) * 114;
                                Some(((gray / 1000) as u8, coverage(index)))
                            });
                        }
                    }
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |luma, paint| {
                    let value = shade(paint);
                    let transform = placed(props.transform, luma.scale_factors);
                    self.draw((luma.width, luma.height), transform, |index| {
                        luma.data.get(index).map(|cover| (value, f32::from(*cover) / 255.0))
                    });
                },
                None,
            ),
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_encoded_in_gray_and_in_black_and_white() {
        let picture = Picture {
            width: 9,
            height: 2,
            dpi: 300,
            gray: vec![
                20, 250, 250, 250, 250, 250, 250, 250, 20, 250, 30, 250, 250, 250, 250, 250, 250, 240,
            ],
        };
        assert!(picture.encode(false).starts_with(b"P5 9 2 255\n"));
        assert_eq!(picture.encode(true), b"P4 9 2\n\x80\x80\x40\x00");
    }

    #[test]
    fn a_filled_square_darkens_its_pixels_only() {
        let mut canvas = Canvas {
            bounds: Rect::new(0.0, 0.0, 10.0, 10.0),
            columns: 10,
            clips: Vec::new(),
            gray: vec![255; 100],
        };
        canvas.fill(&Rect::new(2.0, 2.0, 5.0, 4.0).to_path(0.1), 0);
        let dark: Vec<usize> = (0..100).filter(|index| canvas.gray[*index] < 10).collect();
        assert_eq!(dark, [22, 23, 24, 32, 33, 34]);
        canvas.fill(&Rect::new(-50.0, 8.0, 500.0, 9.0).to_path(0.1), 0);
        assert!(canvas.gray[80..90].iter().all(|gray| *gray < 10));
    }
}
