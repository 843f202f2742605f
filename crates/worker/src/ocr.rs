//! Pictures of pages into text by tesseract, where it is installed.

use crate::Settings;
use ordskifte_extract::{Extraction, OcrPage, OcrWord, PageImage, fill_ocr};
use ordskifte_record::{BBox, Finding};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

/// Words below this confidence (0–100) do not tell how sure tesseract was of a page: most are noise.
const MIN_CONFIDENCE: f32 = 30.0;
/// Most bytes of tesseract's answer that are read.
const MAX_TABLE: u64 = 64 << 20;
const HINT: &str =
    "install tesseract with Norwegian (Debian: tesseract-ocr tesseract-ocr-nor) and run `ordskifte ingest` again";

/// Reads the pages that are pictures, in place and in their order, as far as the document's budget of pages and seconds
/// goes; several at a time, in this process never more than it has processors. Pages that the budget leaves out are named.
pub(crate) fn read_pages(extraction: &mut Extraction, settings: &Settings) {
    if !settings.ocr || extraction.page_images.is_empty() {
        return;
    }
    let images = std::mem::take(&mut extraction.page_images);
    let mut read = within_budget(&images, settings, &|image| {
        let _turn = Turn::take();
        let begun = Instant::now();
        let table = tesseract(image, settings.ocr_wall);
        (table.map(|table| words(image, &table)), begun.elapsed())
    });
    read.sort_by_key(|(page, _)| *page);
    let findings = &mut extraction.text.findings;
    let unread: Vec<u32> = images
        .iter()
        .map(|image| image.page)
        .filter(|page| !read.iter().any(|(known, _)| known == page))
        .collect();
    findings.extend(over_budget(&unread, settings));
    let mut pages = Vec::new();
    for (number, outcome) in read {
        match outcome {
            Ok(page) => {
                findings.retain(|finding| !(finding.code == "ocr-needed" && finding.page == Some(number)));
                pages.push(page);
            }
            Err(reason) => findings.push(Finding::new("ocr-missing", reason).on_page(number)),
        }
    }
    fill_ocr(extraction, pages);
}

/// What became of a page that was read.
type Outcome = (u32, Result<OcrPage, String>);

/// Reads pictures while the budget lasts: so many pages, and so much time of the reader in all. A page that was begun is
/// finished.
fn within_budget(
    images: &[PageImage],
    settings: &Settings,
    read: &(impl Fn(&PageImage) -> (Result<OcrPage, String>, Duration) + Sync),
) -> Vec<Outcome> {
    let images = images.get(..settings.ocr_pages).unwrap_or(images);
    let next = AtomicUsize::new(0);
    let spent = Mutex::new(Duration::ZERO);
    let read_some = || {
        let mut done = Vec::new();
        while *spent.lock().unwrap_or_else(PoisonError::into_inner) < settings.ocr_total
            && let Some(image) = images.get(next.fetch_add(1, Ordering::Relaxed))
        {
            let (outcome, took) = read(image);
            *spent.lock().unwrap_or_else(PoisonError::into_inner) += took;
            done.push((image.page, outcome));
        }
        done
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..processors().min(images.len()))
            .map(|_| scope.spawn(read_some))
            .collect();
        // A page that no thread answers for keeps the finding that it needs OCR.
        let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_default());
        joined.flatten().collect()
    })
}

/// The finding that the budget left pages out, with their numbers.
fn over_budget(unread: &[u32], settings: &Settings) -> Option<Finding> {
    let first = unread.first()?;
    let message = format!(
        "OCR of a document ends after {} pages or {} s of tesseract; these pages are pictures and were not read: {}. Split the \
         file, or have its text layer made by another program.",
        settings.ocr_pages,
        settings.ocr_total.as_secs(),
        ranges(unread)
    );
    Some(Finding::new("ocr-budget", message).on_page(*first))
}

/// "3–5, 9" of numbers in order.
fn ranges(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u32, u32)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

