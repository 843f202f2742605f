//! Chairs that follow one another within a meeting.

use crate::speakers::Speakers;
use crate::view::{Line, View};
use ordskifte_record::{Attribution, Record};
use regex::Regex;
use std::sync::LazyLock;

type Pattern = LazyLock<Option<Regex>>;

/// "Moen måtte gå, og Li tok over møteledelsen."
static TAKES_CHAIR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:^|[,.]\s|\bog\s)((?:\p{Lu}[\p{L}-]+\s){1,3})(?:tok over|overtok|leda|ledet|leia|leidde)\s(?:som\s)?(?:møteledelsen|møteleiinga|møteleder|møteleiar|ledelsen|leiinga|ordstyrer|resten av møtet)").ok()
});
/// "Moen ledet møtet under sak 3.": who led a part of it beside the chair.
static LED_PART: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:^|[,.]\s|\bog\s)((?:\p{Lu}[\p{L}-]+\s){1,4})(?:leda|ledet|leia|leidde)\smøtet (?:under|i sak|fra|frå|etter|til) ").ok()
});
/// "Fra sak 3 ledet nestleder Moen møtet."
static LED_FROM: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:ledet|leda|leia|leidde) ((?:[\p{L}-]+ ){0,2}?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){0,2}) (?:møtet|resten av møtet)").ok()
});

static GIVES_CHAIR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:overlot|overlèt|overlet|overlét|ga|gav) (?:deretter |så )?(?:møteledelsen|møteleiinga|ordstyrerrollen) (?:over )?til ((?:[\p{L}-]+ ){0,2}?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+){0,2})").ok()
});

/// Verbs of who led.
const LED: [&str; 4] = ["leda", "ledet", "leia", "leidde"];

/// "Moen måtte gå, og Li tok over møteledelsen": chairs from then on.
pub(crate) fn pass(view: &View<'_>, record: &mut Record) {
    let leads = ["møtele", "ordstyr", "tok leiinga", "tok ledelsen", " møtet"];
    let tells = |line: &&Line<'_>| leads.iter().any(|words| line.text.contains(words));
    // Rules, each with words of which a line has one that it reads anything in.
    let rules: [(&Pattern, &[&str]); 4] = [
        (
            &TAKES_CHAIR,
            &["tok over", "overtok", "leda", "ledet", "leia", "leidde"],
        ),
        (&GIVES_CHAIR, &["møteledelsen", "møteleiinga", "ordstyrerrollen"]),
        (&LED_PART, &LED),
        (&LED_FROM, &LED),
    ];
    for line in view.lines.iter().filter(tells) {
        // Who led a part of the meeting is not known for its chair.
        let known = if record.chair.is_empty() { 2 } else { rules.len() };
        let Some(name) = rules
            .iter()
            .take(known)
            .filter(|(_, words)| words.iter().any(|word| line.text.contains(word)))
            .find_map(|(rule, _)| rule.as_ref()?.captures(line.text)?.get(1))
        else {
            continue;
        };
        let found = Speakers::new(&record.participants, &[]).resolve(name.as_str().trim(), &[]);
        if let Some((speaker, Attribution::Name | Attribution::Role)) = found
            && !record.chair.contains(&speaker.name)
        {
            record.chair.push(speaker.name);
            crate::evidence(record, "chair", line);
        }
    }
}
