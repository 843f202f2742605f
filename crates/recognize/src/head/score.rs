//! How much a line of the head looks like the title.

use super::{
    UNTITLED, begins_meeting, ends_openly, holds_sentence, is_list_of_recipients, is_postal, names_body, unnumbered,
};
use crate::covers::{is_about_itself, is_entry, is_figures, is_sort_of_guide};
use crate::dates::dates;
use crate::kind::kind_of;
use crate::labels::label;
use crate::organizations::is_part;
use crate::people::people;
use crate::recipients::is_collective;
use crate::subjects::tells;
use crate::view::Line;
use ordskifte_record::{BlockKind, Kind};
use ordskifte_vocabulary::fold_name;

/// Fewest words of a heading in capitals.
const CAPITALS: usize = 5;

/// Longest line that is a greeting and no title, in characters: "Helsing frå ordføraren" may begin one.
const MAX_GREETING: usize = 24;

/// What lines begin with that state a page's facts, or name what is attached.
const FACTS: [&str; 31] = [
    "utgiver",
    "utgjevar",
    "utgitt av",
    "utgjeve av",
    "publisert under",
    "adressater",
    "adressatar",
    "likelydende brev",
    "likelydande brev",
    "godkjenning av",
    "godkjenning",
    "landets kommuner",
    "landets kommunar",
    "landets fylkeskommun",
    "til landets",
    "høringsfrist",
    "høyringsfrist",
    "status:",
    "svartype",
    "referanse:",
    "publisert",
    "sist endr",
    "sist oppdatert",
    "resultat:",
    "vedlegg ",
    "saksbehandl",
    "sakshandsam",
    "avdeling for",
    "avdelingen for",
    "avdelinga for",
    "seksjon for",
];

/// Whether a line stands below the label of a page's fact, and is what that says: "Status:" above "Åpen for innspill".
pub(super) fn states_fact(top: &[Line<'_>], index: usize) -> bool {
    let above = index.checked_sub(1).and_then(|above| top.get(above));
    above.is_some_and(|line| {
        let text = line.text.trim();
        text.ends_with(':') && FACTS.iter().any(|word| fold_name(text).starts_with(word))
    })
}

/// Verbs by which a short sentence says something; titles have none: "Høringsnotatet er lagt ut på nett.", "Dagsorden var:".
const VERBS: [&str; 14] = [
    "er", "var", "ble", "blei", "vart", "blir", "vert", "kan", "skal", "har", "hadde", "må", "finn", "finner",
];

/// Whether a folded text has such a verb behind its first word.
fn says(folded: &str) -> bool {
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).skip(1);
    words.any(|word| VERBS.contains(&word))
}

/// "I høringsnotatet presenteres forslag til:" opens a list.
fn opens_list(folded: &str) -> bool {
    let passive = |word: &str| word.len() > 5 && (word.ends_with("es") || word.ends_with("ast"));
    let preposition = ["i ", "på ", "av ", "til "].iter().any(|word| folded.starts_with(word));
    // "Høringsuttalelsen inneholder også følgende hovedpunkt:" tells of itself.
    let first = folded.split(' ').next().unwrap_or_default();
    let paper =
        ["en", "et", "a"].iter().any(|article| first.ends_with(article)) && kind_of(first, &["title"]).is_some();
    preposition && folded.split(' ').any(passive) || paper && folded.split(' ').count() > 3
}

