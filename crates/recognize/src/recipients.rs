//! Whom a letter goes to: a ministry in its address, behind "Til", all of a sort ("Høringsinstansene"), the Storting, another
//! body above an address.

use crate::answers::asked;
use crate::data::rows;
use crate::evidence;
use crate::labels;
use crate::openings::royal_head;
use crate::organizations::{first_of, is_organization, ministries, party};
use crate::people::is_name;
use crate::signature::begins_greeting;
use crate::view::{Line, View};
use crate::writer::paper::sent;
use ordskifte_record::{Kind, PartialDate, Party, Record};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_abbreviation, ministries_by_name, resolve};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static POSTAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*\d{4}\s+\p{Lu}").ok());

/// All of a sort: "høringsinstansene".
static COLLECTIVES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| rows(include_str!("../data/collectives.txt")).collect());

/// What postal addresses begin with.
const ADDRESSES: [&str; 12] = [
    " v/",
    " Postboks",
    " postboks",
    " Postmottak",
    " postmottak",
    " POSTBOKS ",
    " Pb",
    " PB ",
    " P.b. ",
    " Boks",
    " Dep ",
    " Dep,",
];
/// Longest name before an address, in characters.
const LONGEST: usize = 400;
/// Lines longer than this are running text, and below them nobody is addressed.
const PROSE: usize = 120;
/// … and so are shorter ones that end in a point.
const SENTENCE: usize = 60;

