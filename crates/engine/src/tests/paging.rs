//! Forward, back and to the end: the same pages by every way.

use super::fixture::{Fixture, record};
use ordskifte_query::{SearchRequest, SearchResponse};

fn page(index: &Fixture, asked: &SearchRequest, cursor: Option<String>) -> SearchResponse {
    let asked = SearchRequest {
        cursor,
        ..asked.clone()
    };
    index.engine.search(&asked).expect("page")
}

fn ids(page: &SearchResponse) -> Vec<String> {
    page.hits.iter().map(|hit| hit.id.clone()).collect()
}

#[test]
fn the_way_back_meets_the_pages_of_the_way_there() {
    let made: Vec<_> = (0..23)
        .map(|at| {
            let made = record(at, "Sak").nb(&format!("felles {}", "ord ".repeat(at % 5)));
            let date = format!("20{:02}-05-01", at % 7);
            if at % 3 == 0 { made } else { made.date(&date) }
        })
        .collect();
    let index = Fixture::new(&made);
    for sort in ["relevance", "date", "date-desc", "archived"] {
        for limit in [1, 4, 22, 23, 24] {
            let asked = SearchRequest {
                limit,
                ..super::fixture::request(&[("q", "felles OR ord"), ("sort", sort)])
            };
            let what = format!("{sort} {limit}");
            let mut there = vec![page(&index, &asked, None)];
            while let Some(cursor) = there.last().and_then(|last| last.next_cursor.clone()) {
                there.push(page(&index, &asked, Some(cursor)));
            }
            assert_eq!(there.len(), 23_usize.div_ceil(limit), "{what}");
            let last_cursor = there[0].last_cursor.clone();
            assert_eq!(last_cursor.is_some(), limit < 23, "{what}");
            let mut back = vec![page(&index, &asked, last_cursor)];
            while let Some(cursor) = back.last().and_then(|last| last.previous_cursor.clone()) {
                back.push(page(&index, &asked, Some(cursor)));
            }
            back.reverse();
            assert_eq!(back.len(), there.len(), "{what}");
            for (at, (one, other)) in there.iter().zip(&back).enumerate() {
                assert_eq!(ids(one), ids(other), "{what}, page {at}");
                assert_eq!(
                    (one.offset, other.offset),
                    ((at * limit) as u64, (at * limit) as u64),
                    "{what}"
                );
                let ends = |page: &SearchResponse| {
                    let cursors = [&page.previous_cursor, &page.next_cursor, &page.last_cursor];
                    cursors.map(Option::is_some)
                };
                let goes_on = at + 1 < there.len();
                assert_eq!(ends(one), [at > 0, goes_on, goes_on], "{what}, page {at}");
                assert_eq!(ends(other), ends(one), "{what}, page {at}");
            }
        }
    }
}

#[test]
fn back_by_another_size_meets_pages_counted_from_the_first_hit() {
    let made: Vec<_> = (0..10).map(|at| record(at, "Sak").nb("felles")).collect();
    let index = Fixture::new(&made);
    let sized = |limit| SearchRequest {
        limit,
        ..super::fixture::request(&[("q", "felles")])
    };
    let second = page(&index, &sized(5), page(&index, &sized(5), None).next_cursor);
    let front = page(&index, &sized(3), second.previous_cursor);
    assert_eq!(
        (front.offset, front.hits.len()),
        (3, 2),
        "hits 4 and 5 of pages 1–3, 4–6"
    );
    let none = page(&index, &sized(0), front.next_cursor);
    assert_eq!((none.offset, none.hits.len(), none.next_cursor), (5, 0, None));
}
