//! What comes out is read back by other readers.

use crate::{COLUMNS, Columns, Format, Origin, Package, Profile, Provenance, Style, Writer};
use ordskifte_query::{ExportRow, PassageRow, Unit};
use ordskifte_record::{Participant, Record, TextSource};
use std::sync::Arc;

fn row(title: &str) -> ExportRow {
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
    ExportRow {
        header: Arc::new(record),
        unit: Unit::Record,
        passage: None,
    }
}

fn origin() -> Origin {
    Origin {
        public_url: "http://a".to_owned(),
        generation: "g".to_owned(),
    }
}

fn written(format: Format, title: &str) -> String {
    let mut writer = Writer::new(format, Vec::new(), origin(), Columns::default()).expect("header");
    writer.row(&row(title)).expect("row");
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

#[test]
fn columns_are_chosen_in_the_order_asked_for() {
    let columns = Columns::of_names("title, record_id,title").expect("columns");
    let mut writer = Writer::new(Format::Csv(Profile::Rfc4180), Vec::new(), origin(), columns).expect("header");
    writer.row(&row("T,1")).expect("row");
    let text = String::from_utf8(writer.finish().expect("finish")).expect("utf-8");
    assert_eq!(text, "title,record_id\r\n\"T,1\",\r\n");
    for (names, wrong) in [("title,nothing", "nothing"), ("title,\ttitle", "\ttitle"), ("", "")] {
        assert_eq!(Columns::of_names(names).expect_err("wrong"), wrong);
    }
}

#[test]
fn a_package_tells_what_is_in_it() {
    use sha2::{Digest, Sha256};
    let provenance = Provenance {
        query: "q".to_owned(),
        unit: "record".to_owned(),
        created: "2026-01-01T00:00:00Z".to_owned(),
        total: 1,
    };
    let format = Format::Csv(Profile::ExcelNo);
    let mut package = Package::new(format, Vec::new(), origin(), Columns::default(), provenance).expect("package");
    package.row(&row("T")).expect("row");
    let bytes = package.finish().expect("finish");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("zip");
    let mut read = |name: &str| {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).expect("file"), &mut out).expect("bytes");
        out
    };
    let data = read("data.csv");
    let description: serde_json::Value = serde_json::from_slice(&read("datapackage.json")).expect("json");
    let resource = &description["resources"][0];
    assert_eq!(resource["bytes"], data.len());
    let pairs: Vec<String> = Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = pairs.concat();
    assert_eq!(resource["hash"], format!("sha256:{digest}"));
    assert_eq!(resource["dialect"]["delimiter"], ";");
    assert_eq!(resource["schema"]["fields"][1]["type"], "integer");
    assert_eq!(description["ordskifte"]["rows"], 1);
    assert_eq!(description["ordskifte"]["generation"], "g");
}

#[test]
fn a_package_with_rows_missing_is_none() {
    let provenance = Provenance {
        total: 2,
        ..Provenance::default()
    };
    let mut package =
        Package::new(Format::Jsonl, Vec::new(), origin(), Columns::default(), provenance).expect("package");
    package.row(&row("T")).expect("row");
    assert!(package.finish().is_err());
}

#[test]
fn references_of_passages_lead_to_their_place() {
    let mut row = row("Referat");
    row.unit = Unit::Statement;
    let statement = PassageRow {
        text: "Kommunene får 50 % & mer.".to_owned(),
        anchor: "p-00000001".to_owned(),
        page: Some(2),
        page_source: TextSource::BornDigital,
        agenda_item: None,
        case_type: None,
        statement_id: Some("s-00000001".to_owned()),
        speakers: vec!["Kari Moe".to_owned(), "Per Li".to_owned()],
        speakers_printed: Vec::new(),
        roles: Vec::new(),
        organizations: Vec::new(),
        sides: Vec::new(),
        form: None,
        attribution: None,
        position: None,
        case_detail: None,
        position_detail: None,
        language: ordskifte_record::Language::Nb,
    };
    row.passage = Some(statement);
    let entry = |row: &ExportRow, style| {
        let mut writer =
            Writer::new(Format::References(style), Vec::new(), origin(), Columns::default()).expect("a writer");
        writer.row(row).expect("row");
        String::from_utf8(writer.finish().expect("finish")).expect("utf-8")
    };
    let bibtex = entry(&row, Style::Bibtex);
    for field in [
        "-v0-s-00000001,",
        "url = {http://a/records//v0#p-00000001},",
        "pages = {2},",
        "annotation = {Kari Moe; Per Li},",
        "abstract = {Kommunene får 50 \\% \\& mer.},",
    ] {
        assert!(bibtex.contains(field), "{field} in {bibtex}");
    }
    let ris = entry(&row, Style::Ris);
    for line in [
        "SP  - 2\r\n",
        "N1  - Kari Moe; Per Li\r\n",
        "AB  - Kommunene får 50 % & mer.\r\n",
        "#p-00000001\r\n",
    ] {
        assert!(ris.contains(line), "{line} in {ris}");
    }
    // A record's reference has nothing of its best passage.
    row.unit = Unit::Record;
    assert!(!entry(&row, Style::Bibtex).contains("abstract") && !entry(&row, Style::Ris).contains("AB  -"));
}
