//! Speech whose speaker is not the subject before the verb: passives, views, relative clauses, quotations.

use super::{FIRST, Subject, single, verb};
use crate::data::named;
use crate::speakers::{Found, Speakers};
use ordskifte_analysis::Map;
use ordskifte_record::{Attribution, Speaker};
use ordskifte_vocabulary::LowerCase;
use std::sync::LazyLock;

/// "Ordet gikk til Moe, som orienterte om saken": a relative clause tells what somebody said.
pub(super) fn told_of(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let at = words.iter().position(|word| *word == "som")?;
    let name = words.get(..at)?;
    let verb = verb(words.get(at + 1..)?)?;
    (1..=3.min(name.len())).find_map(|count| {
        let (before, printed) = name.split_at_checked(name.len() - count)?;
        let given = ["til", "av", "ved"].contains(before.last()?);
        let (speaker, how) = speakers.named(printed.join(" ").strip_suffix(',').filter(|_| given)?)?;
        Some(single(speaker, how, verb.clone()))
    })
}

/// What comes from somebody who speaks: "Det kom innspill fra Moe".
const CONTRIBUTIONS: [&str; 12] = [
    "innspill",
    "innspel",
    "spørsmål",
    "kommentar",
    "kommentarer",
    "kommentarar",
    "merknad",
    "merknader",
    "forslag",
    "framlegg",
    "innvendinger",
    "innvendingar",
];

/// "Det kom innspill fra Moe om at …", "Det ble stilt spørsmål frå Li": from whom stands behind what came.
pub(super) fn came_from(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    if let Some(found) = answer_from(words, speakers).or_else(|| support_from(words, speakers)) {
        return Some(found);
    }
    let ["Det", came @ ("kom" | "ble" | "blei" | "vart"), rest @ ..] = words else {
        return None;
    };
    let near = rest.get(..rest.len().min(8))?;
    let at = near.windows(2).position(|pair| match pair {
        [noun, from] => CONTRIBUTIONS.contains(noun) && ["fra", "frå"].contains(from),
        _ => false,
    })?;
    let behind = rest.get(at + 2..)?;
    (1..=4.min(behind.len())).rev().find_map(|count| {
        let printed = behind.get(..count)?.join(" ");
        let printed = printed.trim_end_matches(['.', ',']);
        let office = |(_, how): &Found| matches!(how, Attribution::Organization | Attribution::Role);
        let found = speakers
            .named(printed)
            .or_else(|| speakers.resolve(printed, &[]).filter(office));
        let (speaker, how) = found?;
        Some(single(speaker, how, format!("{came} {}", rest.get(at)?)))
    })
}

/// "Forslaget fikk støtte fra Moe."
fn support_from(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let at = words.iter().take(6).position(|word| ["fikk", "fekk"].contains(word))?;
    let ["støtte" | "tilslutning" | "oppslutning", "fra" | "frå", behind @ ..] = words.get(at + 1..)? else {
        return None;
    };
    (1..=4.min(behind.len())).rev().find_map(|count| {
        let printed = behind.get(..count)?.join(" ");
        let (speaker, how) = speakers.resolve(printed.trim_end_matches(['.', ',']), &[])?;
        matches!(how, Attribution::Name | Attribution::Role | Attribution::Organization)
            .then(|| single(speaker, how, "støtte".to_owned()))
    })
}

/// "Svaret fra Moe var at …".
fn answer_from(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let ["Svaret" | "Beskjeden", "fra" | "frå", behind @ ..] = words else {
        return None;
    };
    (1..=4.min(behind.len())).rev().find_map(|count| {
        let (printed, rest) = behind.split_at_checked(count)?;
        let was = rest
            .first()
            .is_some_and(|verb| ["var", "er", "ble", "blei", "vart"].contains(verb));
        let (speaker, how) = speakers.resolve(&printed.join(" "), &[]).filter(|_| was)?;
        Some(single(speaker, how, "svarte".to_owned()))
    })
}

