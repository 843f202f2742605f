//! What the program tells of itself: completions for shells, and its manual.

use crate::error::Failure;
use crate::flags::Flags;
use crate::printer::Printer;
use clap::CommandFactory;
use clap_complete::Shell;
use std::process::ExitCode;

/// `ordskifte completions SHELL`
pub(crate) fn completions(shell: Shell, printer: &mut Printer) -> ExitCode {
    clap_complete::generate(shell, &mut Flags::command(), "ordskifte", printer.writer());
    ExitCode::SUCCESS
}

/// `ordskifte manual`: one page for the program and each of its commands, one after another.
pub(crate) fn manual(printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut command = Flags::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(printer.writer())?;
    for sub in command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        clap_mangen::Man::new(sub.clone()).render(printer.writer())?;
    }
    Ok(ExitCode::SUCCESS)
}
