//! Queries of many kinds, drawn with a fixed seed from the texts that are searched.

use fastrand::Rng;
use ordskifte_testkit::generate;
use serde_json::Value;
use std::collections::HashMap;

/// How many of each kind.
const EACH: usize = 12;
/// Records whose words are drawn from.
const READ: u64 = 400;

/// A query with what it is of.
pub(crate) struct Query {
    /// Name of its kind.
    pub(crate) kind: &'static str,
    /// As it is typed.
    pub(crate) text: String,
}

/// The words of the corpus by how often they stand in it, and its sentences.
struct Drawn {
    /// Frequent ones first.
    words: Vec<String>,
    sentences: Vec<Vec<String>>,
    people: Vec<String>,
    rng: Rng,
}

impl Drawn {
    fn from(seed: u64, records: u64) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let (mut sentences, mut people) = (Vec::new(), Vec::new());
        for index in 0..records.min(READ) {
            let record = generate::record(seed, index);
            let names = record
                .get("participants")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            people.extend(names.filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())));
            for sentence in record
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .split(['.', '\n'])
            {
                let words = sentence
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty());
                let words: Vec<String> = words.map(str::to_lowercase).collect();
                for word in &words {
                    *counts.entry(word.clone()).or_default() += 1;
                }
                if words.len() >= 6 {
                    sentences.push(words);
                }
            }
        }
        let mut words: Vec<(String, usize)> = counts.into_iter().collect();
        words.retain(|(word, _)| word.chars().count() > 2 && word.chars().all(char::is_alphabetic));
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self {
            words: words.into_iter().map(|(word, _)| word).collect(),
            sentences,
            people,
            rng: Rng::with_seed(seed),
        }
    }

    /// A word of a share of the list, from its frequent end.
    fn word(&mut self, from: f64, to: f64) -> String {
        let length = self.words.len() as f64;
        let at = (length * (from + (to - from) * self.rng.f64())) as usize;
        self.words.get(at).cloned().unwrap_or_default()
    }

    fn frequent(&mut self) -> String {
        self.word(0.0, 0.02)
    }

    fn common(&mut self) -> String {
        self.word(0.02, 0.2)
    }

    fn rare(&mut self) -> String {
        self.word(0.5, 1.0)
    }

    /// Words that follow one another somewhere.
    fn run(&mut self, count: usize) -> String {
        let Some(sentence) = self.rng.choice(&self.sentences) else {
            return String::new();
        };
        let from = self.rng.usize(..=sentence.len() - count);
        sentence.get(from..from + count).unwrap_or_default().join(" ")
    }

    fn beginning(&mut self, letters: usize) -> String {
        self.common().chars().take(letters).collect()
    }

    /// A word with two letters changed about, as it is mistyped.
    fn mistyped(&mut self) -> String {
        let mut letters: Vec<char> = self.common().chars().collect();
        if letters.len() > 3 {
            let at = self.rng.usize(1..letters.len() - 1);
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect()
    }

    fn person(&mut self) -> String {
        let name = self.rng.choice(&self.people).cloned().unwrap_or_default();
        name.rsplit(' ').next().unwrap_or_default().to_owned()
    }

    fn of(&mut self, kind: &str) -> String {
        match kind {
            "frequent word" => self.frequent(),
            "common word" => self.common(),
            "rare word" => self.rare(),
            "two words" => format!("{} {}", self.common(), self.rare()),
            "four frequent words" => (0..4).map(|_| self.frequent()).collect::<Vec<_>>().join(" "),
            "phrase" => format!("\"{}\"", self.run(3)),
            "sentence" => self.run(6),
            "nearness" => format!("\"{} {}\"~10", self.frequent(), self.common()),
            "beginning" => format!("{}*", self.beginning(5)),
            "exact" => format!("=\"{}\"", self.run(2)),
            "either" => format!("{} OR {}", self.common(), self.rare()),
            "without" => format!("{} -{}", self.frequent(), self.frequent()),
            "in titles" => format!("title:konsultasjonsmøte {}", self.common()),
            "filters" => format!("year:{} ministry:KDD {}", 2001 + self.rng.u32(..26), self.common()),
            "person" => {
                let field = if self.rng.bool() { "participant" } else { "speaker" };
                format!("{field}:{} {}", self.person(), self.common())
            }
            "mistyped" => self.mistyped(),
            _ => format!("from:{} to:{}", 2001 + self.rng.u32(..10), 2011 + self.rng.u32(..10)),
        }
    }
}

const KINDS: [&str; 17] = [
    "frequent word",
    "common word",
    "rare word",
    "two words",
    "four frequent words",
    "phrase",
    "sentence",
    "nearness",
    "beginning",
    "exact",
    "either",
    "without",
    "in titles",
    "filters",
    "person",
    "mistyped",
    "dates alone",
];

/// The queries for a corpus of a seed.
pub(crate) fn queries(seed: u64, records: u64) -> Vec<Query> {
    let mut drawn = Drawn::from(seed, records);
    let mut out = Vec::with_capacity(KINDS.len() * EACH);
    for kind in KINDS {
        for _ in 0..EACH {
            let text = drawn.of(kind);
            out.push(Query { kind, text });
        }
    }
    out
}
