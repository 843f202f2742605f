//! Records put from many threads at once.

use super::fixture::record;
use crate::Engine;

/// tantivy numbers the operations of a call, then queues them; calls that overlap could queue a deletion behind one with
/// a higher number, and it then removed the very record that it was to make room for.
#[test]
fn records_replaced_from_many_threads_at_once_are_all_there() {
    const THREADS: usize = 8;
    const EACH: usize = 60;
    let folder = tempfile::tempdir().expect("folder");
    let engine = Engine::create(folder.path()).expect("engine");
    let writer = engine.writer(2, 32 << 20).expect("writer");
    for round in 0..60 {
        std::thread::scope(|scope| {
            for thread in 0..THREADS {
                let writer = &writer;
                scope.spawn(move || {
                    for number in 0..EACH {
                        let made = record(thread * EACH + number, "Referat");
                        writer.put(&made.record, &made.text).expect("put");
                    }
                });
            }
        });
        writer.commit("e", 1).expect("commit");
        engine.reload().expect("reload");
        let records = engine.snapshot().stats().expect("stats").records;
        assert_eq!(records, (THREADS * EACH) as u64, "round {round}");
    }
}
