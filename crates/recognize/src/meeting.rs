//! The date, and the meeting that a document belongs to.

mod day;
mod held;
mod labelled;
mod own;
mod place;

pub(crate) use own::own_date;

use crate::dates::{dates, has_figure, lone_year, times};
use crate::evidence;
use crate::view::{Line, View};
use held::held;
use labelled::held_on;
use ordskifte_record::{BlockKind, Kind, Meeting, MeetingType, PartialDate, Record, Stated};
use ordskifte_vocabulary::{LowerCase, fold_name};
use regex::Regex;
use std::sync::LazyLock;

/// "2. konsultasjonsmøte" and "konsultasjonsmøtet nr. 2", in folded text. Borders are those of ASCII: figures stand there,
/// and Unicode's would need the slowest matcher.
static NUMBERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"(?-u:\b)([0-9]{1,2})\. ?(?:ordinære )?konsultasjonsm[øo]te",
        r"konsultasjonsm[øo]te\w* nr\.? ?([0-9]{1,2})(?-u:\b)",
    ]
    .into_iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

const ORDINALS: [(&str, u32); 9] = [
    ("første ", 1),
    ("fyrste ", 1),
    ("andre ", 2),
    ("annet ", 2),
    ("tredje ", 3),
    ("fjerde ", 4),
    ("femte ", 5),
    ("sjette ", 6),
    ("sjuende ", 7),
];

/// How many lines labels and dates are looked for in.
const TOP: usize = 40;

/// Reads meeting, date and times.
pub(crate) fn read(view: &View<'_>, stated: &Stated, record: &mut Record) {
    let about_meeting = matches!(
        record.kind,
        Kind::Referat | Kind::Sakliste | Kind::Materiale | Kind::Protokoll
    );
    let year = read_date(view, stated, record);
    if about_meeting {
        read_meeting(view, year, record);
    }
}

fn read_meeting(view: &View<'_>, year: Option<u16>, record: &mut Record) {
    let title = fold_name(&record.title);
    // What somebody says of another meeting is none of the head.
    let lines = view.lines.iter().take(12).filter(|line| !is_sentence(line));
    let lines = lines.map(Line::folded);
    let head: Vec<&str> = std::iter::once(title.as_str()).chain(lines).collect();
    let folded = head.join(" ");
    let meeting_type =
        other_series(&title).or_else(|| [&title, &folded].into_iter().find_map(|text| meeting_type(text)));
    // The scheme's meetings are with KS: consultations with the Sámi Parliament are others.
    let meeting_type = meeting_type.map(|known| {
        if is_with_sami(&folded) {
            MeetingType::Annet
        } else {
            known
        }
    });
    let Some(meeting_type) = meeting_type.or_else(|| is_other(view, year, &folded, record.kind)) else {
        return;
    };
    let number = match meeting_type {
        MeetingType::Konsultasjonsmote => number(&title).or_else(|| number(&folded)),
        MeetingType::Annet => within_year(&folded, record.date),
        _ => None,
    };
    // What calls a meeting was written where its date says.
    let minutes = matches!(record.kind, Kind::Referat | Kind::Protokoll);
    let place = place::place(view, &record.title, record.date.filter(|_| minutes));
    // Minutes have no other date than the meeting's.
    let called = matches!(record.kind, Kind::Sakliste | Kind::Materiale);
    let held = held_on(view, year).filter(|_| called);
    if let Some((line, _)) = held {
        evidence(record, "meeting", line);
    }
    let date = held.map(|(_, date)| date);
    let date = date.or_else(|| own::named_day(view, year).filter(|_| record.kind == Kind::Materiale));
    let days = date.or(record.date).map(PartialDate::year);
    record.meeting = Some(Meeting {
        meeting_type,
        number,
        year: lone_year(&record.title).or(days).or(year),
        place,
        date,
    });
}

/// Fewest words of a sentence that is no line of a head.
const SENTENCE: usize = 8;

