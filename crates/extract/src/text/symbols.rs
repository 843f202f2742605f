//! Signs of the fonts Wingdings and Symbol, which office programs write as letters of other fonts.

/// The sign at a place of such a font, where it is one that forms and lists use.
pub(crate) fn symbol(code: u8) -> Option<&'static str> {
    Some(match code {
        0x6f | 0x71 | 0x72 | 0xa8 => "☐",
        0x78 | 0xfd => "☒",
        0xfe => "☑",
        0xfb => "✗",
        0xfc => "✓",
        0xdf => "←",
        0xe0 | 0xe8 => "→",
        0x6c | 0x6e | 0x75 | 0x76 | 0x9f | 0xa7 | 0xb7 | 0xd8 => "•",
        _ => return None,
    })
}
