//! Marks of Markdown in plain text, as converters leave them: headings, rows of tables, lines in bold that are headings.

use super::heading_level;

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

/// The cells of a row "| A | B |", joined by tabs, empty ones kept; an empty text for the line below a table's head.
pub(super) fn cells(line: &str) -> Option<String> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(|cell| bare(cell.trim())).collect();
    let rule = |cell: &&str| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    if cells.iter().all(rule) {
        return Some(String::new());
    }
    (cells.len() >= 2).then(|| cells.join("\t"))
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
    }
}
