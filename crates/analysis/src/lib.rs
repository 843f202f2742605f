//! Norwegian text: words, their forms in both written standards, and which language a text is in.
//!
//! - [`tokenize`] cuts text into words as they are searched;
//! - [`Analyzer`] gives a word's terms: the exact form, the lemma (one canonical form for bokmål and nynorsk)
//!   and the parts of a compound;
//! - [`part_places`] tells where in a compound its parts stand;
//! - [`detect`] tells bokmål, nynorsk and their neighbors apart;
//! - [`anchor`] names a paragraph by its content.
//!
//! The index holds what [`Analyzer::terms`] gives; [`fingerprint`] changes when that does.

mod anchor;
mod compound;
mod hash;
mod lemma;
mod lexicon;
mod memory;
mod places;
mod renamed;
mod standard;
mod terms;
mod token;
mod unknown;
mod variety;

pub use anchor::{anchor, normalized_text};
pub use hash::{Map, Set, WordHasher};
pub use lexicon::{is_listed, is_rare_noun, is_word};
pub use memory::Memory;
pub use places::part_places;
pub use renamed::{Renamed, renamed_offices};
pub use standard::standard_phrases;
pub use terms::{Analyzer, QueryTerms, Terms, analyze_line, fingerprint, known_terms};
pub use token::{Token, fold, tokenize};
pub use variety::{Detection, detect, detect_document, detect_within};
