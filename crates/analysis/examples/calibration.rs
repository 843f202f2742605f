//! How often the language told is right, by how sure the teller is of it.
//!
//! Reads lines of a language's code, a tabulator and a text from standard input; prints, for each tenth of confidence, how many
//! texts had it, its mean and the share that was right, and the expected calibration error (Guo et al. 2017): the mean
//! difference of the two. `cargo run -p ordskifte-analysis --example calibration < FILE`

#![allow(clippy::print_stdout)] // the report is what it prints

use ordskifte_analysis::detect;
use std::io::{BufRead, stdin};

/// Texts told with a confidence in the same tenth.
#[derive(Clone, Copy, Default)]
struct Tenth {
    texts: u32,
    sure: f64,
    right: u32,
}

fn main() -> std::io::Result<()> {
    let mut tenths = [Tenth::default(); 10];
    for line in stdin().lock().lines() {
        let line = line?;
        let Some((label, text)) = line.split_once('\t') else {
            continue;
        };
        let told = detect(text);
        if let Some(tenth) = tenths.get_mut(((told.confidence * 10.0) as usize).min(9)) {
            tenth.texts += 1;
            tenth.sure += f64::from(told.confidence);
            tenth.right += u32::from(told.language.as_str() == label);
        }
    }
    let all = f64::from(tenths.iter().map(|tenth| tenth.texts).sum::<u32>().max(1));
    let mut error = 0.0;
    for (number, tenth) in tenths.iter().enumerate().filter(|(_, tenth)| tenth.texts > 0) {
        let texts = f64::from(tenth.texts);
        let (sure, right) = (tenth.sure / texts, f64::from(tenth.right) / texts);
        error += (sure - right).abs() * texts / all;
        println!(".{number}\t{}\tsure {sure:.3}\tright {right:.3}", tenth.texts);
    }
    println!("expected calibration error {error:.4} of {all} texts");
    Ok(())
}
