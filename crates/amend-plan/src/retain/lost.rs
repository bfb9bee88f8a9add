//! What an operation takes, and the operations that keep it.

use amend_catalog::{
    Act, Catalog, Column, Constraint, Edit, Index, IndexKey, Kept, Key, NUMBER_COLUMN, Object, ObjectName, Op,
    RoutineKind, Table, TableOptions, new_value_column,
};
use amend_sql::types::keeps_values;
use amend_sql::{Product, profile};
use amend_syntax::{Diagnostic, Place};

use crate::keep::Found;

/// What is known where an operation's rows are kept.
pub(super) struct Keeper<'a> {
    pub product: Product,
    /// As the operations before left it.
    pub catalog: &'a Catalog,
    /// The name of the keeping table.
    pub name: String,
    /// Others cannot write to the table from the copy on.
    pub locked: bool,
    pub place: &'a Place,
    /// Which keeping tables there are, or may be.
    pub found: Found<'a>,
}

/// Operations that keep rows, or why they cannot be kept.
pub(super) type Wrapped = Result<Vec<Op>, Box<Diagnostic>>;

/// A column that is there, as it was and as it will be.
struct Altered<'a> {
    table: &'a ObjectName,
    before: &'a Column,
    after: &'a Column,
}

impl Keeper<'_> {
    /// The operation, with those around it that keep what it takes.
    pub(super) fn keep(&self, op: &Op) -> Wrapped {
        match op {
            Op::Edit(edit) if !edit.implied => self.edit(edit),
            Op::Rows { rows, covered: false } if self.is_kept(rows.table()) => self.rows(rows),
            _ => Ok(vec![op.clone()]),
        }
    }

    fn edit(&self, edit: &Edit) -> Wrapped {
        match (&edit.before, &edit.after) {
            (Some(Object::Table(table)), None) if self.is_kept(&table.name) => self.dropped_table(edit, table),
            (Some(Object::Column { table, at, column }), None) if self.is_kept(table) && column.generated.is_none() => {
                self.dropped_column(edit, table, *at, column)
            }
            (Some(Object::Column { table, column: before, .. }), Some(Object::Column { column: after, .. }))
                if self.is_kept(table) && self.overwrites(before, after) =>
            {
                self.altered_column(edit, &Altered { table, before, after })
            }
            _ => Ok(vec![Op::Edit(edit.clone())]),
        }
    }

    fn is_kept(&self, table: &ObjectName) -> bool {
        self.found.has(&table.sibling(&self.name))
    }

    /// Whether values may be others afterwards.
    fn overwrites(&self, before: &Column, after: &Column) -> bool {
        let retyped = before.ty != after.ty && !keeps_values(self.product, &before.ty, &after.ty);
        before.generated.is_none() && (retyped || after.generated.is_some())
    }

    /// The whole rows, and the last number that the server gave. Where foreign keys are checked row by row, those of the
    /// table to itself come back after the rows.
    fn dropped_table(&self, edit: &Edit, table: &Table) -> Wrapped {
        self.known(table)?;
        let stored: Vec<&Column> = table.columns.iter().filter(|it| it.generated.is_none()).collect();
        if stored.is_empty() {
            return Ok(vec![Op::Edit(edit.clone())]);
        }
        let aside = self.aside(table, stored.iter().copied().map(plain).collect(), &[]);
        let columns = stored.iter().map(|it| it.name.clone()).collect();
        let copy = self.kept(table, &aside, Vec::new(), columns, self.copy(None));
        let (mut ops, rest) = self.without_own_keys(table);
        ops.extend([Op::Edit(Edit::create(Object::Table(aside))), Op::Kept(copy)]);
        ops.extend(stored.iter().find(|it| it.identity.is_some()).into_iter().flat_map(|it| self.number(table, it)));
        ops.push(Op::Edit(Edit { before: Some(Object::Table(rest)), ..edit.clone() }));
        Ok(ops)
    }

    fn number(&self, table: &Table, column: &Column) -> [Op; 2] {
        let name = format!("{}_{NUMBER_COLUMN}", self.name);
        let mut aside = Table::new(table.name.sibling(name));
        aside.columns.push(Column::new(NUMBER_COLUMN, "BIGINT"));
        let copy = self.kept(table, &aside, Vec::new(), vec![column.name.clone()], Act::CopyNumber);
        [Op::Edit(Edit::create(Object::Table(aside))), Op::Kept(copy)]
    }

    pub(super) fn without_own_keys(&self, table: &Table) -> (Vec<Op>, Table) {
        let own = |it: &Constraint| matches!(it, Constraint::ForeignKey(key) if self.catalog.naming.same_object(&key.referenced_table, &table.name));
        let mut rest = table.clone();
        if !profile(self.product).foreign_keys_by_row {
            return (Vec::new(), rest);
        }
        rest.constraints.retain(|it| !own(it));
        let drop = |constraint: &Constraint| {
            let object = Object::Constraint { table: table.name.clone(), constraint: constraint.clone() };
            Op::Edit(Edit::drop(object).implied())
        };
        (table.constraints.iter().filter(|it| own(it)).map(drop).collect(), rest)
    }

    /// The values with their keys. A column that must have values comes back without that need, which follows when the
    /// rows have them.
    fn dropped_column(&self, edit: &Edit, table: &ObjectName, at: usize, column: &Column) -> Wrapped {
        let owner = self.owner(table)?;
        if column.identity.is_some() {
            return Err(self.refused(&NUMBERED, &format!("the numbers of the column `{}`", column.name)));
        }
        let key = self.key(owner, &[&column.name])?;
        let aside = self.aside_of_values(owner, &key, &[(column, None)]);
        let copy = self.kept(owner, &aside, key, vec![column.name.clone()], self.copy(None));
        let mut ops = vec![Op::Edit(Edit::create(Object::Table(aside)))];
        let object = |column: &Column| Object::Column { table: table.clone(), at, column: column.clone() };
        let loose = Column { nullable: column.nullable || column.default.is_none(), ..column.clone() };
        if loose != *column {
            ops.push(Op::Edit(Edit::alter(object(column), object(&loose)).implied()));
        }
        ops.extend(self.quietly(table, copy));
        ops.push(Op::Edit(Edit { before: Some(object(&loose)), ..edit.clone() }));
        Ok(ops)
    }

    /// The values with their keys, and what became of them: a row that is written to afterwards keeps what was written.
    fn altered_column(&self, edit: &Edit, altered: &Altered<'_>) -> Wrapped {
        let owner = self.owner(altered.table)?;
        let key = self.key(owner, &[&altered.before.name])?;
        let aside = self.aside_of_values(owner, &key, &[(altered.before, Some(altered.after))]);
        let copy = self.kept(owner, &aside, key, vec![altered.before.name.clone()], self.copy(None));
        let note = Kept { act: Act::NoteNew, ..copy.clone() };
        let mut ops = vec![Op::Edit(Edit::create(Object::Table(aside)))];
        ops.extend(self.quietly(altered.table, copy));
        ops.extend([Op::Edit(edit.clone()), Op::Kept(note)]);
        Ok(ops)
    }

    pub(super) fn copy(&self, filter: Option<String>) -> Act {
        Act::Copy { filter, locked: self.locked }
    }

    pub(super) fn kept(&self, table: &Table, aside: &Table, key: Vec<String>, columns: Vec<String>, act: Act) -> Kept {
        Kept { table: table.name.clone(), aside: aside.name.clone(), key, columns, act }
    }

    /// A copy whose way back no trigger of the table sees: they stand aside meanwhile.
    pub(super) fn quietly(&self, table: &ObjectName, copy: Kept) -> Vec<Op> {
        let fires = |it: &&amend_catalog::Routine| {
            it.kind == RoutineKind::Trigger
                && it.enabled
                && it.text.is_some()
                && it.table.as_ref().is_some_and(|of| self.catalog.naming.same_object(of, table))
        };
        let triggers: Vec<_> = self.catalog.routines.iter().filter(fires).cloned().map(Object::Routine).collect();
        let gone = triggers.iter().cloned().map(|it| Op::Edit(Edit::drop(it).implied()));
        let again = triggers.iter().rev().cloned().map(|it| Op::Edit(Edit::create(it).implied()));
        gone.chain([Op::Kept(copy)]).chain(again).collect()
    }

    /// The keeping table for values: the key, then the values, then those that become of them.
    pub(super) fn aside_of_values(
        &self,
        owner: &Table,
        key: &[String],
        values: &[(&Column, Option<&Column>)],
    ) -> Table {
        let keys =
            key.iter().filter_map(|name| self.column(owner, name)).map(|it| Column { nullable: false, ..plain(it) });
        let old = values.iter().map(|(old, _)| plain(old));
        let new = values
            .iter()
            .enumerate()
            .filter_map(|(place, (_, new))| new.map(|new| Column { name: new_value_column(place), ..plain(new) }));
        self.aside(owner, keys.chain(old).chain(new).collect(), key)
    }

    pub(super) fn aside(&self, owner: &Table, columns: Vec<Column>, key: &[String]) -> Table {
        let TableOptions { engine, charset, collation, .. } = owner.options.clone();
        let options = TableOptions { engine, charset, collation, ..TableOptions::default() };
        let mut aside = Table { columns, options, ..Table::new(owner.name.sibling(&self.name)) };
        if !key.is_empty() {
            aside.constraints.push(Constraint::PrimaryKey(Key { columns: key.to_vec(), ..Key::default() }));
        }
        aside
    }

    pub(super) fn owner(&self, name: &ObjectName) -> Result<&Table, Box<Diagnostic>> {
        let what = || format!("the rows of `{name}`");
        let table = self.catalog.table(name).ok_or_else(|| self.refused(&UNKNOWN, &what()))?;
        self.known(table)?;
        Ok(table)
    }

    fn known(&self, table: &Table) -> Result<(), Box<Diagnostic>> {
        let known = table.known && table.columns.iter().all(|column| column.known);
        if known { Ok(()) } else { Err(self.refused(&UNKNOWN, &format!("the rows of `{}`", table.name))) }
    }

    pub(super) fn column<'t>(&self, table: &'t Table, name: &str) -> Option<&'t Column> {
        table.columns.iter().find(|it| self.catalog.naming.members.same(&it.name, name))
    }

    /// The columns that tell the table's rows apart whatever the other columns hold.
    pub(super) fn key(&self, table: &Table, without: &[&str]) -> Result<Vec<String>, Box<Diagnostic>> {
        let naming = self.catalog.naming.members;
        let serves = |columns: &[String], primary: bool| {
            let sure = |name: &String| self.column(table, name).is_some_and(|it| primary || !it.nullable);
            let other = |name: &String| !without.iter().any(|it| naming.same(name, it));
            !columns.is_empty() && columns.iter().all(|it| sure(it) && other(it))
        };
        let primary = table.primary_key().map(|key| key.columns.clone()).filter(|it| serves(it, true));
        let unique = table.constraints.iter().filter_map(|it| match it {
            Constraint::Unique(key) => Some(key.columns.clone()),
            _ => None,
        });
        let indexes = table.indexes.iter().filter_map(whole_unique_key);
        primary
            .or_else(|| unique.chain(indexes).find(|it| serves(it, false)))
            .ok_or_else(|| self.refused(&NO_KEY, &no_key(table, without)))
    }

    pub(super) fn refused(&self, reason: &Reason, what: &str) -> Box<Diagnostic> {
        let message = format!("{what} cannot be kept");
        Box::new(Diagnostic::error(reason.code, message).at(self.place, reason.why).help(reason.help))
    }
}

