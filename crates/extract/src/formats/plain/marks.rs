//! What lines of plain text begin with that begins a block.

/// "Sendt: mandag 2. mai": a line of the head of a message that was answered or forwarded.
pub(super) fn begins_mail_line(line: &str) -> bool {
    const LABELS: [&str; 12] = [
        "Fra", "Frå", "From", "Sendt", "Sent", "Til", "To", "Kopi", "Cc", "Emne", "Subject", "Dato",
    ];
    line.split_once(": ")
        .is_some_and(|(label, rest)| LABELS.contains(&label) && !rest.is_empty())
}

/// Whether a line stands in such a column.
pub(super) fn hangs(line: &str) -> bool {
    line.starts_with('\t') || line.starts_with("    ")
}

/// The number that a line or paragraph counts itself by: "2. Budsjett"; a day of a month is none.
pub(super) fn number(text: &str) -> Option<u8> {
    let (number, item) = text
        .trim_start()
        .split_once('.')
        .filter(|(_, item)| item.starts_with(char::is_whitespace))?;
    let counted = item.trim_start().starts_with(|c: char| c.is_uppercase() || c == '«');
    number.parse().ok().filter(|_| counted && number.len() <= 2)
}

/// "27. mars 2013", "Onsdag 27. mars 2013 kl. 10": a line that is a date, with the hours or without, and what follows a day of
/// the week with a capital.
pub(super) fn is_date(line: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    let mut words = line.split_whitespace().peekable();
    let weekday = words.next_if(|word| {
        let day = [
            "Lør", "Laur", "Søn", "Sun", "Man", "Mån", "Tirs", "Tys", "Ons", "Tors", "Fre",
        ];
        word.starts_with(char::is_uppercase) && word.strip_suffix("dag").is_some_and(|first| day.contains(&first))
    });
    let figures =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = words.next().and_then(|word| word.strip_suffix('.'));
    day.is_some_and(|day| figures(day, 2))
        && words
            .next()
            .is_some_and(|month| MONTHS.contains(&month.to_lowercase().as_str()))
        && words.next().is_some_and(|year| {
            let year = year.trim_end_matches(',');
            year.len() == 4 && figures(year, 4)
        })
        && (weekday.is_some()
            || words
                .next()
                .is_none_or(|word| ["kl", "kl.", "klokken", "klokka"].contains(&word)))
}

/// Whether a line or paragraph begins with the number of a case and its body's letters: "PS 3/14 Budsjett".
pub(super) fn is_case(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let body = words.next().is_some_and(|word| {
        word == "Sak" || ((2..=3).contains(&word.chars().count()) && word.chars().all(char::is_uppercase))
    });
    let parts = words.next().and_then(|word| word.split_once('/'));
    let figures = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    body && parts.is_some_and(|(number, year)| figures(number) && figures(year))
}

/// The number and the year that a line or paragraph begins with: "82/14 Budsjett".
pub(super) fn case_of_year(text: &str) -> Option<(u32, &str)> {
    let (first, heading) = text.trim_start().split_once(' ')?;
    let (number, year) = first.split_once('/')?;
    let counted = [2, 4].contains(&year.len()) && year.bytes().all(|byte| byte.is_ascii_digit());
    let headed = heading.trim_start().starts_with(|c: char| c.is_uppercase() || c == '«');
    (counted && headed)
        .then(|| Some((number.parse().ok()?, year)))
        .flatten()
}

/// "Kari Moe, rådgiver, Fyrlaget": an entry of a list that begins with a whole name and goes on with what the person is.
pub(super) fn names_person(text: &str) -> bool {
    let Some((name, rest)) = text.trim().split_once(", ") else {
        return false;
    };
    let mut words = name.split(' ');
    let named = words.clone().count() >= 2 && words.all(|word| word.starts_with(char::is_uppercase));
    named && name.chars().count() <= MAX_NAME && rest.starts_with(char::is_lowercase) && !rest.ends_with('.')
}

/// Longest name of a person, in characters.
const MAX_NAME: usize = 40;

/// How far from the margin a heading ends below which the first word of the next line had room.
const ROOM: usize = 4;

