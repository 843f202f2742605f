//! The program `ordskifte`: flags in, one command, an exit code out.

mod commands;
mod error;
mod flags;
mod interrupt;
mod open;
mod printer;
mod progress;

use clap::Parser;
use error::Failure;
use flags::{Command, File, Flags, Recognize};
use printer::Printer;
use std::process::ExitCode;

fn main() -> ExitCode {
    let flags = match Flags::try_parse() {
        Ok(flags) => flags,
        Err(error) => {
            // Help and version are answers; everything else is a fault in usage.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    log();
    let mut printer = Printer::new();
    match run(flags, &mut printer).and_then(|code| printer.flush().map(|()| code)) {
        Ok(code) => code,
        // Whoever read our output has seen enough.
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            printer::complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Warnings and errors of all rooms go to standard error; `RUST_LOG` chooses others.
fn log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second logger in one process cannot be, and is nobody's loss.
    let _ = logger.try_init();
}

fn run(flags: Flags, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let data = flags.data.as_path();
    match flags.command {
        Command::Ingest(args) => commands::ingest::run(data, &args, printer),
        Command::Serve(args) => commands::serve::run(data, &args),
        Command::Search(args) => commands::search::run(data, &args, printer),
        Command::Export(args) => commands::export::run(data, &args, printer),
        Command::Show(args) => commands::show::run(data, &args, printer),
        Command::Reindex => commands::admin::reindex(data),
        Command::Verify(args) => commands::verify::run(data, &args, printer),
        Command::Amend(args) => commands::lifecycle::amend(data, &args),
        Command::Withdraw(args) => commands::lifecycle::withdraw(data, &args),
        Command::Purge(args) => commands::lifecycle::purge(data, &args),
        Command::Backup(args) => commands::backup::backup(data, &args),
        Command::Restore(args) => commands::backup::restore(data, &args),
        Command::Stats(args) => commands::admin::stats(data, &args, printer),
        Command::Coverage(args) => commands::linked::coverage(data, &args, printer),
        Command::Extract(args) => commands::extract::run(&args, printer),
        Command::Recognize(Recognize { file: None, .. }) => commands::linked::diff(data, printer),
        Command::Recognize(Recognize {
            file: Some(file),
            password,
            ..
        }) => commands::text::recognize(&File { file, password }, printer),
        Command::Analyze(args) => commands::text::analyze(&args, printer),
        Command::Detect(args) => commands::text::detect(&args, printer),
        Command::Watch(args) => commands::watch::run(data, &args, printer),
        Command::Completions { shell } => Ok(commands::about::completions(shell, printer)),
        Command::Manual => commands::about::manual(printer),
        Command::ExtractWorker => commands::text::worker(),
    }
}