/// Whether a line is running text.
fn is_sentence(line: &Line<'_>) -> bool {
    line.kind == BlockKind::Paragraph
        && line.label().is_none()
        && line.text.trim_end().ends_with(['.', '!', '?'])
        && line.text.split_whitespace().nth(SENTENCE - 1).is_some()
}

/// A meeting that is none of the scheme's: a paper that calls one says when and where it is, and minutes are of some meeting
/// where they name one or list who was there.
fn is_other(view: &View<'_>, year: Option<u16>, folded: &str, kind: Kind) -> Option<MeetingType> {
    let told = || {
        folded.contains("møte")
            || view
                .top(TOP)
                .iter()
                .any(|line| matches!(line.label(), Some(("present", _))))
    };
    let other = match kind {
        Kind::Sakliste => held_on(view, year).is_some(),
        Kind::Referat | Kind::Protokoll => told(),
        _ => false,
    };
    other.then_some(MeetingType::Annet)
}

/// Whether the head is of a meeting with the Sámi Parliament, and none of KS.
fn is_with_sami(folded: &str) -> bool {
    let sami = ["sametinget", "sámediggi", "samediggi"]
        .iter()
        .any(|name| folded.contains(name));
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    sami && !words.any(|word| ["ks", "kommunesektoren", "kommunenes"].contains(&word))
}

/// "Styremøte nr. 5/2023", "Møtenr.: 3/18": the number within the year of a body that numbers its meetings by that.
static WITHIN_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"m[øo]te(?:t|bok|protokoll)?[ -]?(?:nr\.?|nummer)?:? ?([0-9]{1,2})[/-]((?:20)?[0-9]{2})(?-u:\b)").ok()
});

/// The number of a meeting and its year, where that is the year of the paper.
fn within_year(folded: &str, date: Option<PartialDate>) -> Option<u32> {
    let year = date?.year();
    let mut found = WITHIN_YEAR.as_ref()?.captures_iter(folded);
    found.find_map(|captures| {
        let of: u16 = captures.get(2)?.as_str().parse().ok()?;
        let number = captures.get(1)?.as_str().parse().ok()?;
        (of == year || of == year % 100).then_some(number)
    })
}

/// Meetings of State and municipalities that are none of the scheme's, as titles call them.
const OTHERS: [&str; 13] = [
    "samarbeidsmøte",
    "kontaktmøte",
    "dialogmøte",
    "drøftingsmøte",
    "drøftelsesmøte",
    "arbeidsmøte",
    "statusmøte",
    "fagmøte",
    "samordningsmøte",
    "styringsgruppemøte",
    "arbeidsgruppemøte",
    "referansegruppemøte",
    "kontaktutvalgsmøte",
];

/// Whether a title names a meeting of another series before any of the scheme's: "Dialogmøte etter konsultasjonsmøtet".
fn other_series(title: &str) -> Option<MeetingType> {
    let at = OTHERS.iter().filter_map(|word| title.find(word)).min()?;
    let before = title.get(..at)?;
    meeting_type(before)
        .is_none()
        .then(|| meeting_type(title).filter(|known| *known == MeetingType::Bilateralt))
        .map(|bilateral| bilateral.unwrap_or(MeetingType::Annet))
}

fn meeting_type(folded: &str) -> Option<MeetingType> {
    if folded.contains("bilateral") && folded.contains("møte") {
        Some(MeetingType::Bilateralt)
    } else if folded.contains("sekretariatsmøte") || folded.contains("møte i sekretariatet") {
        Some(MeetingType::Sekretariat)
    } else if folded.contains("formøte") {
        Some(MeetingType::Formote)
    } else if [
        "særmøte",
        "ekstraordinært konsultasjonsmøte",
        "ekstra konsultasjonsmøte",
    ]
    .iter()
    .any(|words| folded.contains(words))
    {
        Some(MeetingType::Sarmote)
    } else if folded.contains("konsultasjonsmøte") {
        Some(MeetingType::Konsultasjonsmote)
    } else {
        None
    }
}

