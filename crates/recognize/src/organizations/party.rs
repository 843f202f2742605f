//! A party as printed, and the plain form of its name.

use super::{sort, without_contact};
use crate::joint;
use crate::recipients::without_abbreviation;
use ordskifte_record::Party;
use ordskifte_vocabulary::{LowerCase, Ministry, fold_name, ministries_by_name};

/// What KS calls itself in full, and was called.
const KS: [&str; 4] = [
    "ks kommunesektorens organisasjon",
    "kommunesektorens organisasjon",
    "kommunenes sentralforbund",
    "kommunesektorens interesse- og arbeidsgiverorganisasjon",
];

/// What the letterheads of ministries begin with.
const ROYAL: [&str; 2] = ["det kongelige ", "det kongelege "];

/// The ministries of a name as letterheads print it: "Det kongelige finansdepartement".
pub(crate) fn ministries(printed: &str) -> Vec<&'static Ministry> {
    let name = printed.trim();
    // Whole paragraphs are asked for too, and need no folding.
    let begin = fold_name(&name.chars().take(16).collect::<String>());
    let royal = ROYAL.iter().find(|prefix| begin.starts_with(*prefix));
    let bare = royal.and_then(|prefix| fold_name(name).strip_prefix(prefix).map(str::to_owned));
    match bare {
        Some(bare) if bare.ends_with("departement") => ministries_by_name(&format!("{bare}et")),
        // "Det kongelige barne- og likestillingsdep."
        Some(bare) if bare.trim_end_matches('.').ends_with("dep") => {
            ministries_by_name(&format!("{}artementet", bare.trim_end_matches('.')))
        }
        Some(bare) => ministries_by_name(&bare),
        None => ministries_by_name(name),
    }
}

/// A party as printed, with its sort and its plain name: without a department behind a dash, and not in capitals.
pub(crate) fn party(printed: &str) -> Party {
    let name = without_contact(printed.trim());
    let bare = [" – ", " - ", " ved "]
        .iter()
        .filter_map(|mark| name.split_once(mark))
        .map(|(name, _)| name)
        .find(|name| sort(name).is_some())
        .unwrap_or(name);
    let bare = bare.trim_end_matches([',', '.', '\\', ' ', '–', '-', '|']).trim();
    let bare = without_department(bare);
    // "Finansdepartementet (FIN)" is the ministry.
    let short = without_abbreviation(bare);
    let bare = if ministries(short).is_empty() { bare } else { short };
    let bare = if KS.contains(&&*fold_name(bare)) { "KS" } else { bare };
    // "FINANSDEPARTEMENT" in a letterhead is the ministry.
    let ministry = ministries_by_name(&format!("{bare}et"))
        .first()
        .or(ministries(bare)
            .first()
            // "Nærings- og Handelsdepartementet" is spelled so by nobody else.
            .filter(|ministry| {
                let folded = fold_name(bare);
                folded.starts_with("det kong") || folded == fold_name(ministry.name_nb)
            }))
        .map(|ministry| ministry.name_nb.to_owned());
    Party {
        party_type: sort(ministry.as_deref().unwrap_or(bare))
            .or_else(|| joint::sort(bare))
            .or_else(|| by_ending(bare))
            .map(str::to_owned),
        name: ministry.unwrap_or_else(|| in_lower_case(bare)),
        printed: name.to_owned(),
        signatories: Vec::new(),
    }
}

/// What only names of bodies end in where a name is known to be one: "Vestlandske Fyrlag", "Fyrtvistutvalget".
fn by_ending(name: &str) -> Option<&'static str> {
    let last = name.rsplit(' ').next()?.lower_case();
    let ends = |words: &[&str]| words.iter().any(|word| last.ends_with(word));
    if ends(&[
        "tvistutvalget",
        "tvistutvalet",
        "nemnda",
        "nemnd",
        "museet",
        "museum",
        "høgskola",
    ]) {
        Some("annet")
    } else if ends(&["kraftlag", "aksjelag", "kraft", "energi", "verk"]) {
        None
    } else {
        ends(&[
            "lag",
            "forum",
            "klubb",
            "samfunn",
            "samband",
            "lista",
            "allianse",
            "alliansen",
        ])
        .then_some("organisasjon")
    }
}

