//! Texts in, trees and diagnostics out.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod agreement;
mod diagnostics;
mod hostile;
mod print;
mod spans;
mod tree;
