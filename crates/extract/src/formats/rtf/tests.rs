//! RTF files with one trap each.

use super::*;
use ordskifte_record::BlockKind;

#[test]
fn signs_are_no_letters_and_initials_no_paragraphs() {
    let source = br"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset2 Wingdings;}}\pard{\f1\'a8} Nei {\f1 \'fe}\f0  Ja {\f1 zz}slutt\par
\pard\dropcapli3\dropcapt1 D\par\pard epartementet svarte.\par}";
    assert_eq!(
        extract(source).unwrap().flow_text(),
        "☐ Nei ☑ Ja slutt\n\nDepartementet svarte."
    );
}

#[test]
fn headings_by_style_and_no_hidden_text() {
    let source = br"{\rtf1\ansi{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}\pard\s1 \'c5pning\par\pard M\'f8tet {\v skjult }ble satt.\par}";
    let read = extract(source).unwrap();
    let blocks: Vec<(BlockKind, &str)> = read.pages[0].blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Heading, "Åpning"),
            (BlockKind::Paragraph, "Møtet ble satt."),
        ]
    );
}

#[test]
fn blanks_have_several_widths_and_a_height_of_nothing_is_none() {
    let source = br"{\rtf1\ansi\pard en\emspace to\enspace tre\qmspace loven{\up0 5}{\up6 7}{\sub 2}\par}";
    assert_eq!(extract(source).unwrap().flow_text(), "en to tre loven5 7 2");
}
