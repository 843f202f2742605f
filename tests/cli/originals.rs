//! Archived bytes over HTTP: the encoding of texts, tags, parts.

use crate::told::{asked, with_file};

#[test]
fn texts_are_served_with_the_encoding_that_their_bytes_tell() {
    for (name, bytes, expected) in [
        (
            "a.txt",
            "Høringssvar fra Kari Moe, KS".as_bytes().to_vec(),
            "text/plain; charset=utf-8",
        ),
        (
            "b.txt",
            b"H\xf8ringssvar fra Kari Moe, KS".to_vec(),
            "text/plain; charset=windows-1252",
        ),
        (
            "c.txt",
            [
                &[0xff, 0xfe][..],
                &"Høringssvar fra KS"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<_>>(),
            ]
            .concat(),
            "text/plain; charset=utf-16le",
        ),
        (
            "d.html",
            "<html><p>Høringssvar fra KS".as_bytes().to_vec(),
            "text/html; charset=utf-8",
        ),
        (
            "e.html",
            b"<html><meta charset=iso-8859-1><p>H\xf8ringssvar fra KS".to_vec(),
            "text/html",
        ),
        (
            "f.md",
            "# Høringssvar\n\nFra KS.".as_bytes().to_vec(),
            "text/markdown; charset=utf-8",
        ),
    ] {
        let (program, id) = with_file(name, &bytes);
        let server = program.serve();
        let answer = server.get(&format!("/records/{id}/original"));
        assert_eq!(answer.body, bytes, "{name}");
        let line = answer.head.lines().find(|line| line.starts_with("content-type:"));
        assert_eq!(line, Some(format!("content-type: {expected}").as_str()), "{name}");
        let part = asked(&server, &format!("/records/{id}/original"), "Range: bytes=2-5\r\n");
        assert_eq!((part.status, part.body.as_slice()), (206, &bytes[2..6]), "{name}");
        assert!(part.head.contains(&format!("content-type: {expected}")), "{name}");
    }
}

#[test]
fn originals_have_tags_and_are_not_sent_again() {
    let (program, id) = with_file("a.txt", "Høringssvar fra Kari Moe, KS");
    let server = program.serve();
    let path = format!("/records/{id}/original");
    let first = server.get(&path);
    let tag = first
        .head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag")
        .to_owned();
    for held in [tag.clone(), "*".to_owned(), format!("\"x\", W/{tag}")] {
        let again = asked(&server, &path, &format!("If-None-Match: {held}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{held}");
        assert!(again.head.contains(&format!("etag: {tag}")), "{held}: {}", again.head);
    }
    let other = asked(&server, &path, "If-None-Match: \"x\"\r\n");
    assert_eq!(other.status, 200);
    // What is there not is nobody's, whatever they hold.
    for path in [
        "/records/aaaaaaaaaaaaaaaa/original",
        "/api/v1/records/aaaaaaaaaaaaaaaa",
        "/records/aaaaaaaaaaaaaaaa",
        "/people/ingen",
        "/api/v1/people/ingen",
    ] {
        assert_eq!(asked(&server, path, "If-None-Match: *\r\n").status, 404, "{path}");
    }
    for path in [
        "/",
        "/api/v1/search",
        "/people",
        "/api/v1/people",
        "/feed.atom",
        "/assets/ordskifte.css",
    ] {
        let answer = asked(&server, path, "If-None-Match: *\r\n");
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{path}");
        assert!(answer.head.contains("etag: "), "{path}");
    }
    let part = |held: &str| asked(&server, &path, &format!("Range: bytes=0-1\r\nIf-Range: {held}\r\n")).status;
    assert_eq!([part(&tag), part("\"x\"")], [206, 200]);
}
