//! What a PDF holds beside its pages' content: fields, notes, layers, labels, outline, encryption.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests

use ordskifte_extract::{ExtractError, Extraction, Options, extract};
use ordskifte_record::BlockKind;
use std::fs;
use std::path::Path;

fn read(name: &str, password: Option<&str>) -> Result<Extraction, ExtractError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    let options = Options {
        password,
        ..Options::default()
    };
    extract(&fs::read(path).unwrap(), &options)
}

#[test]
fn values_of_fields_and_free_text_are_text_and_hidden_layers_and_notes_are_not() {
    let flow = read("skjema.pdf", None).unwrap().text.flow_text();
    for shown in ["Fjordvik kommune", "Ingen merknader", "Mottatt 3. mai", "Synlig tekst"] {
        assert!(flow.contains(shown), "{shown} is missing in {flow}");
    }
    for hidden in ["Skjult lag", "Husk dette"] {
        assert!(!flow.contains(hidden), "{hidden} leaks into {flow}");
    }
}

#[test]
fn pages_have_their_printed_labels() {
    let read = read("skjema.pdf", None).unwrap();
    let labels: Vec<Option<&str>> = read.text.pages.iter().map(|page| page.label.as_deref()).collect();
    assert_eq!(labels, [Some("i"), Some("A-1")]);
}

#[test]
fn the_outline_makes_a_paragraph_a_heading() {
    let read = read("skjema.pdf", None).unwrap();
    let first = &read.text.pages[1].blocks[0];
    assert_eq!(
        (first.kind, first.level, first.text.as_str()),
        (BlockKind::Heading, Some(1), "Vedlegg om økonomi")
    );
}

#[test]
fn an_encrypted_file_opens_with_its_password_and_says_when_it_needs_one() {
    assert_eq!(read("laast.pdf", None).unwrap_err(), ExtractError::PasswordNeeded);
    assert_eq!(
        read("laast.pdf", Some("feil")).unwrap_err(),
        ExtractError::PasswordNeeded
    );
    let flow = read("laast.pdf", Some("hemmelig")).unwrap().text.flow_text();
    assert!(flow.contains("Synlig tekst"), "{flow}");
    // Without a password for readers anybody may read.
    let open = read("eierlaast.pdf", None).unwrap().text.flow_text();
    assert!(open.contains("Synlig tekst"), "{open}");
}
