//! What every fuzz target does: reads bytes under a name and checks what must hold of any result.

use ordskifte_extract::{Limits, Options, extract};

/// Reads bytes as a file of this name. Panics only when a reader breaks a promise.
pub fn read(bytes: &[u8], filename: &str) {
    let limits = Limits {
        inflated: 16 << 20,
        pages: 50,
        ..Limits::default()
    };
    let options = Options {
        filename: Some(filename),
        limits,
        ..Options::default()
    };
    let Ok(read) = extract(bytes, &options) else { return };
    for (index, page) in read.text.pages.iter().enumerate() {
        assert_eq!(page.number as usize, index + 1);
        for block in &page.blocks {
            assert!(!block.text.is_empty());
            assert!(!block.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
