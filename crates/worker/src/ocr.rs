//! Pictures of pages into text by tesseract, where it is installed.

use crate::Settings;
use ordskifte_extract::{Extraction, PageImage};
use ordskifte_record::{BBox, Block, BlockKind, Finding, Page, TextSource};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Words below this confidence (0–100) are noise.
const MIN_CONFIDENCE: f32 = 30.0;

/// Reads every page that is a picture, in place.
pub(crate) fn read_pages(extraction: &mut Extraction, settings: &Settings) {
    if !settings.ocr {
        return;
    }
    for image in std::mem::take(&mut extraction.page_images) {
        let Some(index) = extraction.text.pages.iter().position(|page| page.number == image.page) else {
            continue;
        };
        let findings = &mut extraction.text.findings;
        match tesseract(&image, settings.ocr_wall) {
            Ok(table) => {
                findings.retain(|finding| !(finding.code == "ocr-needed" && finding.page == Some(image.page)));
                if let Some(page) = extraction.text.pages.get_mut(index) {
                    fill(page, &table, image.dpi.unwrap_or(300));
                }
            }
            Err(reason) => findings.push(Finding::new("ocr-missing", reason).on_page(image.page)),
        }
    }
}

/// Runs tesseract; its answer is a table of words.
fn tesseract(image: &PageImage, wall: Duration) -> Result<String, String> {
    const HINT: &str =
        "install tesseract with Norwegian (Debian: tesseract-ocr tesseract-ocr-nor) and run `ordskifte ingest` again";
    let dpi = image.dpi.unwrap_or(300).to_string();
    let mut child = Command::new("tesseract")
        .args(["stdin", "stdout", "-l", "nor", "--dpi", &dpi, "tsv"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("The page is a picture and tesseract cannot be started ({error}): {HINT}."))?;
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("tesseract has no pipes.".to_owned());
    };
    let table = std::thread::scope(|scope| {
        scope.spawn(move || {
            let _ = input.write_all(&image.bytes);
        });
        let reader = scope.spawn(move || {
            let mut table = String::new();
            output.read_to_string(&mut table).map(|_| table)
        });
        let until = Instant::now() + wall;
        while !reader.is_finished() {
            if Instant::now() > until {
                let _ = child.kill();
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        reader.join().ok().and_then(Result::ok)
    });
    let status = child.wait().map_err(|error| error.to_string())?;
    match table {
        Some(table) if status.success() => Ok(table),
        _ => Err(format!("tesseract could not read the page ({status}): {HINT}.")),
    }
}

/// Words of the table into blocks, one for each of tesseract's paragraphs.
fn fill(page: &mut Page, table: &str, dpi: u32) {
    let points = 72.0 / dpi as f32;
    let mut last = String::new();
    let mut confidences: Vec<f32> = Vec::new();
    let mut line = String::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [
            level,
            _,
            block,
            paragraph,
            line_number,
            _,
            left,
            top,
            width,
            height,
            confidence,
            text,
        ] = cells.as_slice()
        else {
            continue;
        };
        let confidence: f32 = confidence.parse().unwrap_or(-1.0);
        if *level != "5" || confidence < MIN_CONFIDENCE || text.trim().is_empty() {
            continue;
        }
        let number = |cell: &str| cell.parse::<f32>().unwrap_or(0.0) * points;
        let (x0, y0) = (number(left), number(top));
        let bbox = BBox {
            x0,
            y0,
            x1: x0 + number(width),
            y1: y0 + number(height),
        };
        confidences.push(confidence);
        let key = format!("{block}/{paragraph}");
        if key != last || page.blocks.is_empty() {
            page.blocks.push(Block {
                bbox: Some(bbox),
                ..Block::new(BlockKind::Paragraph, None, text.trim())
            });
            last = key;
        } else if let Some(open) = page.blocks.last_mut() {
            append(open, text.trim(), line != *line_number, bbox);
        }
        (*line_number).clone_into(&mut line);
    }
    page.source = TextSource::Ocr;
    page.quality = confidences.iter().sum::<f32>() / confidences.len().max(1) as f32 / 100.0;
}

fn append(block: &mut Block, word: &str, new_line: bool, bbox: BBox) {
    let cut = new_line
        && block.text.ends_with('-')
        && word.starts_with(char::is_lowercase)
        && !["og", "eller"].contains(&word);
    if cut {
        block.text.pop();
    } else {
        block.text.push(' ');
    }
    block.text.push_str(word);
    if let Some(known) = &mut block.bbox {
        known.x0 = known.x0.min(bbox.x0);
        known.x1 = known.x1.max(bbox.x1);
        known.y1 = known.y1.max(bbox.y1);
    }
}
