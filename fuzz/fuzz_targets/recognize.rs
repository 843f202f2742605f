//! Any text, recognized: nothing panics, and every citation is what it says where it says.
#![no_main]

use ordskifte_record::Stated;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let extracted = ordskifte_extract::plain_text(text);
    let (record, _) = ordskifte_recognize::recognize(&extracted, &Stated::default());
    let flow: Vec<char> = extracted.flow_text().chars().collect();
    for citation in &record.citations {
        let printed: Option<String> = flow.get(citation.start..citation.end).map(|letters| letters.iter().collect());
        assert_eq!(printed.as_deref(), Some(citation.printed.as_str()));
    }
});
