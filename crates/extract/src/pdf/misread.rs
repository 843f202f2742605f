//! What OCR takes for something else: the points of lists, the section sign, dashes, the colons of labels, and words that it
//! is not sure of.

use super::OcrWord;
use super::lines::Segment;
use crate::text::begins_head_line;
use ordskifte_record::BBox;

/// Words that OCR is less sure of are noise, but for what [`is_text`] keeps.
const SURE: f32 = 0.3;
/// How sure OCR is of the other words of a line that is text.
const TEXT: f32 = 0.6;
/// Least letters and figures of a word that is kept although OCR is not sure of it.
const WORD: usize = 4;
/// What the point before an item is read as. Letters only where OCR is not sure of them.
const POINTS: [&str; 12] = ["•", "·", "*", "«", "»", "+", "°", "©", "®", "¢", "e", "o"];
/// The point of an item, as it is kept.
pub(super) const POINT: &str = "•";
/// The letters among them.
const LETTERS: [&str; 2] = ["e", "o"];
/// What the section sign is read as where no other sign can stand, and where a law's name stands before it.
const SECTION: [&str; 4] = ["$", "8", "3", "S"];
/// The same of two.
const SECTIONS: [&str; 5] = ["$$", "$8", "8$", "88", "§8"];
/// Most words of a label.
const LABEL: usize = 3;
/// Words between the name of a law and its section: "lov om havner og farvann § 4".
const NAME: usize = 6;

/// The words of a page as they were printed, as far as OCR's usual mistakes tell; words come in reading order.
pub(super) fn mended(words: &[OcrWord]) -> Vec<OcrWord> {
    let mut out: Vec<OcrWord> = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some(first) = rest.first() {
        let same = |word: &&OcrWord| (word.block, word.line) == (first.block, first.line);
        let (line, after) = rest.split_at(rest.iter().take_while(same).count());
        out.extend(mended_line(line));
        rest = after;
    }
    free_points(&mut out);
    name_sections(&mut out);
    for word in &mut out {
        // Norwegian has no longer dash than that of half a square, which is long beside letters of a narrow type.
        if word.text.contains('—') {
            word.text = word.text.replace('—', "–");
        }
        // "Deresref.", "Vårref": the blank was narrow.
        let whose = ["Deres", "Dykkar", "Vår", "Vår/Deres"].iter().find(|whose| {
            let rest = word.text.strip_prefix(**whose);
            rest.is_some_and(|rest| rest.trim_end_matches(['.', ':']) == "ref")
        });
        if let Some(whose) = whose {
            word.text.insert(whose.len(), ' ');
        }
        // "Til $2".
        if let Some(number) = word.text.strip_prefix('$').filter(|number| is_section(number)) {
            word.text = format!("§ {number}");
        }
    }
    out
}

/// Mends the lines of a scan's own text layer, of which nobody knows how sure its program was.
pub(super) fn mend_layer(segments: &mut [Segment]) {
    let mut words = Vec::new();
    for (line, segment) in (0..).zip(segments.iter()) {
        let width = (segment.x1 - segment.x0) / segment.text.chars().count().max(1) as f32;
        let mut x0 = segment.x0;
        for text in segment.text.split(' ') {
            let x1 = x0 + width * text.chars().count() as f32;
            words.push(OcrWord {
                block: 0,
                line,
                bbox: BBox {
                    x0,
                    y0: segment.y - segment.size,
                    x1,
                    y1: segment.y,
                },
                confidence: 1.0,
                text: text.to_owned(),
            });
            x0 = x1 + width;
        }
    }
    let mended = mended(&words);
    let lines = mended.chunk_by(|a, b| a.line == b.line);
    for (segment, words) in segments.iter_mut().zip(lines) {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        segment.text = texts.join(" ");
    }
}