/// What names of the parts of a body end in, in lower case.
const PARTS: [&str; 16] = [
    "avdelingen",
    "avdelinga",
    "avdeling",
    "kontoret",
    "kontorene",
    "kontora",
    "kontor",
    "seksjonen",
    "seksjon",
    "staben",
    "stab",
    "administrasjonen",
    "enheten",
    "eininga",
    "regionen",
    "divisjonen",
];

/// Whether a text is KS in full, as it is called or was.
pub(super) fn is_ks(text: &str) -> bool {
    KS.contains(&fold_name(text).as_str())
}

/// Whether a short line names a part of a body: "Kommunedirektørens stab", "Plan- og byggesaksavdelingen".
pub(crate) fn is_part(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let ends = |word: &String| PARTS.iter().any(|part| word.ends_with(part));
    words.len() <= 5 && (words.first().is_some_and(ends) || words.last().is_some_and(ends))
}

/// Without the part that writes: "Justisdepartementet Lovavdelingen", "Havdirektoratet Regionkontoret i Nord", "KS, Samferdsel",
/// whose line ran into that of the body or stands behind a comma.
fn without_department(name: &str) -> &str {
    let whole = |body: &str| !ministries_by_name(body).is_empty() || sort(body).is_some();
    if let Some((body, part)) = name.split_once(", ") {
        let named = part.starts_with(char::is_uppercase) && sort(part).is_none();
        if named && whole(body) {
            return body;
        }
    }
    let blanks = name.match_indices(' ').map(|(at, _)| at);
    let cut = blanks
        .filter_map(|at| Some((name.get(..at)?, name.get(at + 1..)?)))
        .find(|(body, part)| {
            let first = part.split(' ').next().unwrap_or_default();
            let lower = first.lower_case();
            let last = body.rsplit(' ').next().unwrap_or_default().lower_case();
            let ends = [
                "departementet",
                "direktoratet",
                "kommune",
                "tilsynet",
                "etaten",
                "verket",
            ]
            .iter()
            .any(|end| last.ends_with(end));
            ends && first.starts_with(char::is_uppercase) && PARTS.iter().any(|part| lower.ends_with(part))
        });
    cut.map_or(name, |(body, _)| body)
}

/// Longest abbreviation of a company's form, in letters.
const COMPANY: usize = 3;

/// "ØSTRE MO KOMMUNE" as "Østre Mo kommune"; abbreviations stay.
fn in_lower_case(name: &str) -> String {
    let capitals = !name.chars().any(char::is_lowercase);
    if !capitals || name.chars().count() < 7 {
        return name.to_owned();
    }
    let common = |word: &str| {
        sort(word).is_some() || ["og", "i", "for", "av", "på", "til"].contains(&word) || word.ends_with("departement")
    };
    let words = name.split_whitespace().enumerate().map(|(index, word)| {
        let lower = word.lower_case();
        // "KRAFT AS": forms of companies are abbreviations.
        if word.chars().count() <= COMPANY && sort(&lower) == Some("næringsliv") {
            return word.to_owned();
        }
        if index > 0 && common(&lower) {
            return lower;
        }
        let mut letters = lower.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_departments_are_no_part_of_a_name() {
        let name = |printed| party(printed).name;
        assert_eq!(name("ØSTRE MO KOMMUNE"), "Østre Mo kommune");
        assert_eq!(name("Østre fylkeskommune – Samferdsel"), "Østre fylkeskommune");
        assert_eq!(name("KS"), "KS");
        assert_eq!(name("KS, Samferdsel"), "KS");
        assert_eq!(name("Finansdepartementet, Økonomiavdelingen"), "Finansdepartementet");
        assert_eq!(name("Fyrdirektoratet Regionkontoret i Vika"), "Fyrdirektoratet");
        assert_eq!(
            name("Norsk forening for fyr, brygger og kaier"),
            "Norsk forening for fyr, brygger og kaier"
        );
        assert_eq!(name("Sunnvik kommune tlf. 12 34 56 78"), "Sunnvik kommune");
        assert_eq!(name("Fyrdirektoratet 2018"), "Fyrdirektoratet");
        assert_eq!(name("Foreningen Verden"), "Foreningen Verden");
        assert_eq!(name("INDRE VIK KRAFT AS"), "Indre Vik Kraft AS");
        assert_eq!(name("Sunnvik kommune, 3. mai 2019"), "Sunnvik kommune");
    }
}
