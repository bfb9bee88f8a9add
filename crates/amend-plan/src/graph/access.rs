//! From operations to what they do with objects.

use std::collections::HashSet;

use amend_catalog::{Constraint, Edit, Kind, Naming, Object, ObjectKey, ObjectName, Op, Rows, Script, Table, Value};
use amend_changelog::lower::Need;
use amend_sql::named::{Named, Role, of_query, of_statement, words_of};
use amend_sql::{Product, Profile, profile};
use amend_syntax::Place;

use super::footprint::{Access, Footprint, How, Text};
use crate::Project;

/// What operations do with objects, and what was noted as needed while they were made.
pub(crate) fn of_operations(project: &Project<'_>, ops: &[(Op, Place)], needs: &[Need]) -> Footprint {
    let mut reader = Reader::new(project);
    let mut needs = needs.iter().peekable();
    for (at, (op, place)) in ops.iter().enumerate() {
        while let Some(need) = needs.next_if(|need| need.after <= at) {
            reader.need(need);
        }
        reader.operation(op, place);
    }
    needs.for_each(|need| reader.need(need));
    reader.footprint
}

struct Reader<'a> {
    profile: &'static Profile,
    product: Product,
    default_schema: Option<&'a str>,
    footprint: Footprint,
    /// What the change set made itself: needs of it come from inside.
    own: HashSet<ObjectKey>,
    /// Tables that foreign keys point to.
    referenced: HashSet<ObjectKey>,
}

impl<'a> Reader<'a> {
    fn new(project: &Project<'a>) -> Self {
        Self {
            profile: profile(project.product()),
            product: project.product(),
            default_schema: project.default_schema,
            footprint: Footprint::default(),
            own: HashSet::new(),
            referenced: HashSet::new(),
        }
    }

    fn naming(&self) -> Naming {
        self.profile.naming
    }

    fn need(&mut self, need: &Need) {
        if need.referenced {
            self.referenced.insert(need.object.clone());
        }
        let referenced = is_in(&self.referenced, &need.object);
        let certain = !referenced || self.profile.references_bind_at_once;
        self.add(need.object.clone(), How::Needs, certain, referenced, &need.place);
    }

    fn add(&mut self, object: ObjectKey, how: How, certain: bool, referenced: bool, place: &Place) {
        let inside = is_in(&self.own, &object);
        if object.name.name.is_empty() || (inside && how != How::Makes) {
            return self.leave(&object, how);
        }
        if how == How::Makes {
            self.own.insert(object.clone());
        }
        self.footprint.accesses.push(Access {
            object,
            how,
            certain,
            referenced,
            parts: Vec::new(),
            place: place.clone(),
        });
    }

    /// What the change set made and takes away again has never been there for others, but it is not there either.
    fn leave(&mut self, object: &ObjectKey, how: How) {
        if how == How::Removes && self.own.remove(object) {
            self.footprint.accesses.retain(|access| {
                access.how != How::Makes || (access.object != *object && access.object.owner().as_ref() != Some(object))
            });
        }
    }

    fn operation(&mut self, op: &Op, place: &Place) {
        match op {
            Op::Edit(edit) => self.edit(edit, place),
            Op::Rows { rows, .. } => self.rows(rows, place),
            Op::Sql(script) => self.script(script, place),
            Op::Program(_) => self.footprint.wild = true,
            Op::Kept(_) | Op::Notice(_) => {}
        }
    }

    fn edit(&mut self, edit: &Edit, place: &Place) {
        let naming = self.naming();
        let [before, after] = [&edit.before, &edit.after].map(|it| it.as_ref().map(|it| ObjectKey::of(it, naming)));
        let firm = !edit.manner.tolerant;
        match (before, after) {
            (Some(before), Some(after)) if before == after => self.alter(edit, before, place),
            (before, after) => {
                if let Some(before) = before {
                    self.add(before, How::Removes, firm, false, place);
                    self.primary_key(edit.before.as_ref(), How::Removes, place);
                }
                if let Some(object) = edit.after.as_ref() {
                    self.requirements(object, place);
                }
                if let Some(after) = after {
                    // Routines of one name may be told apart by their parameters.
                    let firm = firm && !edit.manner.or_replace && after.kind != Kind::Routine;
                    self.add(after, How::Makes, firm, false, place);
                    self.primary_key(edit.after.as_ref(), How::Makes, place);
                }
            }
        }
        self.contents(edit, place);
    }