/// A line without noise, its point told.
fn mended_line(line: &[OcrWord]) -> Vec<OcrWord> {
    let sure: Vec<f32> = line
        .iter()
        .map(|word| word.confidence)
        .filter(|sure| *sure >= SURE)
        .collect();
    let text = sure.iter().sum::<f32>() >= TEXT * sure.len().max(1) as f32;
    let mut out: Vec<OcrWord> = Vec::with_capacity(line.len());
    for (index, word) in line.iter().enumerate() {
        if index == 0 && line.len() > 1 && text && is_point(word) {
            out.push(OcrWord {
                text: POINT.to_owned(),
                ..word.clone()
            });
        } else if word.confidence >= SURE || text && is_text(&word.text) {
            out.push(word.clone());
        }
    }
    mend_label(&mut out);
    out
}

/// "Til stede; Kari Moe": the label of a line with the mark that it has in all minutes.
fn mend_label(line: &mut [OcrWord]) {
    let Some(at) = line.iter().take(LABEL).position(|word| word.text.ends_with(';')) else {
        return;
    };
    let words = line.iter().take(at + 1).map(|word| word.text.as_str());
    let label = words.collect::<Vec<_>>().join(" ").replace(';', ":");
    if begins_head_line(&format!("{label} "))
        && let Some(word) = line.get_mut(at)
    {
        word.text = word.text.replace(';', ":");
    }
}

/// Whether the first word of a line is the point of an item.
fn is_point(word: &OcrWord) -> bool {
    let bare = match word.text.strip_suffix('.') {
        Some(bare) if !bare.is_empty() => bare,
        _ => &word.text,
    };
    let letter = bare.chars().all(char::is_alphabetic);
    POINTS.contains(&bare) && (!letter || word.confidence < SURE)
}

/// Whether what OCR is not sure of looks like a word, a year or hours, and not like the traces of a ruled line.
fn is_text(word: &str) -> bool {
    let all = word.chars().count();
    let told = word.chars().filter(|c| c.is_alphanumeric()).count();
    let letters: Vec<char> = word.chars().collect();
    let same = letters.windows(3).any(|three| match three {
        [a, b, c] => a == b && b == c && !a.is_ascii_digit(),
        _ => false,
    });
    told >= WORD && told * 10 >= all * 6 && !same
}

/// "«Arild Moe", "e Arild Moe" among items: the point stands against the word, or is read as a letter.
fn free_points(words: &mut Vec<OcrWord>) {
    let mut index = 0;
    while index < words.len() {
        if begins(words, index) && near_items(words, index) {
            if is_lettered(words, index) {
                if let Some(word) = words.get_mut(index) {
                    POINT.clone_into(&mut word.text);
                }
            } else if let Some(point) = glued_point(words, index) {
                if let Some(word) = words.get_mut(index) {
                    word.text = word.text.trim_start_matches('«').to_owned();
                    word.bbox.x0 = point.bbox.x1;
                }
                words.insert(index, point);
            }
        }
        index += 1;
    }
}

/// Whether a word is the first of its line.
fn begins(words: &[OcrWord], at: usize) -> bool {
    let line = |word: &OcrWord| (word.block, word.line);
    let before = at.checked_sub(1).and_then(|before| words.get(before));
    words
        .get(at)
        .is_some_and(|word| before.is_none_or(|before| line(before) != line(word)))
}

/// How many lines away another item is at most, and how many words of a line are looked through for it.
const NEAR: u32 = 2;
const NEAR_WORDS: usize = 60;

/// Whether a line near by begins with a point.
fn near_items(words: &[OcrWord], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let first = at.saturating_sub(NEAR_WORDS);
    let near = words.iter().enumerate().skip(first).take(2 * NEAR_WORDS);
    near.filter(|(_, other)| other.block == word.block && other.line.abs_diff(word.line) <= NEAR)
        .any(|(index, other)| other.text == POINT && begins(words, index))
}

/// "e lønn": a letter that is no word, with text behind it.
fn is_lettered(words: &[OcrWord], at: usize) -> bool {
    let line = |word: &OcrWord| (word.block, word.line);
    match words.get(at..) {
        Some([word, next, ..]) => LETTERS.contains(&word.text.as_str()) && line(word) == line(next),
        _ => false,
    }
}

