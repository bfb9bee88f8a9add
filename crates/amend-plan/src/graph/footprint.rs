//! What a change set takes to be there and what it leaves, told from the change set alone.
//!
//! It is lowered over an empty catalog in an open world, where whatever is named may exist: so no order is needed to
//! find an order.

use amend_catalog::{Catalog, ObjectKey, World};
use amend_changelog::change_set::{ChangeSet, OnValidationFail};
use amend_changelog::dbms;
use amend_changelog::lower::{Lower, Lowered, RowReading};
use amend_sql::profile;
use amend_syntax::Place;

use super::access;
use crate::{Project, bounded::Bounded};

/// What a change set does with the objects that it names.
#[derive(Clone, Debug, Default)]
pub struct Footprint {
    /// The objects, in the order in which they are met.
    pub accesses: Vec<Access>,
    /// Texts whose meaning is not known, with what they may name.
    pub texts: Vec<Text>,
    /// Something in it may do more than is listed.
    pub wild: bool,
}

/// One object that a change set touches.
#[derive(Clone, Debug)]
pub struct Access {
    /// The object.
    pub object: ObjectKey,
    /// What is done with it.
    pub how: How,
    /// It fails for certain where the object is not there, or, of what is made, where it is there already.
    pub certain: bool,
    /// The table of a foreign key, which a setting of the session may leave unchecked.
    pub referenced: bool,
    /// The parts that change, of what is altered; where none is listed, it may be any.
    pub parts: Vec<&'static str>,
    /// What names it.
    pub place: Place,
}

/// What is done with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It must be there.
    Needs,
    /// It must be there, and is another afterwards.
    Alters,
    /// It is there afterwards.
    Makes,
    /// It is not there any more.
    Removes,
}

/// A text that may name any object.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its words, in lower case, each once.
    pub words: Vec<String>,
    /// It names columns of these only; `None` where it may name whatever there is.
    pub of: Option<Vec<ObjectKey>>,
    /// It means all columns.
    pub star: bool,
    /// Where it stands.
    pub place: Place,
}

/// What the change set does with objects. `first_run`: it has not run yet, so what fails in it ends the run.
pub fn footprint(project: &Project<'_>, index: usize, first_run: bool) -> Footprint {
    let change_set = &project.changelog.change_sets[index];
    let (made, complete) = lowered(project, change_set);
    let mut footprint = access::of_operations(project, &made.ops, &made.needs);
    footprint.wild |= !complete;
    if !(first_run && ends_run(change_set)) {
        footprint.accesses.iter_mut().for_each(|access| access.certain = false);
    }
    footprint
}

/// Whether nothing but a run of its own statements can come of the change set.
fn ends_run(change_set: &ChangeSet) -> bool {
    change_set.preconditions.is_none()
        && change_set.fail_on_error
        && change_set.on_validation_fail == OnValidationFail::Halt
        && change_set.modify_sql.is_empty()
}

/// The change set in an open world; as far as it goes, and whether that is all.
fn lowered(project: &Project<'_>, change_set: &ChangeSet) -> (Lowered, bool) {
    let files = Bounded(project.files);
    let project = Project { files: &files, ..*project };
    let mut catalog = Catalog::new(profile(project.product()).naming);
    catalog.world = World::Open;
    project.with_surroundings(change_set, RowReading::Heading, |around| {
        let mut lower = Lower::new(around, &mut catalog);
        let mut changes = change_set
            .changes
            .iter()
            .filter(|it| it.change.dbms().is_none_or(|list| dbms::matches(list, project.product())));
        let complete = changes.all(|it| it.change.lower(&mut lower).is_ok());
        (std::mem::take(&mut lower.made), complete)
    })
}
