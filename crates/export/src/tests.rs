//! What comes out is read back by other readers.

use crate::{COLUMNS, Format, Origin, Profile, Writer};
use ordskifte_query::{ExportRow, Unit};
use ordskifte_record::{Participant, Record};
use std::sync::Arc;

fn written(format: Format, title: &str) -> String {
    let person = Participant {
        name: "Per; \\ \"Pål\"".to_owned(),
        ..Participant::default()
    };
    let record = Record {
        title: title.to_owned(),
        participants: vec![
            person,
            Participant {
                name: "B".to_owned(),
                ..Participant::default()
            },
        ],
        ..Record::default()
    };
    let row = ExportRow {
        header: Arc::new(record),
        unit: Unit::Record,
        passage: None,
    };
    let origin = Origin {
        public_url: "http://a".to_owned(),
        generation: "g".to_owned(),
    };
    let mut writer = Writer::new(format, Vec::new(), origin).expect("header");
    writer.row(&row).expect("row");
    String::from_utf8(writer.finish().expect("finish")).expect("utf-8")
}

#[test]
fn csv_is_read_back_by_another_reader() {
    for title in ["a,b;c", "\"q\"", "line\nbreak", "=1+1", "æøå"] {
        let text = written(Format::Csv(Profile::Rfc4180), title);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().expect("header").iter().collect::<Vec<_>>(), COLUMNS);
        let row = reader.records().next().expect("one").expect("row");
        assert_eq!(&row[3], title);
        assert_eq!(&row[13], "Per\\; \\\\ \"Pål\"; B");
    }
}

#[test]
fn excel_gets_its_mark_separator_and_no_formulas() {
    let text = written(Format::Csv(Profile::ExcelNo), "=HYPERLINK(1)");
    assert!(text.starts_with("\u{feff}record_id;record_version;"));
    assert!(text.contains(";'=HYPERLINK(1);") && text.ends_with("\r\n"));
    assert!(!written(Format::Csv(Profile::Rfc4180), "=1").contains("'="));
}

#[test]
fn json_lines_keep_lists_and_nulls() {
    let value: serde_json::Value = serde_json::from_str(&written(Format::Jsonl, "T")).expect("json");
    assert_eq!(value["participants"][1], "B");
    assert!(value["date"].is_null() && value["passage"].is_null());
}
