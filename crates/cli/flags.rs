//! The command line (`docs/guide.md`). Names and meanings are a public contract.

use crate::values::{SearchForm, duration, public_url, query};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Full-text search and archive engine for Norwegian consultation records.
#[derive(Debug, Parser)]
#[command(name = "ordskifte", version, about, max_term_width = 100)]
pub(crate) struct Flags {
    /// Folder that the archive and the search index are kept in.
    #[arg(
        long,
        global = true,
        env = "ORDSKIFTE_DATA",
        default_value = "index",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// How the log on standard error is written.
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub(crate) log_format: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people.
    Text,
    /// A JSON object a line, each answer of the server among them.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read files and folders into the archive and the index.
    Ingest(Ingest),
    /// Serve search page and API; ingest PATHs first if given.
    Serve(Serve),
    /// Search; hits with their passages.
    Search(Search),
    /// Write every hit as CSV, JSON Lines, BibTeX, RIS or a bag.
    Export(Export),
    /// Show one record.
    Show(Show),
    /// Build the search index anew from the archive.
    Reindex,
    /// Check every byte of the archive, and that the index agrees with it.
    Verify(Verify),
    /// State what is said wrongly of a record, or who may see it.
    Amend(Amend),
    /// Withdraw a record from the public, with a reason; everything is kept.
    Withdraw(Withdraw),
    /// Remove the bytes of a withdrawn record for good.
    Purge(Purge),
    /// Copy the archive to another folder, while it is used; again copies only what is new.
    Backup(Backup),
    /// Make a data folder of a backup.
    Restore(Backup),
    /// Count records by kind, year, language and finding.
    Stats(Stats),
    /// What is held of each year's meetings, and what is missing of an expected list.
    Coverage(Coverage),
    /// Print a file's text, pages separated by form feeds.
    Extract(Extract),
    /// Print the record that is recognized in a file, as JSON; or what this program's rules would change in the archive.
    Recognize(Recognize),
    /// Print the index terms of standard input.
    Analyze(Analyze),
    /// Print the language of standard input.
    Detect(Lines),
    /// Save searches, and tell what is new of them.
    Watch(Watch),
    /// Print completions for a shell.
    Completions {
        /// bash, zsh, fish, elvish or powershell.
        shell: clap_complete::Shell,
    },
    /// Print the manual pages, for `man -l -`.
    Manual,
}

#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Print the report as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Password for encrypted files.
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// Do not read pictures of pages by OCR.
    #[arg(long)]
    pub(crate) no_ocr: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Files and folders to ingest first.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:7878")]
    pub(crate) listen: SocketAddr,
    /// Base of every absolute link; without it the address listened on.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub(crate) public_url: Option<String>,
    /// Requests that one client may make in a minute; 0 for no limit. Calls from this machine itself are not limited,
    /// unless a proxy on it names their client in X-Forwarded-For.
    #[arg(long, value_name = "N", default_value_t = 600)]
    pub(crate) rate: u32,
    /// Verify archive and index at the start and then every so often, as 24h; /readyz, /metrics and the log tell the outcome.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(crate) verify_every: Option<Duration>,
    /// Check only so many records each time, spread evenly.
    #[arg(long, value_name = "N", requires = "verify_every")]
    pub(crate) verify_sample: Option<usize>,
    /// Log what is searched for, too.
    #[arg(long)]
    pub(crate) log_queries: bool,
}

