//! The writer behind every statement: sea-query's builder with this crate's own names and literals.
//!
//! sea-query 1.0 writes constraint names unescaped, escapes MySQL texts in a way that changes them, has no result type,
//! and prints neither deferrable keys, `NOT VALID`, `NOT ENFORCED` nor most forms of `ALTER TABLE`. So rows go through
//! its statements, schemas through [`Phrase`], and both through [`Backend`], past which no name and no text gets.

mod phrase;
mod query;

use std::cell::RefCell;
use std::fmt::Write;

pub(crate) use phrase::{Phrase, table_name};

use crate::statement::RefusalReason;
use crate::{Product, literals, names};

/// sea-query's builder for one product. What it cannot write is kept as the reason why there is no statement.
#[derive(Clone, Copy)]
pub(crate) struct Backend<'a> {
    product: Product,
    refused: &'a RefCell<Option<RefusalReason>>,
}

/// What `build` writes.
///
/// # Errors
/// The first name or text that the product cannot have.
pub(crate) fn write(product: Product, build: impl FnOnce(Backend<'_>) -> String) -> Result<String, RefusalReason> {
    let refused = RefCell::new(None);
    let text = build(Backend { product, refused: &refused });
    refused.into_inner().map_or(Ok(text), Err)
}

impl Backend<'_> {
    fn name(&self, name: &str) -> String {
        let quoted = names::quoted(self.product, name);
        self.kept(quoted.map_err(|reason| RefusalReason::BadName { name: name.to_owned(), reason }))
    }

    fn literal(&self, text: &str) -> String {
        self.kept(literals::text(self.product, text).map_err(RefusalReason::from))
    }

    fn kept(&self, written: Result<String, RefusalReason>) -> String {
        written.unwrap_or_else(|reason| {
            self.refused.borrow_mut().get_or_insert(reason);
            String::new()
        })
    }
}

fn put(sql: &mut impl Write, text: &str) {
    sql.write_str(text).expect("a text takes all that is written");
}
