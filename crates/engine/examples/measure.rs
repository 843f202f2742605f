//! Measures indexing and searching on a generated corpus, in one process and without the other rooms.
//!
//! Corpus: `gen_corpus.py 10000 c.jsonl --records` (seeded; 10,000 records of 300–3,000 words, 93 MB).
//! Run: `cargo run --release -p ordskifte-engine --example measure -- c.jsonl [threads]`.
//! A sentence with a participant's surname and a reporting verb counts as a statement, as recognition would say.

use ordskifte_engine::Engine;
use ordskifte_query::SearchRequest;
use ordskifte_record::{
    Attribution, BlockKind, Form, MinistryRef, MinistryRole, Paragraph, Record, RecordId, Speaker, SpeakerKind, Stated,
    StatedMinistry, StatedTopic, Statement, TopicRef,
};
use std::error::Error;
use std::io::{BufRead, Write};
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let corpus = arguments.next().ok_or("which corpus?")?;
    let threads: usize = arguments.next().map_or(Ok(2), |threads| threads.parse())?;
    let folder = std::env::temp_dir().join(format!("ordskifte-measure-{}", std::process::id()));
    let outcome = run(&corpus, threads, &folder);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn run(corpus: &str, threads: usize, folder: &std::path::Path) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    analysis(corpus, &mut out)?;
    let engine = Engine::create(folder)?;
    let (bytes, time) = index(&engine, corpus, threads)?;
    let mb = bytes as f64 / 1e6;
    writeln!(
        out,
        "index: {mb:.1} MB of text in {time:.1?}: {:.1} MB/s",
        mb / time.as_secs_f64()
    )?;
    let start = Instant::now();
    let cold = Engine::open(folder, ordskifte_engine::Mode::Read)?;
    let first = cold.search(&request(&[("q", "vindkraft")])?)?;
    writeln!(
        out,
        "open and first search: {:.1?} ({} hits)",
        start.elapsed(),
        first.total
    )?;
    let stats = cold.snapshot().stats()?;
    writeln!(
        out,
        "{} records, {} paragraphs, {} statements, {:.0} MB on disk",
        stats.records,
        stats.passages,
        stats.statements,
        stats.bytes as f64 / 1e6
    )?;
    searches(&cold, &mut out)?;
    for unit in ["record", "passage"] {
        let start = Instant::now();
        let rows = cold
            .snapshot()
            .export(&request(&[("q", "kommune"), ("unit", unit)])?, &mut |_| {
                ControlFlow::Continue(())
            })?;
        let rate = rows as f64 / start.elapsed().as_secs_f64();
        writeln!(out, "export by {unit}: {rows} rows, {rate:.0} rows/s")?;
    }
    Ok(())
}

/// Measures analysis by itself, in one thread.
fn analysis(corpus: &str, out: &mut impl Write) -> Outcome<()> {
    let lines = std::io::BufReader::new(std::fs::File::open(corpus)?).lines();
    let mut analyzer = ordskifte_analysis::Analyzer::new();
    let (mut bytes, mut words, mut time) = (0, 0, Duration::ZERO);
    for (number, line) in lines.take(2000).enumerate() {
        let (record, text) = read(number, &line?)?;
        let start = Instant::now();
        for token in ordskifte_analysis::tokenize(&text) {
            words += analyzer.terms(token.text, record.language).lemmas.len();
        }
        time += start.elapsed();
        bytes += text.len();
    }
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    writeln!(out, "analysis alone, one thread: {words} words, {rate:.1} MB/s")?;
    Ok(())
}

/// Indexes the corpus; gives bytes of text and time, commit included.
fn index(engine: &Engine, corpus: &str, threads: usize) -> Outcome<(usize, Duration)> {
    let lines = std::io::BufReader::new(std::fs::File::open(corpus)?).lines();
    let writer = engine.writer(threads, 256 << 20)?;
    let start = Instant::now();
    let bytes = Mutex::new(0);
    let (send, receive) = sync_channel::<(usize, String)>(64);
    let receive = Arc::new(Mutex::new(receive));
    std::thread::scope(|scope| -> Outcome<()> {
        let mut workers = Vec::new();
        for _ in 0..threads {
            workers.push(scope.spawn(|| -> Outcome<()> {
                loop {
                    let next = receive.lock().map_err(|_| "poisoned")?.recv();
                    let Ok((number, line)) = next else { return Ok(()) };
                    let (record, text) = read(number, &line)?;
                    writer.put(&record, &text)?;
                    *bytes.lock().map_err(|_| "poisoned")? += text.len();
                }
            }));
        }
        for (number, line) in lines.enumerate() {
            send.send((number, line?))?;
        }
        drop(send);
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok(())
    })?;
    writer.commit("measured", 1)?;
    let time = start.elapsed();
    writer.finish()?;
    engine.reload()?;
    let bytes = *bytes.lock().map_err(|_| "poisoned")?;
    Ok((bytes, time))
}

