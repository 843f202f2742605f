//! The command line of Ordskifte.

fn main() {}
