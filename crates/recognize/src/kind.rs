//! What sort of document it is: what it calls itself, in its title, its head or its text; else its form.
//!
//! Each way to tell has a confidence: the share of documents that it tells right, as counted on the samples and golden
//! forms (`tests/samples.rs` holds it to that).

mod letter;

use crate::casework;
use crate::data::rows;
use crate::evidence;
use crate::minutes;
use crate::openings::{
    announces_hearing, answers_hearing, comments, is_called_letter, laid_out, opener, opens_hearing,
};
use crate::view::{Line, View};
use aho_corasick::AhoCorasick;
use letter::{greeting, is_letter};
use ordskifte_record::{Kind, Record};
use ordskifte_vocabulary::{LowerCase, fold_name};
use std::sync::LazyLock;

/// A word of the rules: of which kind and place it tells, and the rank of its rule; rules of lower rank are tried first.
struct Word {
    kind: Kind,
    place: &'static str,
    rank: usize,
}

/// The rules' words, all of which are looked for at once.
struct Words {
    words: Vec<Word>,
    /// Finds them; a pattern has the number of its word.
    patterns: Option<AhoCorasick>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut words, mut forms) = (Vec::new(), Vec::new());
    for (rank, row) in rows(include_str!("../data/kinds.tsv")).enumerate() {
        let mut cells = row.split('\t');
        let (Some(kind), Some(place), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Ok(kind) = kind.parse::<Kind>() else { continue };
        for form in list.split('|') {
            words.push(Word { kind, place, rank });
            forms.push(form);
        }
    }
    Words {
        words,
        patterns: AhoCorasick::new(forms).ok(),
    }
});

/// How a kind was told.
#[derive(Clone, Copy)]
enum How {
    /// A word of the title.
    Title,
    /// The title is about a hearing, and the document has the form of its page or of a letter.
    Hearing,
    /// Only the form of a letter.
    Letter,
    /// Who was there and what they said; the line of this index tells it.
    Form(usize),
    /// A word in the head, on the line of this index.
    Head(usize),
    /// Words by which the text speaks of itself.
    Text(usize),
    /// Nothing.
    Nothing,
}

impl How {
    /// The confidence of a kind that was told so, 0–1.
    fn confidence(self) -> f64 {
        match self {
            Self::Title => 0.99,
            Self::Hearing | Self::Form(_) => 0.97,
            Self::Letter => 0.93,
            Self::Head(_) => 0.9,
            Self::Text(_) => 0.85,
            Self::Nothing => 0.5,
        }
    }
}

/// Reads the kind, once the title is known.
pub(crate) fn read(view: &View<'_>, top: &[Line<'_>], record: &mut Record) {
    let (kind, how) = kind(&record.title, top, view);
    record.kind = kind;
    record.kind_confidence = Some(how.confidence());
    match how {
        How::Title | How::Hearing => {
            if let Some(place) = record.evidence.get("title").cloned() {
                record.evidence.insert("kind".to_owned(), place);
            }
        }
        How::Letter => {
            if let Some(line) = greeting(view) {
                evidence(record, "kind", line);
            }
        }
        How::Form(index) | How::Head(index) | How::Text(index) => {
            if let Some(line) = view.lines.get(index) {
                evidence(record, "kind", line);
            }
        }
        How::Nothing => {}
    }
}

/// The kind that a folded text's words tell.
pub(crate) fn kind_of(folded: &str, places: &[&str]) -> Option<Kind> {
    let patterns = WORDS.patterns.as_ref()?;
    let told = patterns.find_overlapping_iter(folded).filter_map(|found| {
        let word = WORDS.words.get(found.pattern().as_usize())?;
        (places.contains(&word.place) && begins_word(folded, found.start(), found.end())).then_some(word)
    });
    told.min_by_key(|word| word.rank).map(|word| word.kind)
}

