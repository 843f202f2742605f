//! Hits to CSV and JSON Lines.
