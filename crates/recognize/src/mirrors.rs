//! Pages of sites that show others' documents as text: what belongs to the site stands above "Transkript" or "Fulltekst".

use crate::dates::has_figure;
use crate::organizations::ministries;
use crate::statements::is_page_number;
use crate::view::Line;
use ordskifte_record::BlockKind;

/// What heads the document's own text on such a page.
const MARKS: [&str; 4] = ["Transkript", "Transcript", "Fulltekst", "Full text"];
/// What such a page has above that and no document has: how it is shown, and by what name it is taken away.
const FURNITURE: [&str; 6] = [
    "Størrelse: px",
    "Begynne med side:",
    "Download \"",
    "Save this PDF as",
    "Laster....",
    "No results found",
];
/// What heads the titles of other documents below it.
const OTHERS: &str = "Like dokumenter";
/// How many lines it has above the document's text.
const HEAD: usize = 40;

/// Takes what belongs to the site out of a page's lines, but for the title, with the numbers of pages before their text.
/// Says whether there was any.
pub(crate) fn without_site(lines: &mut Vec<Line<'_>>) -> bool {
    let mark = lines
        .iter()
        .take(HEAD)
        .position(|line| MARKS.contains(&line.text.trim()));
    let Some(mark) = mark else {
        return without_others(lines);
    };
    let above = lines.get(..mark).unwrap_or_default();
    let bare = |text: &str| text.trim_start_matches(['•', ' ']).to_owned();
    let furniture = |line: &&Line<'_>| FURNITURE.iter().any(|words| bare(line.text).starts_with(words));
    if above.iter().filter(furniture).count() < 2 {
        return false;
    }
    // The name by which the page lets the document be taken away is its title.
    let named: Vec<&str> = above.iter().filter_map(|line| quoted(line.text)).collect();
    let title = above.iter().find(|line| named.contains(&line.text.trim())).cloned();
    lines.drain(..=mark);
    let mut page = 0;
    for line in lines.iter_mut() {
        if let Some((number, text)) = numbered(line.text).filter(|(number, _)| (page + 1..page + 9).contains(number)) {
            page = number;
            let cut = line.text.chars().count() - text.chars().count();
            // "… som sekretær 1" at the end of page 1.
            let foot = text
                .rsplit_once(' ')
                .filter(|(before, last)| last.parse() == Ok(number) && !before.ends_with(" av"));
            let text = foot.map_or(text, |(before, _)| before.trim_end());
            *line = Line::new(text, BlockKind::Paragraph, None, line.page, line.start + cut);
        }
    }
    lines.retain(|line| !line.text.trim().is_empty() && !is_page(line.text.trim()));
    // Titles of other documents stand below.
    if let Some(end) = lines.iter().position(|line| line.text.trim() == OTHERS) {
        lines.truncate(end.max(1));
    }
    for line in lines.iter_mut() {
        let text = without_page(line.text);
        if text.len() < line.text.len() {
            *line = line.with(text, line.start);
        }
    }
    // What the site made of the first lines and the first chapter is no title.
    let made = |title: &Line<'_>| title.text.contains(". 1 ") || title.text.contains(". 1. ");
    if let Some(title) = title.filter(|title| ministries(title.text).is_empty() && !made(title)) {
        let bare = unlabelled(title.text.trim());
        let cut = title.text.chars().count() - bare.chars().count();
        lines.insert(
            0,
            Line::new(bare, BlockKind::Heading, Some(1), title.page, title.start + cut),
        );
    }
    true
}

/// Takes the titles of other documents out that stand between the name of a document and its text, on pages for small
/// screens. Says whether there were any.
fn without_others(lines: &mut Vec<Line<'_>>) -> bool {
    let mark = lines.iter().take(HEAD).position(|line| line.text.trim() == OTHERS);
    let text = |mark: usize| lines.iter().skip(mark).position(|line| line.text.len() > LONGEST_TITLE);
    let Some((mark, text)) = mark.and_then(|mark| Some((mark, text(mark)?))) else {
        return false;
    };
    lines.drain(mark..mark + text);
    true
}

/// Longest title of another document, in bytes: longer lines are text.
const LONGEST_TITLE: usize = 350;

/// "… rådgiver side 3 av 3": the text of a page without the number at its end.
fn without_page(text: &str) -> &str {
    let Some((before, behind)) = text.rsplit_once(" side ").or_else(|| text.rsplit_once(" Side ")) else {
        return text;
    };
    let figures = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let counted = behind.trim().split(" av ").all(figures);
    if counted { before.trim_end() } else { text }
}

/// The title in `Download "Vedlegg til materiale"`.
fn quoted(text: &str) -> Option<&str> {
    let named = ["Download \"", "Share \""]
        .iter()
        .find_map(|words| text.trim().strip_prefix(words))?;
    named.strip_suffix('"').map(str::trim)
}

/// "Arkivsak: 14/871 Høring om fyr": the title without a number before it.
fn unlabelled(title: &str) -> &str {
    let number = |text: &&str| {
        text.split(' ')
            .next()
            .is_some_and(|word| word.contains('/') && has_figure(word))
    };
    let behind = title.split_once(": ").map(|(_, rest)| rest).filter(number);
    behind
        .and_then(|rest| rest.split_once(' '))
        .map_or(title, |(_, rest)| rest)
}

/// The number of a page, and the text behind it.
fn numbered(text: &str) -> Option<(u32, &str)> {
    let trimmed = text.trim_start();
    let end = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    let number = trimmed.get(..end)?.parse().ok()?;
    let rest = trimmed.get(end..)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| (number, rest.trim_start()))
}

/// "(2)" alone, or a page's number printed on it.
fn is_page(text: &str) -> bool {
    let bare = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    is_page_number(bare.unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use crate::view::View;
    use ordskifte_extract::plain_text;

    #[test]
    fn what_is_around_a_transcript_is_no_part_of_it() {
        let page = "Fyr og brygger\n\nSave this PDF as:\n WORD  PNG  TXT  JPG\n\nStørrelse: px\nBegynne med side:\n\nDownload \"Fyr og brygger\"\n\nTranskript\n\n1 Fyr skal lyse.\n\n2 Brygger skal\n\n3 3\n";
        let text = plain_text(page);
        let view = View::new(&text);
        let lines: Vec<&str> = view.lines.iter().map(|line| line.text).collect();
        assert_eq!(lines, ["Fyr og brygger", "Fyr skal lyse.", "Brygger skal"]);
        let shown = view.lines.get(1).map(|line| line.start);
        let at = text
            .flow_text()
            .find("Fyr skal")
            .map(|at| text.flow_text()[..at].chars().count());
        assert_eq!(shown, at);
    }

    #[test]
    fn a_heading_of_that_name_is_none() {
        let text = plain_text("Møte om fyr\n\nTranskript\n\n1 Fyr skal lyse.\n");
        assert_eq!(View::new(&text).lines.len(), 3);
    }
}
