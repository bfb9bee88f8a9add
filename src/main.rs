//! The `amend` program.

fn main() {}
