//! The row of the history for a change set.

use amend_changelog::change_set::ChangeSet;
use amend_changelog::checksum::{Rule, change_set_sum, description, recorded_comment};
use amend_syntax::Diagnostic;

use crate::machine::NewRow;
use crate::{ExecType, Project};

/// The row of the history for a change set.
///
/// # Errors
/// A file that its checksum is taken of cannot be read.
pub(crate) fn new_row(project: &Project<'_>, index: usize, exec_type: ExecType) -> Result<NewRow, Diagnostic> {
    let change_set = &project.changelog.change_sets[index];
    Ok(NewRow {
        id: change_set.id.value.clone(),
        author: change_set.author.value.clone(),
        filename: change_set.path.clone(),
        exec_type,
        md5sum: project.with_files(change_set, |files| change_set_sum(change_set, project.target, Rule::V9, files))?,
        description: description(change_set.changes.iter().map(|it| it.change.as_ref())),
        comments: recorded_comment(change_set.comment.as_deref()),
        tag: tag_of(change_set).map(str::to_owned),
        contexts: change_set.contexts.stored(),
        labels: change_set.labels.stored(),
    })
}

/// The tag that the change set gives to its row: that of its first `tagDatabase`.
pub(crate) fn tag_of(change_set: &ChangeSet) -> Option<&str> {
    change_set.changes.iter().find_map(|it| it.change.tag())
}
