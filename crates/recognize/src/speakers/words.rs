//! Words that stand for speakers, and printed names without what surrounds them.

use crate::data::named;
use crate::people::leading_role;
use ordskifte_analysis::Map;
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, role};
use std::sync::LazyLock;

/// Meanings of the words that stand for a speaker.
static WORDS: LazyLock<Map<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: Map<&str, Vec<&str>> = Map::default();
    for (meaning, forms) in named(include_str!("../../data/speakers.tsv")) {
        for form in forms.split('|') {
            words.entry(form).or_default().push(meaning);
        }
    }
    words
});

/// Whether a folded word or phrase has this meaning in the list.
pub(crate) fn means(meaning: &str, folded: &str) -> bool {
    WORDS.get(folded).is_some_and(|meanings| meanings.contains(&meaning))
}

/// Without what stands in parentheses and at the end.
pub(super) fn bare(printed: &str) -> &str {
    printed
        .split('(')
        .next()
        .unwrap_or(printed)
        .trim()
        .trim_end_matches([',', '.', ':'])
        .trim()
}

/// Without the title before a name: "statssekretær Moen".
pub(super) fn untitled(printed: &str) -> &str {
    let mut rest = printed;
    for _ in 0..4 {
        let Some((first, after)) = rest.split_once(' ') else {
            return rest;
        };
        let folded = fold_name(first);
        let plural = folded.trim_end_matches("ene").trim_end_matches("ane");
        // "KS leder A B", "KS-leder B": whose role it is.
        let whose = is_body(first.trim_end_matches(['\'', '’']), &folded)
            && after
                .split_once(' ')
                .is_some_and(|(next, _)| role(&fold_name(next)).is_some());
        let joined = folded.rsplit_once('-').is_some_and(|(_, last)| role(last).is_some());
        let title = whose
            || joined
            || role(&folded).is_some()
            || role(plural).is_some()
            || folded.ends_with("minister")
            || ["kommunal-", "klima-", "helse-", "arbeids-", "justis-", "barne-"].contains(&folded.as_str())
            || (rest.len() < printed.len() && folded == "og");
        // "Helsesjef Moen", "Ass. kommunedirektør Moen": roles that no list can hold all of.
        let after = match leading_role(rest) {
            (Some(_), after) if !title => after,
            _ if title => after,
            _ => return rest,
        };
        if !after.chars().any(char::is_uppercase) {
            return rest;
        }
        rest = after.trim_start();
    }
    rest
}

/// A body: KS, the State, "departementet", "Finansdepartementet", or a ministry's abbreviation.
pub(super) fn is_body(bare: &str, folded: &str) -> bool {
    means("organization", folded)
        || (folded.ends_with("departementet") && names_ministry(folded))
        || ((2..=4).contains(&bare.chars().count())
            && bare.chars().all(char::is_uppercase)
            && !ministries_by_abbreviation(bare).is_empty())
}

/// "Kultur- og kirkedepartementet" is one ministry; "KS og departementet" are two, "når departementet" begins a clause, and
/// "Moe rådde dei til å skrive til departementet" says much more.
fn names_ministry(folded: &str) -> bool {
    let mut words = folded.split(' ').rev().skip(1);
    words.all(|word| word.ends_with('-') || word.ends_with("-,") || ["og", "det", "kongelige", "kgl."].contains(&word))
}

/// One letter apart, for names of five letters or more; two for those of ten or more.
pub(crate) fn is_near(known: &str, printed: &str) -> bool {
    // Most names begin otherwise, and need not be compared.
    if known.chars().next() != printed.chars().next() {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (known.chars().collect(), printed.chars().collect());
    let shorter = a.len().min(b.len());
    let most = if shorter >= 10 { 2 } else { 1 };
    if shorter < 5 || a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (above, y) in row.iter().skip(1).zip(&b) {
            let cost = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = *above;
            left = cost;
            next.push(cost);
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= most)
}
