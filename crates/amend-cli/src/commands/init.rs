//! `init`: a first amend.yaml and a first changelog.

use std::path::Path;

use crate::Exit;
use crate::output::Output;
use crate::written::write_new;

const SETTINGS: &str = "\
# Settings of amend; `amend --help` lists them. Keep passwords out of this file: AMEND_PASSWORD or --password-file.
url: sqlite:amend.db # or postgres://user@host/database, mysql://.., mariadb://..
changelog-file: changelogs/changelog.yaml
# Each update records the way back beside the history (table AMEND_JOURNAL), so that a rollback also works when the
# changelog was edited or is not there: `amend rollback-count 1 --from-journal`. Without it amend leaves no table of its own.
record-inverse: true
";

const CHANGELOG: &str = "\
# `amend status` shows what is pending, `amend update` applies it, `amend rollback-count 1` takes the last one back.
# `amend explain` lists all change types. A change set that has run stays as it is: add a new one at the end.
databaseChangeLog:
  - changeSet:
      id: person
      author: you
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true}}
              - column: {name: name, type: varchar(100), constraints: {nullable: false}}
";

const FILES: &[(&str, &str)] = &[("amend.yaml", SETTINGS), ("changelogs/changelog.yaml", CHANGELOG)];

/// Writes the files that are not there yet.
pub fn init(output: &Output) -> Exit {
    for (path, text) in FILES {
        match write_new(Path::new(path), text) {
            Ok(true) => output.line(&format!("wrote {path}")),
            Ok(false) => output.line(&format!("kept {path}, which is there")),
            Err(error) => {
                output.error(&format!("{path} cannot be written: {error}"));
                return Exit::Failed;
            }
        }
    }
    Exit::Done
}
