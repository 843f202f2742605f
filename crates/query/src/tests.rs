//! The query language and the reading of parameters.

use crate::{Expr, Fault, FilterField, Phrase, SearchRequest, Sort, Unit, parse};
use proptest::prelude::*;

fn shown(query: &str) -> String {
    parse(query)
        .expect(query)
        .expr
        .map_or_else(String::new, |expr| expr.to_string())
}

fn request(pairs: &[(&str, &str)]) -> SearchRequest {
    read(pairs).expect("a good request")
}

fn read(pairs: &[(&str, &str)]) -> Result<SearchRequest, crate::RequestError> {
    SearchRequest::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

#[test]
fn operators_bind_as_documented() {
    assert_eq!(shown("a b OR c d"), "((a b) OR (c d))");
    assert_eq!(shown("a AND (b OR -c)"), "(a (b OR -c))");
    assert_eq!(shown("NOT a b"), "(-a b)");
    assert_eq!(shown("e-helse - og"), "(e-helse og)");
    assert_eq!(shown("\"or e\"~5 kommun*"), "(\"or e\"~5 kommun*)");
    assert_eq!(shown("((a))"), "a");
    assert_eq!(shown("«statlig styring»"), "\"statlig styring\"");
    assert_eq!(shown("title:(vind -kraft)"), "title:(vind -kraft)");
    assert_eq!(shown("https://ks.no sak:12"), "(https://ks.no sak:12)");
    assert_eq!(shown("a () \"\" & - ="), "a");
    assert_eq!(shown("=\"veileder\" = a =b"), "(=\"veileder\" a =\"b\")");
    assert_eq!(shown("-=\"a b\"~3 a=b"), "(-=\"a b\"~3 a=b)");
    assert_eq!(shown("title:=\"a b\""), "title:=\"a b\"");
}

#[test]
fn what_is_open_at_the_end_is_closed() {
    assert_eq!(shown("a (b \"c d"), "(a b \"c d\")");
}

#[test]
fn faults_are_told_with_their_place() {
    for (query, position) in [
        ("å OR", Some(3)),
        ("OR a", Some(1)),
        ("(å OR) b", Some(4)),
        ("a)", Some(2)),
        ("a AND OR b", Some(3)),
        ("å AND", Some(3)),
        ("minstry:KDD", Some(1)),
        ("a kind:minutes", Some(3)),
        ("kind: x", Some(1)),
        ("å ministry:", Some(3)),
        ("å title:", Some(3)),
        ("å NOT", Some(3)),
        ("ab*c", Some(1)),
        ("a*", Some(1)),
        ("a OR from:2020", Some(6)),
        ("=ab*", Some(1)),
        ("=(a)", None),
        ("a =-b", None),
        ("=title:a", Some(1)),
    ] {
        assert_eq!(parse(query).err().map(|error| error.position), position, "{query}");
    }
}

#[test]
fn operators_alone_ask_for_nothing_and_are_told_so() {
    for query in [
        "-",
        "()",
        "\"\"",
        " & ",
        "= -",
        "(\"…\")",
        "title:\"-\"",
        "-()",
        "«»",
        "*",
        " …",
        "\0",
        " \u{7}\u{1b}",
    ] {
        let error = parse(query).expect_err(query);
        assert_eq!(error.fault, Fault::Nothing, "{query}");
        let begin = query.chars().take_while(|c| c.is_whitespace()).count();
        assert_eq!(error.position, begin + 1, "{query}");
    }
    // A blank query asks for everything; so does a filter alone for all that it lets pass.
    for query in ["", "  ", "\t", "year:2022", "() from:2020"] {
        assert!(parse(query).is_ok_and(|parsed| parsed.expr.is_none()), "{query}");
    }
    assert_eq!(
        read(&[("q", "-"), ("year", "2022")]).expect_err("nothing").parameter,
        "q"
    );
}

#[test]
fn caps_hold() {
    assert!(parse(&"(".repeat(40)).is_err());
    assert!(parse(&"a ".repeat(65)).is_err());
    assert!(parse(&"a ".repeat(64)).is_ok());
    assert!(parse(&"a".repeat(501)).is_err());
}

#[test]
fn filters_that_all_hits_pass_are_moved_out() {
    let parsed = parse("(vind ministry:KDD) ministry:\"Energi departementet\" -kind:brev from:2020 year:2019..2022")
        .expect("good");
    assert_eq!(parsed.expr.expect("text").to_string(), "(vind -kind:brev)");
    assert_eq!(
        parsed.filters.of(FilterField::Ministry),
        ["KDD", "Energi departementet"]
    );
    assert_eq!(parsed.filters.of(FilterField::Year), ["2019..2022"]);
    assert_eq!(
        parsed.filters.from.map(|date| date.to_string()).as_deref(),
        Some("2020")
    );
    let nested = parse("kind:brev OR kind:notat").expect("good");
    assert!(nested.filters.is_empty());
    assert_eq!(nested.expr.expect("filters").to_string(), "(kind:brev OR kind:notat)");
}

#[test]
fn parameters_are_read_strictly() {
    let read_back = request(&[
        ("q", "vind kind:brev"),
        ("year", "2022"),
        ("year", "none"),
        ("limit", "5"),
        ("from", ""),
    ]);
    assert_eq!(read_back.filters.of(FilterField::Kind), ["brev"]);
    assert_eq!(read_back.filters.of(FilterField::Year), ["2022", "none"]);
    assert_eq!(read_back.limit, 5);
    assert_eq!(read_back.facets.len(), 6);
    for (field, typed, code) in [
        (FilterField::Kind, "høringssvar", "horingssvar"),
        (FilterField::Kind, "Høringsnotat", "horingsnotat"),
        (FilterField::MeetingType, "KONSULTASJONSMOTE", "konsultasjonsmøte"),
    ] {
        let taken = request(&[(field.as_str(), typed)]);
        assert_eq!(taken.filters.of(field), [code]);
    }
    for (name, value) in [
        ("years", "2022"),
        ("year", "22"),
        ("kind", "minutes"),
        ("language", "no"),
        ("side", "x"),
        ("from", "1.1.2022"),
        ("unit", "paragraph"),
        ("sort", "newest"),
        ("limit", "1001"),
        ("limit", "-1"),
        ("facet_size", "0"),
        ("explain", "ja"),
        ("facets", "year,minister"),
        ("q", "a)"),
    ] {
        assert_eq!(read(&[(name, value)]).expect_err(name).parameter, name);
    }
    assert_eq!(read(&[("q", "åå )")]).expect_err("broken").position, Some(4));
    let turned = |pairs: &[(&str, &str)]| read(pairs).expect("a request").filters.ends_before_it_begins();
    assert!(turned(&[("from", "2022"), ("to", "2021")]) && turned(&[("q", "from:2022-02-02 to:2022-02-01")]));
    assert!(!turned(&[("from", "2022-06"), ("to", "2022")]) && !turned(&[("to", "2021")]));
}

#[test]
fn links_ask_the_same_question() {
    let asked = request(&[
        ("q", "vind ministry:KDD"),
        ("unit", "statement"),
        ("sort", "date"),
        ("facets", "year"),
    ]);
    let linked = SearchRequest::from_pairs(asked.to_pairs()).expect("own pairs");
    assert_eq!(linked.q, "vind");
    assert_eq!((&linked.expr, &linked.filters), (&asked.expr, &asked.filters));
    assert_eq!((linked.unit, linked.sort), (Unit::Statement, Sort::Date));
    let without = asked.with_toggled(FilterField::Ministry, "KDD");
    assert!(without.filters.is_empty());
    assert_eq!(without.q, "vind");
    assert_eq!(
        asked
            .with_toggled(FilterField::Year, "none")
            .filters
            .of(FilterField::Year),
        ["none"]
    );
}

fn word() -> impl Strategy<Value = String> {
    "[a-zåøæ§]{2,8}([-.:/][a-z0-9åøæ]{1,4})?".prop_filter("known names", |word| parse(word).is_ok())
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        4 => word().prop_map(Expr::Word),
        1 => word().prop_map(Expr::Prefix),
        2 => (prop::collection::vec(word(), 1..4), 0_u32..51).prop_map(|(words, slop)| {
            Expr::Phrase(Phrase { words, slop, prefix: false })
        }),
        1 => (prop::collection::vec(word(), 1..3), 0_u32..51).prop_map(|(words, slop)| {
            Expr::Exact(Phrase { words, slop, prefix: false })
        }),
        1 => word().prop_map(|word| Expr::Title(Box::new(Expr::Word(word)))),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::Or),
            inner.prop_map(|inner| Expr::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn anything_like_a_query_is_read_and_shown_stably(text in "([(\")*~:= -]|OR|AND|NOT|year:2020|title:|sender:|a|ø){0,40}") {
        if let Ok(parsed) = parse(&text) {
            let shown = parsed.expr.as_ref().map_or_else(String::new, ToString::to_string);
            match parse(&shown) {
                Ok(again) => prop_assert_eq!(again.expr, parsed.expr),
                Err(error) => prop_assert!(matches!(error.fault, Fault::TooDeep { .. } | Fault::QueryTooLong { .. }), "{}: {}", shown, error),
            }
        }
    }

    #[test]
    fn what_is_shown_reads_back(expr in expr()) {
        if let Ok(parsed) = parse(&expr.to_string()) {
            let shown = parsed.expr.as_ref().map_or_else(String::new, ToString::to_string);
            prop_assert_eq!(parse(&shown).expect("own form").expr, parsed.expr);
        }
    }

    #[test]
    fn the_interpretation_is_the_question(q in "(a|ø|OR| |-|sender:\"x y\"|year:2020|kind:brev|from:2020|\\(|\\)){0,20}") {
        if let Ok(request) = read(&[("q", &q)]) {
            let again = read(&[("q", &request.interpreted())]).expect("own form");
            prop_assert_eq!(again.expr, request.expr);
            prop_assert_eq!(again.filters, request.filters);
        }
    }
}
