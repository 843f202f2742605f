//! Marks of Markdown in plain text, as converters leave them: headings, rows of tables, lines in bold that are headings.

use super::heading_level;
use super::inline::line_break;

/// Longest heading in bold, in characters.
const LONGEST: usize = 140;
/// Level of a heading in bold that nothing else tells.
const BOLD: u8 = 3;

/// Level and text of a line that is marked as a heading: "## Sak 2", "**Sak 38/08 Budsjett**".
pub(super) fn heading(line: &str) -> Option<(u8, &str)> {
    let line = line.trim();
    let signs = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&signs) {
        let text = line
            .get(signs..)?
            .strip_prefix(' ')?
            .trim()
            .trim_end_matches('#')
            .trim();
        let level = u8::try_from(signs).ok()?;
        return text.contains(char::is_alphabetic).then(|| (level, bare(text)));
    }
    let inner = line.strip_prefix("**")?.strip_suffix("**")?.trim();
    let sentence = inner.ends_with(['.', ':', ',', ';']) || inner.contains("**");
    let fits = (3..=LONGEST).contains(&inner.chars().count()) && inner.contains(char::is_alphabetic);
    (fits && !sentence).then(|| (heading_level(inner, 1).unwrap_or(BOLD), inner))
}

/// A heading without the marks of bold around it.
fn bare(text: &str) -> &str {
    let inner = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.filter(|inner| !inner.contains("**")).unwrap_or(text)
}

/// The cells of a row "| A | B |", joined by tabs, empty ones kept; an empty text for the line below a table's head. Where
/// "<br>" parts lines within cells, each of them is a row.
pub(super) fn cells(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(|cell| bare(cell.trim())).collect();
    let rule = |cell: &&str| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    if cells.iter().all(rule) {
        return Some(String::new());
    }
    (cells.len() >= 2).then(|| {
        let parts: Vec<Vec<&str>> = cells.iter().map(|cell| lines(cell)).collect();
        let most = parts.iter().map(Vec::len).max().unwrap_or_default();
        let row = |index: usize| -> String {
            let cells: Vec<&str> = parts
                .iter()
                .map(|cell| cell.get(index).copied().unwrap_or_default())
                .collect();
            cells.join("\t")
        };
        (0..most).map(row).collect::<Vec<_>>().join("\n")
    })
}

/// The lines of a cell.
fn lines(cell: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(tag) = cell.get(at..).and_then(|rest| rest.find("<br")).map(|found| at + found) {
        let rest = cell.get(tag..).unwrap_or_default();
        if let Some(after) = line_break(rest) {
            lines.push(cell.get(begin..tag).unwrap_or_default().trim());
            begin = cell.len() - after.len();
            at = begin;
        } else {
            at = tag + 1;
        }
    }
    lines.push(cell.get(begin..).unwrap_or_default().trim());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_lines_are_headings() {
        assert_eq!(heading("## Sak 2 Fyr ##"), Some((2, "Sak 2 Fyr")));
        assert_eq!(heading("**Sak 38/08 Fyr**"), Some((1, "Sak 38/08 Fyr")));
        assert_eq!(heading("**Til stede:**"), None);
        assert_eq!(heading("**A** og **B**"), None);
        assert_eq!(heading("#7 på lista"), None);
    }

    #[test]
    fn rows_have_cells() {
        assert_eq!(cells("| A | | C |").as_deref(), Some("A\t\tC"));
        assert_eq!(cells("|---|:--|").as_deref(), Some(""));
        assert_eq!(cells("A | B"), None);
        assert_eq!(
            cells("| Til stede | Moe<br>Li |").as_deref(),
            Some("Til stede\tMoe\n\tLi")
        );
    }
}
