//! Bytes named as a file of format `zip`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ordskifte_fuzz::read(bytes, "x.zip"));
