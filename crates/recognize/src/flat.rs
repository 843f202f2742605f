//! Letters whose lines ran together into one paragraph, as pages of answers and mirrors of documents print them: the
//! paragraph is cut into lines again, once, so that all rules find head, heading and signature where letters have them.

mod meeting;
mod signed;

use crate::dates::{dates, has_figure};
use crate::organizations::ministries;
use crate::view::{Line, place};
use aho_corasick::AhoCorasick;
use ordskifte_record::BlockKind;
use regex::{Match, Regex};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Labels of the heads of letters and of pages that show them.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)((?:Vår|Deres|Dykkar|Din)\s(?:dato|ref(?:eranse)?|sak(?:snr)?)(?-u:\b)\.?:?|Dato:|Svartype:|Saksbehandl[ae]r(?-u:\b)[:,]?(?:\s?innvalgstelefon)?:?|Sakshandsamar(?-u:\b):?|Telefon:|Tlf\.?:|Seksjon:|Avdeling:|Att:|Emne:|Arkivsak(?:nr\.?)?:|Arkivkode:|Arkiv:|Saksnr\.?:|Notat nr\.:|Returadresse:|Til behandling:|Til orientering:)").ok()
});
/// What each of these labels has in it.
static LABELS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new([":", "Vår", "Deres", "Dykkar", "Din", "Saksbehandl", "Sakshandsamar"]).ok());
/// A number of a file with the initials behind it.
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\p{Lu}{2,4} )?\d{2,12}[/-][\w/.-]*\w(?:[ -]\p{Lu}{2,4}\p{Ll}?\b)?|^\d{6,12}\b").ok()
});
/// "62 50 70 21".
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b\d{2} \d{2} \d{2} \d{2}\b|\b\d{8}\b").ok());
/// "0032 OSLO".
static PLACE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\s\d{4} (?:\p{Lu}{2,}|\p{Lu}\p{Ll}+)(?: \p{Lu}\b)?(?:, Norge)?").ok());
/// What running text of letters begins with, or its first chapter.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\s(1\.? (?:Innledning|Innleiing|Bakgrunn)(?-u:\b)|(?:Vi|Det|Eg|Jeg|Me) (?:viser|vises|syner|blir vist|vert vist) til |(?:Viser|Vises|Syner) til )").ok()
});
/// A first chapter.
static CHAPTER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s1\.? (?:Innledning|Innleiing|Bakgrunn)(?-u:\b)").ok());
/// What headings of letters begin with, and the lines that say what sort of paper it is.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\s((?:Hørings|Høyrings)(?:svar|uttal|fråsegn|innsp)|Svar på h|Høring(?:sfor|(?-u:\b))|Høyring(?-u:\b))",
    )
    .ok()
});
/// "SÆRUTSKRIFT" before the name of the body, "DET KONGELIGE … DEPARTEMENT" before the addressee.
static SORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:Side \d+ av \d+ )?(?:SÆR|SAKS)?(?:UTSKRIFT|FRAMLEGG|FREMLEGG|PROTOKOLL) |^DET KONGEL[IE]GE [\p{Lu}, -]+DEPARTEMENT\b").ok()
});

/// Shortest paragraph that holds a letter, in bytes.
const LONG: usize = 240;
/// How much of it holds the head.
const HEAD: usize = 1_300;
/// How many lines above it can be of the page.
const ABOVE: usize = 12;
/// Fewest words of a heading in capitals.
const CAPITALS: usize = 4;

