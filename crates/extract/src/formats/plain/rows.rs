//! Rows of tables in lines of text, whose cells tabs or wide gaps part.

use super::list_mark;

/// Rows of one table, each with its line. Where the first row has three cells or more that one tab each parts, and no row
/// has more, tabs are ends of cells, so that two of them hold an empty one; else they only reach for a column.
pub(super) fn table(rows: &[(String, &str)]) -> String {
    let cells = |line: &str| -> usize { line.trim_end().split('\t').count() };
    let heads = rows.first().map_or(0, |(_, line)| cells(line));
    let whole = rows.first().is_some_and(|(row, _)| cells(row) == heads);
    let told = heads >= 3
        && whole
        && rows
            .iter()
            .all(|(_, line)| cells(line) <= heads && !line.contains(WIDE_GAP));
    if let Some(placed) = placed(rows) {
        return placed.join("\n");
    }
    let text = |(row, line): &(String, &str)| if told { (*line).to_owned() } else { row.clone() };
    rows.iter().map(text).collect::<Vec<_>>().join("\n")
}

/// Rows that blanks part into columns, of which some lack cells: each cell stands below the head that begins where it does, so
/// that empty ones are kept. `None` where a cell begins elsewhere.
fn placed(rows: &[(String, &str)]) -> Option<Vec<String>> {
    let (head, line) = rows.first()?;
    let count = |row: &str| row.matches('\t').count() + 1;
    let heads = starts(head, line)?;
    let fewer = rows.iter().any(|(row, _)| count(row) < heads.len());
    if heads.len() < 3 || !fewer {
        return None;
    }
    let place = |(row, line): &(String, &str)| {
        let mut cells = vec![""; heads.len()];
        for (cell, start) in row.split('\t').zip(starts(row, line)?) {
            let at = heads.iter().position(|head| head.abs_diff(start) <= SHIFT)?;
            *cells.get_mut(at)? = cell;
        }
        Some(cells.join("\t").trim_end().to_owned())
    };
    rows.iter().map(place).collect()
}

/// Most characters that a cell begins before or behind its head.
const SHIFT: usize = 1;

/// The characters at which the cells of a row begin in its line; `None` where tabs move them.
fn starts(row: &str, line: &str) -> Option<Vec<usize>> {
    let mut from = 0;
    let mut start = |cell: &str| {
        let at = from + line.get(from..)?.find(cell)?;
        from = at + cell.len();
        Some(line.get(..at)?.chars().count())
    };
    if line.contains('\t') {
        return None;
    }
    row.split('\t').map(&mut start).collect()
}

/// Longest cell of a row, in characters.
const MAX_CELL: usize = 60;

/// The cells of a line that tabs or wide gaps part, joined by tabs; `None` when the first is a mark, a number or a label,
/// or a cell is as long as running text.
pub(crate) fn row(line: &str) -> Option<String> {
    row_within(line, MAX_CELL)
}

/// The same with cells of so many characters at most.
fn row_within(line: &str, longest: usize) -> Option<String> {
    let line = line.trim();
    if !line.contains('\t') && !line.contains(WIDE_GAP) {
        return None;
    }
    let parted = |gap: &'static str| {
        let cells = line.split('\t').flat_map(move |cell| cell.split(gap));
        cells.map(str::trim).filter(|cell| !cell.is_empty())
    };
    // "Navn:          Forfall:   Møtt for:": marks end heads as well as gaps do.
    let marked = parted(GAP).all(|cell| cell.ends_with(':'));
    let cells: Vec<&str> = parted(if marked { GAP } else { WIDE_GAP }).collect();
    let first = cells.first()?;
    let worded = cells.iter().skip(1).any(|cell| cell.contains(char::is_alphabetic));
    let counted = first.ends_with(|c: char| c.is_ascii_digit())
        || (first.ends_with(['.', ')']) && (first.contains(|c: char| c.is_ascii_digit()) || first.len() <= MAX_MARK));
    // "31/13    Formannskapet    03.09.2013" is a row: which body treated a case when.
    let case = cells.len() > 2 && first.contains('/') && first.starts_with(|c: char| c.is_ascii_digit());
    let numbered = first.chars().count() <= 12 && counted && !case;
    // "Deres ref:    Vår ref:    Dato:" heads columns.
    let heads = cells.iter().all(|cell| cell.ends_with(':'));
    let mark = list_mark(line).is_some() || (first.ends_with(':') && !heads) || (numbered && worded);
    let fit = |cell: &str| {
        let length = cell.chars().count();
        length <= longest && (length <= MAX_SHORTENED || !cell.ends_with('.'))
    };
    let fits = cells.len() >= 2 && cells.iter().all(|cell| fit(cell));
    (fits && !mark).then(|| cells.join("\t"))
}

