//! The program `ordskifte`: flags in, one command, an exit code out.

mod check;
mod commands;
mod counts;
mod error;
mod flags;
mod interrupt;
mod observe;
mod open;
mod pager;
mod printer;
mod progress;
mod schedule;
mod values;

use clap::Parser;
use error::Failure;
use flags::{Command, File, Flags, LogFormat, Recognize};
use printer::Printer;
use std::io::IsTerminal;
use std::process::ExitCode;

/// A tenth of ingesting's processor time was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Not a command of anybody's: how `worker` starts this program to read one file in a process of its own.
    if std::env::args_os().nth(1).is_some_and(|first| first == open::WORKER) {
        return ended(commands::text::worker());
    }
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
    log(&flags);
    let mut printer = Printer::new();
    let done = run(flags, &mut printer);
    // What was printed before a failure is shown before it is told.
    let printed = printer.finish();
    ended(done.and_then(|code| printed.map(|()| code)))
}

/// The exit code of what became of a command.
fn ended(result: Result<ExitCode, Failure>) -> ExitCode {
    match result {
        Ok(code) => code,
        // Whoever read our output has seen enough.
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(failure) => {
            printer::complain(&failure);
            ExitCode::from(2)
        }
    }
}

/// Whether a command works on a data folder.
const fn uses_data(command: &Command) -> bool {
    match command {
        Command::Extract(_)
        | Command::Analyze(_)
        | Command::Detect(_)
        | Command::Completions { .. }
        | Command::Manual => false,
        Command::Recognize(args) => args.file.is_none(),
        _ => true,
    }
}

/// Warnings and errors of all rooms go to standard error, with JSON each answer of the server too; `RUST_LOG` chooses others.
fn log(flags: &Flags) {
    use tracing_subscriber::EnvFilter;
    let is_json = flags.log_format == LogFormat::Json;
    let tells_all = is_json || matches!(&flags.command, Command::Serve(args) if args.log_queries);
    let usual = if tells_all {
        "warn,ordskifte=info,ordskifte_http=info"
    } else {
        "warn"
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second logger in one process cannot be, and is nobody's loss.
    let _ = if is_json {
        printer::say_in_log();
        logger.json().flatten_event(true).with_span_list(false).try_init()
    } else {
        logger.try_init()
    };
}

fn run(flags: Flags, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let data = flags.data.as_path();
    if uses_data(&flags.command) && data.is_file() {
        return Err(Failure::Unreadable {
            path: data.to_owned(),
            reason: "is a file: --data names the folder that archive and index are kept in".to_owned(),
        });
    }
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
    }
}
