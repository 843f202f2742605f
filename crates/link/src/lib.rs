//! All records to people and meetings, deterministic and independent of ingest order.