    /// A table has one primary key, whatever its name.
    fn primary_key(&mut self, object: Option<&Object>, how: How, place: &Place) {
        if let Some(Object::Constraint { table, constraint: Constraint::PrimaryKey(_) }) = object {
            self.add(ObjectKey::member(Kind::Constraint, table, PRIMARY_KEY, self.naming()), how, true, false, place);
        }
    }

    fn alter(&mut self, edit: &Edit, object: ObjectKey, place: &Place) {
        let count = self.footprint.accesses.len();
        self.add(object, How::Alters, !edit.manner.tolerant, false, place);
        if let (Some(access), Some(before), Some(after)) =
            (self.footprint.accesses.get_mut(count), &edit.before, &edit.after)
        {
            access.parts = altered_parts(before, after);
        }
    }

    /// What must be there for the object to be made.
    fn requirements(&mut self, object: &Object, place: &Place) {
        match object {
            Object::Constraint { table, constraint } => self.needs_of_constraint(table, constraint, place),
            Object::Index { table, index } => {
                for column in index.columns.iter().filter_map(|it| it.column_name()) {
                    self.need_column(table, column, place);
                }
            }
            Object::View(view) => self.view(&view.query, view.full_definition, place),
            Object::Routine(routine) => {
                if let Some(table) = &routine.table {
                    let key = ObjectKey::relation(table, self.naming());
                    self.add(key, How::Needs, true, false, place);
                }
                self.text(routine.text.as_deref().unwrap_or_default(), None, place);
            }
            Object::Table(_) | Object::Column { .. } | Object::Sequence(_) => {}
        }
    }

    fn needs_of_constraint(&mut self, table: &ObjectName, constraint: &Constraint, place: &Place) {
        for column in constraint.columns() {
            self.need_column(table, column, place);
        }
        if let Constraint::ForeignKey(key) = constraint {
            let parent = ObjectKey::relation(&key.referenced_table, self.naming());
            self.add(parent, How::Needs, false, true, place);
        }
    }

    fn need_column(&mut self, table: &ObjectName, column: &str, place: &Place) {
        self.add(ObjectKey::member(Kind::Column, table, column, self.naming()), How::Needs, true, false, place);
    }

    /// The columns, constraints and indexes that come with a new table.
    fn contents(&mut self, edit: &Edit, place: &Place) {
        if let (None, Some(Object::Table(table))) = (&edit.before, &edit.after) {
            let firm = !edit.manner.tolerant;
            for key in members(table, self.naming()) {
                self.footprint.accesses.push(Access {
                    object: key,
                    how: How::Makes,
                    certain: firm,
                    referenced: false,
                    parts: Vec::new(),
                    place: place.clone(),
                });
            }
        }
    }

    fn view(&mut self, query: &str, full_definition: bool, place: &Place) {
        let names: Vec<ObjectName> = match full_definition {
            true => of_statement(self.product, query)
                .objects
                .into_iter()
                .filter(|it| it.role == Role::Needed)
                .map(|it| it.name)
                .collect(),
            false => of_query(self.product, query),
        };
        let keys: Vec<ObjectKey> = names.into_iter().map(|name| self.relation(name)).collect();
        for key in &keys {
            self.add(key.clone(), How::Needs, self.profile.views_bind_at_once, false, place);
        }
        self.text(query, Some(keys), place);
    }

    /// The table or view of a name as it stands in SQL.
    fn relation(&self, name: ObjectName) -> ObjectKey {
        let schema = name.schema.filter(|schema| Some(schema.as_str()) != self.default_schema);
        ObjectKey::relation(&ObjectName::qualified(schema, name.name), self.naming())
    }

    fn text(&mut self, text: &str, of: Option<Vec<ObjectKey>>, place: &Place) {
        let mut words: Vec<String> = words_of(text).collect();
        words.sort_unstable();
        words.dedup();
        let star = text.to_lowercase().contains("select *") || text.contains(".*");
        self.footprint.texts.push(Text { words, of, star, place: place.clone() });
    }