/// "Det samme gjorde Moe.", "Det kunne ikke Moe svare på", "Det samme var Li opptatt av": what was said stands first.
pub(super) fn inverted(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let (["Det" | "Dette" | "det", "samme" | "same", rest @ ..] | ["Det" | "Dette", rest @ ..]) = words else {
        return None;
    };
    let (verb, behind) = rest.split_first()?;
    if ![
        "gjorde", "kunne", "ville", "var", "hadde", "mente", "meinte", "trodde", "trudde",
    ]
    .contains(verb)
    {
        return None;
    }
    let not = usize::from(
        behind
            .first()
            .is_some_and(|word| ["ikke", "ikkje", "også", "òg"].contains(word)),
    );
    let behind = behind.get(not..)?;
    (1..=3.min(behind.len())).rev().find_map(|count| {
        let (speaker, how) = speakers.named(&behind.get(..count)?.join(" "))?;
        let told: Vec<&str> = std::iter::once(*verb)
            .chain(behind.get(count..)?.iter().copied())
            .collect();
        let same = *verb == "gjorde" && words.get(1).is_some_and(|word| ["samme", "same"].contains(word));
        let verb = if same {
            Some("gjorde".to_owned())
        } else {
            super::verb(&told)
        }?;
        Some(single(speaker, how, verb))
    })
}

/// "…, sa Moe.", "…, la Moe til.", "…, fortalte han, men …": who said it stands behind the first words of what was said.
pub(super) fn quoted(sentence: &str, speakers: &Speakers<'_>, last: &[Speaker]) -> Option<Subject> {
    let mut parts = sentence.trim_end().trim_end_matches('.').split(", ").skip(1);
    parts.find_map(|part| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let (first, rest) = words.split_first()?;
        // "…, ifølge Moe."
        if ["ifølge", "ifølgje"].contains(first) && rest.len() <= 4 {
            let (speaker, how) = speakers.named(&rest.join(" "))?;
            return Some(single(speaker, how, (*first).to_owned()));
        }
        if !FIRST.contains(first) || rest.len() > 5 {
            return None;
        }
        (1..=rest.len()).rev().find_map(|count| {
            let (speaker, how) = speakers.resolve(&rest.get(..count)?.join(" "), last)?;
            if how == Attribution::Organization {
                return None;
            }
            let told: Vec<&str> = std::iter::once(*first)
                .chain(rest.get(count..)?.iter().copied())
                .collect();
            let verb = verb(&told).filter(|verb| verb.split(' ').count() == told.len())?;
            Some(single(speaker, how, verb))
        })
    })
}

/// "Fra KS' side ble det understreket": a body's speech in the passive.
pub(super) fn passive(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    // "Det ble fra KS' side vist til", "Det ble fra KS vist til": the body stands inside the verb.
    if let ["Det", "ble" | "blei" | "vart", "fra" | "frå", rest @ ..] = words {
        return (1..=6.min(rest.len())).find_map(|count| {
            let verb = rest.get(count)?.trim_end_matches([',', '.', ':']);
            let told = SIDES.contains(rest.get(count - 1)?) || PARTICIPLES.contains_key(verb);
            let told = told && !SIDES.contains(&verb);
            told_by(&whose(rest.get(..count)?), verb, speakers).filter(|_| told)
        });
    }
    if let Some(found) = by_agent(words, speakers) {
        return Some(found);
    }
    let (from, rest) = words.split_first()?;
    if !["Fra", "Frå"].contains(from) {
        return None;
    }
    let at = rest
        .windows(2)
        .take(5)
        .position(|pair| matches!(pair, ["ble" | "blei" | "vart", "det"]))?;
    let verb = rest.get(at + 2)?.trim_end_matches([',', '.', ':']);
    told_by(&whose(rest.get(..at)?), verb, speakers)
}

/// Words for the side of a body, behind its name.
const SIDES: [&str; 7] = ["side", "si", "sin", "sitt", "sida", "siden", "hold"];

/// "KS sin side": the body alone.
fn whose(words: &[&str]) -> String {
    let body: Vec<&str> = words.iter().copied().filter(|word| !SIDES.contains(word)).collect();
    body.join(" ")
}

/// The speech of a body or a person that the passive names.
fn told_by(body: &str, verb: &str, speakers: &Speakers<'_>) -> Option<Subject> {
    let (speaker, how) = owner(body, speakers)?;
    let told = matches!(how, Attribution::Organization | Attribution::Name);
    (told && verb.chars().all(char::is_lowercase)).then(|| single(speaker, how, verb.to_owned()))
}

