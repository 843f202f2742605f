//! Words that are searched together: an administrator's `synonyms.toml`, offices that changed their name, and what the
//! two standards say in several words (*mellom anna*, *blant annet*).
//!
//! Applied to queries only, so that a change needs no new index. A word or phrase of a query that is an entry of a
//! group finds the group's other entries too, below itself; `="exact"` finds none of them.

use crate::compile::{Leaf, Other};
use crate::words::{QueryWord, printed, query_words};
use ordskifte_analysis::{fold, renamed_offices, standard_phrases, tokenize};
use ordskifte_query::{Expr, Phrase, Why};
use serde::Deserialize;

/// Most groups of a file, and most entries of a group: a query looks for all entries at once.
const MOST_GROUPS: usize = 2000;
const MOST_ENTRIES: usize = 20;

/// What is wrong with a file of synonyms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SynonymError {
    /// It is no TOML of the form that is asked for; the message names line and column.
    #[error("{0}")]
    Form(String),
    /// A group that makes no sense.
    #[error("group {number}: {why}")]
    Group {
        /// Which, from 1.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    group: Vec<FileGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGroup {
    words: Vec<String>,
}

/// Groups of words and phrases that are searched together.
#[derive(Clone, Debug)]
pub struct Synonyms {
    groups: Vec<Vec<Entry>>,
}

/// A word or phrase of a group.
#[derive(Clone, Debug)]
struct Entry {
    words: Vec<QueryWord>,
    written: String,
    /// Why it is found when another entry of the group was asked for, and how it is shown then.
    why: Why,
    shown: String,
}

impl Entry {
    fn new(written: &str, why: Why, shown: String) -> Self {
        Self {
            words: query_words(written),
            written: written.to_owned(),
            why,
            shown,
        }
    }

    /// Whether these are its words, in any form.
    fn is(&self, words: &[QueryWord]) -> bool {
        let alike = |(own, word): (&QueryWord, &QueryWord)| own.lemmas.iter().any(|lemma| word.lemmas.contains(lemma));
        self.words.len() == words.len() && self.words.iter().zip(words).all(alike)
    }

    fn leaf(&self) -> Option<Leaf> {
        match self.words.as_slice() {
            [] => None,
            [word] => Some(Leaf::Word(word.clone())),
            words => Some(Leaf::Sequence(words.to_vec(), 0, None)),
        }
    }
}

impl Default for Synonyms {
    /// The changes of name, and what the two standards say in several words.
    fn default() -> Self {
        let groups = renamed_offices().map(|row| {
            let year = |word: &str| row.since.map_or_else(String::new, |year| format!(" ({word} {year})"));
            vec![
                Entry::new(row.older, Why::OlderName, row.older.to_owned() + &year("til")),
                Entry::new(row.newer, Why::NewerName, row.newer.to_owned() + &year("fra")),
            ]
        });
        let phrases = standard_phrases().map(|(nynorsk, bokmal)| {
            let entry = |written: &str| Entry::new(written, Why::OtherStandard, written.to_owned());
            vec![entry(nynorsk), entry(bokmal)]
        });
        Self {
            groups: groups.chain(phrases).collect(),
        }
    }
}

impl Synonyms {
    /// Reads `synonyms.toml`: tables `[[group]]` with `words = ["…", "…"]`. Changes of name and what the two standards say in
    /// several words are always there too.
    ///
    /// # Errors
    /// Anything but this form, a group without two different words, or more than can be searched at once.
    pub fn read(text: &str) -> Result<Self, SynonymError> {
        let file: File =
            toml::from_str(text).map_err(|error| SynonymError::Form(error.to_string().trim().to_owned()))?;
        let mut out = Self::default();
        if file.group.len() > MOST_GROUPS {
            return Err(SynonymError::Form(format!("more than {MOST_GROUPS} groups")));
        }
        for (index, group) in file.group.iter().enumerate() {
            let bad = |why: String| SynonymError::Group { number: index + 1, why };
            let mut entries: Vec<Entry> = Vec::new();
            for written in &group.words {
                let entry = Entry::new(written.trim(), Why::Synonym, written.trim().to_owned());
                if entry.words.is_empty() {
                    return Err(bad(format!("`{written}` has nothing that is searched")));
                }
                if !entries.iter().any(|known| known.is(&entry.words)) {
                    entries.push(entry);
                }
            }
            if entries.len() < 2 {
                return Err(bad("it takes two words or more that are not the same word".to_owned()));
            }
            if entries.len() > MOST_ENTRIES {
                return Err(bad(format!("more than {MOST_ENTRIES} words")));
            }
            out.groups.push(entries);
        }
        Ok(out)
    }

