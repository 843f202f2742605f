//! Running heads and feet by their words: what repeats from page to page, and numbers of pages.

/// What repeats on other pages: the text itself, and the text with one of its numbers told by its distance from the
/// page's number, so that counting pages does not hide a repetition, and counting cases makes none.
pub(crate) fn patterns(text: &str, page: u32) -> Vec<String> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let mut numbers: Vec<(usize, usize)> = Vec::new();
    for (at, c) in bare.char_indices() {
        match numbers.last_mut() {
            _ if !c.is_ascii_digit() => {}
            Some((_, end)) if *end == at => *end = at + 1,
            _ => numbers.push((at, at + 1)),
        }
    }
    let counted = numbers.into_iter().take(6).filter_map(|(start, end)| {
        let number: i64 = bare.get(start..end)?.parse().ok()?;
        let (before, after) = (bare.get(..start)?, bare.get(end..)?);
        Some(format!("{before}#{}#{after}", number - i64::from(page)))
    });
    let mut found: Vec<String> = counted.collect();
    found.push(bare.clone());
    found
}

/// "7", "- 7 -", "Side 7 av 9", "7/9", roman numbers.
pub(crate) fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| {
        (word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit()))
            || (word.len() <= 5 && word.chars().all(|c| "ivxlIVXL".contains(c)))
    };
    words.len() <= 4
        && words.iter().any(|word| number(word))
        && words
            .iter()
            .all(|word| number(word) || ["side", "av", "page", "of", "s"].contains(&word.to_lowercase().as_str()))
}

/// "Postboks 110 – side 1", "Klar for krisen | 1": a line that ends in this page's number, set off by a sign or "side".
pub(crate) fn ends_in_page_number(text: &str, page: u32) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [.., sign, last] = words.as_slice() else {
        return false;
    };
    *last == page.to_string() && (["–", "-", "|", "•", "—"].contains(sign) || sign.eq_ignore_ascii_case("side"))
}
