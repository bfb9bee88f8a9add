//! A change set and what it holds beside its changes.

use super::entry::{CONTEXT, CONTEXT_FILTER, DBMS, LABELS, OBJECT_QUOTING_STRATEGY};
use super::{Entry, Field, PRECONDITIONS, Takes, words};
use crate::change_set::{OnValidationFail, RunOrder};

/// `changeSet`.
pub const CHANGE_SET: Entry = Entry::new(
    "changeSet",
    "Changes that are applied, recorded and rolled back as one. The file, `id` and `author` identify it.",
    &[
        Field::text("id", "Its name, unique together with author and file.").required(),
        Field::text("author", "Who wrote it.").required(),
        CONTEXT,
        CONTEXT_FILTER,
        LABELS,
        DBMS,
        Field::flag("runAlways", "Runs at every update."),
        Field::flag("alwaysRun", "Another name of `runAlways`."),
        Field::flag("runOnChange", "Runs again when its checksum has changed."),
        Field::new("runOrder", "Runs before or after all that do not say so.", Takes::OneOf(&words(&RunOrder::WORDS))),
        Field::flag("failOnError", "Whether its failure ends the run (`true` where it is not given)."),
        Field::new(
            "onValidationFail",
            "Whether a change that is not valid ends the run, or the change set is recorded without running.",
            Takes::OneOf(&words(&OnValidationFail::WORDS)),
        ),
        Field::flag("runInTransaction", "Whether it runs in a transaction (`true` where it is not given)."),
        Field::flag("ignore", "Never runs."),
        Field::text("logicalFilePath", "The path under which it is recorded."),
        OBJECT_QUOTING_STRATEGY,
        Field::text("created", "When it was written; it has no effect."),
        Field::text("comment", "A remark, recorded in the history."),
        Field::text("runWith", "The program that runs its statements: only `jdbc`, the connection itself."),
        Field::text("runWithSpoolFile", "A file for the output of the program of `runWith`; it has no effect."),
        Field::new("validCheckSum", "Recorded checksums that are accepted; `ANY` accepts all.", Takes::Texts),
        Field::new("validCheckSums", "Another name of `validCheckSum`.", Takes::Texts),
        Field::new(
            "dependsOn",
            "The change sets that must have run before: `id`, `author:id` or `path::id::author`. Amend only; others ignore a list of texts.",
            Takes::Texts,
        ),
    ],
);

/// What a change set holds beside its fields and changes; its `changes` may hold the same.
pub const CONTENT: &[&Entry] = &[&CHANGES, &ROLLBACK, &PRECONDITIONS, &MODIFY_SQL];

/// `changes`.
pub const CHANGES: Entry = Entry::new("changes", "What the change set does, in order.", &[]);

/// `rollback`. A text is SQL, else it holds changes, or these fields.
pub const ROLLBACK: Entry = Entry::new(
    "rollback",
    "How the change set is undone, in the place of the inverses of its changes: SQL, changes, or another change set that runs again.",
    &[
        Field::text("changeSetId", "The id of a change set that runs again."),
        Field::text("changeSetAuthor", "Its author."),
        Field::text("changeSetPath", "The path under which it is recorded; this file where it is not given."),
    ],
);

/// `modifySql`.
pub const MODIFY_SQL: Entry = Entry::new(
    "modifySql",
    "Changes the text of the statements of the change set before they run.",
    &[
        Field::text("dbms", "The products that it is for, separated by commas; letter case counts."),
        CONTEXT,
        CONTEXT_FILTER,
        LABELS,
        Field::flag("applyToRollback", "Whether the statements of the rollback change, too."),
    ],
);

const VALUE: Field = Field::text("value", "The text.").required();
const WITH: Field =
    Field::text("with", "The text to put there; `$1` stands for the first group of a pattern.").required();

/// What `modifySql` does to a statement. Each may also have the fields of [`MODIFY_SQL`], where they count before the
/// block's.
pub const EDITS: &[Entry] = &[
    Entry::new("prepend", "Puts a text in front.", &[VALUE]),
    Entry::new("append", "Puts a text at the end.", &[VALUE]),
    Entry::new(
        "replace",
        "Puts a text in the place of another, everywhere.",
        &[Field::text("replace", "The text to find.").required(), WITH],
    ),
    Entry::new(
        "regExpReplace",
        "Puts a text in the place of what a pattern finds, everywhere.",
        &[Field::text("replace", "The pattern, a regular expression as Java has them.").required(), WITH],
    ),
];
