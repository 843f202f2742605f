//! "Møtet ble holdt …": the sentence that says when or where a meeting was.

/// Most bytes before a day that a weekday stands before: "torsdag den 12. mars".
pub(super) const WEEKDAY: usize = 16;

/// How such a sentence goes on behind the meeting, both standards.
const HELD: [&str; 15] = [
    "øtet holdes ",
    "øtet blir holdt ",
    "øtet blir halde ",
    "øtet vert halde ",
    "øtet ble holdt ",
    "øtet blei halde ",
    "øtet blei haldt ",
    "øtet vart halde ",
    "øtet ble avholdt ",
    "øtet vart avhalde ",
    "øtet fant sted ",
    "øtet fann stad ",
    "øtet ble gjennomført ",
    "øtet blei gjennomført ",
    "øtet vart gjennomført ",
];

/// What stands behind the words by which a text says so.
pub(super) fn held(text: &str) -> Option<&str> {
    if !text.contains("øtet ") {
        return None;
    }
    HELD.iter().find_map(|words| Some(text.split_once(words)?.1))
}