/// A line of the corpus as a record.
fn read(number: usize, line: &str) -> Outcome<(Record, String)> {
    let mut value: serde_json::Value = serde_json::from_str(line)?;
    let text = value["text"].as_str().unwrap_or_default().to_owned();
    if let Some(object) = value.as_object_mut() {
        object.remove("text");
    }
    for person in value["participants"].as_array_mut().into_iter().flatten() {
        for name in ["role", "organization", "side", "level"] {
            person[name] = serde_json::Value::Null;
        }
        person["printed"] = person["name"].clone();
    }
    let stated: Stated = serde_json::from_value(value)?;
    let mut record = Record {
        id: Some(id(number)?),
        version: 1,
        kind: stated.kind.unwrap_or(ordskifte_record::Kind::Annet),
        title: stated.title.unwrap_or_default(),
        date: stated.date,
        language: stated.language.unwrap_or(ordskifte_record::Language::Nb),
        participants: stated.participants.unwrap_or_default(),
        ..Record::default()
    };
    for ministry in stated.ministries.unwrap_or_default() {
        let StatedMinistry::Plain(name) = ministry else {
            continue;
        };
        let known = ordskifte_vocabulary::resolve(&name, record.date);
        record.ministries.push(MinistryRef {
            id: known.map_or(name.clone(), |known| known.id.to_owned()),
            abbreviation: known.map_or(name.clone(), |known| known.abbreviation.to_owned()),
            name,
            role: MinistryRole::Host,
        });
    }
    for topic in stated.topics.unwrap_or_default() {
        let StatedTopic::Plain(label) = topic else { continue };
        record.topics.push(TopicRef {
            id: label.clone(),
            label,
            score: 1.0,
            evidence: Vec::new(),
        });
    }
    paragraphs(&mut record, &text);
    Ok((record, text))
}

fn id(number: usize) -> Outcome<RecordId> {
    let mut rest = number;
    let mut out = vec![b'a'; RecordId::LENGTH];
    for slot in out.iter_mut().rev() {
        *slot = b'a' + (rest % 26) as u8;
        rest /= 26;
    }
    // Scattered, as hashes are.
    out.reverse();
    String::from_utf8(out)?.parse().map_err(|_| "id".into())
}

fn paragraphs(record: &mut Record, text: &str) {
    let mut at = 0;
    for (index, paragraph) in text.split("\n\n").enumerate() {
        let length = paragraph.chars().count();
        let anchor = format!("p-{index:08x}");
        let mut inner = at;
        for sentence in paragraph.split_inclusive(". ") {
            let words = sentence.chars().count();
            let speaker = record.participants.iter().position(|person| {
                let surname = person.name.split(' ').next_back().unwrap_or_default();
                sentence.starts_with(surname)
            });
            if let Some(speaker) = speaker {
                record.statements.push(Statement {
                    id: format!("s-{index:08x}-{inner}"),
                    speakers: vec![Speaker {
                        name: record.participants[speaker].name.clone(),
                        participant: Some(speaker as u32),
                        printed: String::new(),
                        kind: SpeakerKind::Person,
                    }],
                    form: Form::Reported,
                    attribution: Attribution::Name,
                    verb: None,
                    agenda: None,
                    agenda_item: None,
                    page: 1,
                    anchor: anchor.clone(),
                    start: inner,
                    end: inner + words,
                    text: sentence.trim_end().to_owned(),
                });
            }
            inner += words;
        }
        record.paragraphs.push(Paragraph {
            anchor,
            kind: BlockKind::Paragraph,
            level: None,
            page: 1,
            start: at,
            end: at + length,
            language: record.language,
            agenda_item: None,
        });
        at += length + 2;
    }
}

fn request(pairs: &[(&str, &str)]) -> Outcome<SearchRequest> {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ok(SearchRequest::from_pairs(pairs)?)
}

/// Queries of every kind; frequent and rare words.
const QUERIES: &[&str] = &[
    "vindkraft",
    "kommune",
    "og",
    "tilskudd barnehage",
    "skatteetaten forskrift",
    "\"helse og omsorg\"",
    "\"kommune plikt\"~10",
    "kommunane",
    "lov OR forskrift",
    "kommune -skatt",
    "barnevern*",
    "kommuneøkonomi inntekter utgifter",
    "ministry:KDD kommune",
    "kind:referat kommune",
    "year:2022 kommune",
    "title:konsultasjonsmøte",
    "(lov OR forskrift) -vedtak departement",
    "",
];

fn searches(engine: &Engine, out: &mut impl Write) -> Outcome<()> {
    let six = "year,ministry,participant,topic,kind,language";
    for unit in ["record", "passage", "statement"] {
        for facets in ["none", six] {
            let times = timed(engine, unit, facets)?;
            writeln!(out, "search by {unit}, facets {facets}: {}", shown(&times))?;
        }
    }
    for facet in six.split(',') {
        let times = timed(engine, "record", facet)?;
        writeln!(out, "search by record, facet {facet} alone: {}", shown(&times))?;
    }
    for query in QUERIES {
        let asked = request(&[("q", query)])?;
        let start = Instant::now();
        let mut total = 0;
        for _ in 0..10 {
            total = engine.search(&asked)?.total;
        }
        writeln!(out, "  {query:40} {total:6} hits {:.2?}", start.elapsed() / 10)?;
    }
    Ok(())
}

fn timed(engine: &Engine, unit: &str, facets: &str) -> Outcome<Vec<Duration>> {
    let mut times = Vec::new();
    for round in 0..10 {
        for query in QUERIES {
            let asked = request(&[("q", query), ("unit", unit), ("facets", facets)])?;
            let start = Instant::now();
            engine.search(&asked)?;
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    times.sort_unstable();
    Ok(times)
}

fn shown(times: &[Duration]) -> String {
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    format!("p50 {:.2?}, p95 {:.2?}, max {:.2?}", at(0.5), at(0.95), at(0.999))
}
