//! YAML or JSON text to a tree of nodes that know their place in it.
//!
//! [`parse`] never fails whole: it returns what could be read together with the diagnostics. Scalars mean what SnakeYAML 2, the
//! reader that Liquibase uses, takes them to mean (YAML 1.1). Hostile text ends at [`Limits`].
//!
//! This crate knows no change, no database and does no IO.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod anchor;
mod block_scalar;
mod calendar;
mod compose;
mod diagnostic;
mod frame;
pub mod java;
mod limits;
mod merge;
mod mistakes;
mod nearest;
mod node;
mod number;
mod parse;
mod scalar;
mod source;
mod syntax_error;
mod tag;
mod terminal;
mod timestamp;
mod underindent;

pub use diagnostic::{Diagnostic, Label, Severity};
pub use limits::Limits;
pub use nearest::nearest;
pub use node::{Entry, Node, NodeKind};
pub use parse::{Parsed, parse};
pub use scalar::{Scalar, ScalarValue, Style};
pub use source::{Place, Source, Span, Spanned};
pub use terminal::terminal_safe;
