//! Containers to any depth: each part is read as a document of its own, in a child process.

use crate::{Worker, WorkerError};
use ordskifte_extract::{Extraction, Part};

/// Deepest nesting of containers; a part that lies deeper is not read and says so.
pub const MAX_DEPTH: usize = 10;
/// Most parts in all, over all depths.
pub const MAX_PARTS: usize = 1_000;
/// Most bytes of parts in all, over all depths: 1 GiB.
pub const MAX_BYTES: u64 = 1 << 30;

/// A file or a part of it, read.
#[derive(Debug)]
pub struct Item {
    /// Names of the containers and of the part itself, the outermost first; empty for the file itself.
    pub path: Vec<String>,
    /// Index of the container in the list, which always comes before its parts; `None` for the file itself.
    pub parent: Option<usize>,
    /// Media type that the container declares.
    pub media_type: Option<String>,
    /// The part's bytes; empty for the file itself, whose bytes the caller has, and for a part that was refused.
    pub bytes: Vec<u8>,
    /// What was read, its `parts` moved to items of their own, or why nothing was.
    pub outcome: Result<Extraction, WorkerError>,
}

/// What may still come.
struct Budget {
    parts: usize,
    bytes: u64,
}

impl Budget {
    /// Lets parts in as far as the budget goes; the others lose their bytes and say why.
    fn admit(&mut self, parts: &mut [Part], depth: usize) {
        for part in parts.iter_mut().filter(|part| part.refused.is_none()) {
            let size = part.bytes.len() as u64;
            let reason = if depth > MAX_DEPTH {
                format!("containers nest deeper than {MAX_DEPTH}")
            } else if self.parts == 0 {
                format!("there are more than {MAX_PARTS} parts in all")
            } else if size > self.bytes {
                "the parts swell to more than 1 GiB in all".to_owned()
            } else {
                self.parts -= 1;
                self.bytes -= size;
                continue;
            };
            part.refused = Some(reason);
            part.bytes = Vec::new();
        }
    }
}

impl Worker {
    /// Reads a file and, when it is an e-mail or archive, all its parts, each as a document of its own.
    /// The first item is the file itself; every container stands before its parts. A part that fails costs no other.
    pub fn extract_tree(&self, bytes: &[u8], filename: Option<&str>, password: Option<&str>) -> Vec<Item> {
        let mut budget = Budget {
            parts: MAX_PARTS,
            bytes: MAX_BYTES,
        };
        let mut read = |bytes: &[u8], name: Option<&str>, depth: usize| {
            let mut outcome = self.extract(bytes, name, password);
            if let Ok(extraction) = &mut outcome {
                budget.admit(&mut extraction.parts, depth + 1);
            }
            outcome
        };
        let mut items = vec![Item {
            path: Vec::new(),
            parent: None,
            media_type: None,
            bytes: Vec::new(),
            outcome: read(bytes, filename, 0),
        }];
        let mut next = 0;
        while let Some(container) = items.get_mut(next) {
            let parts = container
                .outcome
                .as_mut()
                .map_or_else(|_| Vec::new(), |read| std::mem::take(&mut read.parts));
            let above = container.path.clone();
            for part in parts {
                let mut path = above.clone();
                path.push(part.name.clone());
                let outcome = match part.refused {
                    Some(message) => Err(WorkerError::Unreadable {
                        code: "refused".to_owned(),
                        message,
                    }),
                    None => read(&part.bytes, Some(&part.name), path.len()),
                };
                items.push(Item {
                    path,
                    parent: Some(next),
                    media_type: part.media_type,
                    bytes: part.bytes,
                    outcome,
                });
            }
            next += 1;
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(size: usize) -> Part {
        Part {
            name: "a".to_owned(),
            bytes: vec![0; size],
            ..Part::default()
        }
    }

    #[test]
    fn parts_beyond_the_budget_lose_their_bytes_and_say_why() {
        let mut budget = Budget { parts: 2, bytes: 10 };
        let mut parts = [part(8), part(8), part(1), part(1)];
        budget.admit(&mut parts, 1);
        let refused: Vec<bool> = parts.iter().map(|part| part.refused.is_some()).collect();
        assert_eq!(refused, [false, true, false, true]);
        assert!(parts[1].bytes.is_empty());
        assert!(parts[1].refused.as_deref().unwrap().contains("1 GiB"));
        assert!(parts[3].refused.as_deref().unwrap().contains("1000 parts"));
        let mut deep = [part(1)];
        Budget { parts: 9, bytes: 9 }.admit(&mut deep, MAX_DEPTH + 1);
        assert!(deep[0].refused.as_deref().unwrap().contains("deeper"));
    }
}
