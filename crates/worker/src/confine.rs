//! What a child takes from itself before it sees a byte: files, sockets, memory, processor time.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope};
use rustix::process::{Pid, Resource, Rlimit, nice, setpriority_process, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::io;

/// Most seconds of processor time that any document gets.
const MAX_CPU: u64 = 600;
/// Most seconds of processor time of a child in all; it retires long before.
const CHILD_CPU: u64 = 2 * MAX_CPU;

/// Forbids this thread, and those that it starts, every file and every connection by Landlock. Whether the kernel
/// does it; one without Landlock leaves the limit of descriptors, which forbids the same.
pub(crate) fn forbid_files_and_network() -> bool {
    let restrict = || -> Result<RulesetStatus, RulesetError> {
        // Nothing is allowed: there are no rules. What an older kernel does not know is left out.
        let ruleset = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V4))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?;
        Ok(ruleset.restrict_self()?.ruleset)
    };
    restrict().is_ok_and(|status| status != RulesetStatus::NotEnforced)
}

/// Limits the address space of this process to so many bytes, its descriptors to those that are open, and forbids it
/// to leave a core or to lengthen a file.
pub(crate) fn limit_process(memory: u64) -> io::Result<()> {
    setrlimit(Resource::As, both(memory))?;
    setrlimit(Resource::Core, both(0))?;
    setrlimit(Resource::Fsize, both(0))?;
    // Standard input, output and error are open; with no number beyond theirs no file and no socket can be opened.
    setrlimit(Resource::Nofile, both(3))?;
    Ok(())
}

/// The process is killed when it has used so many seconds of processor time from now on, ten minutes at most.
pub(crate) fn limit_time(seconds: u64) -> io::Result<()> {
    let limit = Rlimit {
        current: Some(processor_time().saturating_add(seconds.min(MAX_CPU))),
        maximum: Some(CHILD_CPU),
    };
    Ok(setrlimit(Resource::Cpu, limit)?)
}

/// How far reading stands back behind others who want a processor: somebody's answer before anybody's document.
const NICE: i32 = 10;

/// Lets this thread, and those that it starts, stand back. Standing back is always allowed; where it should fail, nothing
/// but an answer is slower.
pub(crate) fn give_way() {
    let _ = nice(NICE);
}

/// Lets a process that was just started stand back, as [`give_way`] does.
pub(crate) fn make_way(process: u32) {
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    if process.is_some() {
        let _ = setpriority_process(process, NICE);
    }
}

/// Seconds of processor time that this process has used, to the nearest: a new child has used none.
pub(crate) fn processor_time() -> u64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    u64::try_from(used.tv_sec).unwrap_or(0) + u64::from(used.tv_nsec >= 500_000_000)
}

fn both(value: u64) -> Rlimit {
    Rlimit {
        current: Some(value),
        maximum: Some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;

    /// Landlock binds the thread that asks for it, so the other tests are not touched.
    #[test]
    fn a_confined_thread_opens_no_file_starts_no_program_and_connects_to_nobody() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let target = std::env::temp_dir().join(format!("ordskifte-confine-{}", std::process::id()));
        fs::write(&target, "x").unwrap();
        let path = target.clone();
        let refused = std::thread::spawn(move || {
            if !forbid_files_and_network() {
                return None;
            }
            let outcomes = [
                File::open("/etc/passwd").map(drop),
                File::open("/proc/self/environ").map(drop),
                fs::read_dir("/").map(drop),
                File::options().append(true).open(&path).map(drop),
                fs::remove_file(&path),
                fs::write(path.with_extension("new"), "x"),
                Command::new("/bin/true").status().map(drop),
                TcpStream::connect(address).map(drop),
                TcpListener::bind("127.0.0.1:0").map(drop),
            ];
            Some(outcomes.map(|outcome| outcome.err().map(|error| error.kind())))
        });
        let refused = refused.join().unwrap();
        // This thread still may.
        assert_eq!(fs::read(&target).unwrap(), b"x");
        fs::remove_file(&target).unwrap();
        if let Some(outcomes) = refused {
            for (index, outcome) in outcomes.into_iter().enumerate() {
                assert_eq!(outcome, Some(ErrorKind::PermissionDenied), "attempt {index}");
            }
        }
    }

    /// The lowest priority that Linux has.
    const LOWEST: i32 = 19;

    #[test]
    fn a_process_that_reads_stands_back() {
        let mut other = Command::new("sleep").arg("5").spawn().unwrap();
        make_way(other.id());
        let pid = i32::try_from(other.id()).ok().and_then(Pid::from_raw);
        let priority = rustix::process::getpriority_process(pid);
        other.kill().unwrap();
        other.wait().unwrap();
        assert_eq!(priority.unwrap(), NICE);
        // The tests may stand back themselves.
        let own = std::thread::spawn(|| {
            let before = rustix::process::getpriority_process(None).unwrap();
            give_way();
            (before, rustix::process::getpriority_process(None).unwrap())
        });
        let (before, after) = own.join().unwrap();
        assert_eq!(after, (before + NICE).min(LOWEST));
    }

    #[test]
    fn processor_time_grows_with_work() {
        let before = processor_time();
        let mut sum = 0_u64;
        while processor_time() < before + 1 {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(processor_time() > before);
    }
}