/// Whether the bytes of a text that a word of the rules takes begin a word; "referat" is in "referatet" and not in
/// "videoreferat". Several of a sort ("Samarbeidsavtaler", "høringssvarene") are what a paper is about.
fn begins_word(text: &str, start: usize, end: usize) -> bool {
    if text.get(..start).unwrap_or_default().ends_with(char::is_alphanumeric) {
        return false;
    }
    let rest = text.get(end..).unwrap_or_default();
    let ending = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let agreements = || text.get(start..end).is_some_and(|word| word.ends_with("avtale"));
    // "Innspillsmøte", "Innspillsrunde" are what it is sent to.
    let sent_to = ending.len() > 2
        && ending.starts_with('s')
        && text.get(start..end).is_some_and(|word| word.starts_with("innsp"));
    !(sent_to || SEVERAL.contains(&ending) || (ending == "r" && agreements()))
}

/// Endings of several.
const SEVERAL: [&str; 4] = ["ene", "ane", "er", "ne"];

/// Whether a line says what sort of answer it is, and at most from whom, and nothing else: "Høringssvar fra KS".
pub(crate) fn says_sort(text: &str) -> bool {
    let folded = fold_name(text.trim_matches(['*', '_', '#', ' ', '.']));
    // "Høringssvar fra Vika kommune på vegne av Fjordrådet" says no more.
    let folded = [" på vegne av ", " på vegner av "]
        .iter()
        .find_map(|words| folded.split_once(words))
        .map_or(folded.as_str(), |(whose, _)| whose);
    let (sort, rest) = folded.split_once(' ').unwrap_or((folded, ""));
    let answer = matches!(kind_of(sort, &["title"]), Some(Kind::Horingssvar | Kind::Innspill));
    let from = ["fra ", "frå "].iter().find_map(|word| rest.strip_prefix(word));
    answer && (rest.is_empty() || from.is_some_and(|body| !SAYS_MORE.iter().any(|word| body.contains(word))))
}

/// What a line has that says more than from whom.
const SAYS_MORE: [&str; 9] = [". ", " om ", " til ", " på ", " vedr", ":", "–", " - ", "nou"];

