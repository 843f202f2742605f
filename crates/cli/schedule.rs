//! The server's schedule of verification: a thread that checks archive and index every so often, logs what it finds, and
//! tells the server.

use crate::check::{Verified, check};
use ordskifte_archive::{Archive, DataFolder, VerifyOptions};
use ordskifte_engine::{Engine, Mode};
use ordskifte_http::{App, Fixity};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Most faults that are logged one by one.
const MOST_LOGGED: usize = 100;

/// Verifies every so often until the process ends; the first time at once.
pub(crate) fn start(folder: DataFolder, every: Duration, sample: Option<usize>, app: App) -> std::io::Result<()> {
    let verify = move || {
        loop {
            app.verified(once(&folder, sample));
            std::thread::sleep(every);
        }
    };
    std::thread::Builder::new()
        .name("verify".to_owned())
        .spawn(verify)
        .map(drop)
}

fn once(folder: &DataFolder, sample: Option<usize>) -> Fixity {
    let options = VerifyOptions { sample, since: None };
    // An archive and index of its own: the server's go on with what others commit.
    let generation = Engine::open(&folder.search_dir(), Mode::Read).map_or_else(|_| String::new(), |e| e.generation());
    let verified = Archive::open(folder)
        .map_err(Into::into)
        .and_then(|archive| check(folder, &archive, &options, &|_| ()));
    let at = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    match verified {
        Ok(verified) => said(&verified, at, generation),
        Err(failure) => {
            tracing::error!(%failure, "verification failed");
            Fixity {
                at,
                generation,
                failed: Some(failure.to_string()),
                ..Fixity::default()
            }
        }
    }
}

fn said(verified: &Verified, at: u64, generation: String) -> Fixity {
    for fault in verified.faults.iter().take(MOST_LOGGED) {
        tracing::error!(fault = fault.line(), "verification found a fault");
    }
    let index_faults = verified.faults.iter().filter(|fault| fault.is_of_index()).count() as u64;
    tracing::info!(
        records = verified.objects,
        bytes = verified.bytes,
        faults = verified.faults.len(),
        "verified"
    );
    Fixity {
        at,
        objects: verified.objects,
        archive_faults: verified.faults.len() as u64 - index_faults,
        index_faults,
        generation,
        failed: None,
    }
}