/// The same of the line below a row, where narrower gaps end at the columns of that: "assisterende direktør  rådgiver" below
/// "Kari Moe                Ola Li".
pub(super) fn row_below(line: &str, above: &[(String, &str)]) -> Option<String> {
    // "PS 7/15      Godkjenning" is no row, whatever stands above it.
    let counted = || {
        let first = line.trim().split(WIDE_GAP).next().unwrap_or_default();
        first.ends_with(|c: char| c.is_ascii_digit() || ".):".contains(c)) && row(line).is_none()
    };
    if above.is_empty() || line.contains('\t') || list_mark(line.trim()).is_some() || counted() {
        return None;
    }
    let letters: Vec<char> = line.trim_end().chars().collect();
    let blank = |at: usize| letters.get(at).is_some_and(|c| *c == ' ');
    let begins = |at: &usize| *at >= 2 && blank(at - 1) && blank(at - 2) && letters.get(*at).is_some_and(|c| *c != ' ');
    let rows = above.iter().rev().take(ABOVE).filter(|(_, row)| !row.contains('\t'));
    let known: Vec<usize> = rows.flat_map(|(_, row)| columns(row)).collect();
    let mut columns: Vec<usize> = known.iter().copied().chain(columns(line)).filter(begins).collect();
    // Behind a cell that fills its column one blank is left: "… moderniseringsminister KMD".
    let capital = |at: &usize| letters.get(*at).is_some_and(|c| c.is_uppercase());
    let filled = |at: &usize| at.checked_sub(1).is_some_and(blank) && capital(at);
    if !columns.is_empty() {
        columns.extend(known.into_iter().filter(filled));
    }
    columns.sort_unstable();
    columns.dedup();
    let ends = columns.iter().copied().chain([letters.len()]);
    let starts = std::iter::once(0).chain(columns.iter().copied());
    let cells = starts.zip(ends).map(|(from, to)| {
        let cell: String = letters.get(from..to).unwrap_or_default().iter().collect();
        cell.trim().to_owned()
    });
    let cells: Vec<String> = cells.collect();
    let fits = cells.len() >= 2
        && cells
            .iter()
            .all(|cell| !cell.is_empty() && !cell.contains("  ") && cell.chars().count() <= MAX_CELL);
    fits.then(|| cells.join("\t"))
}

/// The same of a line that tabs part into as many cells as the row above it has, of which one may be longer: "Kommunal- og
/// moderniseringsminister Kari Moe (KMD) | Styreleder Ola Li".
pub(super) fn row_alike(line: &str, above: &[(String, &str)]) -> Option<String> {
    let (above, _) = above.last()?;
    let row = row_within(line, LONG_CELL).filter(|_| line.contains('\t'))?;
    (row.matches('\t').count() == above.matches('\t').count()).then_some(row)
}

/// Longest cell of a line below another row, in characters.
const LONG_CELL: usize = 100;

/// How many rows above tell the columns: tables may be long.
const ABOVE: usize = 16;

/// The characters at which cells behind wide gaps begin.
fn columns(line: &str) -> Vec<usize> {
    let mut blanks = 0;
    let mut found = Vec::new();
    for (at, c) in line.chars().enumerate() {
        if c != ' ' && blanks >= WIDE_GAP.len() && at > blanks {
            found.push(at);
        }
        blanks = if c == ' ' { blanks + 1 } else { 0 };
    }
    found
}

/// A cell of so many characters that ends in a point is shortened ("Vår ref."), and no sentence.
const MAX_SHORTENED: usize = 12;

/// Longest mark of an item without figures, in bytes: "IV.", "a)"; "Deres ref." heads a column.
const MAX_MARK: usize = 5;

/// Blanks that part columns; justified text has fewer.
const WIDE_GAP: &str = "    ";

/// Blanks between words that are no words of one cell.
const GAP: &str = "  ";
