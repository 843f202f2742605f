//! Packs the word lists of `data/` into finite-state maps, compiled into the crate.
//!
//! `forms.fst`: every inflected form, with how to get from it to its lemma in each standard (an index into
//! `ops.tsv`). `lemmas.fst`: every lemma, with standards, frequency, and where a compound is cut. `checksum.txt`: a
//! checksum of these and of the lists that the crate holds as they are; a program that starts has no time to reckon it.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// What is packed about a lemma; the layout of the numbers is in `src/lexicon.rs`.
#[derive(Default)]
struct Lemma {
    standards: u64,
    frequency: u64,
    bokmal: u64,
    cut: u64,
    juncture: u64,
    first: u64,
}

/// A lemma of one standard: text, lines of `paradigms.txt`, frequency class.
struct Entry {
    lemma: String,
    paradigm: usize,
    frequency: u64,
}

/// How likely a lemma is for a form: by the lemma's frequency class and what the rule is worth, then by code point.
type Rank = (i64, std::cmp::Reverse<String>);

/// Forms with their likeliest lemmas, and whether any of these has the form without doubt.
type Forms = BTreeMap<String, (Vec<String>, bool)>;

/// Lemmas of bokmål and of nynorsk, in order.
const LEXICONS: [[&str; 2]; 2] = [
    ["data/nb-lexicon-a-k.txt", "data/nb-lexicon-l-aa.txt"],
    ["data/nn-lexicon-a-k.txt", "data/nn-lexicon-l-aa.txt"],
];
/// Other lists that terms depend on.
const LISTS: [&str; 8] = [
    "data/cognates.tsv",
    "data/standard-cognates.tsv",
    "data/standard-pairs.tsv",
    "data/bokmal-own.txt",
    "data/sounds.tsv",
    "data/not-parts.txt",
    "data/prefixes.txt",
    "data/whole-words.txt",
];
/// How lemmas are inflected.
const PARADIGMS: &str = "data/paradigms.txt";

/// Set in the number of a form that only doubtful rules give its standard.
const DOUBT: u64 = 0x8000;

/// Classes that a form of an irregular word is worth more (`!` in `paradigms.txt`) and a doubtful form less (`~`).
const IRREGULAR: i64 = 4;
const DOUBTFUL: i64 = -9;
/// Classes that a form is worth more for the lemma that it is itself.
const ITSELF: i64 = 4;
/// Classes by which a second lemma may be rarer than the first to be noted: two classes are a doubling.
const SECOND: i64 = 7;
/// Least likeliness of a form that is itself a word in use.
const USED: i64 = 7;

fn main() -> Result<(), Box<dyn Error>> {
    for file in LEXICONS.iter().flatten().chain([&PARADIGMS]).chain(&LISTS) {
        println!("cargo::rerun-if-changed={file}");
    }
    let paradigms = lines(PARADIGMS)?;
    let mut lemmas: BTreeMap<String, Lemma> = BTreeMap::new();
    let mut firsts: Vec<(String, u64)> = Vec::new();
    let mut heads: Vec<String> = Vec::new();
    let mut forms: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    let mut ops: BTreeMap<(usize, String), u64> = BTreeMap::new();
    for (bit, files) in LEXICONS.into_iter().enumerate() {
        let mut entries = Vec::new();
        for file in files {
            for line in lines(file)? {
                let entry = entry(&line, bit, &mut lemmas, &mut firsts, &mut heads)?;
                entries.push(entry);
            }
        }
        for (form, (lemmas, sure)) in inflected(&entries, &paradigms, bit == 0)? {
            for (place, lemma) in lemmas.iter().enumerate() {
                let op = op(&form, lemma);
                let next = ops.len() as u64 + 1;
                let number = *ops.entry(op).or_insert(next);
                if let Some(slot) = forms.entry(form.clone()).or_default().get_mut(bit + 2 * place) {
                    *slot = number | if sure { 0 } else { DOUBT };
                }
            }
        }
    }
    for (word, juncture) in firsts {
        if let Some(lemma) = lemmas.get_mut(&word) {
            lemma.first |= juncture;
        }
    }
    for word in heads {
        if let Some(lemma) = lemmas.get_mut(&word) {
            lemma.first |= 8;
        }
    }
    write(&lemmas, &forms, &ops)
}

fn lines(file: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    Ok(text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect())
}

/// Reads a line of a lexicon and notes what it says of the lemma and of its parts.
fn entry(
    line: &str,
    bit: usize,
    lemmas: &mut BTreeMap<String, Lemma>,
    firsts: &mut Vec<(String, u64)>,
    heads: &mut Vec<String>,
) -> Result<Entry, Box<dyn Error>> {
    let mut cells = line.split('\t');
    let (Some(cut), Some(paradigm), Some(frequency)) = (cells.next(), cells.next(), cells.next()) else {
        return Err(format!("no three cells: {line}").into());
    };
    let lemma: String = cut.chars().filter(|c| !matches!(c, '*' | '+')).collect();
    let frequency = u64::from_str_radix(frequency, 36)?;
    let known = lemmas.entry(lemma.clone()).or_default();
    known.standards |= 1 << bit;
    known.frequency = known.frequency.max(frequency);
    if bit == 0 {
        known.bokmal = frequency;
    }
    if let Some((left, head)) = cut.split_once('*') {
        let (bare, juncture) = left.split_once('+').unwrap_or((left, ""));
        if known.cut == 0 {
            known.cut = (bare.len() + juncture.len()) as u64;
            known.juncture = juncture.len() as u64;
        }
        let kind = match juncture {
            "" => 1,
            "s" => 2,
            _ => 4,
        };
        firsts.push((bare.to_owned(), kind));
        heads.push(head.to_owned());
    }
    Ok(Entry {
        lemma,
        paradigm: paradigm.parse()?,
        frequency,
    })
}