    fn rows(&mut self, rows: &Rows, place: &Place) {
        let naming = self.naming();
        self.add(ObjectKey::relation(rows.table(), naming), How::Needs, true, false, place);
        let columns: Vec<&str> = match rows {
            Rows::Insert { columns, .. } | Rows::Upsert { columns, .. } => columns.iter().map(String::as_str).collect(),
            Rows::Update { set, .. } => set.iter().map(|(column, _)| column.as_str()).collect(),
            Rows::Copy { source, .. } => {
                self.add(ObjectKey::relation(source, naming), How::Needs, true, false, place);
                Vec::new()
            }
            // Which columns a file fills stands in its heading.
            Rows::Delete { .. } | Rows::Load(_) => Vec::new(),
        };
        for column in columns {
            self.need_column(rows.table(), column, place);
        }
        for sequence in sequences(rows) {
            self.add(ObjectKey::object(Kind::Sequence, sequence, naming), How::Needs, true, false, place);
        }
    }

    fn script(&mut self, script: &Script, place: &Place) {
        for piece in &script.pieces {
            let Named { objects, understood } = of_statement(self.product, &piece.text);
            if !understood {
                self.footprint.wild = true;
                self.text(&piece.text, None, place);
            }
            for object in objects {
                let key = match object.kind {
                    Kind::Table => self.relation(object.name),
                    kind => ObjectKey::object(kind, &object.name, self.naming()),
                };
                let (how, certain) = match object.role {
                    Role::Needed => (How::Needs, false),
                    Role::Made => (How::Makes, true),
                    Role::MadeOrKept => (How::Makes, false),
                    Role::Removed => (How::Removes, false),
                };
                self.add(key, how, certain, false, place);
            }
        }
    }
}

/// What the primary key of a table is called here; no product takes it for a name.
const PRIMARY_KEY: &str = "(primary key)";

/// Whether the object, or the table that it stands in, is in the set. Most sets are empty: then nothing is hashed.
fn is_in(set: &HashSet<ObjectKey>, object: &ObjectKey) -> bool {
    !set.is_empty() && (set.contains(object) || object.owner().is_some_and(|owner| set.contains(&owner)))
}

/// The parts of an object that an edit changes.
fn altered_parts(before: &Object, after: &Object) -> Vec<&'static str> {
    let changed =
        |parts: &[(&'static str, bool)]| parts.iter().filter(|(_, same)| !same).map(|(part, _)| *part).collect();
    match (before, after) {
        (Object::Table(before), Object::Table(after)) => {
            changed(&[("comment", before.comment == after.comment), ("options", before.options == after.options)])
        }
        (Object::Column { column: before, .. }, Object::Column { column: after, .. }) => changed(&[
            ("type", before.ty == after.ty),
            ("null", before.nullable == after.nullable),
            ("default", before.default == after.default),
            ("numbering", before.identity == after.identity),
            ("comment", before.comment == after.comment),
        ]),
        _ => Vec::new(),
    }
}

/// The keys of what stands in a table.
pub(super) fn members(table: &Table, naming: Naming) -> Vec<ObjectKey> {
    let key = |kind: Kind, name: &str| ObjectKey::member(kind, &table.name, name, naming);
    let columns = table.columns.iter().map(|it| key(Kind::Column, &it.name));
    let constraints = table.constraints.iter().filter_map(|it| Some(key(Kind::Constraint, it.name()?)));
    let indexes = table.indexes.iter().map(|it| key(Kind::Index, &it.name));
    let primary_key = table.primary_key().map(|_| key(Kind::Constraint, PRIMARY_KEY));
    columns.chain(constraints).chain(indexes).chain(primary_key).collect()
}

/// The sequences that new rows take numbers from.
fn sequences(rows: &Rows) -> Vec<&ObjectName> {
    match rows {
        Rows::Insert { rows, .. } | Rows::Upsert { rows, .. } => {
            rows.iter().take(1).flatten().filter_map(sequence).collect()
        }
        Rows::Update { set, .. } => set.iter().filter_map(|(_, value)| sequence(value)).collect(),
        Rows::Copy { .. } | Rows::Delete { .. } | Rows::Load(_) => Vec::new(),
    }
}

fn sequence(value: &Value) -> Option<&ObjectName> {
    match value {
        Value::SequenceNext(name) | Value::SequenceCurrent(name) => Some(name),
        _ => None,
    }
}