/// Participles of what somebody can say, and whether they tell it before an agent, too.
static PARTICIPLES: LazyLock<Map<&'static str, bool>> = LazyLock::new(|| {
    named(include_str!("../../data/participles.tsv"))
        .flat_map(|(place, words)| words.split('|').map(move |word| (word, place == "agent")))
        .collect()
});

/// "Dette ble støttet av Moe og Li."
fn by_agent(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let at = words
        .iter()
        .take(6)
        .position(|word| ["ble", "blei", "vart"].contains(word))?;
    let [participle, "av", agent @ ..] = words.get(at + 1..)? else {
        return None;
    };
    if PARTICIPLES.get(participle) != Some(&true) {
        return None;
    }
    let all = agent.join(" ");
    let all = all.split(['.', ';']).next().unwrap_or_default();
    let named: Vec<Found> = all
        .split(", ")
        .flat_map(|part| part.split(" og "))
        .map_while(|name| speakers.named(name).or_else(|| speakers.resolve(name, &[])))
        .collect();
    let how = named.first().map(|(_, how)| *how)?;
    Some(Subject {
        speakers: named.into_iter().map(|(speaker, _)| speaker).collect(),
        attribution: how,
        verb: (*participle).to_owned(),
        respelled: false,
    })
}

/// Who is meant in the genitive: "Moens", "KS'"; a name that ends in *s* may stand as it is.
fn owner(printed: &str, speakers: &Speakers<'_>) -> Option<Found> {
    let name = printed.trim_end_matches(['\'', '’']);
    let genitive = || speakers.resolve(name.strip_suffix('s')?, &[]);
    speakers.resolve(name, &[]).or_else(genitive)
}

/// What somebody's view is called.
const VIEWS: [&str; 8] = [
    "syn",
    "mening",
    "meining",
    "oppfatning",
    "oppfatting",
    "vurdering",
    "erfaring",
    "skjønn",
];

/// "Ifølge Moen er planen vedtatt": what a person of the list is said to have said.
pub(super) fn according(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let (first, rest) = match words {
        ["I", "følge" | "følgje" | "flg.", rest @ ..] => (&"Ifølge", rest),
        _ => words.split_first()?,
    };
    // "Etter Moens syn er ikke kommunene hørt."
    if *first == "Etter" {
        let at = rest.iter().take(5).position(|word| VIEWS.contains(word))?;
        // "Etter Moen si meining".
        let name = whose(rest.get(..at)?);
        let name = name.trim_end_matches(['\'', '’']);
        let (speaker, how) = speakers
            .named(name)
            .or_else(|| speakers.named(name.strip_suffix('s')?))?;
        return Some(single(speaker, how, format!("etter … {}", rest.get(at)?)));
    }
    if !["Ifølge", "Ifølgje"].contains(first) {
        return None;
    }
    // "Ifølge både Moen og Li".
    if let ["både" | "båe", pair @ ..] = rest {
        let and = pair.iter().take(4).position(|word| *word == "og")?;
        let one = speakers.named(&pair.get(..and)?.join(" "))?;
        let behind = pair.get(and + 1..)?;
        let other = (1..=3.min(behind.len())).find_map(|count| speakers.named(&behind.get(..count)?.join(" ")))?;
        return Some(Subject {
            speakers: vec![one.0, other.0],
            attribution: one.1,
            verb: first.lower_case(),
            respelled: false,
        });
    }
    (1..=5.min(rest.len())).rev().find_map(|count| {
        let (speaker, how) = speakers.resolve(&rest.get(..count)?.join(" "), &[])?;
        matches!(how, Attribution::Name | Attribution::Role).then(|| single(speaker, how, first.lower_case()))
    })
}

/// "KS' syn er at øremerkingen må ned": what somebody's view is said to be.
pub(super) fn view_of(words: &[&str], speakers: &Speakers<'_>) -> Option<Subject> {
    let at = words.iter().take(5).position(|word| VIEWS.contains(word))?;
    let (before, rest) = words.split_at_checked(at)?;
    let [view, verb @ ("er" | "var"), "at", ..] = rest else {
        return None;
    };
    let (speaker, how) = owner(&before.join(" "), speakers)?;
    if !matches!(how, Attribution::Organization | Attribution::Name | Attribution::Role) {
        return None;
    }
    Some(single(speaker, how, format!("{view} {verb}")))
}
