//! The filters: one closed list for command line, API parameters and the query language.

use std::str::FromStr;

macro_rules! filters {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A filter by its public name (`DESIGN` section 2; `docs/query-language.md` explains each).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FilterField { $($(#[doc = $doc])+ $variant,)+ }

        impl FilterField {
            /// All, in the order that documentation lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The public name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it keeps, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim(),)+ }
            }
        }

        impl FromStr for FilterField {
            type Err = UnknownFilter;
            fn from_str(name: &str) -> Result<Self, UnknownFilter> {
                match name { $($name => Ok(Self::$variant),)+ _ => Err(UnknownFilter(name.to_owned())) }
            }
        }
    };
}

filters! {
    /// The meeting's year, else the document's; `none` for undated records, `2019..2022` for a span.
    Year = "year",
    /// Ministry by unique id, abbreviation or name, in any role but `mentioned`.
    Ministry = "ministry",
    /// Role that `ministry` is limited to, as `mentioned`.
    MinistryRole = "ministry_role",
    /// A ministry with its named main predecessors and successors.
    MinistryLine = "ministry_line",
    /// Person who was present.
    Participant = "participant",
    /// Person who said it.
    Speaker = "speaker",
    /// Topic by id or label.
    Topic = "topic",
    /// Kind of document.
    Kind = "kind",
    /// Main language of a record; language of the paragraph for passages and statements.
    Language = "language",
    /// Delegation: `stat`, `ks`, `other`.
    Side = "side",
    /// Organization of the speaker; for records of a speaker or participant.
    Organization = "organization",
    /// Sender.
    Sender = "sender",
    /// Recipient.
    Recipient = "recipient",
    /// Type of meeting.
    MeetingType = "meeting_type",
    /// Case type of the agenda item.
    CaseType = "case_type",
    /// Position taken.
    Position = "position",
    /// Work cited, by its normalized identifier or a printed form.
    Cites = "cites",
    /// Public consultation.
    Hearing = "hearing",
}

/// A name that is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a filter")]
pub struct UnknownFilter(pub String);
