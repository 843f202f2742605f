//! Packs the word lists of `data/` into one finite-state map, compiled into the crate.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for (file, bit) in [("data/nb-lemmas.txt", 1), ("data/nn-lemmas.txt", 2)] {
        println!("cargo::rerun-if-changed={file}");
        for line in std::fs::read_to_string(file)?
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            *words.entry(line.to_owned()).or_default() |= bit;
        }
    }
    let mut builder = fst::MapBuilder::memory();
    for (word, bits) in &words {
        builder.insert(word, *bits)?;
    }
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    std::fs::write(Path::new(&out).join("lexicon.fst"), builder.into_inner()?)?;
    Ok(())
}
