//! What browsers, search engines and feed readers look for: files that pages load, `robots.txt`, the map of the site, the
//! description of the search.

use crate::app::App;
use crate::conditional::{build, holds};
use crate::error::Problem;
use crate::messages::Told;
use crate::params::Pairs;
use crate::xml::escape;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ordskifte_query::SearchRequest;
use std::fmt::Write;
use std::ops::ControlFlow;

/// Most addresses in one map that the protocol allows.
pub(crate) const IN_ONE_MAP: u64 = 50_000;

/// Files that pages load: name, media type, bytes.
pub(crate) const ASSETS: [(&str, &str, &[u8]); 7] = [
    (
        "ordskifte.css",
        "text/css; charset=utf-8",
        include_bytes!("../assets/ordskifte.css"),
    ),
    (
        "designsystemet.css",
        "text/css; charset=utf-8",
        include_bytes!("../assets/vendor/designsystemet.css"),
    ),
    (
        "ordskifte.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/ordskifte.js"),
    ),
    (
        "original.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/original.js"),
    ),
    (
        "pdf.min.mjs",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/vendor/pdf.min.mjs"),
    ),
    (
        "pdf.worker.min.mjs",
        "text/javascript; charset=utf-8",
        include_bytes!("../assets/vendor/pdf.worker.min.mjs"),
    ),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

/// `GET /assets/{file}`: with `v=` of this build it may be kept for good.
pub(crate) async fn asset(headers: HeaderMap, Path(file): Path<String>, mut pairs: Pairs) -> Result<Response, Problem> {
    let version = pairs.take("v")?;
    let (_, kind, bytes) = ASSETS
        .into_iter()
        .find(|(name, ..)| *name == file)
        .ok_or_else(|| Problem::not_found(Told::new("no_file", [])))?;
    let build = build();
    let tag = format!("\"{build}\"");
    let cache = if version.as_deref() == Some(build.as_str()) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let held = holds(&headers, &tag);
    let set = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, format!("W/{tag}")),
    ];
    Ok(if held {
        (StatusCode::NOT_MODIFIED, set).into_response()
    } else {
        (set, bytes).into_response()
    })
}

/// `GET /robots.txt`: records may be read; searches are not for search engines. Persons' pages say themselves that they are
/// not to be listed, which only who fetches them can see. Parts of a large map have a parameter, as searches do.
pub(crate) async fn robots(State(app): State<App>) -> String {
    format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /feed.atom\nDisallow: /*?\nAllow: /assets/\nAllow: /sitemap.xml\n\nSitemap: {}/sitemap.xml\n",
        app.0.public_url
    )
}

/// `GET /sitemap.xml`: every record, or where there are many, the maps that have them.
pub(crate) async fn sitemap(State(app): State<App>, mut pairs: Pairs) -> Result<Response, Problem> {
    let part = pairs
        .take("part")?
        .map(|text| text.parse::<u64>().ok().filter(|part| *part > 0))
        .map(|part| part.ok_or_else(|| Problem::parameter("part", Told::new("number_from", ["1"]))))
        .transpose()?;
    pairs.nothing_else(&["part"])?;
    let base = escape(&app.0.public_url);
    let xml = app
        .ask(move |inner| {
            let snapshot = inner.engine.snapshot();
            let request = SearchRequest::default();
            let (total, most) = (snapshot.total_of(&request)?, inner.in_one_map.max(1));
            if part.is_none() && total > most {
                return Ok(map_of_maps(&base, total.div_ceil(most)));
            }
            let skip = (part.unwrap_or(1) - 1).saturating_mul(most);
            if skip > 0 && skip >= total {
                return Err(Problem::not_found(Told::new("no_part", [])));
            }
            let mut out = String::from(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
            );
            let mut seen = 0;
            snapshot.export(&request, &mut |row| {
                seen += 1;
                if seen > skip.saturating_add(most) {
                    return ControlFlow::Break(());
                }
                if seen > skip {
                    let id = row.header.id.as_ref().map_or("", |id| id.as_str());
                    let changed = row.header.archived_at.as_deref().unwrap_or_default();
                    // Writing to a String cannot fail.
                    let _ = write!(out, "<url><loc>{base}/records/{id}</loc>");
                    if !changed.is_empty() {
                        let _ = write!(out, "<lastmod>{changed}</lastmod>");
                    }
                    out.push_str("</url>\n");
                }
                ControlFlow::Continue(())
            })?;
            out.push_str("</urlset>\n");
            Ok(out)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}

fn map_of_maps(base: &str, parts: u64) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 1..=parts {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "<sitemap><loc>{base}/sitemap.xml?part={part}</loc></sitemap>");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// `GET /opensearch.xml`
pub(crate) async fn opensearch(State(app): State<App>) -> Response {
    let base = escape(&app.0.public_url);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n  <ShortName>Ordskifte</ShortName>\n  <Description>Konsultasjoner mellom staten og KS</Description>\n  <Language>nb</Language>\n  <Language>nn</Language>\n  <InputEncoding>UTF-8</InputEncoding>\n  <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{base}/assets/icon.svg</Image>\n  <Url type=\"text/html\" template=\"{base}/?q={{searchTerms}}\"/>\n  <Url type=\"application/atom+xml\" template=\"{base}/feed.atom?q={{searchTerms}}\"/>\n  <Url type=\"application/x-suggestions+json\" template=\"{base}/api/v1/suggest?q={{searchTerms}}&amp;format=opensearch\"/>\n  <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{base}/opensearch.xml\"/>\n</OpenSearchDescription>\n"
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], xml).into_response()
}
