//! Parts of minutes that were written before the meeting: what a case is about, as it was laid before those who met.

use crate::view::Line;
use ordskifte_vocabulary::fold_name;

/// Headings of such parts.
const PAPERS: [&str; 14] = [
    "saksopplysninger",
    "saksopplysningar",
    "saksopplysning",
    "saksutredning",
    "saksutgreiing",
    "saksframstilling",
    "saksfremstilling",
    "saksframlegg",
    "saksfremlegg",
    "rådmannens vurdering",
    "rådmannen si vurdering",
    "kommunedirektørens vurdering",
    "kommunedirektøren si vurdering",
    "fylkesrådmannens vurdering",
];
/// Headings of what was said and done in the meeting.
const TALKS: [&str; 12] = [
    "behandling",
    "møtebehandling",
    "handsaming",
    "møtehandsaming",
    "drøfting",
    "drøftinger",
    "drøftingar",
    "diskusjon",
    "debatt",
    "kommentarer",
    "kommentarar",
    "votering",
];
/// Whether a line heads the part of a case that was written before the meeting, or that of what was said in it.
pub(crate) fn is_part(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':');
    let folded = || heading(text);
    text.len() <= MAX
        && [&PAPERS[..], &TALKS[..]]
            .iter()
            .any(|words| words.contains(&folded().as_str()))
}

/// A heading as these compare: "Drøfting i møtet:" is "drøfting".
fn heading(text: &str) -> String {
    let folded = fold_name(text.trim_end_matches(':'));
    let bare = [" i møtet", " under møtet"]
        .iter()
        .find_map(|words| folded.strip_suffix(words));
    bare.map_or_else(|| folded.clone(), str::to_owned)
}

/// Longest heading, in bytes.
const MAX: usize = 60;

/// Whether what follows a line was written before the meeting; `before` tells it of the line itself.
pub(super) fn is_paper(line: &Line<'_>, before: bool) -> bool {
    let text = line.text.trim();
    let first = text.split(' ').next().unwrap_or_default().trim_end_matches(':');
    // "Behandling: Moen viste til …" has its text on the same line.
    if before && TALKS.contains(&fold_name(first).as_str()) {
        return false;
    }
    if text.len() > MAX {
        return before && !crate::agenda::is_case(text);
    }
    let folded = heading(text);
    PAPERS.contains(&folded.as_str()) || (before && !TALKS.contains(&folded.as_str()) && !crate::agenda::is_case(text))
}
