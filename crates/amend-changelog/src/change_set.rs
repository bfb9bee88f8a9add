//! A change set: what is applied, recorded and rolled back as one.

use std::fmt;
use std::sync::Arc;

use amend_syntax::{Place, Spanned};

use crate::change::Change;
use crate::model::Target;
use crate::modify_sql::Visitor;
use crate::parameters::Parameters;
use crate::path;
use crate::precondition::Preconditions;
use crate::rollback::RollbackBlock;
use crate::selection::{Contexts, Labels};

/// A change set of a changelog.
#[derive(Debug)]
pub struct ChangeSet {
    /// Its id; empty where it has none, which is reported.
    pub id: Spanned<String>,
    /// Its author, empty where it has none.
    pub author: Spanned<String>,
    /// Its file as the history stores it in `FILENAME`.
    pub path: String,
    /// The physical path of its file: where relative names of files start.
    pub file: String,
    /// Where it stands.
    pub place: Place,
    /// How it came.
    pub origin: Origin,
    /// The contexts in which it runs.
    pub contexts: Contexts,
    /// Its labels.
    pub labels: Labels,
    /// The products that it is for, as written.
    pub dbms: Option<Spanned<String>>,
    /// Runs at every update.
    pub run_always: bool,
    /// Runs again when its checksum has changed.
    pub run_on_change: bool,
    /// Where it goes among the others, where it says so.
    pub run_order: Option<RunOrder>,
    /// Whether its failure ends the run.
    pub fail_on_error: bool,
    /// What happens where one of its changes is not valid.
    pub on_validation_fail: OnValidationFail,
    /// Whether it runs in a transaction.
    pub run_in_transaction: bool,
    /// Never runs.
    pub ignore: bool,
    /// How names are quoted, own or of the changelog.
    pub quoting: ObjectQuoting,
    /// Its comment, trimmed.
    pub comment: Option<String>,
    /// Checksums that are accepted beside the one computed, as written.
    pub valid_checksums: Vec<String>,
    /// What must hold before it runs.
    pub preconditions: Option<Preconditions>,
    /// What it does, in order.
    pub changes: Vec<PlacedChange>,
    /// How it is undone; empty where the inverses of the changes do it.
    pub rollback: Vec<RollbackBlock>,
    /// What is done to its statements before they run.
    pub modify_sql: Vec<Visitor>,
    /// The change sets that it declares to need: `id`, `author:id` or `path::id::author`.
    pub depends_on: Vec<Spanned<String>>,
    /// The parameters, for files that are expanded when they are read; look them up for [`ChangeSet::file`].
    pub parameters: Arc<Parameters>,
}

/// A change with its place in the changelog.
#[derive(Debug)]
pub struct PlacedChange {
    /// The change.
    pub change: Box<dyn Change>,
    /// Where its attributes stand.
    pub place: Place,
    /// Its name where it is written.
    pub name: Spanned<String>,
}

/// How a change set came into the changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As an entry of a YAML or JSON file.
    Entry,
    /// As a whole SQL file.
    RawSql,
    /// As a part of a formatted SQL file.
    FormattedSql,
}

/// Where a change set goes among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunOrder {
    /// Before all that do not say so.
    First,
    /// After all that do not say so.
    Last,
}

impl RunOrder {
    /// The spellings in changelogs.
    pub const WORDS: [(&'static str, Self); 2] = [("first", Self::First), ("last", Self::Last)];
}

/// What happens to a change set of which a change is not valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnValidationFail {
    /// Nothing runs.
    #[default]
    Halt,
    /// It is recorded as `MARK_RAN` and does not run.
    MarkRan,
}

impl OnValidationFail {
    /// The spellings in changelogs.
    pub const WORDS: [(&'static str, Self); 2] = [("HALT", Self::Halt), ("MARK_RAN", Self::MarkRan)];
}

/// How names are quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ObjectQuoting {
    /// Reserved words, special characters and, on PostgreSQL, mixed case.
    #[default]
    Legacy,
    /// All names.
    QuoteAllObjects,
    /// Reserved words and special characters.
    QuoteOnlyReservedWords,
}

impl ObjectQuoting {
    /// The spellings in changelogs.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("LEGACY", Self::Legacy),
        ("QUOTE_ALL_OBJECTS", Self::QuoteAllObjects),
        ("QUOTE_ONLY_RESERVED_WORDS", Self::QuoteOnlyReservedWords),
    ];
}

/// What identifies a change set. Compared by value: letter case counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The path in its normal form.
    pub path: String,
    /// The id.
    pub id: String,
    /// The author.
    pub author: String,
}

impl Key {
    /// The key of a row of the history or of a reference.
    #[must_use]
    pub fn new(path: &str, id: &str, author: &str) -> Self {
        Self { path: path::normalise(path), id: id.to_owned(), author: author.to_owned() }
    }

    /// Whether both are the same where letter case does not count: `changeSetExecuted`, `changelog-sync`, rollbacks.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    /// The key in lower case: equal for keys that are alike.
    #[must_use]
    pub fn folded(&self) -> Self {
        let [path, id, author] = [&self.path, &self.id, &self.author].map(|part| part.to_lowercase());
        Self { path, id, author }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}::{}", self.path, self.id, self.author)
    }
}

impl ChangeSet {
    /// What identifies it.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.path, &self.id, &self.author)
    }

    /// Whether it runs in these contexts, which are in lower case.
    #[must_use]
    pub fn matches_contexts(&self, names: &[String]) -> bool {
        self.contexts.matches(names)
    }

    /// Whether its labels pass the filter.
    #[must_use]
    pub fn matches_labels(&self, filter: Option<&str>) -> bool {
        self.labels.matches(filter)
    }

    /// Whether it takes part in a run: contexts and labels match, and it is not ignored.
    #[must_use]
    pub fn takes_part(&self, target: &Target) -> bool {
        !self.ignore && self.matches_contexts(&target.contexts) && self.matches_labels(target.label_filter.as_deref())
    }
}