/// Cuts the paragraphs that are letters; `mirror` is whether the text is one that a site made of a document.
pub(crate) fn cut(lines: &mut Vec<Line<'_>>, mirror: bool) {
    let mut all: Vec<(usize, BTreeSet<usize>)> = Vec::new();
    let from = lines.len().saturating_sub(GREETED);
    for (index, line) in lines.iter().enumerate().skip(from) {
        if line.text.len() < SHORT {
            all.push((index, signed::beside(line.text)));
        }
    }
    let last = lines.iter().rposition(|line| line.text.len() >= LONG);
    let title = lines.first().map(|line| line.text.trim()).filter(|_| mirror);
    let first = lines.iter().take(ABOVE).position(|line| line.text.len() >= LONG);
    if let Some((index, line)) = first.and_then(|index| Some((index, lines.get(index)?))) {
        let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
        let mut meeting = meeting::heads(texts.get(index..).unwrap_or_default()).into_iter();
        let cuts = meeting.next().unwrap_or_default();
        let cuts = if cuts.is_empty() {
            head(line.text, title)
        } else {
            all.extend((index + 1..).zip(meeting));
            all.extend(
                meeting::cases(&texts)
                    .into_iter()
                    .map(|(at, cut)| (at, BTreeSet::from([cut]))),
            );
            cuts
        };
        all.push((index, cuts));
    }
    let tail = last.map_or(lines.len(), |last| last.saturating_sub(SIGNED));
    for (index, line) in lines.iter().enumerate().skip(tail) {
        if line.text.len() >= SHORT {
            all.push((index, signed::cuts(line.text)));
        }
    }
    all.retain(|(_, cuts)| !cuts.is_empty());
    if all.is_empty() {
        return;
    }
    let whole = std::mem::take(lines);
    for (index, line) in whole.into_iter().enumerate() {
        let cuts: BTreeSet<usize> = all
            .iter()
            .filter(|(at, _)| *at == index)
            .flat_map(|(_, cuts)| cuts.iter().copied())
            .collect();
        pieces(line, &cuts, lines);
    }
}

/// How many lines at the end can hold a greeting with a name beside it.
const GREETED: usize = 40;
/// How many lines above the last long one can hold the signature, and the shortest such line in bytes.
const SIGNED: usize = 3;
const SHORT: usize = 100;

/// The pieces of a line between these bytes.
fn pieces<'a>(line: Line<'a>, cuts: &BTreeSet<usize>, out: &mut Vec<Line<'a>>) {
    if cuts.is_empty() {
        out.push(line);
        return;
    }
    let text = line.text;
    let (mut from, mut start) = (0, line.start);
    for at in cuts.iter().copied().chain([text.len()]) {
        let Some(piece) = text.get(from..at) else { continue };
        let bare = piece.trim_start();
        let blank = piece.chars().count() - bare.chars().count();
        if !bare.is_empty() {
            out.push(Line::new(
                bare.trim_end(),
                BlockKind::Paragraph,
                None,
                line.page,
                start + blank,
            ));
        }
        start += piece.chars().count();
        from = at;
    }
}

/// Where the lines of a head begin that ran together; none where a paragraph does not begin as a letter.
fn head(text: &str, title: Option<&str>) -> BTreeSet<usize> {
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .take_while(|at| *at <= HEAD)
        .last();
    let window = text.get(..end.unwrap_or(0)).unwrap_or(text);
    let begun = text.get(..text.floor_char_boundary(NAMED)).unwrap_or(text);
    // Most paragraphs have no two labels.
    let begin = window.as_bytes().get(..SOON.min(window.len())).unwrap_or_default();
    let several = |signs: &AhoCorasick| signs.find_iter(begin).nth(1).is_some();
    if title.is_none() && !LABELS.as_ref().is_none_or(several) {
        return BTreeSet::new();
    }
    let opens = OPENING
        .as_ref()
        .and_then(|pattern| pattern.find(window))
        .map(|found| found.start());
    let titled = title.and_then(|title| Some((window.find(title)?, title.len())));
    // A title at the very top stands above the head.
    let titles = titled.map(|(at, length)| if at == 0 { length + SOON } else { at });
    let over = opens
        .into_iter()
        .chain(titles)
        .min()
        .unwrap_or(window.len())
        .min(window.len());
    let count = LABEL
        .iter()
        .flat_map(|pattern| pattern.find_iter(window.get(..over.min(SOON)).unwrap_or(window)))
        .count();
    if count < 2 && titled.is_none() {
        return BTreeSet::new();
    }
    let mut cuts = labels(text, over);
    cuts.extend(addresses(window.get(..over).unwrap_or(window)));
    if let Some((at, length)) = titled {
        cuts.extend([at, at + length]);
    }
    let rest = cuts.iter().copied().rfind(|at| *at <= over).unwrap_or(0);
    let behind = window.get(rest..).unwrap_or_default();
    // "Emne: Høring om fyr" has its label.
    let heading = HEADING
        .as_ref()
        .and_then(|pattern| pattern.find(behind))
        .map(|found| rest + found.start());
    let heading = heading.filter(|at| !window.get(..*at).is_some_and(|before| before.ends_with(':')));
    if let Some(at) = heading.filter(|at| titled.is_none() && opens.is_none_or(|opens| *at < opens)) {
        cuts.insert(at);
    }
    let spoken = heading.or(Some(rest)).and_then(|from| speaks(window, from + 1));
    let opens = opens.into_iter().chain(spoken.filter(|_| titled.is_none())).min();
    cuts.extend(opens);
    // "1. Innledning Fyrlaget viser til …".
    let chapter = opens.and_then(|at| CHAPTER.as_ref()?.find(window.get(at..)?).map(|found| at + found.end()));
    cuts.extend(chapter);
    let from = heading.filter(|_| titled.is_none()).unwrap_or(rest);
    cuts.extend(doubled(window, from));
    // What stands below a heading in capitals is no head.
    let headed = cuts
        .iter()
        .copied()
        .filter(|at| *at <= over)
        .find_map(|at| capitals(window, at));
    if let Some(end) = headed {
        cuts.retain(|at| *at <= end || opens == Some(*at));
        cuts.insert(end);
    }
    if let Some(found) = SORT.as_ref().and_then(|pattern| pattern.find(text)) {
        cuts.insert(found.end());
    }
    let papers = PAPERS.as_ref().and_then(|pattern| pattern.captures(begun)?.get(1));
    cuts.extend(papers.map(|found| found.start()));
    cuts
}

