//! What a plan is made from.

use amend_changelog::change_set::ChangeSet;
use amend_changelog::checksum::ReadFile;
use amend_changelog::lower::{RowReading, Surroundings};
use amend_changelog::{Changelog, Target};
use amend_changelog::{Files, ObjectQuoting};
use amend_sql::Product;
use amend_sql::names::Quoting;
use amend_syntax::{Diagnostic, Spanned};

use crate::Keep;

/// A changelog that was read for a target, with what is needed to plan its change sets.
#[derive(Clone, Copy)]
pub struct Project<'a> {
    /// Where files come from.
    pub files: &'a dyn Files,
    /// The changelog.
    pub changelog: &'a Changelog,
    /// What it was read for.
    pub target: &'a Target,
    /// The schema of the connection, where there is one.
    pub default_schema: Option<&'a str>,
    /// Whether what change sets take is kept, and what was kept.
    pub keep: Keep<'a>,
}

impl Project<'_> {
    /// The product that is planned for.
    pub fn product(&self) -> Product {
        self.target.product
    }

    /// Calls `then` with what surrounds the change set. `rows`: see [`Surroundings::rows`].
    pub(crate) fn with_surroundings<T>(
        &self,
        change_set: &ChangeSet,
        rows: RowReading<'_>,
        then: impl FnOnce(&Surroundings<'_>) -> T,
    ) -> T {
        self.with_files(change_set, |files| {
            then(&Surroundings {
                product: self.product(),
                quoting: quoting(change_set.quoting),
                default_schema: self.default_schema,
                allow_commands: self.target.allow_commands,
                files,
                rows,
            })
        })
    }

    /// Calls `then` with the reader of the files that the change set names.
    pub(crate) fn with_files<T>(&self, change_set: &ChangeSet, then: impl FnOnce(&ReadFile<'_>) -> T) -> T {
        let folder = change_set.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let bytes = |path: &Spanned<String>, relative: bool| {
            let full =
                if relative && !folder.is_empty() { format!("{folder}/{}", path.value) } else { path.value.clone() };
            self.files.read(&full).map_err(|fault| {
                Diagnostic::error(fault.code(), format!("the file `{full}` {fault}"))
                    .at(&path.place, "this file")
                    .help(fault.help())
            })
        };
        let expand = |text: &str| expanded(change_set, text);
        then(&ReadFile { bytes: &bytes, files: self.files, folder, expand: &expand })
    }
}

/// The text with its parameters put in; one that cannot be expanded stays as it is.
fn expanded(change_set: &ChangeSet, text: &str) -> String {
    change_set.parameters.expand(text, &change_set.file).unwrap_or_else(|_| text.to_owned())
}

fn quoting(written: ObjectQuoting) -> Quoting {
    match written {
        ObjectQuoting::Legacy => Quoting::Legacy,
        ObjectQuoting::QuoteAllObjects => Quoting::All,
        ObjectQuoting::QuoteOnlyReservedWords => Quoting::ReservedWords,
    }
}