/// How much a line looks like the title.
pub(super) fn score(line: &Line<'_>, index: usize) -> i32 {
    let text = line.text.trim();
    let length = text.chars().count();
    if !(4..=260).contains(&length) || !text.chars().any(char::is_lowercase) && length < 4 {
        return -10;
    }
    let folded = fold_name(text);
    // "Regjeringa.no" above a page is where that stands.
    if crate::site::is_address(&folded) {
        return -10;
    }
    let mut score = match (line.kind, line.level) {
        (BlockKind::Heading, Some(1)) => 5,
        (BlockKind::Heading, _) => 3,
        (BlockKind::Paragraph, _) => 1,
        _ => -2,
    };
    // "Denne veilederen er for …." is running text.
    let sentence = text.ends_with('.')
        && (!ends_openly(text) || holds_sentence(text))
        && (text.split_whitespace().count() > 8 || says(&folded) || tells(text))
        || text.ends_with(':') && (says(&folded) || opens_list(&folded));
    // Numbered headings belong to the body; "2. konsultasjonsmøte" does not.
    let numbered = (text.starts_with(|c: char| c.is_ascii_digit()) || is_point(&folded) || counts(text))
        && !folded.contains("konsultasjonsmøte");
    if !sentence && !numbered && kind_of(&folded, &["title", "top"]).is_some() {
        score += 6;
    } else if !sentence
        && (folded.starts_with("høring") || folded.starts_with("høyring") || (!numbered && titles_hearing(&folded)))
    {
        score += 4;
    } else if !sentence && !numbered && ends_as_answer(&folded) {
        score += 6;
    }
    // "Bilateralt møte mellom A og KS" says more than "Referat" above or below it.
    let meeting = [
        "konsultasjonsmøte",
        "møte mellom",
        "møte med",
        "møte om",
        "bilateralt møte",
        "sekretariatsmøte",
        "dialogmøte",
    ];
    // "Stortinget - Møte mandag den 3. desember".
    let sits = [" - møte ", " – møte "].iter().any(|words| folded.contains(words));
    let named = sits || begins_meeting(text) || meeting.iter().any(|words| folded.contains(words));
    // "Rapport til behandling på 2. konsultasjonsmøte" was made for one.
    let made_for = folded.contains("til behandling");
    // "1. konsultasjonsmøte 2008 mellom regjeringen og KS".
    let counted = text.starts_with(|c: char| c.is_ascii_digit());
    let meets = || folded.split(' ').skip(1).take(2).any(|word| word.ends_with("møte"));
    let begins = text.starts_with(char::is_uppercase) || counted && meets();
    if !sentence && begins && named && !made_for {
        score += 3;
    }
    match label(text) {
        // "Sak: Innmelding av saker": what a letter or note is about is its title.
        Some(("subject", value)) if value.chars().count() >= 8 && !value.contains('\t') => score += 6,
        // "Fra: Møte i samarbeidsutvalget" below "Referat".
        Some(("sender", value)) if begins_meeting(value) => score += 6,
        // "Referat: Dialogmøte om rekruttering", "Referat – kontaktmøte" names the meeting, and nobody who wrote.
        Some(("minutes", value)) if folded.starts_with("referat") && people(value, None).present.is_empty() => {}
        Some(_) => score -= 8,
        None if text.contains('\t') => score -= 8,
        None => {}
    }
    if (text.ends_with(['.', ',', ';', ':']) && !ends_openly(text)) || length > 160 {
        score -= 4;
    }
    // "ENDRING AV RETNINGSLINJER FOR TILDELING" as letters print what they are about.
    if !text.chars().any(char::is_lowercase) && text.split(' ').count() >= CAPITALS {
        score += 2;
    }
    // "Oversikt over saker til kostnadsberegning" says what the paper is.
    if ["oversikt over ", "oversyn over "]
        .iter()
        .any(|words| folded.starts_with(words))
        && !sentence
    {
        score += 4;
    }
    // "Rundskriv H-2/19: Om regnskap" says what it is about.
    if folded.starts_with("rundskriv ") && length > 30 && !sentence {
        score += 4;
    }
    score += drawbacks(line, &folded, numbered);
    score - i32::try_from(index / 4).unwrap_or(10)
}

/// "Sak 12/09 …", "Sak 1 …", "Pkt. 2 Dagsorden for 1. konsultasjonsmøte": an item of an agenda.
fn is_point(folded: &str) -> bool {
    let figure = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    ["ps ", "sak ", "pkt. ", "pkt ", "punkt ", "ad "]
        .iter()
        .any(|word| folded.strip_prefix(word).is_some_and(figure))
}

/// "II. Status", "B) Regnskap": a heading of the text.
fn counts(text: &str) -> bool {
    crate::agenda::roman(text).is_some() || crate::agenda::capital(text).is_some()
}

