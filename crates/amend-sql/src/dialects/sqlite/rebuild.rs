//! The table is made anew beside the old one, filled from it, and takes its name: SQLite's way for all that `ALTER TABLE`
//! cannot do (<https://www.sqlite.org/lang_altertable.html>, section 7). Consecutive edits share one rebuild.
//!
//! Foreign keys must be off around the transaction: a dropped table takes the rows that refer to it along. The last rename
//! is done in the legacy way, in which it neither fails for views and triggers that name the table nor rewrites them.

use amend_catalog::{Catalog, Column, Edit, Fault, Kind, Manner, Object, ObjectName, Op, Routine, Table, World};

use super::Sqlite;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Group, Scene};
use crate::render::column;
use crate::statement::{RefusalReason, StatementKind};

/// The rebuild that the first edit needs, with the next edits that can be done along.
pub(super) fn group(dialect: &Sqlite, first: &Edit, next: &[Op], catalog: &Catalog) -> Result<Group, RefusalReason> {
    let table = known_table(first, catalog)?;
    let mut alone = Catalog { tables: vec![table.clone()], world: World::Closed, ..Catalog::new(catalog.naming) };
    let (rename, first) = without_rename(first);
    if let Some(rename) = &rename {
        alone.apply(&rename.edit)?;
    }
    let joined = next.iter().map_while(Op::as_edit).take_while(|edit| joins(edit, &table.name)).cloned();
    let edits: Vec<Edit> = [first].into_iter().chain(joined).collect();
    let mut phrases: Vec<Phrase> = rename.into_iter().map(|rename| rename.phrase).collect();
    phrases.extend(Rebuild::new(alone, &edits, catalog)?.phrases(dialect)?);
    Ok(Group { length: edits.len(), phrases, foreign_keys_off: true })
}

/// The table as it is before the edit.
fn known_table<'a>(edit: &Edit, catalog: &'a Catalog) -> Result<&'a Table, RefusalReason> {
    let name = edit.before.as_ref().or(edit.after.as_ref()).and_then(Object::table).ok_or(Fault::Malformed)?;
    let table = catalog.require_table(name)?;
    if table.known { Ok(table) } else { Err(unknown(table)) }
}

/// Whether the edit can be a part of the table's rebuild. A rename is not: SQLite then rewrites what names the column.
fn joins(edit: &Edit, table: &ObjectName) -> bool {
    let renames = match (&edit.before, &edit.after) {
        (Some(Object::Column { column, .. }), Some(Object::Column { column: new, .. })) => column.name != new.name,
        _ => false,
    };
    let inside = |object: &Object| {
        matches!(object.kind(), Kind::Column | Kind::Constraint | Kind::Index) && object.table() == Some(table)
    };
    edit.subject().is_some_and(inside) && !renames
}

/// A rename that comes before the rebuild.
struct Rename {
    edit: Edit,
    phrase: Phrase,
}

/// The rename in the edit, and what remains of it.
fn without_rename(edit: &Edit) -> (Option<Rename>, Edit) {
    let (renamed, phrase) = match (&edit.before, &edit.after) {
        (Some(Object::Table(old)), Some(Object::Table(new))) if old.name != new.name => {
            let phrase = Phrase::new("ALTER TABLE").object(&old.name).words("RENAME TO").name(&new.name.name);
            (Object::Table(old.renamed(new.name.clone())), phrase)
        }
        (Some(Object::Column { table, at, column: old }), Some(Object::Column { column: new, .. }))
            if old.name != new.name =>
        {
            let column = Column { name: new.name.clone(), ..old.clone() };
            (Object::Column { table: table.clone(), at: *at, column }, column::rename(table, &old.name, &new.name))
        }
        _ => return (None, edit.clone()),
    };
    let rename = Edit { after: Some(renamed.clone()), ..edit.clone() };
    (Some(Rename { edit: rename, phrase }), Edit { before: Some(renamed), ..edit.clone() })
}

/// A table before and after.
struct Rebuild<'a> {
    before: Table,
    after: Table,
    /// Names of columns that are there after only, though one of that name may have been there before.
    fresh: Vec<String>,
    /// The table's triggers; they fall with the old table.
    triggers: Vec<&'a Routine>,
    catalog: &'a Catalog,
}

