//! `ordskifte recognize`, `analyze`, `detect`, and the hidden worker.

use crate::error::Failure;
use crate::flags::{Analyze, File, Lines};
use crate::open;
use crate::printer::Printer;
use ordskifte_analysis::{Analyzer, analyze_line};
use ordskifte_extract::Extraction;
use ordskifte_record::{Language, Stated};
use std::io::{self, BufRead, Read};
use std::process::ExitCode;

fn read(args: &File) -> Result<Extraction, Failure> {
    let path = args.file.clone();
    let bytes = open::bytes(&path)?;
    let filename = path.file_name().and_then(|name| name.to_str());
    let extraction = open::worker(true)?.extract(&bytes, filename, args.password.as_deref());
    extraction.map_err(|error| Failure::Unreadable {
        path: path.clone(),
        reason: error.to_string(),
    })
}

pub(crate) fn recognize(args: &File, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let text = read(args)?.text;
    let (record, _) = ordskifte_recognize::recognize(&text, &Stated::default());
    printer.json(&record, true)?;
    Ok(ExitCode::SUCCESS)
}

/// Calls `answer` for each line of standard input, or once for all of it. Bytes that are no UTF-8 are replaced.
fn input(lines: &Lines, mut answer: impl FnMut(&str) -> Result<(), Failure>) -> Result<ExitCode, Failure> {
    let mut stdin = io::stdin().lock();
    let mut bytes = Vec::new();
    if !lines.lines {
        stdin.read_to_end(&mut bytes)?;
        answer(&String::from_utf8_lossy(&bytes))?;
        return Ok(ExitCode::SUCCESS);
    }
    loop {
        bytes.clear();
        if stdin.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        answer(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']))?;
    }
}

pub(crate) fn analyze(args: &Analyze, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut analyzer = Analyzer::new();
    input(&args.lines, |text| {
        let language = match &args.lang {
            Some(code) => code.parse().unwrap_or(Language::Nb),
            // Ties are bokmål.
            None => match ordskifte_analysis::detect(text).language {
                Language::Und => Language::Nb,
                language => language,
            },
        };
        let terms = analyze_line(&mut analyzer, text, language);
        if args.lines.lines {
            printer.line(&terms)
        } else {
            terms.split_whitespace().try_for_each(|term| printer.line(term))
        }
    })
}

pub(crate) fn detect(args: &Lines, printer: &mut Printer) -> Result<ExitCode, Failure> {
    input(args, |text| {
        printer.line(ordskifte_analysis::detect(text).language.as_str())
    })
}

/// The child's side of extraction.
pub(crate) fn worker() -> Result<ExitCode, Failure> {
    ordskifte_worker::child_main(
        io::stdin().lock(),
        io::stdout().lock(),
        Some(&ordskifte_analysis::is_word),
    )?;
    Ok(ExitCode::SUCCESS)
}