/// "Nordvik kommune Saksframlegg": what sort of paper it is, behind whose.
static PAPERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"kommune ((?:Saksframlegg|Saksfremlegg|Saksframstilling|Saksutskrift|Særutskrift|Saksprotokoll|Møtebok)(?-u:\b))").ok()
});
/// How far into a paragraph that stands, in bytes.
const NAMED: usize = 120;

/// How soon a letter has two labels, in bytes.
const SOON: usize = 600;

/// Where labels begin, and where what stands behind them ends; labels in a row are the heads of values in a row.
fn labels(text: &str, over: usize) -> BTreeSet<usize> {
    let mut cuts = BTreeSet::new();
    let near = text.get(..over).unwrap_or_default();
    let found: Vec<Match<'_>> = LABEL
        .iter()
        .flat_map(|pattern| pattern.captures_iter(near))
        .filter_map(|captures| captures.get(1))
        .collect();
    let mut at = 0;
    while let Some(first) = found.get(at) {
        let mut end = first.end();
        let mut count = 1;
        // "Deres ref Vår ref Dato": the last of them may have no colon.
        while let Some(next) = found.get(at + count).filter(|next| gap(near, end, next.start())) {
            end = next.end();
            count += 1;
        }
        let rest = near.get(end..).unwrap_or_default();
        if count > 1 && rest.starts_with(" Dato ") {
            end += " Dato".len();
        }
        cuts.insert(first.start());
        let until = found.get(at + count).map_or(near.len(), Match::start);
        let value = near.get(end..until).unwrap_or_default();
        if count > 1 {
            cuts.insert(end);
        }
        cuts.extend(value_end(first.as_str(), count, value).map(|length| end + length));
        at += count;
    }
    cuts.remove(&0);
    cuts
}

/// Whether nothing but blanks and marks stands between two labels.
fn gap(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| between.trim_matches([' ', ':', '.']).is_empty())
}

/// Where the value behind a label, or behind several, ends.
fn value_end(label: &str, count: usize, value: &str) -> Option<usize> {
    if label.starts_with("Svartype") {
        let word = value.find("merknad")?;
        let rest = value.get(word..)?;
        return Some(word + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()));
    }
    if label.starts_with("Saksbe") || label.starts_with("Sakshand") {
        return PHONE.as_ref()?.find(value).map(|found| found.end());
    }
    let numbered = count > 1
        || ["ref", "ato", "rkivsak", "aksnr"]
            .iter()
            .any(|part| label.contains(part));
    if !numbered {
        return None;
    }
    let mut end = 0;
    loop {
        let rest = value.get(end..)?;
        let bare = rest.trim_start();
        let blank = rest.len() - bare.len();
        let date = || {
            dates(bare)
                .into_iter()
                .next()
                .filter(|date| date.start == 0)
                .map(|date| date.end)
        };
        let number = REFERENCE
            .as_ref()
            .and_then(|pattern| pattern.find(bare))
            .map(|found| found.end());
        match has_figure(bare.get(..14).unwrap_or(bare))
            .then(|| date().or(number))
            .flatten()
        {
            Some(length) => end += blank + length,
            None => return Some(end),
        }
    }
}

