//! Lines drawn on a page, and the grids that they make: tables with borders.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use std::collections::BTreeMap;

/// Lines and bars no thicker than this, in points, are rules.
const THICK: f64 = 3.0;
/// Shorter ones are signs and decoration.
const SHORT: f64 = 6.0;
/// Most rules remembered of a page; beyond that its tables are read without them.
const MAX_RULES: usize = 6_000;
/// Most whole rules of a page that are compared with each other; charts have more than tables.
const MAX_MERGED: usize = 1_500;
/// How far ends of rules that meet may lie apart.
const NEAR: f32 = 3.0;

/// A straight rule. Coordinates are points from the page's top left corner, turned with its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    /// Whether it runs from top to bottom.
    pub(crate) vertical: bool,
    /// Its place across its direction.
    pub(crate) at: f32,
    /// Where it begins and ends.
    pub(crate) from: f32,
    pub(crate) to: f32,
}

/// Rules drawn so far, as pairs of points.
#[derive(Debug, Default)]
pub(crate) struct Drawn(Vec<(Point, Point)>);

impl Drawn {
    /// A filled shape: each thin bar in it is a rule.
    pub(crate) fn fill(&mut self, path: &BezPath, transform: Affine) {
        for part in parts(path) {
            let Some(area) = bounds(&part, transform) else { continue };
            if area.width().min(area.height()) <= THICK {
                let (x, y) = (area.center().x, area.center().y);
                if area.width() > area.height() {
                    self.add(Point::new(area.x0, y), Point::new(area.x1, y));
                } else {
                    self.add(Point::new(x, area.y0), Point::new(x, area.y1));
                }
            }
        }
    }

    /// A stroked path: each straight step in it is a rule.
    pub(crate) fn stroke(&mut self, path: &BezPath, transform: Affine) {
        for part in parts(path) {
            for pair in part.windows(2) {
                if let [a, b] = pair {
                    self.add(transform * *a, transform * *b);
                }
            }
        }
    }

    fn add(&mut self, a: Point, b: Point) {
        let long = (a - b).hypot() >= SHORT && a.is_finite() && b.is_finite();
        let straight = (a.x - b.x).abs() < 0.7 || (a.y - b.y).abs() < 0.7;
        if long && straight && self.0.len() < MAX_RULES {
            self.0.push((a, b));
        }
    }

    /// The rules, turned; none when there were too many to know all.
    pub(crate) fn rules(self, turn: impl Fn(Point) -> (f32, f32)) -> Vec<Rule> {
        if self.0.len() >= MAX_RULES {
            return Vec::new();
        }
        let rule = |(a, b): (Point, Point)| {
            let ((ax, ay), (bx, by)) = (turn(a), turn(b));
            if (ax - bx).abs() < (ay - by).abs() {
                Rule {
                    vertical: true,
                    at: f32::midpoint(ax, bx),
                    from: ay.min(by),
                    to: ay.max(by),
                }
            } else {
                Rule {
                    vertical: false,
                    at: f32::midpoint(ay, by),
                    from: ax.min(bx),
                    to: ax.max(bx),
                }
            }
        };
        self.0.into_iter().map(rule).collect()
    }
}

/// The corners of each part of a path that is made of straight lines.
fn parts(path: &BezPath) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    for element in path.elements().iter().take(20_000) {
        match (element, parts.last_mut()) {
            (PathEl::MoveTo(point), _) => parts.push(vec![*point]),
            (PathEl::LineTo(point), Some(part)) => part.push(*point),
            (PathEl::ClosePath, Some(part)) => part.extend(part.first().copied()),
            (PathEl::QuadTo(..) | PathEl::CurveTo(..), Some(part)) => part.clear(),
            _ => {}
        }
    }
    parts
}

fn bounds(part: &[Point], transform: Affine) -> Option<Rect> {
    let mut points = part.iter().map(|point| transform * *point);
    let first = points.next()?;
    Some(points.fold(Rect::from_points(first, first), |area, point| area.union_pt(point)))
}

/// A grid of rules: a table, or with one cell a box.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    /// Where columns and rows part, the outer edges among them.
    pub(crate) xs: Vec<f32>,
    pub(crate) ys: Vec<f32>,
    rules: Vec<Rule>,
}

