//! What tells objects apart: their kind and their names, without definitions.

use std::fmt;

use crate::{Case, Kind, Naming, Object, ObjectName};

/// Which object is meant. Two keys are equal where the product takes their names for one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectKey {
    /// The kind. A view counts as a table: the two share their names.
    pub kind: Kind,
    /// Its name; that of its table where it stands in one.
    pub name: ObjectName,
    /// Its name within the table.
    pub member: Option<String>,
}

impl ObjectKey {
    /// A table or a view.
    pub fn relation(name: &ObjectName, naming: Naming) -> Self {
        Self::object(Kind::Table, name, naming)
    }

    /// A column, constraint or index of a table.
    pub fn member(kind: Kind, table: &ObjectName, name: &str, naming: Naming) -> Self {
        let member = Some(folded(name, naming.members));
        Self { kind, name: folded_name(table, naming), member }
    }

    /// An object that stands in no table.
    pub fn object(kind: Kind, name: &ObjectName, naming: Naming) -> Self {
        let kind = if kind == Kind::View { Kind::Table } else { kind };
        Self { kind, name: folded_name(name, naming), member: None }
    }

    /// The key of an object.
    pub fn of(object: &Object, naming: Naming) -> Self {
        match object {
            Object::Table(it) => Self::relation(&it.name, naming),
            Object::View(it) => Self::relation(&it.name, naming),
            Object::Sequence(it) => Self::object(Kind::Sequence, &it.name, naming),
            Object::Routine(it) => Self::object(Kind::Routine, &it.name, naming),
            Object::Column { table, .. } | Object::Constraint { table, .. } | Object::Index { table, .. } => {
                Self::member(object.kind(), table, object.name(), naming)
            }
        }
    }

    /// The key of the table that it stands in.
    pub fn owner(&self) -> Option<Self> {
        self.member.as_ref().map(|_| Self { kind: Kind::Table, name: self.name.clone(), member: None })
    }
}

impl ObjectKey {
    /// Whether people may call it, or the table that it stands in, by this name; letter case does not count.
    pub fn is_called(&self, name: &str) -> bool {
        let table = self.name.to_string();
        let whole = self.member.as_ref().map(|member| format!("{table}.{member}"));
        let short = self.member.as_ref().map(|member| format!("{}.{member}", self.name.name));
        let names = [Some(table), Some(self.name.name.clone()), whole, short];
        names.into_iter().flatten().any(|it| it.eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.member, self.kind) {
            (Some(member), kind) => write!(f, "{} {}.{member}", kind.word(), self.name),
            (None, Kind::Table) => write!(f, "{}", self.name),
            (None, kind) => write!(f, "{} {}", kind.word(), self.name),
        }
    }
}

fn folded(name: &str, case: Case) -> String {
    match case {
        Case::Sensitive => name.to_owned(),
        Case::Insensitive => name.to_ascii_lowercase(),
    }
}

fn folded_name(name: &ObjectName, naming: Naming) -> ObjectName {
    let schema = name.schema.as_ref().map(|schema| folded(schema, naming.objects));
    ObjectName::qualified(schema, folded(&name.name, naming.objects))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, Table, View};

    const FOLDING: Naming = Naming { objects: Case::Sensitive, members: Case::Insensitive };

    #[test]
    fn names_that_are_one_make_one_key() {
        let table = ObjectName::new("Person");
        let column = |name: &str| Object::Column { table: table.clone(), at: 0, column: Column::new(name, "int") };
        assert_eq!(ObjectKey::of(&column("Id"), FOLDING), ObjectKey::of(&column("ID"), FOLDING));
        let other = ObjectKey::relation(&ObjectName::new("person"), FOLDING);
        assert_ne!(ObjectKey::relation(&table, FOLDING), other);
        assert_eq!(ObjectKey::of(&column("Id"), FOLDING).owner(), Some(ObjectKey::relation(&table, FOLDING)));
    }

    #[test]
    fn views_and_tables_share_their_names() {
        let name = ObjectName::new("v");
        let view =
            View { name: name.clone(), known: true, query: String::new(), full_definition: false, comment: None };
        let keys = [Object::Table(Table::new(name)), Object::View(view)].map(|it| ObjectKey::of(&it, FOLDING));
        assert_eq!(keys[0], keys[1]);
        assert_eq!(keys[0].to_string(), "v");
    }
}
