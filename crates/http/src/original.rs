//! The archived bytes of a record, whole or in part.

use crate::api::{record_id, version};
use crate::app::{App, Inner};
use crate::charset::charset;
use crate::conditional::holds;
use crate::error::Problem;
use crate::messages::Told;
use crate::params::Pairs;
use crate::stream::stream;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_record::{Original, RecordId};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// `GET /records/{id}/original`
pub(crate) async fn original(
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    Path(id): Path<String>,
    mut pairs: Pairs,
) -> Result<Response, Problem> {
    let wanted = Wanted {
        id: record_id(&id)?,
        version: pairs.take("version")?.map(|text| version(&text)),
        digest: pairs.take("sha256")?,
        download: match pairs.take("download")?.as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(_) => return Err(Problem::parameter("download", Told::new("one_of", ["0, 1"]))),
        },
        body: method != Method::HEAD,
    };
    pairs.nothing_else(&["version", "sha256", "download"])?;
    send_original(app, &headers, wanted).await
}

/// What is asked for.
struct Wanted {
    id: RecordId,
    version: Option<u32>,
    digest: Option<String>,
    /// To be saved, not shown.
    download: bool,
    /// Whether the bytes themselves are wanted.
    body: bool,
}

/// The file, what is known of it, and its media type with the encoding of its text.
fn found(inner: &Inner, wanted: &Wanted) -> Result<(File, Original, String), Problem> {
    let found = inner
        .archive
        .public_original(&wanted.id, wanted.version, wanted.digest.as_deref());
    let (mut file, original) = match found {
        Ok(found) => found,
        Err(error) => return Err(inner.told_missing(&wanted.id, wanted.version, error)),
    };
    let charset = charset(&mut file, &original.media_type).map_err(|error| {
        tracing::error!(%error, "an original cannot be read");
        Problem::internal()
    })?;
    let kind = match charset {
        Some(charset) => format!("{}; charset={charset}", original.media_type),
        None => original.media_type.clone(),
    };
    Ok((file, original, kind))
}

async fn send_original(app: App, headers: &HeaderMap, wanted: Wanted) -> Result<Response, Problem> {
    let Wanted { download, body, .. } = wanted;
    let (mut file, original, kind) = app.ask(move |inner| found(inner, &wanted)).await?;
    let size = file.metadata().map_err(|_| Problem::internal())?.len();
    let tag = format!("\"{}\"", original.sha256);
    if holds(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    // A part of other bytes than those that somebody has the rest of would make a file that never was.
    let is_same = headers
        .get(header::IF_RANGE)
        .is_none_or(|held| held.as_bytes() == tag.as_bytes());
    let range = headers
        .get(header::RANGE)
        .filter(|_| is_same)
        .and_then(|range| range.to_str().ok())
        .map(|range| byte_range(range, size));
    let (start, length, status) = match range {
        None | Some(Range::All) => (0, size, StatusCode::OK),
        Some(Range::Part(start, length)) => (start, length, StatusCode::PARTIAL_CONTENT),
        Some(Range::Outside) => {
            let size_alone = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((size_alone, Problem::range_not_satisfiable(size)).into_response());
        }
    };
    let content = if body {
        let (mut sink, receiver) = stream();
        tokio::task::spawn_blocking(move || {
            let copied = file
                .seek(SeekFrom::Start(start))
                .and_then(|_| io::copy(&mut file.take(length), &mut sink))
                .and_then(|_| sink.finish());
            if let Err(error) = copied {
                tracing::warn!(%error, "an original was sent in part only");
            }
        });
        receiver.body()
    } else {
        Body::empty()
    };
    let mut response = (status, content).into_response();
    let out = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &kind);
    set(header::CONTENT_LENGTH, &length.to_string());
    set(header::ETAG, &tag);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CONTENT_DISPOSITION, &disposition(&original.filename, download));
    set(header::CONTENT_SECURITY_POLICY, policy(&original.media_type));
    if status == StatusCode::PARTIAL_CONTENT {
        set(
            header::CONTENT_RANGE,
            &format!("bytes {start}-{}/{size}", start + length - 1),
        );
    }
    Ok(response)
}

/// A stored page must not run as ours. A PDF is no page, and browsers show none inside a sandbox.
fn policy(media_type: &str) -> &'static str {
    if media_type.starts_with("application/pdf") {
        "frame-ancestors 'self'"
    } else {
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
    }
}

/// RFC 6266: a name in ASCII, and the true one percent-encoded.
fn disposition(filename: &str, download: bool) -> String {
    use std::fmt::Write;
    let ascii: String = filename
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut encoded = String::new();
    for byte in filename.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            encoded.push(byte as char);
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    let shown = if download { "attachment" } else { "inline" };
    format!("{shown}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// No range that is understood: everything.
    All,
    /// First byte and length.
    Part(u64, u64),
    Outside,
}

/// One byte range (RFC 9110, 14.2); several at once are answered with everything.
fn byte_range(text: &str, size: u64) -> Range {
    let Some((first, last)) = text
        .strip_prefix("bytes=")
        .filter(|set| !set.contains(','))
        .and_then(|set| set.split_once('-'))
    else {
        return Range::All;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (number(first), number(last)) {
        (Some(first), _) if first >= size => Range::Outside,
        (Some(first), Some(last)) if last >= first => Range::Part(first, last.min(size - 1) - first + 1),
        (Some(first), None) if last.trim().is_empty() => Range::Part(first, size - first),
        // Nothing can be a part of an empty file.
        (None, Some(_)) if size == 0 => Range::Outside,
        (None, Some(0)) => Range::Outside,
        (None, Some(length)) if first.trim().is_empty() => Range::Part(size.saturating_sub(length), length.min(size)),
        _ => Range::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_ranges_are_read() {
        assert_eq!(byte_range("bytes=0-3", 10), Range::Part(0, 4));
        assert_eq!(byte_range("bytes=8-99", 10), Range::Part(8, 2));
        assert_eq!(byte_range("bytes=-3", 10), Range::Part(7, 3));
        assert_eq!(byte_range("bytes=10-", 10), Range::Outside);
        assert_eq!(byte_range("bytes=5-2", 10), Range::All);
        assert_eq!(byte_range("lines=1-2", 10), Range::All);
        assert_eq!(byte_range("bytes=0-", 0), Range::Outside);
        assert_eq!(byte_range("bytes=-3", 0), Range::Outside);
    }

    #[test]
    fn stored_pages_are_shut_in_and_pdfs_are_shown() {
        assert!(policy("text/html").starts_with("sandbox;") && policy("image/svg+xml").starts_with("sandbox;"));
        assert!(!policy("application/pdf").contains("sandbox"));
    }

    #[test]
    fn hostile_names_stay_inside_their_header() {
        assert_eq!(
            disposition("a\"\r\nb.pdf", false),
            "inline; filename=\"a___b.pdf\"; filename*=UTF-8''a%22%0D%0Ab.pdf"
        );
    }
}