/// Whether a line stands below the heading of a case ("29-13 Brygger og fyr", "PS 3/14 Budsjett") and begins the text: its
/// first word had room on the line above.
pub(super) fn stands_below_case(heading: &str, line: &str, last_length: usize, width: Option<usize>) -> bool {
    let first = heading.split_whitespace().next().unwrap_or_default();
    let figures = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let counted = first
        .split_once(['/', '-'])
        .is_some_and(|(number, year)| figures(number) && figures(year));
    let open = heading.trim_end().ends_with([',', '-', '–', '(', '/', '&', ':', ';']);
    let word = line.split_whitespace().next().unwrap_or_default();
    let room = width.is_some_and(|width| last_length + 1 + word.chars().count() + ROOM < width);
    // "2. Økonomien" above an indented line.
    let item = number(heading).is_some() && line.starts_with("  ");
    let near = item && width.is_some_and(|width| last_length + 1 + word.chars().count() < width);
    let begins = !open && word.starts_with(char::is_uppercase);
    begins && (room && (counted || is_case(heading)) || near)
}

/// What stands behind the letter or number of an item: "a) KS sender tall", "2) …".
pub(super) fn after_letter(line: &str) -> Option<&str> {
    let (mark, item) = line.split_once(')').filter(|(_, item)| item.starts_with([' ', '\t']))?;
    let lettered = matches!(mark.as_bytes(), [b'a'..=b'z']);
    let numbered = mark.len() <= 2 && mark.bytes().all(|byte| byte.is_ascii_digit()) && !mark.is_empty();
    (lettered || numbered).then(|| item.trim_start())
}

/// Whether a line of the column beside a label begins another entry: the one above has ended, well before the margin.
pub(super) fn begins_hanging(above: &str, line: &str, last_length: usize, width: Option<usize>) -> bool {
    let room = width.is_some_and(|width| last_length * 10 < width * 8 || last_length > width);
    let open = above.matches('(').count() > above.matches(')').count() || line.trim_start().starts_with('(');
    // "ordfører Kari Moe (Vika), rådmann" above "Ola Li (Vika)"; "Kari Moe, rådmann" is whole.
    let last = above.trim_end().rsplit(' ').next().unwrap_or_default();
    let title = last.starts_with(char::is_lowercase) && (above.contains('(') || above.matches(',').count() > 1);
    hangs(line) && room && !open && !title && is_ended(above)
}

/// Whether an entry of a list can end as a line does.
fn is_ended(above: &str) -> bool {
    let above = above.trim_end();
    let last = above.rsplit(' ').next().unwrap_or_default();
    !above.ends_with([',', '-', '(', '/', '&']) && !["og", "for", "i", "av", "fra", "frå", "ved", "til"].contains(&last)
}

/// Whether a line below a label begins another entry: the one above has ended, and the margin is some way off.
pub(super) fn begins_entry(above: &str, line: &str, last_length: usize, width: Option<usize>) -> bool {
    let room = width.is_some_and(|width| last_length * 10 < width * 8);
    room && is_ended(above) && line.trim_start().starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_lists_are_told() {
        assert!(names_person("Per O. Johanssen, rådgiver, Fyrlaget Vest IKS"));
        assert!(!names_person("Moen, som leder utvalget"));
        assert_eq!(case_of_year("82/14 Budsjett"), Some((82, "14")));
        assert!(is_date(" 27. mars 2013") && !is_date("27. mars 2013 ble det") && !is_date("27 mars"));
        assert_eq!(case_of_year("82/14 personer"), None);
    }

    #[test]
    fn text_stands_below_the_heading_of_a_case() {
        let below = |heading: &str, line: &str| stands_below_case(heading, line, heading.chars().count(), Some(90));
        assert!(below(
            "29-13 Status for fyr og brygger, kort orientering fra partene",
            "Moen sa at"
        ));
        assert!(below("PS 3/14 Budsjett", "Moen sa at"));
        assert!(
            !below("29-13 Status for fyr og brygger,", "Lykter og lamper"),
            "the heading goes on"
        );
        assert!(!below("29 personer møtte", "Moen sa at"));
        assert!(!below("29-13 Status for fyr", "og brygger"));
    }
}
