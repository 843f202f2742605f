//! `ordskifte-eval PROGRAM FOLDER`: recognition against gold, field by field.
//!
//! FOLDER holds documents and beside each its gold, `NAME.gold.json`: a record with the fields that a reader wrote down.
//! A field that the gold leaves out is not scored. PROGRAM is a built `ordskifte`; it runs as `PROGRAM recognize FILE`.

#![allow(clippy::print_stderr)] // a tool for the terminal

use ordskifte_testkit::gold;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("usage: ordskifte-eval PROGRAM FOLDER");
        return ExitCode::from(2);
    };
    match gold::folder(program, folder) {
        Ok((count, score)) => {
            // Who reads only the beginning of it closes the pipe.
            let _ = writeln!(std::io::stdout(), "{count} documents\n{score}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