/// The filters, the same as the API's parameters and the query's `name:value`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Filters {
    #[arg(long, help = "Year of the meeting or document, or `none`")]
    year: Vec<String>,
    #[arg(long, help = "Ministry by id, abbreviation or name")]
    ministry: Vec<String>,
    #[arg(long = "ministry_role", alias = "ministry-role", help = "Role of the ministry")]
    ministry_role: Vec<String>,
    #[arg(
        long = "ministry_line",
        alias = "ministry-line",
        help = "Ministry with its predecessors and successors"
    )]
    ministry_line: Vec<String>,
    #[arg(long, help = "Person who was present")]
    participant: Vec<String>,
    #[arg(long, help = "Person who said it")]
    speaker: Vec<String>,
    #[arg(long, help = "Topic by label or id")]
    topic: Vec<String>,
    #[arg(long, help = "Kind of document")]
    kind: Vec<String>,
    #[arg(long, help = "Language")]
    language: Vec<String>,
    #[arg(long, help = "Delegation: stat, ks or other")]
    side: Vec<String>,
    #[arg(long, help = "Organization of the speaker or a participant")]
    organization: Vec<String>,
    #[arg(long, help = "Sender")]
    sender: Vec<String>,
    #[arg(long, help = "Recipient")]
    recipient: Vec<String>,
    #[arg(long = "meeting_type", alias = "meeting-type", help = "Type of meeting")]
    meeting_type: Vec<String>,
    #[arg(long = "case_type", alias = "case-type", help = "Case type of the agenda item")]
    case_type: Vec<String>,
    #[arg(long, help = "Position taken")]
    position: Vec<String>,
    #[arg(long, help = "Work cited")]
    cites: Vec<String>,
    #[arg(long, help = "Public consultation")]
    hearing: Vec<String>,
    #[arg(long, help = "First date: YYYY, YYYY-MM or YYYY-MM-DD")]
    from: Option<String>,
    #[arg(long, help = "Last date")]
    to: Option<String>,
    #[arg(long, help = "What is counted: record, statement, passage, case or position")]
    unit: Option<String>,
}

impl Filters {
    /// As names and values, for the one reading of parameters.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let lists = [
            ("year", &self.year),
            ("ministry", &self.ministry),
            ("ministry_role", &self.ministry_role),
            ("ministry_line", &self.ministry_line),
            ("participant", &self.participant),
            ("speaker", &self.speaker),
            ("topic", &self.topic),
            ("kind", &self.kind),
            ("language", &self.language),
            ("side", &self.side),
            ("organization", &self.organization),
            ("sender", &self.sender),
            ("recipient", &self.recipient),
            ("meeting_type", &self.meeting_type),
            ("case_type", &self.case_type),
            ("position", &self.position),
            ("cites", &self.cites),
            ("hearing", &self.hearing),
        ];
        let single = [("from", &self.from), ("to", &self.to), ("unit", &self.unit)];
        let many = lists
            .into_iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name.to_owned(), value.clone())));
        let one = single
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        many.chain(one).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Query; see docs/query-language.md.
    #[arg(default_value = "", allow_hyphen_values = true, value_parser = query)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Order: relevance, date, date-desc or archived.
    #[arg(long)]
    pub(crate) sort: Option<String>,
    /// How many hits, 0–1000 (20); the rest follows with --cursor, all at once with `ordskifte export`.
    #[arg(long)]
    pub(crate) limit: Option<String>,
    /// Where to go on, from an earlier answer.
    #[arg(long)]
    pub(crate) cursor: Option<String>,
    /// Print facet counts.
    #[arg(long)]
    pub(crate) facets: bool,
    /// Tell why each hit is one: which words, and what they add to its score.
    #[arg(long)]
    pub(crate) explain: bool,
    /// Text with passages, a table with one line for each hit, the API's JSON, or CSV: every hit, as `ordskifte export`
    /// writes it.
    #[arg(long, value_parser = SearchForm, default_value = "text")]
    pub(crate) format: Shown,
    /// Print all at once on a terminal too.
    #[arg(long)]
    pub(crate) no_pager: bool,
}

/// How an answer to a search is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shown {
    Text,
    Table,
    Json,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    Csv,
    Jsonl,
    Bibtex,
    Ris,
    /// A folder of records with their texts and originals, and digests of all of it (`BagIt`, RFC 8493); needs --output.
    Bagit,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Query; see docs/query-language.md.
    #[arg(default_value = "", allow_hyphen_values = true, value_parser = query)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Order: relevance, date, date-desc or archived.
    #[arg(long)]
    pub(crate) sort: Option<String>,
    /// Format.
    #[arg(long, value_enum, default_value = "csv")]
    pub(crate) format: Table,
    /// Kind of CSV: rfc4180 or excel-no.
    #[arg(long, value_parser = ["rfc4180", "excel-no"])]
    pub(crate) profile: Option<String>,
    /// Columns, separated by commas, instead of all.
    #[arg(long, value_name = "NAMES")]
    pub(crate) fields: Option<String>,
    /// Write a zip file of the rows and a description of where they come from (Frictionless datapackage.json).
    #[arg(long, requires = "output")]
    pub(crate) package: bool,
    /// File to write instead of standard output, `-` for that; with bagit the folder to make.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Base of every absolute link.
    #[arg(long, value_name = "URL", value_parser = public_url, default_value = LOCAL)]
    pub(crate) public_url: String,
}