fn kind(title: &str, top: &[Line<'_>], view: &View<'_>) -> (Kind, How) {
    let folded = fold_name(&minutes::unspaced(title));
    let titled = kind_of(&folded, &["title", "top"]);
    let letter = is_letter(view);
    let hearing = is_about_hearing(&folded);
    if let Some((kind, index)) = of_form(titled, hearing, view) {
        return (kind, How::Form(index));
    }
    match titled {
        // A hearing's page shows the letter that opens it.
        _ if titled != Some(Kind::Horingssvar)
            && (hearing || states_deadline(view))
            && is_page(view)
            && announces_hearing(view) =>
        {
            (Kind::Horingsnotat, How::Hearing)
        }
        _ if titled != Some(Kind::Horingssvar) && states_deadline(view) && sends_out(view) => {
            (Kind::Horingsnotat, How::Hearing)
        }
        // A letter about minutes, a hearing note or a guide is not one itself.
        // The ministry's letter that opens a hearing is no answer.
        // What a page tells of a meeting is neither its agenda nor its minutes.
        None | Some(Kind::Sakliste) if is_news(top) => (Kind::Annet, How::Nothing),
        _ if letter && hearing && opens_hearing(view, titled == Some(Kind::Horingssvar)) => (Kind::Brev, How::Hearing),
        Some(Kind::Horingsnotat | Kind::Veileder | Kind::Referat) | None if letter && hearing => {
            (Kind::Horingssvar, How::Hearing)
        }
        // "Rettleiing om økonomiplan" above references and a greeting is a letter that guides.
        Some(Kind::Veileder) if letter => (Kind::Brev, How::Letter),
        // "Svartype: Med merknad" stands on the page of an answer alone.
        None if crate::answers::remarks(view).is_some() => (Kind::Horingssvar, How::Hearing),
        // "Notat" above "Høringsuttalelse fra Fyrlaget": who says so answers.
        Some(Kind::Notat) if top.iter().any(|line| says_whose(line)) => (Kind::Horingssvar, How::Hearing),
        // "Innkalling av varamedlemmer" is what a letter is about.
        Some(Kind::Sakliste) if letter && dated_letter(top) => (Kind::Brev, How::Letter),
        Some(Kind::Horingssvar) if sums_up(&folded) => (Kind::Annet, How::Nothing),
        // What a municipality lays before its council, or has decided, to answer a hearing with.
        Some(Kind::Protokoll) | None if hearing && casework::is_case_paper(view) => (Kind::Horingssvar, How::Hearing),
        Some(kind) => (kind, How::Title),
        // "Høringsbrev om endring av …".
        None if titles_letter(&folded) => (Kind::Brev, How::Title),
        // "Svarskjema" above the hearing that it answers.
        None if hearing && form(top).is_some() => (Kind::Horingssvar, form(top).map_or(How::Hearing, How::Head)),
        None if hearing && (answers_hearing(view) || comments(view) || casework::decides(view)) => {
            (Kind::Horingssvar, How::Hearing)
        }
        None if hearing && announces_hearing(view) => (Kind::Horingsnotat, How::Hearing),
        None if top.iter().any(|line| is_for_meeting(line)) => (Kind::Materiale, How::Hearing),
        None if letter => match top.iter().position(|line| says_sort(line.text)) {
            Some(index) => (
                top.get(index)
                    .and_then(|line| kind_of(line.folded(), &["title"]))
                    .unwrap_or(Kind::Brev),
                How::Head(index),
            ),
            None if answers_hearing(view) && !top.iter().take(5).any(is_called_letter) => {
                (Kind::Horingssvar, How::Letter)
            }
            None => (Kind::Brev, How::Letter),
        },
        None => {
            let told = |lines: &[Line<'_>], place: &str| {
                // "Vi viser til høringsnotat av 3. mai" speaks of another paper.
                let refers = |line: &Line<'_>| {
                    ["iser til ", "ises til ", "yner til "]
                        .iter()
                        .any(|word| line.text.contains(word))
                        || speaks_of_note(line.text)
                        || tells_of_agenda(line)
                        || denies(line)
                };
                let mut lines = lines.iter().take(25).enumerate().filter(|(_, line)| !refers(line));
                lines.find_map(|(index, line)| {
                    let folded = fold_name(&minutes::unspaced(line.text));
                    Some((kind_of(&folded, &[place])?, index))
                })
            };
            let head = || told(top, "top").map(|(kind, index)| (kind, How::Head(index)));
            let text = || told(&view.lines, "body").map(|(kind, index)| (kind, How::Text(index)));
            // Nothing is called by its sort: "Vi viser til høringsnotat …" tells it.
            let answer = || answers_hearing(view).then_some((Kind::Horingssvar, How::Text(0)));
            // "Havtilsynet sender forslag på høring" above its deadline.
            let opens = || {
                let (line, _) = opener(&view.lines)?;
                let index = view.lines.iter().position(|known| known.start == line.start)?;
                announces_hearing(view).then_some((Kind::Horingsnotat, How::Text(index)))
            };
            let laid = || {
                let index = laid_out(view).filter(|_| announces_hearing(view))?;
                Some((Kind::Horingsnotat, How::Text(index)))
            };
            // "Styremøte 3. mai 2022" above who was there.
            let held = || held(&folded, view).map(|index| (Kind::Referat, How::Text(index)));
            // "Møtested: …" above who was there.
            let met = || minutes::by_list(view).map(|index| (Kind::Referat, How::Form(index)));
            // "Høringsmøte i komiteen" above what each of several said.
            let spoken = || minutes::by_dialogue(view).map(|index| (Kind::Referat, How::Form(index)));
            // "Styremøte 3. mai 2022" above who was there and who was not, whatever the cases are called.
            let attended = || {
                let there = self::held(&folded, view).filter(|_| minutes::tells_who_was_away(view));
                there.map(|index| (Kind::Referat, How::Form(index)))
            };
            let named = head();
            let minutes = matches!(named, Some((Kind::Referat | Kind::Protokoll, _)));
            named
                .filter(|_| minutes)
                .or_else(attended)
                .or(named)
                .or_else(text)
                .or_else(answer)
                .or_else(opens)
                .or_else(laid)
                .or_else(held)
                .or_else(met)
                .or_else(spoken)
                .unwrap_or((Kind::Annet, How::Nothing))
        }
    }
}