    /// What else is looked for when this word or phrase is.
    pub(crate) fn of(&self, typed: &Leaf) -> Vec<Other> {
        let words = match typed {
            Leaf::Word(word) => std::slice::from_ref(word),
            Leaf::Sequence(words, 0, None) => words,
            _ => return Vec::new(),
        };
        let mut out: Vec<Other> = Vec::new();
        for group in self
            .groups
            .iter()
            .filter(|group| group.iter().any(|entry| entry.is(words)))
        {
            for entry in group.iter().filter(|entry| !entry.is(words)) {
                let known = |other: &Other| other.by == entry.shown;
                if let Some(leaf) = entry.leaf().filter(|_| !out.iter().any(known)) {
                    let (why, by) = (entry.why, entry.shown.clone());
                    out.push(Other { leaf, why, by });
                }
            }
        }
        out
    }

    /// The expression in which words of an `AND` that are an entry together may also be found as that phrase, and with
    /// it by the group's other entries: `kommunenes sentralforbund` finds *KS* without quotes too.
    pub(crate) fn spread(&self, expr: &Expr) -> Expr {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.spread(part)).collect::<Vec<_>>();
        match expr {
            Expr::And(parts) => Expr::And(self.grouped(&rejoined(&all(parts)))),
            Expr::Or(parts) => Expr::Or(all(parts)),
            Expr::Not(inner) => Expr::Not(Box::new(self.spread(inner))),
            Expr::Title(inner) => Expr::Title(Box::new(self.spread(inner))),
            other => other.clone(),
        }
    }

    fn grouped(&self, parts: &[Expr]) -> Vec<Expr> {
        let mut out = Vec::with_capacity(parts.len());
        let mut at = 0;
        while let Some(rest) = parts.get(at..).filter(|rest| !rest.is_empty()) {
            let run: Vec<&str> = rest.iter().map_while(word_of).collect();
            let entry = (2..=run.len())
                .rev()
                .filter_map(|count| run.get(..count))
                .find(|run| self.has(run));
            if let Some(run) = entry {
                let phrase = Phrase {
                    words: run.iter().map(|word| (*word).to_owned()).collect(),
                    slop: 0,
                    prefix: false,
                };
                let words = rest.iter().take(run.len()).cloned().collect();
                out.push(Expr::Or(vec![Expr::And(words), Expr::Phrase(phrase)]));
                at += run.len();
            } else {
                out.extend(rest.first().cloned());
                at += 1;
            }
        }
        out
    }

    /// Whether these words are an entry of several words.
    fn has(&self, words: &[&str]) -> bool {
        let longest = self.groups.iter().flatten().map(|entry| entry.words.len()).max();
        if longest.is_none_or(|longest| words.len() > longest) {
            return false;
        }
        let words: Vec<QueryWord> = words.iter().flat_map(|word| query_words(word)).collect();
        self.groups.iter().flatten().any(|entry| entry.is(&words))
    }

    /// Changes whenever other words would be searched together.
    pub fn fingerprint(&self) -> u64 {
        let group = |group: &Vec<Entry>| -> String { group.iter().map(|entry| entry.written.clone() + "\t").collect() };
        let text: String = self.groups.iter().map(|entries| group(entries) + "\n").collect();
        crate::cursor::fnv(text.as_bytes())
    }
}

/// Words that a blank separates although they are one: `NOU 2026: 1`.
fn rejoined(parts: &[Expr]) -> Vec<Expr> {
    let mut out: Vec<Expr> = Vec::with_capacity(parts.len());
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let run: Vec<&str> = rest.iter().map_while(word_of).collect();
        let text = printed(&run);
        let apart: usize = run.iter().map(|word| tokenize(word).count()).sum();
        if tokenize(&text).count() < apart {
            out.extend(tokenize(&text).map(|token| Expr::Word(fold(token.text))));
        } else if run.is_empty() {
            out.push(first.clone());
        } else {
            out.extend(rest.iter().take(run.len()).cloned());
        }
        rest = rest.get(run.len().max(1)..).unwrap_or_default();
    }
    out
}

fn word_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Word(word) => Some(word),
        _ => None,
    }
}
