//! `GET /api/v1/export`: every hit, streamed.

use crate::app::App;
use crate::error::Problem;
use crate::messages::Told;
use crate::params::Pairs;
use crate::stream::{Sink, stream};
use axum::extract::State;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use ordskifte_engine::Snapshot;
use ordskifte_export::{COLUMNS, Columns, DETAIL_COLUMNS, Format, Origin, Package, Profile, Provenance, Writer};
use ordskifte_query::{ExportRow, SearchRequest};
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What is to be written.
struct Asked {
    format: Format,
    columns: Columns,
    request: SearchRequest,
    /// Whether the rows come with a description of where they are from, in a zip file.
    package: bool,
}

fn asked(mut pairs: Pairs) -> Result<Asked, Problem> {
    let name = pairs.take("format")?.unwrap_or_else(|| "csv".to_owned());
    let profile = pairs.take("profile")?;
    let format = Format::of_names(&name, profile.as_deref()).ok_or_else(|| {
        let one_of = |name, all: String| Problem::parameter(name, Told::new("one_of", [&all]));
        if Format::of_names(&name, None).is_some() {
            one_of("profile", Profile::ALL.map(Profile::as_str).join(", "))
        } else {
            one_of("format", Format::ALL.map(Format::as_str).join(", "))
        }
    })?;
    let fields = pairs.take("fields")?;
    let package = pairs
        .read("package", Told::new("one_of", ["true, false"]), |text| {
            text.parse().ok()
        })?
        .unwrap_or(false);
    // A part of the hits under the name of all of them would be a lie.
    for name in ["limit", "cursor"] {
        if pairs.take(name)?.is_some() {
            return Err(Problem::parameter(name, Told::new("whole_export", [])));
        }
    }
    pairs.of_search(&["limit", "cursor"], &["format", "profile", "fields", "package"])?;
    let request = SearchRequest::from_pairs(pairs.given())?;
    let columns = match fields {
        None => Columns::of_unit(request.unit),
        Some(names) => Columns::of_names(&names).map_err(|wrong| {
            let known = [&COLUMNS[..], &DETAIL_COLUMNS[..]].concat().join(", ");
            Problem::parameter("fields", Told::new("no_column", [&wrong, &known]))
        })?,
    };
    Ok(Asked {
        format,
        columns,
        request,
        package,
    })
}

/// `GET /api/v1/export`
pub(crate) async fn export(State(app): State<App>, method: Method, pairs: Pairs) -> Result<Response, Problem> {
    let asked = asked(pairs)?;
    let permit = Arc::clone(&app.0.exports)
        .try_acquire_owned()
        .map_err(|_| Problem::unavailable(Told::new("exports", [])))?;
    let request = asked.request.clone();
    let (snapshot, total) = app
        .ask(move |inner| {
            let snapshot = inner.engine.snapshot();
            let total = snapshot.total_of(&request)?;
            Ok((snapshot, total))
        })
        .await?;
    let origin = Origin {
        public_url: app.0.public_url.clone(),
        generation: snapshot.generation().to_owned(),
    };
    let generation = origin.generation.clone();
    let (kind, extension) = if asked.package {
        ("application/zip", "zip")
    } else {
        (asked.format.media_type(), asked.format.extension())
    };
    let (sink, receiver) = stream();
    // A body of unknown length also for HEAD: an empty one would say that there are no bytes.
    if method != Method::HEAD {
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            if let Err(error) = write(&snapshot, &asked, total, origin, sink) {
                tracing::warn!(%error, "an export ended early");
            }
        });
    }
    let mut response = receiver.body().into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, kind);
    set(header::HeaderName::from_static("x-total-count"), &total.to_string());
    set(header::HeaderName::from_static("x-generation"), &generation);
    set(
        header::CONTENT_DISPOSITION,
        &format!("attachment; filename=\"ordskifte.{extension}\""),
    );
    Ok(response)
}

fn write(snapshot: &Snapshot, asked: &Asked, total: u64, origin: Origin, sink: Sink) -> io::Result<()> {
    if !asked.package {
        let mut writer = Writer::new(asked.format, sink, origin, asked.columns.clone())?;
        each(snapshot, asked, |row| writer.row(row))?;
        return writer.finish()?.finish();
    }
    let provenance = Provenance {
        query: asked.request.interpreted(),
        unit: asked.request.unit.as_str().to_owned(),
        created: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        total,
    };
    let mut package = Package::new(asked.format, sink, origin, asked.columns.clone(), provenance)?;
    each(snapshot, asked, |row| package.row(row))?;
    package.finish()?.finish()
}

/// Gives every row to `take`; the first failure ends it.
fn each(snapshot: &Snapshot, asked: &Asked, mut take: impl FnMut(&ExportRow) -> io::Result<()>) -> io::Result<()> {
    let mut failed = None;
    let rows = snapshot.export(&asked.request, &mut |row| match take(&row) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    match (failed, rows) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(io::Error::other(error.to_string())),
        (None, Ok(_)) => Ok(()),
    }
}