/// Where postal addresses begin and end.
fn addresses(text: &str) -> BTreeSet<usize> {
    let boxes = [" Postboks ", " Pb ", " Pb. "]
        .iter()
        .flat_map(|word| text.match_indices(word))
        .map(|(at, _)| at);
    let mut cuts: BTreeSet<usize> = boxes.collect();
    let named: Vec<usize> = cuts.iter().filter_map(|at| ministry(text, *at)).collect();
    cuts.extend(named);
    let addressed = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let near = before.char_indices().rev().nth(40).map_or(0, |(near, _)| near);
        let before = before.get(near..).unwrap_or_default();
        ["Dep", "Postboks", "Pb", "gate", "gata", "vei", "veg"]
            .iter()
            .any(|word| before.contains(word))
    };
    let places = PLACE.iter().flat_map(|pattern| pattern.find_iter(text));
    let places = places.filter(|found| !found.as_str().ends_with(" Dep") && addressed(found.start()));
    cuts.extend(places.map(|found| found.end()));
    cuts
}

/// Where the name of a ministry begins that ends here, behind other words: "SUNNVIK KOMMUNE Finansdepartementet Postboks 1".
fn ministry(text: &str, end: usize) -> Option<usize> {
    let before = text
        .get(..end)
        .filter(|before| before.trim_end().ends_with("departementet"))?;
    // "Kommunal- og moderniseringsdepartementet" is no other's.
    if !ministries(before.trim()).is_empty() {
        return None;
    }
    let blanks = before.rmatch_indices(' ').map(|(at, _)| at).take(NAME);
    let starts: Vec<usize> = blanks
        .filter(|at| !ministries(before.get(at + 1..).unwrap_or_default()).is_empty())
        .collect();
    starts.last().copied()
}

/// Most words of a ministry's name.
const NAME: usize = 7;

/// "Høringssvar fra Fyrlaget Fyrlaget er …": behind the name that heading and text both have.
fn doubled(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let at = [" fra ", " frå "]
        .iter()
        .filter_map(|word| Some(rest.find(word)? + word.len()))
        .min()?;
    let mut ends = rest.get(at..)?.match_indices(' ').map(|(end, _)| end).take(8);
    let name = |end: &usize| {
        let (name, behind) = (rest.get(at..at + end), rest.get(at + end + 1..));
        name.zip(behind)
            .is_some_and(|(name, behind)| name.len() > 3 && behind.starts_with(name))
    };
    ends.find(name).map(|end| from + at + end)
}

/// What the one who writes says first, behind its name.
const SAYS: [&str; 17] = [
    " vil takke ",
    " vil gi ",
    " ønsker å ",
    " viser til ",
    " syner til ",
    " takker for ",
    " takkar for ",
    " gir følgende ",
    " gjev følgjande ",
    " har følgende ",
    " har følgjande ",
    " har ingen ",
    " har ikkje ",
    " behandlet saken ",
    " handsama saka ",
    " støtter ",
    " går imot ",
];
/// Words that join those of a name.
const JOINS: [&str; 5] = ["i", "og", "for", "av", "på"];

/// "… endringer i folkehelseloven Vika kommune viser til …": where the name of the first sentence begins.
fn speaks(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let said = SAYS.iter().filter_map(|verb| rest.find(verb)).min()?;
    let mut words = rest.get(..said)?.rsplit(' ');
    let last = words.next()?;
    let noun = ["kommune", "fylkeskommune"].contains(&last) || last.starts_with(char::is_uppercase);
    let mut start = noun.then(|| place(last, text))?;
    for word in words.take(8) {
        if word.starts_with(char::is_uppercase) && !word.ends_with(['.', ':', ',']) {
            start = place(word, text);
        } else if !JOINS.contains(&word) {
            break;
        }
    }
    (start > from && text.get(start..)?.starts_with(char::is_uppercase)).then(|| start - 1)
}

