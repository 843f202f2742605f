//! Any text through the tokenizer, the analyzer in every language, and detection.
#![no_main]

use ordskifte_analysis::{Analyzer, analyze_line, detect};
use ordskifte_record::Language;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut analyzer = Analyzer::new();
    for language in [Language::Nb, Language::Nn, Language::Und] {
        let _ = analyze_line(&mut analyzer, &text, language);
    }
    let _ = detect(&text);
});
