//! What stands between cases or behind one: how far they have come, and who entered them.

use ordskifte_record::CaseStage;
use ordskifte_vocabulary::{LowerCase, ministries_matching};

/// "Lovmedvirkning", "Kostnadsberekningar": one word that tells a sort, which heads the cases below it and is none.
pub(super) fn is_sort_alone(text: &str) -> bool {
    !text.trim_end_matches(':').contains(' ')
}

/// How far the cases below a line have come: "Oppmelding av nye saker", "Nye saker sidan førre møte:", "4.2 Saker som er
/// avsluttet", "Avslutta".
pub(super) fn state(text: &str) -> Option<CaseStage> {
    let bare = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | ')'));
    let folded = bare.trim_end_matches(':').lower_case();
    let count = folded.split(' ').count();
    // "Følgende saker er meldt inn:" is a sentence, and says nothing that sets these apart.
    let begins = BEGINS.iter().any(|words| folded.starts_with(words));
    let of_cases = begins || CASES.iter().any(|end| folded.ends_with(end));
    if count > FEW_WORDS || !(of_cases || count == 1) {
        return None;
    }
    let found = STATES
        .iter()
        .find(|(_, words)| words.iter().any(|word| folded.contains(word)));
    found.map(|(stage, _)| *stage)
}

/// Ends of the words for the cases that such a line is about.
const CASES: [&str; 3] = ["saker", "sakene", "sakane"];
/// Their beginnings, where more follows.
const BEGINS: [&str; 3] = ["nye saker ", "saker som ", "saker under "];

/// Most words of a line that says how far the cases below it have come.
const FEW_WORDS: usize = 6;

/// Words of such lines: "Oppmelding av nye saker", "Rapportering fra løpende saker".
const STATES: [(CaseStage, &[&str]); 3] = [
    (CaseStage::Avsluttet, &["avslutt", "ferdig", "sluttfør"]),
    (
        CaseStage::Rapportering,
        &["rapporter", "løpende", "løpande", "pågående", "pågåande"],
    ),
    (
        CaseStage::Oppmelding,
        &[
            "oppmeld",
            "innmeld",
            "nye ",
            "meldt opp",
            "meldt inn",
            "melde opp",
            "melde inn",
        ],
    ),
];

/// "Ny lov om arkiv – utvalg", "Digital undervisning, meldt inn av KS": the case, and what is said of it behind a dash or
/// comma.
pub(super) fn without_remark(subject: &str) -> (&str, &str) {
    let cut = [" – ", " - ", ", "].iter().filter_map(|mark| subject.rsplit_once(mark));
    cut.min_by_key(|(_, remark)| remark.len())
        .filter(|(_, remark)| said(remark).is_some() || proposer(remark).is_some())
        .unwrap_or((subject, ""))
}

/// The stage that a remark of one or two words names.
pub(super) fn said(remark: &str) -> Option<CaseStage> {
    let folded = remark.trim().lower_case();
    let names = |words: &[&str]| words.contains(&folded.as_str());
    SAID.iter().find(|(_, words)| names(words)).map(|(stage, _)| *stage)
}

/// Remarks behind a case that say how far it has come.
const SAID: [(CaseStage, &[&str]); 6] = [
    (
        CaseStage::Oppmelding,
        &["oppmelding", "oppmeldt", "meldt opp", "meldt inn", "ny", "ny sak"],
    ),
    (CaseStage::Utvalg, &["utvalg", "utval"]),
    (CaseStage::Involvering, &["involvering"]),
    (
        CaseStage::Rapportering,
        &["rapportering", "rapportert", "løpende", "løpande", "pågår"],
    ),
    (CaseStage::Konsultasjonsbasert, &["konsultasjonsbasert prosess"]),
    (
        CaseStage::Avsluttet,
        &["avsluttet", "avslutta", "ferdig", "ferdigstilt", "sluttført"],
    ),
];

/// "Saken er meldt inn av KS.": who entered it.
pub(super) fn proposer(text: &str) -> Option<&str> {
    let entered = [
        "meldt inn av ",
        "meldt opp av ",
        "meld inn av ",
        "meld opp av ",
        "foreslått av ",
        "føreslått av ",
    ];
    // "Meldt inn av KS." begins a sentence. Lower-casing Norwegian letters keeps their length in bytes.
    let folded = text.lower_case();
    let at = entered
        .iter()
        .find_map(|words| Some(folded.find(words)? + words.len()))?;
    let name = text.get(at..)?.split(['.', ',', ';']).next()?.trim();
    is_body(name).then_some(name)
}

/// Whether a name is that of KS or of a ministry.
pub(super) fn is_body(name: &str) -> bool {
    name == "KS" || !ministries_matching(name).is_empty()
}