/// The name before a postal address on the same line: "Finansdepartementet Postboks 1 Dep 0030 Oslo".
pub(crate) fn addressee(text: &str) -> &str {
    let text = text.trim_end().strip_suffix(" Her").unwrap_or(text);
    // Nobody's name is longer, and running text need not be read to its end.
    let longer = (text.len() > LONGEST)
        .then(|| text.char_indices().nth(LONGEST))
        .flatten();
    let near = longer.map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    let mail = near.find('@').and_then(|at| near.get(..at)?.rfind(' '));
    let cut = first_of(near, &ADDRESSES).or_else(|| postal_code(near)).or(mail);
    text.get(..cut.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim()
        .trim_end_matches([',', '\\'])
}

/// Where "0026 OSLO" begins behind a name.
fn postal_code(text: &str) -> Option<usize> {
    // Most words begin with no figure.
    let figure = |at: &usize| text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
    let blanks = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
    let mut codes = blanks.map(|(at, _)| at).filter(figure).filter(|at| {
        let mut words = text.get(at + 1..).unwrap_or_default().split(' ');
        let code = words
            .next()
            .is_some_and(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
        code && words.next().is_some_and(|word| word.starts_with(char::is_uppercase))
    });
    codes.next()
}

/// Whether a line is a postal code and a place.
pub(crate) fn is_place(text: &str) -> bool {
    POSTAL.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// "Her", "post@example.no": where a letter goes that needs no post.
fn is_at_hand(text: &str) -> bool {
    let text = text.trim();
    text == "Her" || (text.contains('@') && !text.contains(' '))
}

/// Whether an address stands on a line of the head behind a name, or below it.
pub(crate) fn is_addressed(top: &[Line<'_>], index: usize) -> bool {
    let behind = |line: &Line<'_>| addressee(line.text).len() < line.text.trim().len();
    if top.get(index).is_some_and(behind) {
        return true;
    }
    let below = top.get(index + 1..top.len().min(index + 4)).unwrap_or_default();
    below.iter().any(|next| is_place(next.text)) || below.first().is_some_and(|next| is_at_hand(next.text))
}

/// Reads the recipient, where the head of a letter names it; `answering` is who the title says answers.
pub(crate) fn read(view: &View<'_>, top: &[Line<'_>], answering: Option<&str>, record: &mut Record) {
    let top = above_greeting(top);
    // The addressee stands above a postal address or "Dep"; a ministry in the head of a letter to it.
    let addressed = top.iter().enumerate().find(|(index, line)| {
        if addressee(line.text).len() < line.text.trim().len() && !ministries(addressee(line.text)).is_empty() {
            return true;
        }
        let letterhead = || royal_head(top).is_some_and(|head| head.start == line.start);
        // Where the title names the sender, another organization above an address is who it answers.
        let other = |name: &str| line.is_organization() && !line.folded().contains(&fold_name(name));
        (!ministries(line.text).is_empty() || answering.is_some_and(other))
            && (*index > 0 || (record.kind != Kind::Brev && !letterhead()))
            && top
                .get(index + 1..index + 4)
                .unwrap_or_default()
                .iter()
                .take_while(|next| ministries(next.text).is_empty())
                .any(|next| {
                    let folded = next.folded();
                    let department = folded.split([' ', '.', ',']).any(|word| word == "dep");
                    is_place(next.text) || department || is_at_hand(next.text)
                })
    });
    let labelled = top
        .iter()
        .enumerate()
        .find_map(|(index, line)| labelled(top, index, line, crate::date_of(record)));
    let direct = || top.iter().find_map(|line| Some((line, to(line.text)?.to_owned())));
    let all = || {
        let receives = |name: &str| is_collective(name) || is_assembly(name);
        let head = head(top).iter().find(|line| receives(addressee(line.text)))?;
        Some((head, addressee(head.text).to_owned()))
    };
    let found = asked(view)
        .map(|line| (line, line.text.to_owned()))
        .or_else(|| minister(top))
        .or_else(|| addressed.map(|(_, line)| (line, addressee(line.text).to_owned())))
        .or(labelled)
        .or_else(direct)
        .or_else(|| from_and_to(top))
        .or_else(|| listed_below(view))
        .or_else(all)
        .or_else(|| {
            // Below the running text ministries are those that got a copy.
            let first = head(top).first().map(|line| line.text);
            let line = head(top).iter().find(|line| {
                let name = line.text.trim();
                // A letterhead is the writer's.
                let own = first == Some(line.text) && fold_name(name).starts_with("det kong");
                let ministry = record.kind != Kind::Brev && !ministries(without_abbreviation(name)).is_empty();
                !own && (ministry || (record.kind == Kind::Brev && fold_name(name) == "ks"))
            })?;
            Some((line, without_abbreviation(line.text).to_owned()))
        });
    if let Some((line, name)) = found {
        record.recipient = Some(receiver(&name));
        evidence(record, "recipient", line);
    }
}

/// "Brev fra Fyrtilsynet til Finansdepartementet", "Uttalelse om X, sendt fra A til B 3. mai 2019": the line of a page that shows
/// a letter.
fn from_and_to<'a, 'v>(top: &'a [Line<'v>]) -> Option<(&'a Line<'v>, String)> {
    top.iter().find_map(|line| {
        let text = line.text.trim();
        let begun = ["Brev fra ", "Brev frå "]
            .iter()
            .find_map(|begin| text.strip_prefix(begin));
        let short = || begun.filter(|_| text.len() <= FROM_AND_TO)?.split_once(" til ");
        let name = sent(text).map(|sent| sent.to).or_else(|| Some(short()?.1))?;
        (is_organization(name) || !ministries(name).is_empty()).then(|| (line, name.to_owned()))
    })
}

/// Longest line that says from whom and to whom, in bytes.
const FROM_AND_TO: usize = 160;

/// "Statsråd Kari Moe" above her ministry, or before it on the same line, at the top of a letter: who is written to.
fn minister<'a, 'v>(top: &'a [Line<'v>]) -> Option<(&'a Line<'v>, String)> {
    let (at, line, rest) = top.iter().take(6).enumerate().find_map(|(at, line)| {
        let text = line.text.trim();
        let title = text.split(' ').next().unwrap_or_default().lower_case();
        let minister = title == "statsråd" || (title.ends_with("minister") && title != "minister");
        Some((at, line, text.split_once(' ')?.1)).filter(|_| minister)
    })?;
    let below = top
        .get(at + 1)
        .filter(|_| is_name(&rest.split(' ').collect::<Vec<_>>()));
    if let Some(below) = below.filter(|below| !ministries(below.text).is_empty()) {
        return Some((below, below.text.trim().to_owned()));
    }
    let blanks = rest.match_indices(' ').map(|(at, blank)| at + blank.len());
    let mut bodies = blanks.skip(1).filter_map(|at| rest.get(at..));
    let body = bodies.find(|body| !ministries(body).is_empty())?;
    Some((line, body.to_owned()))
}

/// Whom a paper that is no letter says behind "Til:" that it is for.
pub(crate) fn read_labelled(top: &[Line<'_>], record: &mut Record) {
    let found = top
        .iter()
        .enumerate()
        .find_map(|(index, line)| labelled(top, index, line, crate::date_of(record)));
    if let Some((line, name)) = found {
        record.recipient = Some(receiver(&name));
        evidence(record, "recipient", line);
    }
}

/// Another body than the sender above an address in the head, once the sender is known.
pub(crate) fn read_other(top: &[Line<'_>], record: &mut Record) {
    let Some(sender) = record.sender.as_ref().map(|sender| fold_name(&sender.name)) else {
        return;
    };
    if record.recipient.is_some() {
        return;
    }
    let head = head(above_greeting(top));
    let found = head.iter().enumerate().find(|(index, line)| {
        let printed = addressee(line.text);
        let name = fold_name(printed);
        let plain = fold_name(&party(printed).name);
        let other = !name.contains(&sender) && !sender.contains(&name) && plain != sender;
        other && (is_organization(printed) || is_assembly(printed)) && is_addressed(head, *index)
    });
    if let Some((_, line)) = found {
        record.recipient = Some(receiver(addressee(line.text)));
        evidence(record, "recipient", line);
    }
}

/// The head's lines above its running text.
fn head<'a, 'v>(top: &'a [Line<'v>]) -> &'a [Line<'v>] {
    let end = top.iter().position(|line| {
        let length = line.text.chars().count();
        length > PROSE || (length > SENTENCE && line.text.trim_end().ends_with('.'))
    });
    top.get(..end.unwrap_or(top.len())).unwrap_or_default()
}

/// The lines above the greeting and those that got a copy.
fn above_greeting<'a, 'v>(top: &'a [Line<'v>]) -> &'a [Line<'v>] {
    let end = top.iter().position(|line| {
        let begin = fold_name(&line.text.chars().take(24).collect::<String>());
        begins_greeting(&begin) || COPIES.iter().any(|word| begin.starts_with(word))
    });
    top.get(..end.unwrap_or(top.len())).unwrap_or_default()
}

