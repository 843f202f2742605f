//! Closed vocabularies of a record: every code that stands in record JSON, CSV and the index.
//!
//! Each is an enum whose codes are the published strings; adding a code is a change of the public
//! contract (`docs/records.md`).

/// Declares an enum whose variants are published string codes.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The published code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownCode;
            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err(UnknownCode {
                        vocabulary: stringify!($name),
                        code: code.to_owned(),
                        known: &[$($code,)+],
                    }),
                }
            }
        }
    };
}

/// A code that its vocabulary does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The vocabulary asked.
    pub vocabulary: &'static str,
    /// What was given.
    pub code: String,
    /// What would have been accepted.
    pub known: &'static [&'static str],
}

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "unknown {} `{}`; known: {}",
            self.vocabulary,
            self.code,
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownCode {}

codes! {
    /// What sort of document a record is.
    Kind {
        /// Minutes of a meeting.
        Referat = "referat",
        /// Response to a public consultation (høring).
        Horingssvar = "horingssvar",
        /// Guide (veileder, rettleiar).
        Veileder = "veileder",
        /// The ministry's paper that opens a public consultation.
        Horingsnotat = "horingsnotat",
        /// Material prepared for a consultation meeting.
        Materiale = "materiale",
        /// Agenda sent out before a meeting.
        Sakliste = "sakliste",
        /// Agreement between parties, as the bilateral cooperation agreements.
        Avtale = "avtale",
        /// Input to a process, outside a public consultation.
        Innspill = "innspill",
        /// Memorandum.
        Notat = "notat",
        /// Letter.
        Brev = "brev",
        /// Formal record of decisions.
        Protokoll = "protokoll",
        /// Enclosure of another record.
        Vedlegg = "vedlegg",
        /// None of the others.
        Annet = "annet",
    }
}

codes! {
    /// The series a meeting belongs to.
    MeetingType {
        /// Plenary State–KS consultation meeting.
        Konsultasjonsmote = "konsultasjonsmøte",
        /// Meeting of one ministry (or a few) with KS.
        Bilateralt = "bilateralt-møte",
        /// Meeting of the secretariat.
        Sekretariat = "sekretariatsmøte",
        /// Preparatory meeting.
        Formote = "formøte",
        /// Extraordinary meeting on one theme.
        Sarmote = "særmøte",
        /// Any other meeting.
        Annet = "annet",
    }
}

codes! {
    /// What the consultation scheme calls an agenda item.
    CaseType {
        /// Costing of a reform with KS.
        Kostnadsberegning = "kostnadsberegning",
        /// KS' part in preparing legislation.
        Lovmedvirkning = "lovmedvirkning",
        /// Bilateral cooperation agreement.
        BilateralAvtale = "bilateral-avtale",
        /// Any other business.
        Eventuelt = "eventuelt",
    }
}

codes! {
    /// What a position of a party is.
    PositionType {
        /// A remark.
        Merknad = "merknad",
        /// A special remark.
        Saermerknad = "særmerknad",
        /// The parties agree.
        Enighet = "enighet",
        /// They do not.
        Uenighet = "uenighet",
    }
}

codes! {
    /// What sort of case the scheme handles.
    SchemeCase {
        /// Costing of a reform with KS.
        Kostnadsberegning = "kostnadsberegning",
        /// KS' part in preparing legislation.
        Lovmedvirkning = "lovmedvirkning",
    }
}

codes! {
    /// How far a case has come.
    CaseStage {
        /// Entered.
        Oppmelding = "oppmelding",
        /// A committee works on it.
        Utvalg = "utvalg",
        /// KS is involved.
        Involvering = "involvering",
        /// Reported on.
        Rapportering = "rapportering",
        /// Handled in the process of the consultations.
        Konsultasjonsbasert = "konsultasjonsbasert-prosess",
        /// Closed.
        Avsluttet = "avsluttet",
    }
}

codes! {
    /// Whether an agreement is in force.
    AgreementStatus {
        /// In force.
        Gjeldende = "gjeldende",
        /// Prolonged.
        Viderefort = "videreført",
        /// Negotiated anew.
        Reforhandlet = "reforhandlet",
        /// Terminated.
        Oppsagt = "oppsagt",
        /// Run out.
        Utlopt = "utløpt",
    }
}

codes! {
    /// Whether a consultation response has remarks.
    Remarks {
        /// It has.
        Merknader = "merknader",
        /// It says that it has none.
        UtenMerknader = "uten-merknader",
    }
}

codes! {
    /// Which delegation a person or organization belongs to.
    Side {
        /// The State.
        Stat = "stat",
        /// KS, the local authorities' organization.
        Ks = "ks",
        /// Neither.
        Other = "other",
    }
}

codes! {
    /// Political or administrative participation.
    Level {
        /// Political leadership.
        Politisk = "politisk",
        /// Civil servants and staff.
        Administrativ = "administrativ",
    }
}