/// The point that a word begins with, where what looks like a quotation mark is closed nowhere in the region.
fn glued_point(words: &[OcrWord], at: usize) -> Option<OcrWord> {
    let word = words.get(at)?;
    let glued = word.text.strip_prefix('«').is_some_and(|rest| !rest.is_empty());
    let mut behind = words.get(at..)?.iter().take_while(|other| other.block == word.block);
    if !glued || behind.any(|other| other.text.contains('»')) {
        return None;
    }
    let mut bbox = word.bbox;
    bbox.x1 = bbox.x0 + (bbox.x1 - bbox.x0) / word.text.chars().count().max(1) as f32;
    Some(OcrWord {
        text: POINT.to_owned(),
        bbox,
        ..word.clone()
    })
}

/// "kommuneloven 8 1-1", "pbl. $ 12-10": what stands between the name of a law and a number is the section sign.
fn name_sections(words: &mut [OcrWord]) {
    for index in 1..words.len() {
        let Some((before, [word, rest @ ..])) = words.split_at_mut_checked(index) else {
            continue;
        };
        let Some(next) = rest.first() else { break };
        // "Prop. 1 S (2023–2024)".
        let paper = |before: &[OcrWord]| match before {
            [.., paper, number] => {
                ["Prop.", "Innst."].contains(&paper.text.as_str())
                    && number.text.bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        };
        if word.text == "$" && next.text.starts_with('(') && paper(before) {
            "S".clone_into(&mut word.text);
            continue;
        }
        let sign = match word.text.as_str() {
            text if SECTION.contains(&text) => "§",
            text if SECTIONS.contains(&text) => "§§",
            _ => continue,
        };
        let dollar = word.text.contains('$');
        if is_section(&next.text) && (dollar || follows_law(before)) {
            sign.clone_into(&mut word.text);
        }
    }
}

/// "4", "12-10.", "3a": the number of a section.
fn is_section(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', ',', ';', ')', ':']);
    let bare = bare.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(bare);
    let mut parts = bare.split(['-', '–']);
    let figures = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.by_ref().take(2).all(figures) && parts.next().is_none()
}

