//! Rows that a change writes: those that are new go again, those that were changed or deleted come back.

use amend_catalog::{
    Act, Column, Edit, ForeignKey, Kept, Object, ObjectName, Op, ReferentialAction, Rows, Table, Value,
};
use amend_sql::{literals, names};

use super::lost::{Keeper, Reason, Wrapped};

impl Keeper<'_> {
    /// The change of rows, with what keeps them.
    pub(super) fn rows(&self, rows: &Rows) -> Wrapped {
        let change = Op::Rows { rows: rows.clone(), covered: true };
        match rows {
            Rows::Delete { table, filter } => self.deleted(change, self.owner(table)?, filter.clone()),
            Rows::Update { set, .. } if set.is_empty() => Ok(vec![change]),
            Rows::Update { table, set, filter } => {
                let columns: Vec<&str> = set.iter().map(|(name, _)| name.as_str()).collect();
                self.updated(change, self.owner(table)?, &columns, filter.clone())
            }
            Rows::Insert { table, columns, rows } => self.inserted(change, table, columns, rows),
            Rows::Upsert { table, .. } => self.compared(change, self.owner(table)?),
            // Which rows these write is not told.
            other => match self.owner(other.table()) {
                Ok(table) if self.key(table, &[]).is_ok() => self.compared(change, table),
                _ => Ok(vec![Op::Rows { rows: rows.clone(), covered: false }]),
            },
        }
    }

    fn deleted(&self, delete: Op, table: &Table, filter: Option<String>) -> Wrapped {
        if let Some((owner, key)) = self.catalog.references_to(&table.name).find(|(_, key)| follows(key)) {
            let name = key.name.as_deref().unwrap_or_default();
            let what = format!("the rows of `{}` that follow by the foreign key `{name}`", owner.name);
            return Err(self.refused(&FOLLOWING, &what));
        }
        let (own_keys, _) = self.without_own_keys(table);
        let stored: Vec<&Column> = table.columns.iter().filter(|it| it.generated.is_none()).collect();
        let aside = self.aside(table, stored.iter().copied().map(super::lost::plain).collect(), &[]);
        let columns = stored.iter().map(|it| it.name.clone()).collect();
        let copy = self.kept(table, &aside, Vec::new(), columns, self.copy(filter));
        let again = own_keys.iter().rev().filter_map(Op::as_edit);
        let again: Vec<Op> =
            again.map(|it| Op::Edit(Edit { before: None, after: it.before.clone(), ..it.clone() })).collect();
        let mut ops = vec![Op::Edit(Edit::create(Object::Table(aside)))];
        ops.extend(own_keys);
        ops.extend(self.quietly(&table.name, copy));
        ops.extend(again);
        ops.push(delete);
        Ok(ops)
    }

    /// The old values, and what became of them: a row that is written to afterwards keeps what was written.
    fn updated(&self, update: Op, table: &Table, columns: &[&str], filter: Option<String>) -> Wrapped {
        let key = self.key(table, columns)?;
        let changed: Vec<&Column> = columns.iter().filter_map(|name| self.column(table, name)).collect();
        let pairs: Vec<_> = changed.iter().map(|column| (*column, Some(*column))).collect();
        let aside = self.aside_of_values(table, &key, &pairs);
        let names = changed.iter().map(|it| it.name.clone()).collect();
        let copy = self.kept(table, &aside, key, names, self.copy(filter));
        let note = Kept { act: Act::NoteNew, ..copy.clone() };
        let mut ops = vec![Op::Edit(Edit::create(Object::Table(aside)))];
        ops.extend(self.quietly(&table.name, copy));
        ops.extend([update, Op::Kept(note)]);
        Ok(ops)
    }

    /// The keys of the new rows, where they are given or the server gives the only one. Rows that no key tells apart have no
    /// way back, and nothing is lost by them.
    fn inserted(&self, insert: Op, table: &ObjectName, columns: &[String], rows: &[Vec<Value>]) -> Wrapped {
        let plainly = || {
            let Op::Rows { rows, .. } = &insert else { return Vec::new() };
            vec![Op::Rows { rows: rows.clone(), covered: false }]
        };
        let Some(table) = self.catalog.table(table).filter(|it| it.known) else { return Ok(plainly()) };
        let Ok(key) = self.key(table, &[]) else { return Ok(plainly()) };
        let Some(born) = self.born(table, &key, columns, rows) else { return self.compared(insert, table) };
        let aside = self.aside_of_values(table, &key, &[]);
        let note = self.kept(table, &aside, key, Vec::new(), born);
        Ok(vec![Op::Edit(Edit::create(Object::Table(aside))), insert, Op::Kept(note)])
    }

    /// Which rows are new; `None` where it is not told.
    fn born(&self, table: &Table, key: &[String], columns: &[String], rows: &[Vec<Value>]) -> Option<Act> {
        let naming = self.catalog.naming.members;
        let place = |name: &String| columns.iter().position(|it| naming.same(it, name));
        let places: Option<Vec<usize>> = key.iter().map(place).collect();
        let Some(places) = places else {
            let numbered = |name: &String| self.column(table, name).is_some_and(|it| it.identity.is_some());
            let by_server = key.len() == 1 && key.iter().all(|it| numbered(it) && place(it).is_none());
            return (by_server && rows.len() == 1).then_some(Act::NoteNumbered);
        };
        let conditions = rows.iter().map(|row| self.same_key(key, &places, row)).collect::<Option<Vec<String>>>();
        conditions.filter(|it| !it.is_empty()).map(|it| Act::NoteGiven(it.join(" OR ")))
    }

    /// The condition that a row has this key; `None` where a part of it is not given as a value.
    fn same_key(&self, key: &[String], places: &[usize], row: &[Value]) -> Option<String> {
        let part = |(name, place): (&String, &usize)| {
            let value = row.get(*place).filter(|it| is_plain(it))?;
            let name = names::quoted(self.product, name).ok()?;
            Some(format!("{name} = {}", literals::value(self.product, value).ok()?))
        };
        let parts = key.iter().zip(places).map(part).collect::<Option<Vec<String>>>()?;
        Some(if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(" AND ")) })
    }

    /// The whole table before and after: for changes that do not tell which rows they write.
    fn compared(&self, change: Op, table: &Table) -> Wrapped {
        let key = self.key(table, &[])?;
        let naming = self.catalog.naming.members;
        let value = |it: &&Column| it.generated.is_none() && !key.iter().any(|name| naming.same(name, &it.name));
        let values: Vec<&Column> = table.columns.iter().filter(value).collect();
        let pairs: Vec<_> = values.iter().map(|column| (*column, Some(*column))).collect();
        let aside = self.aside_of_values(table, &key, &pairs);
        let mut new = self.aside_of_values(table, &key, &[]);
        new.name.name = format!("{}_new", self.name);
        let names: Vec<String> = values.iter().map(|it| it.name.clone()).collect();
        let copy = self.kept(table, &aside, key.clone(), names, self.copy(None));
        let act = Act::NoteBeside(aside.name.clone());
        let note_born = Kept { act, aside: new.name.clone(), columns: Vec::new(), ..copy.clone() };
        let note_new = Kept { act: Act::NoteNew, ..copy.clone() };
        let mut ops = [aside, new].map(|table| Op::Edit(Edit::create(Object::Table(table)))).to_vec();
        let only_keys = values.is_empty();
        ops.extend(self.quietly(&table.name, copy));
        ops.extend([change, Op::Kept(note_born)]);
        ops.extend((!only_keys).then_some(Op::Kept(note_new)));
        Ok(ops)
    }
}

/// Whether rows go or change with a deleted parent.
fn follows(key: &ForeignKey) -> bool {
    !matches!(key.on_delete, None | Some(ReferentialAction::NoAction | ReferentialAction::Restrict))
}

/// Whether the value is the same each time that it is written.
fn is_plain(value: &Value) -> bool {
    matches!(value, Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Bytes(_))
}

const FOLLOWING: Reason = Reason {
    code: "amend::keep::following",
    why: "the server deletes or changes them by itself",
    help: "delete or change them in a change before, or run without `--keep-data`",
};