fn no_key(table: &Table, columns: &[&str]) -> String {
    match columns {
        [] => format!("the rows of the table `{}`", table.name),
        _ => format!("the values of `{}` in the table `{}`", columns.join("`, `"), table.name),
    }
}

/// Why rows cannot be kept.
pub(super) struct Reason {
    pub code: &'static str,
    pub why: &'static str,
    pub help: &'static str,
}

const UNKNOWN: Reason = Reason {
    code: "amend::keep::unknown",
    why: "the definition of the table is not known",
    help: "run it with a database, where it can be looked up, or without `--keep-data`",
};

const NO_KEY: Reason = Reason {
    code: "amend::keep::no-key",
    why: "no primary key, nor a unique key over required columns, is left to tell the rows apart",
    help: "give the table a key in a change set before, or run without `--keep-data`",
};

const NUMBERED: Reason = Reason {
    code: "amend::keep::numbered",
    why: "the server gives these numbers",
    help: "take the numbering off in a change set before, or run without `--keep-data`",
};

/// The column's values, with nothing that is asked of them.
pub(super) fn plain(column: &Column) -> Column {
    let Column { name, ty, charset, collation, .. } = column.clone();
    Column { charset, collation, ..Column::new(name, ty) }
}

/// The columns of a unique index over whole columns of all rows.
fn whole_unique_key(index: &Index) -> Option<Vec<String>> {
    let whole = |part: &amend_catalog::IndexColumn| match &part.key {
        IndexKey::Column { name, prefix: None } => Some(name.clone()),
        _ => None,
    };
    let all_rows = index.unique && index.predicate.is_none();
    index.columns.iter().map(whole).collect::<Option<Vec<_>>>().filter(|_| all_rows)
}