/// How much speaks against a line of this folded form: dates, addresses, cases, links, a page's facts.
fn drawbacks(line: &Line<'_>, folded: &str, numbered: bool) -> i32 {
    let text = line.text.trim();
    let mut score = 0;
    let only_date = dates(text)
        .first()
        .is_some_and(|date| date.end - date.start + 12 >= text.len());
    // "Referat – kontaktmøte DFD og KS" ends in a body, and is none.
    let minutes = || matches!(kind_of(folded, &["title"]), Some(Kind::Referat | Kind::Protokoll));
    let body = names_body(line) && !begins_meeting(text) && !minutes();
    if only_date || is_postal(text) || body || is_collective(text) {
        score -= 10;
    }
    // A title begins with a capital, but for one that goes on from the sort above it.
    let lower = text.starts_with(char::is_lowercase) && line.kind != BlockKind::Heading;
    // "Se høringsnotatet på regjeringen.no", "Ny veileder: …" lead to another paper.
    let leads = [
        "se ",
        "sjå ",
        "les ",
        "last ned ",
        "ny veileder:",
        "ny rettleiar:",
        "nytt rundskriv:",
    ]
    .iter()
    .any(|words| folded.starts_with(words));
    if numbered || lower || leads {
        score -= 6;
    }
    // "Til kap. 3.1 Departementet sine vurderinger" heads what is said of a chapter.
    let chapter = [
        "til kap",
        "til punkt ",
        "til pkt",
        "til §",
        "merknader til kap",
        "merknadar til kap",
    ];
    let chapter = chapter.iter().any(|words| folded.starts_with(words));
    if is_point(folded) || chapter || crate::agenda::is_case(text) {
        score -= 10;
    }
    // "Høring | Dato: 3. mai 2023 | Finansdepartementet" stands above or below the title of a page, "Høringsnotat (PDF)" is a link.
    let enclosure = line.kind == BlockKind::Heading && folded.starts_with("vedlegg til ");
    let facts = folded.contains("| dato")
        || folded.ends_with("(pdf)")
        || folded.contains("postboks")
        || folded.contains("publikasjonskode")
        || folded.contains("vår ref")
        || (FACTS.iter().any(|fact| folded.starts_with(fact)) && !enclosure);
    // "Rådmannen" alone is part of a letterhead.
    let office = || line.kind == BlockKind::Paragraph && ordskifte_vocabulary::role(text).is_some();
    // "Avtalen er inngått mellom …" below the title.
    let agreed = ["avtalen er ", "avtala er ", "denne avtalen ", "denne avtala "];
    // "Statsminister Kari Moe" above the title of a speech.
    let titled = || {
        let (role, name) = crate::people::leading_role(text);
        let words: Vec<&str> = name.split(' ').collect();
        role.is_some() && (2..=4).contains(&words.len()) && crate::people::is_name(&words)
    };
    // "Statsforvalterens vurdering" heads a chapter.
    let thinks = [
        " vurdering",
        " vurderinger",
        " vurderingar",
        " si vurdering",
        " sine merknader",
        " sine merknadar",
    ];
    let whose = folded.split(' ').count() <= 3 && thinks.iter().any(|words| folded.ends_with(words));
    let other = office()
        || whose
        || text.chars().count() <= MAX_GREETING && crate::signature::begins_greeting(folded)
        || titled()
        || crate::site::is_trail(text)
        || crate::site::is_menu(folded)
        || agreed.iter().any(|words| folded.starts_with(words))
        || is_figures(text)
        || is_entry(text)
        || is_sort_of_guide(folded)
        || is_about_itself(folded)
        || is_part(text);
    if facts || other || UNTITLED.contains(unnumbered(folded)) || is_list_of_recipients(folded) {
        score -= 14;
    }
    score
}

/// "Endringar i lov om ferdsel – fråsegn": the sort of paper behind what it is about.
fn ends_as_answer(folded: &str) -> bool {
    let last = folded.rsplit_once(" – ").or_else(|| folded.rsplit_once(" - "));
    let sorts = [
        "fråsegn",
        "uttalelse",
        "uttale",
        "merknader",
        "merknadar",
        "innspill",
        "innspel",
        "svar",
        "kommentarer",
    ];
    last.is_some_and(|(_, last)| sorts.contains(&last))
}

/// "Ad. høring om …", "Nye regler – høring": the word begins or ends what a line says.
fn titles_hearing(folded: &str) -> bool {
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let hearing = |word: Option<&&str>| word.is_some_and(|word| ["høring", "høyring"].contains(word));
    // "Melding om vedtak - Høyring - forslag til …".
    let parts = folded.split(" - ").flat_map(|part| part.split(" – ")).skip(1);
    let mut behind = parts.filter(|part| part.len() > 4).map(|part| part.split(' ').next());
    words.len() > 2
        && (behind.any(|word| hearing(word.as_ref()))
            || hearing(words.get(1))
            || hearing(words.get(2))
            || hearing(words.last()))
}
