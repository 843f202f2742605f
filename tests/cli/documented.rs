//! Every command and flag stands in the guide.

use crate::{ROOT, ordskifte};
use std::collections::BTreeSet;

/// Words of a help text that begin with a mark, as `--json`.
fn flags(help: &str) -> BTreeSet<String> {
    help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter(|word| word.starts_with("--") && word.len() > 3)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_and_flag_is_documented() {
    let program = ordskifte();
    let help = program.expect(0, ["--help"]);
    let guide: String = [
        "docs/guide.md",
        "docs/operations.md",
        "docs/query-language.md",
        "docs/http-api.md",
    ]
    .iter()
    .map(|path| std::fs::read_to_string(format!("{ROOT}/{path}")).expect("a document"))
    .collect();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        // What is further in goes on with the line above.
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 12, "{commands:?}");
    let mut missing = Vec::new();
    for command in commands {
        if !guide.contains(&format!("ordskifte {command}")) {
            missing.push(command.to_owned());
        }
        let help = program.expect(0, [command, "--help"]);
        let asked = flags(&help)
            .into_iter()
            .filter(|flag| !["--help", "--version"].contains(&flag.as_str()));
        missing.extend(
            asked
                // Filters stand in the query language by their name alone.
                .filter(|flag| !guide.contains(flag.as_str()) && !guide.contains(&format!("`{}`", &flag[2..])))
                .map(|flag| format!("{command} {flag}")),
        );
    }
    assert!(
        missing.is_empty(),
        "not in docs/guide.md or docs/operations.md: {missing:?}"
    );
}