/// Whether words end in the name of a law, or in another section of one: "kommuneloven", "fvl.", "lov om havner og farvann",
/// "lov om fyr § 3 og", "jf.".
fn follows_law(words: &[OcrWord]) -> bool {
    let near = words.iter().rev().map(|word| word.text.as_str());
    for (distance, word) in near.take(NAME + 1).enumerate() {
        let lower = word.to_lowercase();
        let ends = [
            "lov",
            "loven",
            "lova",
            "lovens",
            "lovas",
            "forskrift",
            "forskriften",
            "forskrifta",
        ];
        let whole = ends.iter().any(|end| lower.ends_with(end));
        let short = lower.ends_with("l.") && (3..=7).contains(&lower.chars().count());
        // "lov om havner og farvann": the name goes on behind its first word.
        let named = matches!(lower.as_str(), "lov" | "forskrift");
        let referred = distance == 0 && ["jf", "jf.", "jfr."].contains(&word);
        if referred || (whole || short) && (distance == 0 || named) || word.starts_with('§') && distance <= 2 {
            return true;
        }
        if word.ends_with(['.', ':', ';', '?', '!']) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of lines; those behind "?" OCR is not sure of.
    fn page(lines: &[&str]) -> Vec<OcrWord> {
        let mut out = Vec::new();
        for (line, text) in (0..).zip(lines) {
            let (y0, mut x0) = (line as f32 * 14.0, 50.0);
            for word in text.split(' ') {
                let sure = word.strip_prefix('?');
                let text = sure.unwrap_or(word).to_owned();
                let x1 = x0 + text.chars().count() as f32 * 5.0;
                out.push(OcrWord {
                    block: 1,
                    line,
                    bbox: BBox {
                        x0,
                        y0,
                        x1,
                        y1: y0 + 10.0,
                    },
                    confidence: if sure.is_some() { 0.1 } else { 0.9 },
                    text,
                });
                x0 = x1 + 5.0;
            }
        }
        out
    }

    fn read(lines: &[&str]) -> Vec<String> {
        let mut out: Vec<(u32, String)> = Vec::new();
        for word in mended(&page(lines)) {
            match out.last_mut() {
                Some((line, text)) if *line == word.line => *text = format!("{text} {}", word.text),
                _ => out.push((word.line, word.text)),
            }
        }
        out.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn points_are_told_from_quotation_marks() {
        let lines = [
            "Til stede:",
            "« Kari Moe, KD",
            "?«. Ola Li, FIN",
            "?e Per Dal",
            "«Ida Vik, KS",
        ];
        let mended = [
            "Til stede:",
            "• Kari Moe, KD",
            "• Ola Li, FIN",
            "• Per Dal",
            "• Ida Vik, KS",
        ];
        assert_eq!(read(&lines), mended);
        for kept in ["«Vi er enige» sa Moe.", "e lova er", "Møtet «Fyr og havn", "+"] {
            assert_eq!(read(&[kept]), [kept]);
        }
        let quoted = ["* Moe sa:", "«Fyr er viktig", "for oss»"];
        assert_eq!(read(&quoted), ["• Moe sa:", "«Fyr er viktig", "for oss»"]);
    }

    #[test]
    fn the_text_layer_of_a_scan_is_mended_too() {
        let texts = ["Krav etter fyrloven", "8 3-2, jf. $ 4 og", "« Kari Moe", "e Ola Li"];
        let mut segments: Vec<Segment> = (0..)
            .zip(texts)
            .map(|(line, text)| Segment::set(text, (50.0, 250.0), 100.0 + line as f32 * 14.0))
            .collect();
        mend_layer(&mut segments);
        let read: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(
            read,
            ["Krav etter fyrloven", "§ 3-2, jf. § 4 og", "• Kari Moe", "• Ola Li"]
        );
    }

    #[test]
    fn words_of_a_line_of_text_are_kept() {
        assert_eq!(
            read(&["Møte ?mellom KD og KS ?, ?2014–2015. ?SE"]),
            ["Møte mellom KD og KS 2014–2015."]
        );
        assert_eq!(read(&["Innledning ?.....eronnnnvn ?4"]), ["Innledning"]);
        assert!(read(&["?skrammel ?under"]).len() <= 1);
    }

    #[test]
    fn labels_of_lines_have_colons() {
        assert_eq!(
            read(&["Deresref.: 12/3 Vårref: 4/5"]),
            ["Deres ref.: 12/3 Vår ref: 4/5"]
        );
        assert_eq!(
            read(&["Til stede; Kari Moe (KM); Ola Li (OL)"]),
            ["Til stede: Kari Moe (KM); Ola Li (OL)"]
        );
        for kept in ["Kari Moe; Ola Li", "Vi er enige; Moe også"] {
            assert_eq!(read(&[kept]), [kept]);
        }
    }

    #[test]
    fn sections_of_laws_have_their_sign() {
        let cases = [
            ("jf. kommunelova 8 45.", "jf. kommunelova § 45."),
            ("jf. fvl. 8 34.", "jf. fvl. § 34."),
            (
                "bygningsloven $8 5-4 og 5-6 og pbl. $ 12-10.",
                "bygningsloven §§ 5-4 og 5-6 og pbl. § 12-10.",
            ),
            ("i lov om fyr 8 3 og 8 2 i dag", "i lov om fyr § 3 og § 2 i dag"),
            ("FYRLOVEN 3 3-2", "FYRLOVEN § 3-2"),
            ("krav om medverknad, jf. 8 5-1.", "krav om medverknad, jf. § 5-1."),
            ("Til $2", "Til § 2"),
            ("oppll. $ 9 A", "oppll. § 9 A"),
            ("i Prop. 1 $ (2023—2024) og", "i Prop. 1 S (2023–2024) og"),
        ];
        for (read_as, printed) in cases {
            assert_eq!(read(&[read_as]), [printed]);
        }
        for kept in [
            "Møtet varte 8 timer",
            "loven 8 timer",
            "sak 8 3 dager",
            "De fikk 8 12-åringer",
        ] {
            assert_eq!(read(&[kept]), [kept]);
        }
    }
}
