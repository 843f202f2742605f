//! The map of the site where one file cannot hold it.

use super::ask;
use crate::App;
use crate::server::router;
use axum::body::to_bytes;
use axum::http::StatusCode;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_engine::Engine;
use ordskifte_record::Record;
use std::collections::BTreeSet;

/// The addresses that a map names.
fn addresses(xml: &str) -> Vec<String> {
    let named = xml.split("<loc>").skip(1);
    named
        .filter_map(|rest| Some(rest.split_once("</loc>")?.0.to_owned()))
        .collect()
}

/// A server over so many records, with seven addresses in a map.
fn served(records: usize) -> (tempfile::TempDir, axum::Router) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = DataFolder::open_or_create(&dir.path().join("data")).expect("a data folder");
    let archive = Archive::open(&folder).expect("an archive");
    let engine = Engine::create(&folder.search_dir()).expect("an index");
    let writer = engine.writer(1, 16 << 20).expect("a writer");
    for number in 0..records {
        let letter = |place: usize| char::from(b'a' + u8::try_from(place % 26).expect("a letter"));
        let id = format!("tttttttttttttt{}{}", letter(number / 26), letter(number));
        let record = Record {
            id: Some(id.parse().expect("an id")),
            version: 1,
            title: format!("Sak {number}"),
            date: (number % 2 == 0).then(|| "2022-04".parse().expect("a date")),
            archived_at: Some("2026-01-01T00:00:00Z".to_owned()),
            ..Record::default()
        };
        writer.put(&record, "").expect("put");
    }
    writer.commit("e", 1).expect("commit");
    drop(writer);
    engine.reload().expect("reload");
    let app = App::new(engine.into(), archive.into(), "http://arkiv.example").mapping(7);
    (dir, router(app.limited_to(0)))
}

async fn map(router: &axum::Router, path: &str) -> (StatusCode, String) {
    let response = ask(router, "GET", path, "*/*").await;
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn every_record_stands_once_over_all_parts_and_the_index_names_each() {
    for (records, parts) in [(0, 0), (1, 0), (7, 0), (8, 2), (14, 2), (15, 3), (50, 8)] {
        let (_dir, router) = served(records);
        let (status, front) = map(&router, "/sitemap.xml").await;
        assert_eq!(status, StatusCode::OK);
        let is_index = front.contains("<sitemapindex");
        assert_eq!(is_index, parts > 0, "{records}");
        let mut named = addresses(&front);
        if is_index {
            let expected: Vec<String> = (1..=parts)
                .map(|part| format!("http://arkiv.example/sitemap.xml?part={part}"))
                .collect();
            assert_eq!(named, expected, "{records}");
            named.clear();
            for address in expected {
                let path = address.strip_prefix("http://arkiv.example").expect("here");
                let (status, xml) = map(&router, path).await;
                let here = addresses(&xml);
                assert!(
                    status == StatusCode::OK && xml.contains("<urlset") && (1..=7).contains(&here.len()),
                    "{records}: {path}: {xml}"
                );
                named.extend(here);
            }
        }
        assert_eq!(named.len(), records, "{records}");
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), records, "one stands twice");
        for part in [parts.max(1) + 1, usize::MAX] {
            let (status, _) = map(&router, &format!("/sitemap.xml?part={part}")).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{records}: {part}");
        }
        assert_eq!(map(&router, "/sitemap.xml?part=0").await.0, StatusCode::BAD_REQUEST);
    }
}
