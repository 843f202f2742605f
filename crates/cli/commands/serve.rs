//! `ordskifte serve`.

use crate::error::Failure;
use crate::flags;
use crate::printer::note;
use ordskifte_archive::{Archive, DataFolder};
use ordskifte_engine::{Engine, Mode};
use ordskifte_http::{App, serve};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub(crate) fn run(data: &Path, args: &flags::Serve) -> Result<ExitCode, Failure> {
    if !args.paths.is_empty() {
        let report = super::ingest::read(data, &args.paths, None, true, "serve")?;
        super::ingest::summary(&report);
        if report.interrupted {
            return Ok(super::ingest::exit_code(&report));
        }
    }
    let folder = DataFolder::open_existing(data)?;
    let archive = Archive::open(&folder)?;
    let engine = Engine::open(&folder.search_dir(), Mode::Read)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(listen(args, Arc::new(archive), Arc::new(engine)))?;
    // Requests still running in threads are not waited for.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    Ok(ExitCode::SUCCESS)
}

async fn listen(args: &flags::Serve, archive: Arc<Archive>, engine: Arc<Engine>) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::Other(format!("cannot listen on {}: {error}", args.listen));
    let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let public_url = args.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    note(&format!("serving {} records on http://{address}", archive.len()));
    let app = App::new(engine, archive, public_url).limited_to(args.rate);
    serve(listener, app, open_end()).await?;
    note("stopped");
    Ok(())
}

/// Ends at an interrupt or a request to terminate.
async fn open_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