impl Grid {
    pub(crate) fn holds(&self, x: f32, y: f32) -> bool {
        let inside = |edges: &[f32], at: f32| {
            edges.first().is_some_and(|first| at > *first) && edges.last().is_some_and(|last| at < *last)
        };
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    /// Whether a rule runs between two columns at a height, or (`vertical` off) between two rows at a place.
    fn parts(&self, vertical: bool, at: f32, across: f32) -> bool {
        self.rules.iter().any(|rule| {
            rule.vertical == vertical
                && (rule.at - at).abs() < NEAR
                && rule.from - NEAR < across
                && rule.to + NEAR > across
        })
    }

    /// The column that holds `x` in the row at `y`: the leftmost of those that no rule parts there.
    pub(crate) fn column(&self, x: f32, y: f32) -> usize {
        let mut column = slot(&self.xs, x);
        while column > 0 && self.xs.get(column).is_some_and(|edge| !self.parts(true, *edge, y)) {
            column -= 1;
        }
        column
    }

    /// The row that holds `y` in the column at `x`: the topmost of those that no rule parts there.
    pub(crate) fn row(&self, x: f32, y: f32) -> usize {
        let mut row = slot(&self.ys, y);
        while row > 0 && self.ys.get(row).is_some_and(|edge| !self.parts(false, *edge, x)) {
            row -= 1;
        }
        row
    }

    /// Whether a rule of the grid runs through a gap between two words.
    pub(crate) fn between(&self, left: f32, right: f32, y: f32) -> bool {
        self.ys.first().is_some_and(|top| y > *top)
            && self.ys.last().is_some_and(|bottom| y < *bottom)
            && self
                .rules
                .iter()
                .any(|rule| rule.vertical && rule.at > left && rule.at < right && rule.from < y && rule.to > y)
    }
}

/// The index of the gap between edges that holds a place.
fn slot(edges: &[f32], at: f32) -> usize {
    edges.partition_point(|edge| *edge <= at).saturating_sub(1)
}

/// The grids of a page: rules that meet, with two rows or columns at least between them.
pub(crate) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let rules = merged(rules);
    if rules.len() > MAX_MERGED {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for (i, a) in rules.iter().enumerate().filter(|(_, rule)| rule.vertical) {
        for (j, b) in rules.iter().enumerate().filter(|(_, rule)| !rule.vertical) {
            let meet = b.at > a.from - NEAR && b.at < a.to + NEAR && a.at > b.from - NEAR && a.at < b.to + NEAR;
            if meet {
                let (from, to) = (root(&group, i), root(&group, j));
                if let Some(place) = group.get_mut(from) {
                    *place = to;
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Rule>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        groups.entry(root(&group, index)).or_default().push(*rule);
    }
    let mut found = Vec::new();
    for members in groups.into_values() {
        let edges = |vertical: bool| {
            let mut at: Vec<f32> = members
                .iter()
                .filter(|rule| rule.vertical == vertical)
                .map(|rule| rule.at)
                .collect();
            // A table may have no rule on its outer sides; its lines across tell where it ends.
            at.extend(
                members
                    .iter()
                    .filter(|rule| rule.vertical != vertical)
                    .flat_map(|rule| [rule.from, rule.to]),
            );
            at.sort_by(f32::total_cmp);
            at.dedup_by(|a, b| (*a - *b).abs() < NEAR);
            at
        };
        let (xs, ys) = (edges(true), edges(false));
        let across = members.iter().filter(|rule| !rule.vertical).count();
        if across >= 2 && members.len() > across && xs.len() >= 2 && ys.len() >= 2 {
            found.push(Grid { xs, ys, rules: members });
        }
    }
    found
}

fn root(group: &[usize], mut index: usize) -> usize {
    while let Some(next) = group.get(index).filter(|next| **next != index) {
        index = *next;
    }
    index
}

/// Rules drawn piece by piece, put together.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        (a.vertical.cmp(&b.vertical))
            .then((a.at * 0.7).round().total_cmp(&(b.at * 0.7).round()))
            .then(a.from.total_cmp(&b.from))
    });
    let mut out: Vec<Rule> = Vec::new();
    for rule in sorted {
        match out.last_mut() {
            Some(last)
                if last.vertical == rule.vertical && (last.at - rule.at).abs() < 1.5 && rule.from - last.to <= NEAR =>
            {
                last.to = last.to.max(rule.to);
            }
            _ => out.push(rule),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(vertical: bool, at: f32, from: f32, to: f32) -> Rule {
        Rule { vertical, at, from, to }
    }

    #[test]
    fn rules_that_meet_are_a_grid_with_spans() {
        let rules = [
            rule(false, 100.0, 50.0, 150.0),
            rule(false, 100.2, 151.0, 250.0),
            rule(false, 120.0, 50.0, 250.0),
            rule(false, 140.0, 50.0, 250.0),
            rule(true, 50.0, 100.0, 140.0),
            rule(true, 250.0, 100.0, 140.0),
            rule(true, 150.0, 120.0, 140.0),
            // Elsewhere on the page.
            rule(false, 600.0, 50.0, 250.0),
        ];
        let found = grids(&rules);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].xs, [50.0, 150.0, 250.0]);
        assert_eq!(found[0].ys.len(), 3);
        assert_eq!(found[0].column(200.0, 130.0), 1);
        // The first row is one cell over both columns.
        assert_eq!(found[0].column(200.0, 110.0), 0);
        assert_eq!(found[0].row(200.0, 130.0), 1);
        assert!(found[0].between(140.0, 160.0, 130.0) && !found[0].between(140.0, 160.0, 110.0));
    }

    #[test]
    fn a_thin_bar_and_a_stroked_frame_are_rules_and_curves_are_none() {
        let mut drawn = Drawn::default();
        drawn.fill(
            &BezPath::from_svg("M0 0 L200 0 L200 1 L0 1 Z").unwrap(),
            Affine::IDENTITY,
        );
        drawn.stroke(
            &BezPath::from_svg("M0 0 L200 0 L200 90 L0 90 Z").unwrap(),
            Affine::IDENTITY,
        );
        drawn.stroke(&BezPath::from_svg("M0 0 C1 50 90 50 200 0").unwrap(), Affine::IDENTITY);
        let rules = drawn.rules(|point| (point.x as f32, point.y as f32));
        assert_eq!(rules.len(), 5);
        assert_eq!(rules.iter().filter(|rule| rule.vertical).count(), 2);
    }
}
