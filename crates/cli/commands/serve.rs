//! `ordskifte serve`.

use crate::error::Failure;
use crate::flags;
use crate::interrupt::Interrupt;
use crate::open;
use crate::printer::note;
use crate::progress::counted;
use ordskifte_archive::{Archive, ArchiveError, DataFolder};
use ordskifte_engine::Engine;
use ordskifte_http::{App, serve};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::Notify;

pub(crate) fn run(data: &Path, args: &flags::Serve) -> Result<ExitCode, Failure> {
    if args.paths.is_empty() {
        catch_up(data)?;
    } else {
        let report = super::ingest::read(data, &args.paths, None, true, "serve")?;
        super::ingest::summary(&report);
        if report.interrupted {
            return Ok(super::ingest::exit_code(&report));
        }
    }
    let folder = DataFolder::open_existing(data)?;
    let archive = Archive::open(&folder)?;
    // A mistyped path would else serve an archive without records.
    if archive.is_empty() && !args.paths.is_empty() {
        let reason = "nothing to serve: the paths gave no record, and the data folder has none";
        return Err(Failure::Other(reason.to_owned()));
    }
    // Damage must not be met by whoever asks first: what stands in a damaged file may lead anywhere.
    let damaged = Engine::damaged_files(&folder.search_dir())?;
    if let Some(file) = damaged.first() {
        let others = match damaged.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        return Err(Failure::Other(format!(
            "the search index is damaged ({file} does not match its checksum{others}): run `ordskifte reindex`"
        )));
    }
    let engine = open::asked(&folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Other(format!("cannot start serving: {error}")))?;
    let end = Arc::new(Notify::new());
    let told = Arc::clone(&end);
    let _interrupt = Interrupt::does(move || told.notify_one());
    runtime.block_on(listen(args, folder, Arc::new(archive), Arc::new(engine), end))?;
    // Requests still running in threads are not waited for.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    Ok(ExitCode::SUCCESS)
}

/// Brings an index that lags behind its archive, as after a crash, to where that is. A folder that another process writes
/// is brought there by that one; one that may not be written is served as it is.
fn catch_up(data: &Path) -> Result<(), Failure> {
    let folder = DataFolder::open_existing(data)?;
    let lock = match folder.lock_exclusive("serve") {
        Ok(lock) => lock,
        Err(error @ ArchiveError::Locked { .. }) => {
            note(&format!("not checked whether index and archive agree: {error}"));
            return Ok(());
        }
        Err(error) if error.is_read_only() => {
            note(&format!("not checked whether index and archive agree: {error}"));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let archive = Archive::open(&folder)?;
    open::index_to_write(&folder, &archive, &lock)?;
    Ok(())
}

async fn listen(
    args: &flags::Serve,
    folder: DataFolder,
    archive: Arc<Archive>,
    engine: Arc<Engine>,
    end: Arc<Notify>,
) -> Result<(), Failure> {
    let cannot = |error: std::io::Error| Failure::Other(format!("cannot listen on {}: {error}", args.listen));
    let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let public_url = args.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let records = counted(archive.len() as u64, "record");
    note(&format!("serving {records} on http://{address}"));
    let app = App::new(engine, archive, public_url)
        .limited_to(args.rate)
        .logging_queries(args.log_queries);
    crate::observe::start(folder.clone(), app.clone())
        .map_err(|error| Failure::Other(format!("cannot start looking at the data folder: {error}")))?;
    if let Some(every) = args.verify_every {
        crate::schedule::start(folder, every, args.verify_sample, app.clone())
            .map_err(|error| Failure::Other(format!("cannot start the verification: {error}")))?;
    }
    serve(listener, app, async move { end.notified().await }).await;
    note("stopped");
    Ok(())
}
