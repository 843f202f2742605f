//! The plain data that every stage of Ordskifte passes on.
//!
//! Extraction yields an [`ExtractedText`]; recognition makes a [`Record`] of it; archive, index,
//! server and exports carry that record. No logic beyond construction, reading and writing lives
//! here, and nothing touches files, clock or network.

mod codes;
mod date;
mod encoding;
mod finding;
mod id;
mod parts;
mod record;
mod scheme;
mod stated;
mod text;

pub use codes::{
    Access, AgreementStatus, Attribution, BlockKind, CaseStage, CaseType, CitationKind, DatePrecision, Form, Kind,
    Language, Level, MeetingType, MinistryRole, Origin, OriginalRole, PositionType, Remarks, SchemeCase, Side,
    SpeakerKind, Status, TextSource, UnknownCode,
};
pub use date::{InvalidDate, MONTHS, PartialDate, days_in_month};
pub use encoding::Encoding;
pub use finding::Finding;
pub use id::{InvalidId, RecordId};
pub use parts::{
    AgendaItem, Citation, Evidence, Hearing, Meeting, MinistryRef, Original, PageInfo, Paragraph, Participant, Party,
    Reference, ReferenceRole, Speaker, Statement, TopicRef,
};
pub use record::{Record, Withdrawal};
pub use scheme::{Agreement, Case, Position, Signatory};
pub use stated::{Name, Stated, StatedMinistry, StatedTopic};
pub use text::{BBox, Block, ExtractedText, FlowBlock, Metadata, Page};