/// The number of a meeting, from folded text.
fn number(folded: &str) -> Option<u32> {
    if !folded.contains("konsultasjonsm") {
        return None;
    }
    let figure = NUMBERS
        .iter()
        .filter_map(|pattern| pattern.captures(folded)?.get(1))
        .min_by_key(regex::Match::start)
        .and_then(|figure| figure.as_str().parse().ok());
    figure.or_else(|| {
        let at = folded.find("konsultasjonsmøte")?;
        let before = folded.get(..at)?;
        ORDINALS
            .iter()
            .find(|(word, _)| before.ends_with(word))
            .map(|(_, number)| *number)
    })
}

/// Sets the hours that the first label with any states.
fn read_hours<'a>(values: impl Iterator<Item = &'a str>, record: &mut Record) {
    for value in values {
        let (start, end) = match times(value) {
            // "Tid: 15:00" alone.
            (None, _) if value.len() <= 5 && value.contains([':', '.']) => times(&format!("kl. {value}")),
            (None, _) => labelled::bare_hours(value).map_or((None, None), |hours| times(&format!("kl. {hours}"))),
            found => found,
        };
        if start.is_some() && record.start_time.is_none() {
            (record.start_time, record.end_time) = (start, end);
        }
    }
}

/// Sets date and times; returns the year that the title or head prints, else that of the date.
fn read_date(view: &View<'_>, stated: &Stated, record: &mut Record) -> Option<u16> {
    let head: Vec<&str> = view
        .lines
        .iter()
        .take(10)
        .map(|line| line.text)
        .filter(|text| text.chars().count() < 120)
        // Numbered lines are items, but for "2. konsultasjonsmøte 2007".
        .filter(|text| !text.starts_with(|c: char| c.is_ascii_digit()) || number(&fold_name(text)).is_some())
        .collect();
    let minutes = matches!(record.kind, Kind::Referat | Kind::Protokoll | Kind::Sakliste);
    let of_cases = || minutes.then(|| crate::agenda::year_of_cases(&view.lines)).flatten();
    let year = lone_year(&record.title).or_else(|| lone_year(&head.join(" ")));
    let year = year.or_else(of_cases);
    let labelled = day::labelled(view);
    read_hours(labelled.iter().map(|(_, value)| *value), record);
    if record.start_time.is_none() || record.end_time.is_none() {
        spoken_times(view, record);
    }
    let read = || day::read(view, &labelled, year, record);
    let Some((line, date)) = stated.date.map(|date| (None, date)).or_else(read) else {
        return year;
    };
    if let Some(line) = line {
        evidence(record, "date", line);
    }
    record.date = Some(date);
    record.date_precision = Some(date.precision());
    year.or(Some(date.year()))
}

/// Longest line of hours alone, in bytes, and the lines that can be it.
const MAX_HOURS: usize = 28;
const HEAD_HOURS: usize = 12;