codes! {
    /// Why a ministry is listed on a record.
    MinistryRole {
        /// Chairs or invites to the meeting, or issues the document.
        Host = "host",
        /// Sent the document.
        Sender = "sender",
        /// The document is addressed to it.
        Recipient = "recipient",
        /// Had somebody present.
        Attending = "attending",
        /// Party to an agreement.
        Party = "party",
        /// Only named in the text.
        Mentioned = "mentioned",
    }
}

codes! {
    /// How a statement is rendered.
    Form {
        /// Paraphrased by the minute-taker.
        Reported = "reported",
        /// Word for word.
        Verbatim = "verbatim",
    }
}

codes! {
    /// How a statement's speaker was found.
    Attribution {
        /// By name.
        Name = "name",
        /// By role, as "statsråden".
        Role = "role",
        /// By a pronoun that continues the sentence before.
        Pronoun = "pronoun",
        /// An organization speaks, as "KS viste til".
        Organization = "organization",
        /// The printed name could not be tied to a participant.
        Unresolved = "unresolved",
    }
}

codes! {
    /// What sort of speaker a statement has.
    SpeakerKind {
        /// One person.
        Person = "person",
        /// An organization.
        Organization = "organization",
        /// A group, as "flere".
        Collective = "collective",
    }
}

codes! {
    /// The series a cited document belongs to.
    CitationKind {
        /// Official Norwegian report.
        Nou = "nou",
        /// White paper to the Storting.
        Meldst = "meldst",
        /// Bill or budget proposition.
        Prop = "prop",
        /// Recommendation of a Storting committee.
        Innst = "innst",
        /// Act.
        Lov = "lov",
        /// Regulation.
        Forskrift = "forskrift",
        /// EU act.
        Eu = "eu",
        /// Circular of a ministry or directorate.
        Rundskriv = "rundskriv",
        /// Web address.
        Url = "url",
    }
}

codes! {
    /// What an original is to its record.
    OriginalRole {
        /// The document itself.
        Main = "main",
        /// The same document in another format.
        Rendition = "rendition",
        /// Something enclosed.
        Attachment = "attachment",
    }
}

codes! {
    /// Who may see a record.
    Access {
        /// Everybody.
        Public = "public",
        /// Nobody outside: never in public answers.
        Restricted = "restricted",
    }
}

codes! {
    /// Whether a record still stands.
    Status {
        /// It does.
        Current = "current",
        /// It was withdrawn; its metadata stay.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// The variety or language of a text (ISO 639-1; `und` when undetermined).
    Language {
        /// Bokmål.
        Nb = "nb",
        /// Nynorsk.
        Nn = "nn",
        /// English.
        En = "en",
        /// Danish.
        Da = "da",
        /// Swedish.
        Sv = "sv",
        /// Northern Sámi.
        Se = "se",
        /// Undetermined.
        Und = "und",
    }
}

codes! {
    /// How much of a date the document states.
    DatePrecision {
        /// Year, month and day.
        Day = "day",
        /// Year and month.
        Month = "month",
        /// The year alone.
        Year = "year",
    }
}

codes! {
    /// Where a field's value came from.
    Origin {
        /// Read from the text by a rule.
        Recognized = "recognized",
        /// Given with the record (a JSON Lines field).
        Stated = "stated",
        /// Given in a sidecar file beside the original.
        Sidecar = "sidecar",
        /// Corrected afterwards with `ordskifte amend`.
        Amended = "amended",
    }
}

codes! {
    /// Where the text of a page came from.
    TextSource {
        /// The document's own text.
        BornDigital = "born-digital",
        /// Read from the page image by OCR here.
        Ocr = "ocr",
        /// An OCR text layer that the document brought along.
        OcrLayer = "ocr-layer",
        /// Recovered from a damaged file.
        Salvaged = "salvaged",
    }
}

codes! {
    /// What a block of a page is.
    BlockKind {
        /// Heading; `level` tells its depth.
        Heading = "heading",
        /// Running text.
        Paragraph = "paragraph",
        /// Item of a list.
        ListItem = "list-item",
        /// Row or rows of a table: cells separated by tab, rows by line feed.
        Table = "table",
        /// Footnote.
        Footnote = "footnote",
        /// Caption or photo credit.
        Caption = "caption",
        /// Pull quote that repeats the text: outside the flow.
        Quote = "quote",
        /// Running head or foot, page number, watermark, menu: outside the flow.
        Furniture = "furniture",
    }
}

impl BlockKind {
    /// Whether blocks of this kind belong to the flow that is read, searched and counted.
    pub const fn in_flow(self) -> bool {
        !matches!(self, Self::Quote | Self::Furniture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_as_written() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>(), Ok(*kind));
        }
        let error = "minutes".parse::<Kind>().expect_err("English is no code");
        assert!(error.to_string().contains("referat"));
    }
}
