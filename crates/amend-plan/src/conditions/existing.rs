//! What exists in a catalog, as the conditions look at it.

use amend_catalog::{Case, Catalog, Constraint, Index, ObjectName, Table, World};
use amend_changelog::precondition::{Answer, Scope, Test};
use amend_sql::names::{Quoting, stored_name};
use amend_sql::{Product, profile};

use super::sight::{Sight, Unique};
use crate::Project;

/// A catalog that is asked.
pub(super) struct Existing<'a> {
    project: &'a Project<'a>,
    catalog: &'a Catalog,
    sight: &'static Sight,
}

/// The schema that a condition names, as the server stores it: on MySQL and MariaDB a catalog is one. `None` is the
/// connection's own.
pub fn schema_of(project: &Project<'_>, scope: &Scope) -> Option<String> {
    let product = project.product();
    let catalog = scope.catalog_name.as_ref().filter(|_| profile(product).catalog_is_schema);
    let named = scope.schema_name.as_ref().or(catalog)?;
    let stored = stored_name(product, named, Quoting::Legacy);
    Some(stored).filter(|schema| Some(schema.as_str()) != project.default_schema)
}

/// Whether one of the columns, each with the table or view that it stands in, is the one that is asked for.
pub fn column_answer(product: Product, table: &str, column: &str, found: &[(String, String)]) -> Answer {
    let sight = Sight::of(product);
    let name = |text: &str| stored_name(product, text, Quoting::Legacy);
    let (of_table, of_column) = (name(table), name(column));
    let is_it = |(its_table, its_column): &(String, String)| {
        sight.relations.same(its_table, &of_table) && sight.column(column).same(its_column, &of_column)
    };
    match found.iter().any(is_it) {
        true => Answer::Yes,
        false => Answer::No(format!("there is no column `{table}.{column}`")),
    }
}

impl<'a> Existing<'a> {
    pub fn new(project: &'a Project<'a>, catalog: &'a Catalog) -> Self {
        Self { project, catalog, sight: Sight::of(project.product()) }
    }

    /// The answer, where the test asks for something that exists.
    pub fn answer(&self, test: &Test) -> Option<Answer> {
        let sight = self.sight;
        Some(match test {
            Test::TableExists { schema, table_name } => {
                let found = self.any(self.catalog.tables.iter().map(|it| &it.name), schema, table_name);
                self.exists(found, "table", table_name)
            }
            Test::ViewExists { schema, view_name } => {
                let found = self.any(self.catalog.views.iter().map(|it| &it.name), schema, view_name);
                self.exists(found, "view", view_name)
            }
            // A sequence is looked for exactly as it is written, on PostgreSQL too.
            Test::SequenceExists { schema, sequence_name } => {
                let wanted = ObjectName::qualified(schema_of(self.project, schema), sequence_name);
                let found = self.catalog.sequences.iter().any(|it| it.name == wanted);
                self.exists(found, "sequence", sequence_name)
            }
            Test::ColumnExists { schema, table_name, column_name } => self.column(schema, table_name, column_name),
            Test::ForeignKeyConstraintExists { schema, foreign_key_table_name: table, foreign_key_name: key } => {
                let fits = |it: &Constraint| {
                    matches!(it, Constraint::ForeignKey(_)) && self.is_called(it, key.as_deref(), sight.foreign_keys)
                };
                let answer = self.in_tables(schema, table.as_deref(), "foreign key", key.as_deref(), |table| {
                    table.constraints.iter().any(fits)
                });
                // Without a name none is found.
                if key.is_some() { answer } else { Answer::No("no foreign key is named".to_owned()) }
            }
            Test::UniqueConstraintExists { .. } => self.unique(test),
            Test::PrimaryKeyExists { schema, table_name: table, primary_key_name: key } => {
                if table.is_none() && !sight.primary_key_by_name {
                    return Some(Answer::Error(
                        "`primaryKeyExists` has no `tableName`, without which it finds none here".to_owned(),
                    ));
                }
                self.in_tables(schema, table.as_deref(), "primary key", key.as_deref(), |table| {
                    let called =
                        |it: &Constraint| key.is_none() || self.is_called(it, key.as_deref(), sight.primary_keys);
                    table.constraints.iter().any(|it| matches!(it, Constraint::PrimaryKey(_)) && called(it))
                })
            }
            Test::IndexExists { schema, index_name, table_name, column_names } => {
                let columns = column_names.as_deref().map(|list| self.columns_of(list));
                let shown = index_name.as_deref().or(column_names.as_deref());
                self.in_tables(schema, table_name.as_deref(), "index", shown, |table| match index_name.as_deref() {
                    Some(name) => self.has_index_called(table, name),
                    None => self.has_index_over(table, columns.as_deref().unwrap_or_default()),
                })
            }
            _ => return None,
        })
    }