impl<'a> Rebuild<'a> {
    /// `alone` has nothing but the table as it is before the edits.
    fn new(mut alone: Catalog, edits: &[Edit], catalog: &'a Catalog) -> Result<Self, RefusalReason> {
        let before = alone.tables.first().cloned().ok_or(Fault::Malformed)?;
        for edit in edits {
            alone.apply(edit)?;
        }
        let after = alone.tables.pop().ok_or(Fault::Malformed)?;
        let fresh = edits.iter().filter_map(fresh_column).map(str::to_owned).collect();
        let of_table =
            |it: &&Routine| it.table.as_ref().is_some_and(|name| catalog.naming.same_object(name, &before.name));
        let triggers = catalog.routines.iter().filter(of_table).collect();
        Ok(Self { before, after, fresh, triggers, catalog })
    }

    fn phrases(&self, dialect: &Sqlite) -> Cell {
        let scene = Scene { catalog: self.catalog, manner: &Manner::default() };
        let new = self.before.name.sibling(format!("_amend_new_{}", self.before.name.name));
        let bare = Table { name: new.clone(), indexes: Vec::new(), ..self.after.clone() };
        let mut phrases = dialect.create_table(&bare, scene)?;
        phrases.extend(self.fill(&new));
        phrases.extend(self.keep_last_number(&new));
        phrases.push(Phrase::new("DROP TABLE").object(&self.before.name));
        phrases.push(legacy_renames("PRAGMA legacy_alter_table = ON"));
        phrases.push(Phrase::new("ALTER TABLE").object(&new).words("RENAME TO").name(&self.after.name.name));
        phrases.push(legacy_renames("PRAGMA legacy_alter_table = OFF"));
        for index in &self.after.indexes {
            phrases.extend(dialect.create_index(&self.after.name, index, scene)?);
        }
        for trigger in &self.triggers {
            phrases.extend(dialect.create_routine(trigger, scene)?);
        }
        Ok(phrases)
    }

    /// The rows of the old table. One value at least is given, so that no row is lost.
    fn fill(&self, new: &ObjectName) -> Option<Phrase> {
        let written: Vec<&Column> = self.after.columns.iter().filter(|it| it.generated.is_none()).collect();
        let kept: Vec<&Column> = written.iter().copied().filter(|it| !self.fresh.contains(&it.name)).collect();
        let filled = if kept.is_empty() { written.into_iter().take(1).collect() } else { kept };
        let names: Vec<String> = filled.iter().map(|it| it.name.clone()).collect();
        let values = filled.iter().map(|it| self.value(it)).collect();
        let insert = Phrase::new("INSERT INTO").object(new).names(&names).words("SELECT").commas(values);
        (!names.is_empty()).then(|| insert.words("FROM").object(&self.before.name).of_kind(StatementKind::Data))
    }

    /// The old value; where it may be `NULL` and the new one may not, the default.
    fn value(&self, column: &Column) -> Phrase {
        let default = || Phrase::verbatim(column.default.as_deref().unwrap_or("NULL"));
        if self.fresh.contains(&column.name) {
            return default();
        }
        let name = Phrase::named(&column.name);
        let old = self.before.columns.iter().find(|it| it.name == column.name);
        let fills = old.is_some_and(|it| it.nullable) && !column.nullable && column.default.is_some();
        if fills { Phrase::default().call("coalesce", vec![name, default()]) } else { name }
    }

    /// Numbers that were given once are not given again.
    fn keep_last_number(&self, new: &ObjectName) -> Vec<Phrase> {
        let numbered = |table: &Table| table.columns.iter().any(|column| column.identity.is_some());
        if !numbered(&self.before) || !numbered(&self.after) {
            return Vec::new();
        }
        let numbers = self.before.name.sibling("sqlite_sequence");
        let forget = Phrase::new("DELETE FROM").object(&numbers).words("WHERE name =").text(&new.name);
        let copy = Phrase::new("INSERT INTO").object(&numbers).words("(name, seq) SELECT");
        let copy = copy.commas(vec![Phrase::default().text(&new.name), Phrase::new("seq")]);
        let copy = copy.words("FROM").object(&numbers).words("WHERE name =").text(&self.before.name.name);
        vec![forget.of_kind(StatementKind::Data), copy.of_kind(StatementKind::Data)]
    }
}

fn fresh_column(edit: &Edit) -> Option<&str> {
    match (&edit.before, &edit.after) {
        (None, Some(Object::Column { column, .. })) => Some(&column.name),
        _ => None,
    }
}

fn legacy_renames(pragma: &'static str) -> Phrase {
    Phrase::new(pragma).of_kind(StatementKind::Other)
}

fn unknown(table: &Table) -> RefusalReason {
    RefusalReason::UnknownDefinition { kind: Kind::Table, name: table.name.name.clone(), table: None }
}
