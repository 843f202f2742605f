//! Tests over small indexes of hand-made records.

mod fixture;
mod kills;
mod naive;
mod names;
mod paging;
mod parallel;
mod searches;
mod words;