    /// The names decide where both are given.
    fn unique(&self, test: &Test) -> Answer {
        let Test::UniqueConstraintExists { schema, table_name, constraint_name, column_names } = test else {
            return Answer::Unknown;
        };
        let shown = constraint_name.as_deref().or(column_names.as_deref());
        let seen = match self.sight.unique {
            Unique::ByNameOrColumns => true,
            Unique::ByName => constraint_name.is_some(),
            Unique::Never => false,
        };
        if !seen {
            let how = if constraint_name.is_some() { "" } else { " by its columns" };
            return Answer::No(format!("a unique constraint is not found{how} on this product"));
        }
        let columns = column_names.as_deref().map(|list| self.columns_of(list));
        self.in_tables(schema, table_name.as_deref(), "unique constraint", shown, |table| {
            table.constraints.iter().filter(|it| matches!(it, Constraint::Unique(_))).any(|it| {
                match constraint_name.as_deref() {
                    Some(_) => self.is_called(it, constraint_name.as_deref(), self.sight.uniques),
                    None => self.is_over(it.columns(), columns.as_deref().unwrap_or_default()),
                }
            })
        })
    }

    /// The columns of a view are not known here.
    fn column(&self, schema: &Scope, table: &str, column: &str) -> Answer {
        let wanted = ObjectName::qualified(schema_of(self.project, schema), self.stored(table));
        let same = |it: &ObjectName| it.schema == wanted.schema && self.sight.relations.same(&it.name, &wanted.name);
        match self.catalog.tables.iter().find(|it| same(&it.name)) {
            Some(found) => {
                let columns = found.columns.iter().map(|it| (found.name.name.clone(), it.name.clone()));
                match column_answer(self.project.product(), table, column, &columns.collect::<Vec<_>>()) {
                    Answer::No(_) if !found.known => Answer::Unknown,
                    answer => answer,
                }
            }
            None if self.catalog.views.iter().any(|it| same(&it.name)) => Answer::Unknown,
            None => self.exists(false, "column", column),
        }
    }

    fn stored(&self, name: &str) -> String {
        stored_name(self.project.product(), name, Quoting::Legacy)
    }

    fn columns_of(&self, list: &str) -> Vec<String> {
        list.split(',').map(|it| self.stored(it.trim())).collect()
    }

    fn any<'n>(&self, mut names: impl Iterator<Item = &'n ObjectName>, scope: &Scope, wanted: &str) -> bool {
        let (schema, wanted) = (self.schema(scope), self.stored(wanted));
        names.any(|it| it.schema == schema && self.sight.relations.same(&it.name, &wanted))
    }

    fn schema(&self, scope: &Scope) -> Option<String> {
        schema_of(self.project, scope).filter(|_| self.sight.schemas)
    }

    fn exists(&self, found: bool, kind: &str, name: &str) -> Answer {
        match (found, self.catalog.world) {
            (true, _) => Answer::Yes,
            (false, World::Closed) => Answer::No(format!("there is no {kind} `{name}`")),
            (false, World::Open) => Answer::Unknown,
        }
    }

    /// The test in one table, or in any where none is named.
    fn in_tables(
        &self,
        scope: &Scope,
        table: Option<&str>,
        kind: &str,
        name: Option<&str>,
        test: impl Fn(&Table) -> bool,
    ) -> Answer {
        let schema = self.schema(scope);
        let wanted = table.map(|it| self.stored(it));
        let is_asked = |it: &&Table| {
            wanted
                .as_ref()
                .is_none_or(|wanted| it.name.schema == schema && self.sight.tables.same(&it.name.name, wanted))
        };
        let mut asked = self.catalog.tables.iter().filter(is_asked).peekable();
        let unknown = table.is_some() && asked.peek().is_some_and(|it| !it.known);
        match asked.any(test) {
            false if unknown => Answer::Unknown,
            found => self.exists(found, kind, name.unwrap_or_default()),
        }
    }

    fn is_called(&self, constraint: &Constraint, name: Option<&str>, case: Case) -> bool {
        let same = |name: &str| constraint.name().is_some_and(|its| case.same(its, &self.stored(name)));
        name.is_some_and(same)
    }

    fn has_index_called(&self, table: &Table, name: &str) -> bool {
        let is_key = |it: &&Constraint| matches!(it, Constraint::PrimaryKey(_) | Constraint::Unique(_));
        let mut keys = table.constraints.iter().filter(is_key);
        table.indexes.iter().any(|it| self.sight.indexes.same(&it.name, &self.stored(name)))
            || self.sight.indexes_of_keys && keys.any(|it| self.is_called(it, Some(name), self.sight.indexes))
    }

    /// An index, or a key with its index.
    fn has_index_over(&self, table: &Table, columns: &[String]) -> bool {
        let of_index = |index: &Index| {
            let names = index.columns.iter().filter_map(|it| it.column_name().map(str::to_owned));
            self.is_over(&names.collect::<Vec<_>>(), columns)
        };
        let of_key = |key: &Constraint| match key {
            Constraint::PrimaryKey(key) => self.sight.indexes_of_keys && self.is_over(&key.columns, columns),
            Constraint::Unique(key) => self.is_over(&key.columns, columns),
            _ => false,
        };
        table.indexes.iter().any(of_index) || table.constraints.iter().any(of_key)
    }

    /// Whether the columns are the wanted ones in their order.
    fn is_over(&self, columns: &[String], wanted: &[String]) -> bool {
        let case = self.sight.key_columns();
        wanted.len() == columns.len() && wanted.iter().zip(columns).all(|(one, two)| case.same(one, two))
    }
}