/// Where the program serves unless told.
pub(crate) const LOCAL: &str = "http://127.0.0.1:7878";

#[derive(Debug, Args)]
pub(crate) struct Watch {
    #[command(subcommand)]
    pub(crate) command: WatchCommand,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "read once a process")]
pub(crate) enum WatchCommand {
    /// Save a search; what is archived already is no news.
    Add(WatchAdd),
    /// List the saved searches.
    List,
    /// Forget a saved search.
    Remove {
        /// Its name.
        name: String,
    },
    /// Print what was archived since the last run and is found.
    Run(WatchRun),
}

#[derive(Debug, Args)]
pub(crate) struct WatchAdd {
    /// Name of the search.
    pub(crate) name: String,
    /// Query; see docs/query-language.md.
    #[arg(default_value = "", allow_hyphen_values = true, value_parser = query)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
}

#[derive(Debug, Args)]
pub(crate) struct WatchRun {
    /// Saved searches; all without any.
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// What was archived from this day or time on, instead of since the last run, which is then left as it was.
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Text, or JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Form,
    /// Base of every absolute link.
    #[arg(long, value_name = "URL", value_parser = public_url, default_value = LOCAL)]
    pub(crate) public_url: String,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Record id.
    pub(crate) id: String,
    /// Version; the newest without it.
    #[arg(long)]
    pub(crate) version: Option<u32>,
    /// Print the record as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print all at once on a terminal too.
    #[arg(long)]
    pub(crate) no_pager: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// Sum the findings: how many there are of each, in how many records, and one of them with its place.
    #[arg(long)]
    pub(crate) findings: bool,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Check so many records only, spread evenly.
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
    /// Check only records with a version archived at or after this time (RFC 3339, or a date).
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Print the report as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Amend {
    /// Record id.
    pub(crate) id: String,
    /// `field=value`, as often as needed, or one TOML file; fields are named as in a sidecar.
    #[arg(required = true, value_name = "FIELD=VALUE|FILE")]
    pub(crate) values: Vec<String>,
    /// Why; kept in the archive.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Record id.
    pub(crate) id: String,
    /// Why; the public is told.
    #[arg(long)]
    pub(crate) reason: String,
    /// Make the record public again.
    #[arg(long)]
    pub(crate) undo: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// Record id.
    pub(crate) id: String,
    /// Why; kept in the archive.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Folder of the backup.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Coverage {
    /// Meetings that there were: year, number or `bilateral KD`, and source, separated by tabs.
    #[arg(long, value_name = "FILE")]
    pub(crate) expected: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Recognize {
    /// File to read.
    #[arg(required_unless_present = "all")]
    pub(crate) file: Option<PathBuf>,
    /// Password of an encrypted file.
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// All records of the archive, with --diff.
    #[arg(long, requires = "diff", conflicts_with = "file")]
    pub(crate) all: bool,
    /// Print what the rules of this program would change, a JSON object a line; nothing is changed.
    #[arg(long, requires = "all")]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct File {
    /// File to read.
    pub(crate) file: PathBuf,
    /// Password of an encrypted file.
    #[arg(long)]
    pub(crate) password: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) file: File,
    /// Text, or pages of blocks as JSON.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Form,
    /// Print running heads and feet and pull quotes too; JSON has them anyway.
    #[arg(long)]
    pub(crate) with_furniture: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Lines {
    /// One answer for each line.
    #[arg(long)]
    pub(crate) lines: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Analyze {
    #[command(flatten)]
    pub(crate) lines: Lines,
    /// Written standard, instead of detecting it line by line.
    #[arg(long, value_parser = ["nb", "nn"])]
    pub(crate) lang: Option<String>,
}
