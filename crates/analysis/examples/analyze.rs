//! `analyze nb|nn|und` prints the terms of each line of stdin, `detect` its language: what the commands
//! `ordskifte analyze --lines` and `ordskifte detect --lines` do, for measuring this crate alone. `snowball` prints the
//! stems of rust-stemmers and `whatlang` the language that whatlang tells, for comparison.

use ordskifte_analysis::{Analyzer, analyze_line, detect};
use ordskifte_record::Language;
use rust_stemmers::{Algorithm, Stemmer};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let language = match mode.as_str() {
        "nb" => Some(Language::Nb),
        "nn" => Some(Language::Nn),
        _ => None,
    };
    let mut analyzer = Analyzer::new();
    let stemmer = Stemmer::create(Algorithm::Norwegian);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if mode == "snowball" {
            let stems: Vec<_> = line.split_whitespace().map(|word| stemmer.stem(word)).collect();
            writeln!(out, "{}", stems.join(" "))?;
            continue;
        }
        if mode == "whatlang" {
            writeln!(
                out,
                "{}",
                whatlang::detect_lang(&line).map_or("und", |lang| lang.code())
            )?;
            continue;
        }
        let found = detect(&line).language;
        if mode == "detect" {
            writeln!(out, "{}", found.as_str())?;
        } else {
            writeln!(out, "{}", analyze_line(&mut analyzer, &line, language.unwrap_or(found)))?;
        }
    }
    out.flush()
}