fn processors() -> usize {
    available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The right to run one tesseract; given back when dropped.
struct Turn;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

impl Turn {
    fn take() -> Self {
        let most = processors();
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        while *running >= most {
            running = ENDED.wait(running).unwrap_or_else(PoisonError::into_inner);
        }
        *running += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}

/// Runs tesseract; its answer is a table of words.
fn tesseract(image: &PageImage, wall: Duration) -> Result<String, String> {
    let dpi = image.dpi.unwrap_or(300).to_string();
    let mut child = Command::new("tesseract")
        .args(["stdin", "stdout", "-l", "nor", "--dpi", &dpi, "tsv"])
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("The page is a picture and tesseract cannot be started ({error}): {HINT}."))?;
    crate::confine::make_way(child.id());
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("tesseract has no pipes.".to_owned());
    };
    let table = std::thread::scope(|scope| {
        scope.spawn(move || {
            let _ = input.write_all(&image.bytes);
        });
        let reader = scope.spawn(move || {
            let mut table = String::new();
            output.take(MAX_TABLE).read_to_string(&mut table).map(|_| table)
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

/// The words of tesseract's table (one row a word, after rows of blocks, paragraphs and lines).
fn words(image: &PageImage, table: &str) -> OcrPage {
    let points = 72.0 / image.dpi.unwrap_or(300).max(1) as f32;
    let mut confidences: Vec<f32> = Vec::new();
    let mut words = Vec::new();
    let mut line = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [level, _, block, _, _, _, left, top, width, height, confidence, text] = cells.as_slice() else {
            continue;
        };
        line += u32::from(*level == "4");
        let confidence: f32 = confidence.parse().unwrap_or(-1.0);
        if *level != "5" || text.trim().is_empty() {
            continue;
        }
        let number = |cell: &str| cell.parse::<f32>().unwrap_or(0.0) * points;
        let (x0, y0) = (number(left), number(top));
        confidences.extend(Some(confidence).filter(|sure| *sure >= MIN_CONFIDENCE));
        words.push(OcrWord {
            block: block.parse().unwrap_or(0),
            line,
            bbox: BBox {
                x0,
                y0,
                x1: x0 + number(width),
                y1: y0 + number(height),
            },
            confidence: confidence / 100.0,
            text: text.trim().to_owned(),
        });
    }
    OcrPage {
        number: image.page,
        confidence: confidences.iter().sum::<f32>() / confidences.len().max(1) as f32 / 100.0,
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_words_is_read() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t0\t0\t0\t0\t-1\t\n\
            5\t1\t1\t1\t1\t1\t300\t600\t150\t30\t96.5\tMøtet\n\
            5\t1\t1\t1\t1\t2\t500\t600\t10\t30\t12.0\t|\n\
            4\t1\t1\t1\t2\t0\t0\t0\t0\t0\t-1\t\n\
            5\t1\t1\t1\t2\t1\t300\t650\t90\t30\t88.0\tble\n";
        let image = PageImage {
            page: 3,
            media_type: String::new(),
            dpi: Some(300),
            bytes: Vec::new(),
        };
        let page = words(&image, table);
        assert_eq!(page.number, 3);
        let found: Vec<(u32, &str)> = page.words.iter().map(|word| (word.line, word.text.as_str())).collect();
        assert_eq!(found, [(1, "Møtet"), (1, "|"), (2, "ble")]);
        assert!((page.words[1].confidence - 0.12).abs() < 0.001);
        assert!((page.words[0].bbox.x0 - 72.0).abs() < 0.01);
        assert!((page.confidence - 0.9225).abs() < 0.001);
    }

    fn images(count: u32) -> Vec<PageImage> {
        let image = |page| PageImage {
            page,
            media_type: String::new(),
            dpi: None,
            bytes: Vec::new(),
        };
        (1..=count).map(image).collect()
    }

    fn read_with(settings: &Settings, count: u32, seconds: u64) -> Vec<u32> {
        let read = |image: &PageImage| {
            let page = OcrPage {
                number: image.page,
                confidence: 1.0,
                words: Vec::new(),
            };
            (Ok(page), Duration::from_secs(seconds))
        };
        let mut pages: Vec<u32> = within_budget(&images(count), settings, &read)
            .into_iter()
            .map(|(page, _)| page)
            .collect();
        pages.sort_unstable();
        pages
    }

    #[test]
    fn a_document_has_a_budget_of_pages_and_seconds() {
        let settings = Settings {
            ocr_pages: 5,
            ocr_total: Duration::from_secs(100),
            ..Settings::new("program".into(), Vec::new())
        };
        assert_eq!(read_with(&settings, 9, 1), [1, 2, 3, 4, 5]);
        assert_eq!(read_with(&settings, 3, 1), [1, 2, 3]);
        // What was begun side by side when the time was up is finished.
        let read = read_with(&settings, 5, 100);
        assert!(!read.is_empty() && read.len() <= processors(), "{read:?}");
    }

    #[test]
    fn pages_that_the_budget_leaves_out_are_named() {
        let settings = Settings::new("program".into(), Vec::new());
        assert_eq!(over_budget(&[], &settings), None);
        let found = over_budget(&[7, 8, 9, 12], &settings).unwrap();
        assert_eq!((found.code.as_str(), found.page), ("ocr-budget", Some(7)));
        assert!(found.message.contains("not read: 7–9, 12."), "{}", found.message);
    }
}