/// "Møtet startet kl. 13.00 og ble avsluttet kl. 15.30", in the head or at the end.
fn spoken_times(view: &View<'_>, record: &mut Record) {
    let about = matches!(record.kind, Kind::Referat | Kind::Protokoll);
    let tail = view.lines.len().saturating_sub(8);
    let lines = view
        .lines
        .iter()
        .enumerate()
        .filter(|(index, _)| *index < TOP || *index >= tail);
    // "Kl. 09.00–10.15" alone in the head, of papers that call a meeting, too.
    let alone = |line: &&Line<'_>| line.text.len() <= MAX_HOURS && line.lower().trim_start().starts_with("kl");
    let calls = record.kind == Kind::Sakliste;
    let begun = record.start_time.is_some();
    let mut head = view.top(HEAD_HOURS).iter().filter(|_| !begun && (about || calls));
    if let Some(line) = head.find(alone) {
        (record.start_time, record.end_time) = times(line.text);
    }
    let hours = |(index, line): &(usize, &Line<'_>)| (about || calls && *index < HEAD_HOURS) && has_figure(line.text);
    for (index, line) in lines.filter(hours) {
        let folded = line.lower();
        // "Møtet varte fra kl. 14.15 til 15.30", "… 16.10.01 kl. 1000–1215" in the head.
        let held =
            || held(folded).is_some() || ["møtet varte", "møtet vara"].iter().any(|words| folded.contains(words));
        // What is said of another meeting tells nothing of when this one began.
        let other = [
            "neste møte",
            "nytt møte",
            "møtes igjen",
            "innkall",
            "kaller inn",
            "kallar inn",
            "kalle inn",
            "skal holdes",
            "skal haldast",
        ]
        .iter()
        .any(|words| folded.contains(words));
        // The hour below "Neste møte" is another meeting's, too.
        let above = index.checked_sub(1).and_then(|above| view.lines.get(above));
        let next = above.is_some_and(|line| {
            let folded = line.text.trim().trim_end_matches(':').lower_case();
            ["neste møte", "neste møter", "nytt møte"].contains(&folded.as_str())
        });
        let head = index < 12 || record.title == line.text.trim();
        let dated = (head && !other && !next && line.text.chars().count() < 240)
            .then(|| dates(line.text).into_iter().find(|date| date.day.is_some()))
            .flatten()
            .and_then(|date| line.text.get(date.end..))
            .filter(|rest| rest.chars().take(12).collect::<String>().lower_case().contains("kl"));
        if let Some(text) = dated.or_else(|| held().then_some(line.text))
            && record.start_time.is_none()
        {
            (record.start_time, record.end_time) = times(text);
        }
        let after = |words: &[&str]| {
            let at = words
                .iter()
                .find_map(|word| folded.find(word).map(|at| at + word.len()))?;
            let near: String = folded.get(at..)?.chars().take(24).collect();
            // "Møtet slutt: 17.40", and no date.
            let bare = near.trim_start_matches([' ', ':']);
            let first = bare.split(' ').next().unwrap_or_default().trim_end_matches(['.', ',']);
            let short = first.len() <= 5 && first.starts_with(|c: char| c.is_ascii_digit());
            let clock = || times(&format!("kl. {first}")).0.filter(|_| short);
            times(&near).0.or_else(clock)
        };
        if record.start_time.is_none() {
            record.start_time = after(&[
                "startet",
                "starta",
                "begynte",
                "møtet ble satt",
                "møtet vart sett",
                "møtestart",
            ]);
        }
        // "Møtet hevet kl. 14.30" below "Tid: kl. 10".
        let ended = if begun {
            folded.contains("møte") && !other
        } else {
            record.start_time.is_some() || folded.contains("møtet")
        };
        if record.end_time.is_none() && ended {
            record.end_time = after(&["avsluttet", "avslutta", "hevet", "heva", "slutt"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_meetings_are_read_in_figures_and_words() {
        assert_eq!(number(&fold_name("REFERAT FRA DET 2. KONSULTASJONSMØTET")), Some(2));
        assert_eq!(number(&fold_name("Referat frå det tredje konsultasjonsmøtet")), Some(3));
        assert_eq!(number("referat fra konsultasjonsmøte 06.11.01"), None);
    }

    #[test]
    fn meetings_of_other_series_are_none_of_the_scheme() {
        for (title, expected) in [
            ("referat fra dialogmøte om rekruttering", Some(MeetingType::Annet)),
            (
                "referat frå kontaktmøtet etter 2. konsultasjonsmøte",
                Some(MeetingType::Annet),
            ),
            ("referat fra bilateralt samarbeidsmøte", Some(MeetingType::Bilateralt)),
            ("konsultasjonsmøte med drøftingsmøte etterpå", None),
            ("referat fra konsultasjonsmøte", None),
        ] {
            assert_eq!(other_series(title), expected, "{title}");
        }
    }
}
