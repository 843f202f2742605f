//! What crosses the pipes: a length, a JSON header, raw bytes.

use ordskifte_extract::{ExtractError, Extraction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What the child is asked.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) filename: Option<String>,
    pub(crate) password: Option<String>,
    /// Most bytes of address space.
    pub(crate) memory: u64,
    /// Most seconds of processor time.
    pub(crate) cpu: u64,
    /// Most milliseconds by the clock.
    pub(crate) deadline: u64,
    /// Bytes of the file, which follow the header.
    pub(crate) size: u64,
}

/// An answer, and what the child says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    /// Whether the child ends now: it has read enough or holds too much.
    pub(crate) last: bool,
    /// Whether Landlock holds it.
    pub(crate) confined: bool,
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// It worked; the bytes of the page images and then of the parts follow in order, with these lengths.
    Read {
        extraction: Box<Extraction>,
        lengths: Vec<u64>,
    },
    /// The file cannot be read.
    Failed { code: String, message: String },
}

impl Answer {
    pub(crate) fn failed(error: &ExtractError) -> Self {
        let code = match error {
            ExtractError::Empty => "empty",
            ExtractError::Unknown => "unknown-format",
            ExtractError::PasswordNeeded => "password-needed",
            ExtractError::Damaged { .. } => "damaged",
            ExtractError::TooLarge { .. } => "too-large",
            ExtractError::NoText => "no-text",
        };
        Self::Failed {
            code: code.to_owned(),
            message: error.to_string(),
        }
    }
}

/// Longest header taken.
const MAX_HEADER: u64 = 256 << 20;

/// Writes a header with its length.
pub(crate) fn write_header(out: &mut impl Write, header: &impl Serialize) -> io::Result<()> {
    let bytes = serde_json::to_vec(header)?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(&bytes)
}

/// Reads a header.
pub(crate) fn read_header<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<T> {
    next_header(input)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Reads a header, or nothing when no more comes.
pub(crate) fn next_header<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = Vec::with_capacity(8);
    input.take(8).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 8] = length.try_into().map_err(|_| io::ErrorKind::UnexpectedEof)?;
    let length = u64::from_le_bytes(length);
    if length > MAX_HEADER {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the answer's header is longer than 256 MiB",
        ));
    }
    Ok(Some(serde_json::from_slice(&read_bytes(input, length)?)?))
}

/// Reads so many bytes; memory grows with what arrives, not with what was promised.
pub(crate) fn read_bytes(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}