/// The minutes that a document is by its form, and the line that tells it. What a title says counts only where it can be
/// that of a case: the paper that answers a hearing names who decided on it, too.
fn of_form(titled: Option<Kind>, hearing: bool, view: &View<'_>) -> Option<(Kind, usize)> {
    let called = minutes::called(view);
    let open = match titled {
        Some(Kind::Referat | Kind::Protokoll | Kind::Avtale) => false,
        // "Saksliste: …" below the list of minutes.
        Some(Kind::Horingsnotat | Kind::Veileder | Kind::Materiale | Kind::Sakliste) => called.is_some(),
        _ => called.is_some() || !(hearing || casework::is_case_paper(view)),
    };
    let (kind, index) = open.then(|| minutes::by_form(view)).flatten()?;
    Some((kind, called.map_or(index, |(_, line)| line)))
}

/// The line that lists who was at the meeting that a folded title names: minutes that do not call themselves so.
fn held(title: &str, view: &View<'_>) -> Option<usize> {
    if !title.contains("møte") {
        return None;
    }
    let names = |text: &str| !crate::people::people(text, None).present.is_empty();
    // "Tilstede:" above them.
    let below = |index: usize| view.lines.get(index + 1).is_some_and(|line| names(line.text));
    let lists = |(index, line): (usize, &Line<'_>)| {
        let listed = line.label().filter(|(meaning, _)| *meaning == "present");
        listed.is_some_and(|(_, rest)| if rest.is_empty() { below(index) } else { names(rest) })
    };
    view.lines.iter().take(25).enumerate().position(lists)
}

/// "Høringsuttalelse fra Fyrlaget" on a line of its own.
fn says_whose(line: &Line<'_>) -> bool {
    let from = |text: &str| text.contains(" fra ") || text.contains(" frå ");
    line.text.len() < 120
        && from(line.text)
        && says_sort(line.text)
        && kind_of(line.folded(), &["title"]) == Some(Kind::Horingssvar)
}

/// "til behandling på 3. konsultasjonsmøte 21. august 2008" below the title of a report.
fn is_for_meeting(line: &Line<'_>) -> bool {
    line.text.len() < 120
        && [
            "til behandling på ",
            "til drøfting på ",
            "til drøfting i ",
            "til behandling i ",
        ]
        .iter()
        .any(|words| line.text.trim_start().starts_with(words))
        && line.lower().contains("konsultasjonsmøte")
}