/// Every form with its likeliest lemma, and a second one that is not much less likely.
fn inflected(entries: &[Entry], paradigms: &[String], bokmal: bool) -> Result<Forms, Box<dyn Error>> {
    let mut ranks: BTreeMap<String, (Vec<Rank>, bool)> = BTreeMap::new();
    for entry in entries {
        let paradigm = paradigms.get(entry.paradigm).ok_or("no such paradigm")?;
        for op in std::iter::once("0").chain(paradigm.split_whitespace()) {
            let (worth, op) = match op.strip_prefix('~') {
                Some(op) => (DOUBTFUL, op),
                None => op.strip_prefix('!').map_or((0, op), |op| (IRREGULAR, op)),
            };
            let strip = op
                .chars()
                .next()
                .and_then(|c| c.to_digit(36))
                .ok_or("no number to strip")? as usize;
            let length = entry.lemma.chars().count();
            if length == 1 && op != "0" {
                // A letter has no forms that anyone looks for; they look like small words (*den*, *men*).
                continue;
            }
            let kept = length.saturating_sub(strip);
            let form: String = entry.lemma.chars().take(kept).chain(op.chars().skip(1)).collect();
            // A word that is a lemma itself is most often that lemma; not so nouns in -er beside a verb. Bokmål's
            // dictionary has participles in -ende that have become adjectives, and those are not forms of the verb.
            let bonus = match form == entry.lemma {
                true if bokmal && form.ends_with("ende") => 4 * ITSELF,
                true if !form.ends_with("er") => ITSELF,
                _ => 0,
            };
            let score = i64::try_from(entry.frequency)? + worth + bonus;
            let (ranks, sure) = ranks.entry(form).or_default();
            ranks.push((score, std::cmp::Reverse(entry.lemma.clone())));
            *sure |= worth != DOUBTFUL;
        }
    }
    Ok(ranks
        .into_iter()
        .map(|(form, (ranks, sure))| {
            let lemmas = likeliest(&form, ranks);
            (form, (lemmas, sure))
        })
        .collect())
}

/// The likeliest lemma, and the next if it is near; else the form itself where it is a word in use (*fart*: the noun beside
/// the verb).
fn likeliest(form: &str, mut ranks: Vec<Rank>) -> Vec<String> {
    ranks.sort_by(|a, b| b.cmp(a));
    let best = ranks.first().map_or(0, |(score, _)| *score);
    let mut out: Vec<String> = Vec::new();
    for (score, std::cmp::Reverse(lemma)) in ranks {
        let near = score + SECOND >= best || lemma == form && score >= USED;
        if out.len() < 2 && near && !out.contains(&lemma) {
            out.push(lemma);
        }
    }
    out
}

/// Bytes to strip from the form and what to add.
fn op(form: &str, lemma: &str) -> (usize, String) {
    let same: usize = form
        .chars()
        .zip(lemma.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    (form.len() - same, lemma.get(same..).unwrap_or_default().to_owned())
}

fn write(
    lemmas: &BTreeMap<String, Lemma>,
    forms: &BTreeMap<String, [u64; 4]>,
    ops: &BTreeMap<(usize, String), u64>,
) -> Result<(), Box<dyn Error>> {
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let out = Path::new(&out);
    let mut checksum = Sha256::new();
    let mut builder = fst::MapBuilder::memory();
    for (word, lemma) in lemmas {
        let value = lemma.standards
            | lemma.first << 2
            | lemma.frequency << 6
            | lemma.juncture.min(3) << 12
            | lemma.cut.min(127) << 14
            | lemma.bokmal << 21;
        builder.insert(word, value)?;
    }
    let packed = builder.into_inner()?;
    checksum.update(&packed);
    std::fs::write(out.join("lemmas.fst"), packed)?;
    let mut builder = fst::MapBuilder::memory();
    for (form, [nb, nn, nb_second, nn_second]) in forms {
        builder.insert(form, nb | nn << 16 | nb_second << 32 | nn_second << 48)?;
    }
    let packed = builder.into_inner()?;
    checksum.update(&packed);
    std::fs::write(out.join("forms.fst"), packed)?;
    let mut rows: Vec<_> = ops.iter().map(|((strip, add), number)| (number, strip, add)).collect();
    rows.sort();
    let text = rows.iter().fold(String::new(), |text, (_, strip, add)| {
        text + &format!("{strip}\t{add}\n")
    });
    checksum.update(&text);
    std::fs::write(out.join("ops.tsv"), text)?;
    for list in LISTS {
        checksum.update(std::fs::read(list)?);
    }
    // 64 bits tell changes apart; nobody forges them.
    let digest = checksum.finalize();
    let first = digest.first_chunk::<8>().copied().unwrap_or_default();
    let hex = format!("{:016x}", u64::from_be_bytes(first));
    std::fs::write(out.join("checksum.txt"), hex)?;
    Ok(())
}