/// The only one below "Mottakere:" at the end of a letter whose address stands in no head.
fn listed_below<'a, 'v>(view: &'a View<'v>) -> Option<(&'a Line<'v>, String)> {
    let at = view
        .lines
        .iter()
        .rposition(|line| RECEIVERS.contains(&line.text.trim()))?;
    let mut below = view.lines.get(at + 1..)?.iter();
    let line = below.next()?;
    let name = addressee(line.text);
    let more = below
        .take_while(|line| line.text.len() < 80)
        .any(|line| receives(addressee(line.text)));
    (receives(name) && !more).then(|| (line, name.to_owned()))
}

/// What those who get a letter are listed below.
const RECEIVERS: [&str; 4] = ["Mottakere:", "Mottaker:", "Mottakarar:", "Mottakar:"];

/// What those who got a copy stand behind.
const COPIES: [&str; 2] = ["kopi", "gjenpart"];

/// "Til: Stortingets finanskomité", or "Til:" above it.
fn labelled<'a, 'v>(
    top: &'a [Line<'v>],
    index: usize,
    line: &'a Line<'v>,
    date: Option<PartialDate>,
) -> Option<(&'a Line<'v>, String)> {
    let (_, value) = line
        .pieces()
        .filter_map(labels::label)
        .find(|(meaning, _)| *meaning == "recipient")
        .or_else(|| {
            let (_, value) = line.text.split_once("Til behandling:")?;
            Some(("recipient", value.trim()))
        })?;
    let (line, value) = if value.is_empty() {
        let below = top.get(index + 1)?;
        (below, below.text.trim())
    } else {
        (line, value)
    };
    let name = in_full(value, date);
    receives(name).then(|| (line, name.to_owned()))
}

