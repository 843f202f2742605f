//! Pages of blocks to a record: kind, date, ministries, participants, agenda, statements.
