//! Ids made of names.

/// A readable id of a name: letters, digits and hyphens, and four hexadecimal digits that keep names apart which would
/// else look the same ("Bø", "Bo").
pub fn slug(name: &str) -> String {
    let folded = ordskifte_vocabulary::fold_name(name);
    let mut out = String::new();
    for c in folded.chars() {
        match c {
            'æ' | 'ä' => out.push_str("ae"),
            'ø' | 'ö' => out.push('o'),
            'å' => out.push('a'),
            'é' | 'è' => out.push('e'),
            'ü' => out.push('u'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            _ => {}
        }
        if out.len() >= 60 {
            break;
        }
    }
    // FNV-1a: keeps names apart, and is the same for ever.
    let hash = folded.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{}-{:04x}", out.trim_end_matches('-'), hash & 0xffff)
}