/// Whether somebody of this name can be written to.
fn receives(name: &str) -> bool {
    is_organization(name) || !ministries_by_name(name).is_empty() || is_collective(name) || is_assembly(name)
}

/// "Høringsinstansene", "Alle landets kommuner".
pub(crate) fn is_collective(name: &str) -> bool {
    name.len() < 60 && COLLECTIVES.contains(fold_name(name.trim_end_matches(['.', ','])).as_str())
}

/// The Storting and its committees: "Stortingets kommunal- og forvaltningskomité", "Finanskomiteen".
fn is_assembly(name: &str) -> bool {
    let folded = fold_name(name);
    let mut words = folded.split_whitespace();
    let committee = || {
        let last = assembly(&folded).rsplit(' ').next().unwrap_or_default();
        ["komite", "komité", "komiteen", "komitéen"]
            .iter()
            .any(|ending| last.ends_with(ending))
    };
    let short = name.starts_with(char::is_uppercase) && folded.split(' ').count() <= 8 && !name.ends_with(['.', ':']);
    short && (folded == "stortinget" || folded == "sametinget" || (committee() && words.next() != Some("sekretariat")))
}

/// "Finanskomiteen, Stortinget" is the committee.
fn assembly(name: &str) -> &str {
    let bare = ["Stortinget", "stortinget"]
        .iter()
        .find_map(|house| name.strip_suffix(house));
    let bare = bare.unwrap_or(name).trim_end_matches([' ', ',']);
    if bare.is_empty() { name } else { bare }
}

/// A recipient as printed; all of a sort are of none themselves.
fn receiver(name: &str) -> Party {
    let name = name.trim();
    if is_collective(name) || is_assembly(name) {
        let bare = assembly(name.trim_end_matches(['.', ','])).to_owned();
        return Party {
            party_type: crate::organizations::sort(&bare)
                .map(str::to_owned)
                .filter(|_| !is_collective(&bare)),
            printed: bare.clone(),
            name: bare,
            signatories: Vec::new(),
        };
    }
    party(name)
}

/// "Olje- og energidepartementet (OED)".
pub(crate) fn without_abbreviation(name: &str) -> &str {
    let bare = name.trim();
    let abbreviated = bare.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let short = |mark: &str| mark.len() <= 4 && mark.chars().all(char::is_uppercase);
    abbreviated
        .filter(|(_, mark)| short(mark))
        .map_or(bare, |(name, _)| name)
}

/// "Postmottak KDD" as an e-mail names its recipient: the ministry in full, that of the date.
fn in_full(value: &str, date: Option<PartialDate>) -> &str {
    let bare = ["Postmottak ", "postmottak "]
        .iter()
        .find_map(|word| value.strip_prefix(word));
    let bare = bare.unwrap_or(value).trim();
    let last = || ministries_by_abbreviation(bare).last().copied();
    let short = bare.len() <= 4;
    let named = short.then(|| resolve(bare, date).or_else(last)).flatten();
    named.map_or(bare, |ministry| ministry.name_nb)
}

/// "Til Finansdepartementet": the recipient on a line of its own.
pub(crate) fn to(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix("Til ")?;
    receives(name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_sort_and_assemblies_receive() {
        for name in [
            "Høringsinstansene",
            "Alle landets kommuner",
            "Stortingets kommunal- og forvaltningskomité",
            "Stortinget",
            "Finanskomiteen",
            "Helse- og omsorgskomiteen Stortinget",
            "Statsforvalteren i Nord",
        ] {
            assert!(receives(name), "{name}");
        }
        for name in [
            "Ifølge liste",
            "Stortinget vedtok loven",
            "Kari Moen",
            "Kommunene er enige",
        ] {
            assert!(!receives(name), "{name}");
        }
        assert_eq!(to("Til høringsinstansene"), Some("høringsinstansene"));
        assert_eq!(to("Til slutt"), None);
        assert_eq!(
            addressee("Finanskomiteen Stortinget 0026 OSLO"),
            "Finanskomiteen Stortinget"
        );
        assert_eq!(receiver("Finanskomiteen, Stortinget").name, "Finanskomiteen");
    }
}
