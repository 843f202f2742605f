//! `ordskifte extract`: the text of a file, and of all files in it.

use crate::error::Failure;
use crate::flags::{Extract, File, Form};
use crate::open;
use crate::printer::{Printer, note};
use ordskifte_record::{BlockKind, ExtractedText};
use ordskifte_worker::Item;
use serde::Serialize;
use std::process::ExitCode;

/// Reads a file with all that it holds; the first item is the file itself.
fn read(args: &File) -> Result<Vec<Item>, Failure> {
    let bytes = open::bytes(&args.file)?;
    let filename = args.file.file_name().and_then(|name| name.to_str());
    Ok(open::worker(true)?.extract_tree(&bytes, filename, args.password.as_deref()))
}

/// A file inside a container, as JSON.
#[derive(Serialize)]
struct PartJson {
    /// Names of the containers and of the file, the outermost first.
    path: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<ExtractedText>,
    /// Why nothing was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    text: ExtractedText,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartJson>,
}

/// Prints a file's text; files inside an e-mail or archive follow it, each on a page of its own that begins with its
/// name. A part that cannot be read is named on standard error, and the exit code is 1.
pub(crate) fn run(args: &Extract, printer: &mut Printer) -> Result<ExitCode, Failure> {
    let mut items = read(&args.file)?.into_iter();
    let unreadable = |reason: String| Failure::Unreadable {
        path: args.file.file.clone(),
        reason,
    };
    let outcome = items.next().map(|item| item.outcome);
    let mut text = match outcome {
        Some(Ok(read)) => read.text,
        Some(Err(error)) => return Err(unreadable(error.to_string())),
        None => return Err(unreadable("nothing was read".to_owned())),
    };
    let mut parts: Vec<PartJson> = items.map(part).collect();
    if args.with_furniture && args.format == Form::Text {
        include_all(&mut text);
        for text in parts.iter_mut().filter_map(|part| part.text.as_mut()) {
            include_all(text);
        }
    }
    let failed = complain(&parts);
    match args.format {
        Form::Json => printer.json(&Answer { text, parts }, true)?,
        Form::Text => {
            printer.text(&text.flow_text())?;
            for part in &parts {
                if let Some(text) = &part.text {
                    printer.text(&format!("\n\u{c}{}\n\n{}", part.path.join(" > "), text.flow_text()))?;
                }
            }
            printer.line("")?;
        }
    }
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn part(item: Item) -> PartJson {
    let (text, error) = match item.outcome {
        Ok(read) => (Some(read.text), None),
        Err(error) => (None, Some(error.to_string())),
    };
    PartJson {
        path: item.path,
        text,
        error,
    }
}

/// Names the parts that could not be read; whether there are any.
fn complain(parts: &[PartJson]) -> bool {
    let mut failed = false;
    for part in parts {
        if let Some(error) = &part.error {
            note(&format!("ordskifte: {}: {error}", part.path.join(" > ")));
            failed = true;
        }
    }
    failed
}

/// Makes running heads and pull quotes part of the flow.
fn include_all(text: &mut ExtractedText) {
    let blocks = text.pages.iter_mut().flat_map(|page| &mut page.blocks);
    for block in blocks.filter(|block| !block.kind.in_flow()) {
        block.kind = BlockKind::Paragraph;
    }
}
