//! The entries of a changelog's root, change sets aside.

use super::{CHANGE_SET, Entry, Field, PRECONDITIONS, Takes, words};
use crate::change_set::ObjectQuoting;

pub(super) const CONTEXT: Field =
    Field::text("context", "The contexts in which it counts: names with `and`, `or`, `not`, `!`, `@` and parentheses.");
pub(super) const CONTEXT_FILTER: Field =
    Field::text("contextFilter", "The newer name of `context`; it counts where both are given.");
pub(super) const LABELS: Field = Field::text("labels", "Names that a label filter can choose by, separated by commas.");
pub(super) const DBMS: Field =
    Field::text("dbms", "The products that it is for, separated by commas; `!` in front excludes one.");
pub(super) const OBJECT_QUOTING_STRATEGY: Field =
    Field::new("objectQuotingStrategy", "Which names are quoted (`LEGACY` where it is not given).", QUOTING);
pub(super) const QUOTING: Takes = Takes::OneOf(&words(&ObjectQuoting::WORDS));

const RELATIVE: Field = Field::flag(
    "relativeToChangelogFile",
    "Whether the path begins at this changelog's own folder; else at the roots of the search path.",
);

/// The changelog itself; its fields are entries of their own.
pub const CHANGELOG: Entry = Entry::new(
    "databaseChangeLog",
    "The entries of the changelog, in order.",
    &[
        Field::text("logicalFilePath", "The path under which the change sets of this file are recorded."),
        OBJECT_QUOTING_STRATEGY,
        Field::text("context", "The contexts in which the change sets of this file run."),
        CONTEXT_FILTER,
        Field::text("changeLogId", "An identifier for other programs; it has no effect."),
    ],
);

/// The entries of a changelog beside its fields.
pub const ENTRIES: &[&Entry] =
    &[&CHANGE_SET, &INCLUDE, &INCLUDE_ALL, &PROPERTY, &PRECONDITIONS, &REMOVE_CHANGE_SET_PROPERTY];

/// `include`.
pub const INCLUDE: Entry = Entry::new(
    "include",
    "Reads another changelog in this place: YAML, JSON or SQL.",
    &[
        Field::text("file", "The path of the changelog.").required(),
        RELATIVE,
        Field::flag("errorIfMissing", "Whether a file that is missing stops the run (`true` where it is not given)."),
        CONTEXT,
        CONTEXT_FILTER,
        LABELS,
        Field::flag("ignore", "The change sets of the file itself never run."),
    ],
);

/// `includeAll`.
pub const INCLUDE_ALL: Entry = Entry::new(
    "includeAll",
    "Reads all changelogs of a folder and of those below it, in the order of their paths.",
    &[
        Field::text("path", "The path of the folder.").required(),
        RELATIVE,
        Field::flag(
            "errorIfMissingOrEmpty",
            "Whether a folder without changelogs stops the run (`true` where it is not given).",
        ),
        CONTEXT,
        CONTEXT_FILTER,
        LABELS,
        Field::flag("ignore", "The change sets of the files themselves never run."),
        Field::new("minDepth", "The least depth of a file; files directly in the folder have 1.", Takes::Integer),
        Field::new("maxDepth", "The greatest depth of a file; files directly in the folder have 1.", Takes::Integer),
        Field::text("endsWithFilter", "Only paths with this end, letter case aside."),
        Field::text("filter", "A Java class that chooses the files; refused."),
        Field::text("resourceFilter", "The newer name of `filter`; refused."),
        Field::text("resourceComparator", "A Java class that orders the files; the order of the paths counts."),
    ],
);

/// `property`.
pub const PROPERTY: Entry = Entry::new(
    "property",
    "Defines a parameter, or those of a properties file. `${name}` stands for its value in all texts.",
    &[
        Field::text("name", "The name of the parameter; letter case does not count."),
        Field::text("value", "Its value."),
        Field::text("file", "A properties file, in the place of `name` and `value`."),
        RELATIVE,
        Field::flag("errorIfMissing", "Whether a file that is missing stops the run (`true` where it is not given)."),
        Field::text("dbms", "The products that it is for, separated by commas; letter case counts."),
        CONTEXT,
        CONTEXT_FILTER,
        LABELS,
        Field::flag("global", "Whether other files see it (`true` where it is not given)."),
    ],
);

/// `removeChangeSetProperty`.
pub const REMOVE_CHANGE_SET_PROPERTY: Entry = Entry::new(
    "removeChangeSetProperty",
    "Takes an attribute out of the columns of the changes that follow, on some products.",
    &[
        Field::text("change", "The change type: `addColumn`; with another it has no effect."),
        DBMS,
        Field::text("remove", "The attribute: `afterColumn`, `beforeColumn` or `position`."),
    ],
);
