//! Who fills in a form by which a hearing is answered.

use crate::organizations::is_organization;
use ordskifte_vocabulary::fold_name;

/// Labels of the forms by which hearings are answered, behind which the one who answers stands, folded.
const FORM: [&str; 16] = [
    "høringsinstans",
    "høyringsinstans",
    "navn på høringsinstans",
    "namn på høyringsinstans",
    "høringsinstansens navn",
    "organisasjon",
    "navn på organisasjon",
    "namn på organisasjon",
    "virksomhet",
    "verksemd",
    "navn på virksomhet",
    "namn på verksemd",
    "svar fra",
    "svar frå",
    "innsendt av",
    "avgitt av",
];

/// Who fills a form in: "Høringsinstans: Fyrdirektoratet".
pub(super) fn filled_in(text: &str) -> Option<&str> {
    let (label, value) = text.split_once(':').or_else(|| text.split_once('\t'))?;
    let known = label.len() < 60 && FORM.contains(&fold_name(label.split(" (").next().unwrap_or(label)).as_str());
    let value = value.trim();
    (known && is_organization(value)).then_some(value)
}