/// "Nyhet | Dato: 3. mai 2020", "Pressemelding | Nr: 12": what a site calls its own news.
fn is_news(top: &[Line<'_>]) -> bool {
    let sorts = ["nyhet", "nyheit", "nyhende", "pressemelding", "pressemeldinger"];
    let sort = |line: &Line<'_>| line.text.split_once('|').map(|(sort, _)| sort.trim().lower_case());
    let mut head = top.iter().take(8).filter_map(sort);
    head.any(|sort| sorts.contains(&sort.as_str()))
}

/// "Brevdato: 3. mai 2020" on the page of a letter.
fn dated_letter(top: &[Line<'_>]) -> bool {
    top.iter().any(|line| line.text.trim_start().starts_with("Brevdato:"))
}

/// The line that says that a paper is the form by which a hearing is answered.
fn form(top: &[Line<'_>]) -> Option<usize> {
    top.iter().position(|line| {
        let folded = fold_name(&line.text.chars().take(40).collect::<String>());
        [
            "svarskjema",
            "høringsskjema",
            "høyringsskjema",
            "høringssvarskjema",
            "skjema for hør",
            "skjema for høyr",
        ]
        .iter()
        .any(|word| folded.starts_with(word))
    })
}

/// "jf. § 1 i høringsnotatet": another paper's note.
fn speaks_of_note(text: &str) -> bool {
    let folded = text.lower_case();
    ["høringsnotatet", "høyringsnotatet"]
        .iter()
        .any(|word| folded.find(word).is_some_and(|at| at > 0) && !folded.contains("dette "))
}

/// "… møtte leder i KS til digitalt møte med følgende dagsorden:": a sentence tells what the agenda was.
fn tells_of_agenda(line: &Line<'_>) -> bool {
    let text = line.text.trim_end();
    text.ends_with(':') && text.split(' ').count() > 6
}

/// "Dette er ikke en offisiell protokoll": what a paper says it is not.
fn denies(line: &Line<'_>) -> bool {
    [
        "ikke en ",
        "ikke et ",
        "ikke noen ",
        "ikke noe ",
        "ikkje ein ",
        "ikkje eit ",
        "ikkje nokon ",
    ]
    .iter()
    .any(|word| line.lower().contains(word))
}

/// "Oppsummering av høringsuttalelser", "LVK vil avgi høringsuttalelse": a paper about answers, and none itself.
fn sums_up(title: &str) -> bool {
    let sums = [
        "oppsummering av ",
        "sammendrag av ",
        "samandrag av ",
        "oversikt over ",
        "oversyn over ",
    ];
    // "LVK vil avgi høringsuttalelse" tells of one to come, "Vilkår for innsending av høringssvar" of how they are sent.
    let later = [
        " vil avgi ",
        " skal avgi ",
        " vil gje ",
        " vil sende ",
        "innsending av ",
        "innsending til ",
    ];
    sums.iter().any(|word| title.starts_with(word)) || later.iter().any(|words| title.contains(words))
}

/// Whether a folded title says that the paper is the letter of a hearing, and what that is about.
fn titles_letter(title: &str) -> bool {
    ["høringsbrev ", "høyringsbrev ", "høringsbrev:", "høyringsbrev:"]
        .iter()
        .any(|word| title.starts_with(word))
}

/// Whether a folded title is that of a hearing, or of a paper about one.
pub(crate) fn is_about_hearing(title: &str) -> bool {
    let begins = [
        "melding om høring",
        "melding om høyring",
        "alminnelig høring",
        "alminneleg høyring",
        "høring",
        "høyring",
        "åpen høring",
        "open høyring",
        "offentlig høring",
        "offentleg høyring",
        "ny høring",
        "ny høyring",
    ];
    begins.iter().any(|word| title.starts_with(word))
        // "Ad. høring om …", "Ny lov – høring": the word stands alone somewhere.
        || title.split(|c: char| !c.is_alphanumeric()).any(|word| ["høring", "høyring"].contains(&word))
}

/// Whether the head holds what only a web page of a hearing says: its status, or its sort beside its date.
fn is_page(view: &View<'_>) -> bool {
    view.site
        || view.lines.iter().take(15).any(|line| {
            let begin: String = line.text.trim_start().chars().take(10).collect();
            let folded = begin.lower_case();
            ["status:", "høring |", "høyring |"]
                .iter()
                .any(|word| folded.starts_with(word))
        })
}

/// "Høringsfrist: 17.02.2006" in the head, on a line of its own.
fn states_deadline(view: &View<'_>) -> bool {
    let begins = |line: &Line<'_>| {
        ["Høringsfrist:", "Høyringsfrist:"]
            .iter()
            .any(|word| line.text.starts_with(word))
    };
    view.lines.iter().take(15).any(begins)
}

/// "Finansdepartementet sender på høring …" below that, where no case is laid before anybody.
fn sends_out(view: &View<'_>) -> bool {
    opener(&view.lines).is_some() && !casework::is_case_paper(view)
}
