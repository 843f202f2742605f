//! Registers: ministries in time, organizations, topics and citation series.
