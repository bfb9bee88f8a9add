//! Operations to statements.

pub(crate) mod cell;
pub(crate) mod column;
pub(crate) mod constraint;
pub(crate) mod index;
mod kept;
pub(crate) mod routine;
mod rows;
pub(crate) mod script;
pub(crate) mod sequence;
pub(crate) mod table;
pub(crate) mod view;

use amend_catalog::{Catalog, Op};

pub use rows::Bulk;

use crate::backend::Phrase;
use crate::dialects::{self, Dialect, Group};
use crate::statement::{Refusal, RefusalReason, Rendered, Statement};
use crate::{Product, Profile};

/// The statements of the operations, in their order; `start` is the catalog before the first.
///
/// Edits that the server does by itself are applied to the catalog and have no statements.
///
/// # Errors
/// The first operation that has no statements on the product, or does not fit the catalog.
pub fn render(product: Product, ops: &[Op], start: &Catalog) -> Result<Vec<Rendered>, Refusal> {
    render_on(product, ops, &mut start.clone())
}

/// The same, with the edits made in the catalog itself: it is then as the operations leave it.
///
/// # Errors
/// Those of [`render`]; the catalog is then as it was.
pub fn render_on(product: Product, ops: &[Op], catalog: &mut Catalog) -> Result<Vec<Rendered>, Refusal> {
    let mut renderer = Renderer { dialect: dialects::of(product), catalog };
    let mut rendered: Vec<Rendered> = Vec::new();
    let mut op = 0;
    while op < ops.len() {
        match renderer.next(op, &ops[op..]) {
            Ok(next) => {
                op = next.ops.end;
                rendered.push(next);
            }
            Err(refusal) => {
                ops[..op].iter().rev().filter_map(Op::as_edit).for_each(|edit| renderer.catalog.take_back(edit));
                return Err(refusal);
            }
        }
    }
    Ok(rendered)
}

struct Renderer<'a> {
    dialect: &'static dyn Dialect,
    /// As the operations before left it.
    catalog: &'a mut Catalog,
}

impl Renderer<'_> {
    fn next(&mut self, at: usize, ops: &[Op]) -> Result<Rendered, Refusal> {
        let (length, statements, foreign_keys_off) = self.front(ops).map_err(|reason| Refusal { op: at, reason })?;
        for (place, op) in ops.iter().enumerate().take(length) {
            if let Err(reason) = self.apply(op) {
                ops[..place].iter().rev().filter_map(Op::as_edit).for_each(|edit| self.catalog.take_back(edit));
                return Err(Refusal { op: at + place, reason });
            }
        }
        Ok(Rendered { ops: at..at + length, statements, foreign_keys_off })
    }

    /// The statements of the first operations: how many those are, and whether foreign keys must be off.
    fn front(&self, ops: &[Op]) -> Result<(usize, Vec<Statement>, bool), RefusalReason> {
        match self.group(ops)? {
            Some(group) => Ok((group.length, self.statements(&group.phrases)?, group.foreign_keys_off)),
            None => Ok((1, self.one(&ops[0])?, false)),
        }
    }

    fn group(&self, ops: &[Op]) -> Result<Option<Group>, RefusalReason> {
        match ops.first().and_then(Op::as_edit).filter(|edit| !edit.implied) {
            Some(first) => self.dialect.group(first, &ops[1..], self.catalog),
            None => Ok(None),
        }
    }

    fn one(&self, op: &Op) -> Result<Vec<Statement>, RefusalReason> {
        match op {
            Op::Edit(edit) if edit.implied => Ok(Vec::new()),
            Op::Edit(edit) => self.statements(&cell::edit(self.dialect, edit, self.catalog)?),
            Op::Rows { rows, .. } => rows::statements(self.profile(), rows, self.catalog),
            Op::Kept(kept) => self.statements(&kept::phrases(self.dialect, kept, self.catalog)?),
            Op::Sql(script) => Ok(script::statements(script)),
            Op::Program(program) => Ok(vec![script::program(program)]),
            Op::Notice(_) => Ok(Vec::new()),
        }
    }

    fn statements(&self, phrases: &[Phrase]) -> Result<Vec<Statement>, RefusalReason> {
        phrases.iter().map(|phrase| phrase.statement(self.profile().product)).collect()
    }

    fn apply(&mut self, op: &Op) -> Result<(), RefusalReason> {
        match op.as_edit() {
            Some(edit) => self.catalog.apply(edit).map_err(RefusalReason::from),
            None => Ok(()),
        }
    }

    fn profile(&self) -> &'static Profile {
        self.dialect.profile()
    }
}

#[cfg(test)]
mod tests;