/// Behind a heading in capitals.
fn capitals(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let blank = rest.len() - rest.trim_start().len();
    let mut end = blank;
    let mut count = 0;
    for word in rest.get(blank..)?.split_inclusive(' ') {
        let small = word.chars().any(char::is_lowercase);
        // "I. INNLEDNING" is the first chapter.
        let numeral = ["I.", "1.", "1"].contains(&word.trim_end());
        if small || numeral {
            break;
        }
        count += 1;
        end += word.len();
    }
    (count >= CAPITALS && end < rest.len()).then_some(from + end)
}

#[cfg(test)]
mod tests {
    use crate::view::View;
    use ordskifte_extract::plain_text;

    /// The lines of a letter whose lines ran together; its positions must be those of the text.
    fn lines(text: &str) -> Vec<String> {
        let text = plain_text(text);
        let flow: Vec<char> = text.flow_text().chars().collect();
        let cut = |line: &crate::view::Line<'_>| {
            let end = line.start + line.text.chars().count();
            let there: String = flow.get(line.start..end).unwrap_or_default().iter().collect();
            assert_eq!(there, line.text);
            line.text.chars().take(48).collect()
        };
        View::new(&text).lines.iter().map(cut).collect()
    }

    #[test]
    fn a_letter_in_one_paragraph_has_its_lines() {
        let letter = "Dato: 02.11.2020 Svartype: Uten merknad Vår dato: Vår ref: 30.10.2020 2020/9911 Justis- og beredskapsdepartementet Postboks 8005 Dep 0030 OSLO Saksbehandler, innvalgstelefon Ole Lie, 33 37 10 00 Svar på høring - endringer i fyrforskriften Det vises til høringsbrev 20.08.2020. Fyrforbundet har ingen merknader. Med hilsen Anne Moe (e.f.) avdelingsdirektør Ole Lie seniorrådgiver Dokumentet er elektronisk godkjent";
        let expected = [
            "Dato: 02.11.2020",
            "Svartype: Uten merknad",
            "Vår dato: Vår ref:",
            "30.10.2020 2020/9911",
            "Justis- og beredskapsdepartementet",
            "Postboks 8005 Dep 0030 OSLO",
            "Saksbehandler, innvalgstelefon Ole Lie, 33 37 10",
            "Svar på høring - endringer i fyrforskriften",
            "Det vises til høringsbrev 20.08.2020. Fyrforbund",
            "Med hilsen",
            "Anne Moe (e.f.)",
            "avdelingsdirektør",
            "Ole Lie",
            "seniorrådgiver",
            "Dokumentet er elektronisk godkjent",
        ];
        assert_eq!(lines(letter), expected);
    }

    #[test]
    fn a_heading_ends_where_the_writer_speaks() {
        let letter = "Finansdepartementet Postboks 8008 Dep 0030 Oslo Deres ref. Vår ref. Dato 16/1201 16/4452-2 LMB 29.06.2016 Høringsuttalelse - endringer i fyrloven Vika kommune viser til brev av 1. april 2016. Kommunen støtter forslaget om fyr. Vi ber om at endringene trer i kraft i år, og at det følger midler med til kommunene som har fyr.";
        let found = lines(letter);
        assert_eq!(
            found.get(2..5).unwrap_or_default(),
            [
                "Deres ref. Vår ref. Dato",
                "16/1201 16/4452-2 LMB 29.06.2016",
                "Høringsuttalelse - endringer i fyrloven"
            ]
        );
        assert!(found.get(5).is_some_and(|line| line.starts_with("Vika kommune viser")));
    }

    #[test]
    fn running_text_is_whole() {
        let text = "Kommunen har fått brev fra Finansdepartementet om fyr. Med hilsen til alle som bor ved kysten sier ordføreren at dette er viktig, og at saken må løses før jul. Vi viser til det som står i saken om brygger, der fristen var 3. mai. Det er mange som venter på svar, og kommunen vil gjerne ha dem fort.";
        assert_eq!(lines(text).len(), 1);
    }
}
