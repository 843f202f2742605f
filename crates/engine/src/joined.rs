//! Words of a phrase that a text may write as one: `"kommune økonomi"` finds *kommuneøkonomien* too, `"nou 2026 1"` the
//! number of a report.
//!
//! Applied to queries: the words are put together with the letters that join compounds, and the splitter of the index
//! says whether the result is a compound of just these words.

use crate::compile::{Leaf, Other};
use crate::words::{QueryWord, joined_word, numbered};
use ordskifte_query::Why;

/// Longest phrase whose words are put together, and most words of one compound: longer ones are sentences.
const LONGEST: usize = 6;
const MOST: usize = 3;

/// What else a phrase may stand as: each run of its words that can be one compound, with the words around it.
pub(crate) fn joined(typed: &Leaf) -> Vec<Other> {
    let Leaf::Sequence(words, slop, prefix) = typed else {
        return Vec::new();
    };
    let mut out = Vec::new();
    if words.len() > LONGEST {
        return out;
    }
    for from in 0..words.len() {
        for count in 2..=MOST {
            let (Some(before), Some(run), Some(after)) = (
                words.get(..from),
                words.get(from..from + count),
                words.get(from + count..),
            ) else {
                continue;
            };
            if let Some([series, number]) = numbered(run) {
                let by = format!("{} {}", series.exact, number.exact);
                let words = before.iter().chain([&series, &number]).chain(after).cloned().collect();
                let leaf = Leaf::Sequence(words, *slop, prefix.clone());
                let why = Why::Part;
                out.push(Other { leaf, why, by });
                continue;
            }
            let Some(one) = joined_word(run) else { continue };
            let by = one.exact.clone();
            let leaf = if before.is_empty() && after.is_empty() && prefix.is_none() {
                Leaf::Word(one)
            } else {
                let words: Vec<QueryWord> = before.iter().chain([&one]).chain(after).cloned().collect();
                Leaf::Sequence(words, *slop, prefix.clone())
            };
            let why = Why::Part;
            out.push(Other { leaf, why, by });
        }
    }
    out
}
