//! The names that servers give to constraints that are given none.

use amend_catalog::{Constraint, Index, Table};

use crate::names::{Quoting, stored_name};
use crate::{Profile, UnnamedConstraints, expression};

/// The name that the server would give to a new constraint of the table; `None` where it stays nameless.
///
/// PostgreSQL 15: `ChooseConstraintName` in `indexcmds.c`; MySQL 9.7 and MariaDB 10.11: measured.
pub fn constraint_name(profile: &Profile, table: &Table, constraint: &Constraint) -> Option<String> {
    match profile.unnamed {
        UnnamedConstraints::PostgreSql => Some(postgresql(profile, table, constraint)),
        UnnamedConstraints::MySql => Some(mysql(table, constraint, "_chk_")),
        UnnamedConstraints::MariaDb => Some(mysql(table, constraint, "CONSTRAINT_")),
        UnnamedConstraints::None => match constraint {
            Constraint::PrimaryKey(_) => Some(format!("PK_{}", table.name.name.to_uppercase())),
            _ => None,
        },
    }
}

/// The name that Liquibase (4.28) gives to the primary key of a new table that names none, where that is not the server's
/// own: it is made of the table's name as it is written, so that `T_pkey` keeps its letter case where `T` does not
/// (PostgreSQL). The server cuts it at its longest name.
pub fn key_of_new_table(profile: &Profile, written: &str, quoting: Quoting) -> Option<String> {
    if profile.unnamed != UnnamedConstraints::PostgreSql {
        return None;
    }
    let mut name = stored_name(profile.product, &format!("{written}_pkey"), quoting);
    while name.len() > profile.longest_name {
        name.pop();
    }
    Some(name)
}

/// The name that the server would give to a new index of the table; `None` where it gives none.
///
/// PostgreSQL 15: `ChooseIndexName` in `indexcmds.c`.
pub fn index_name(profile: &Profile, table: &Table, index: &Index) -> Option<String> {
    let keys: Vec<&str> = index.columns.iter().map(|part| part.column_name().unwrap_or("expr")).collect();
    profile.names_indexes.then(|| first_free(profile, table, &keys.join("_"), "idx"))
}

/// The names that the server gives to the constraints of a table with the table's new name: old name and new name.
pub fn renamed_with_table(profile: &Profile, table: &Table, new: &str) -> Vec<(String, String)> {
    let follows = |name: &str| {
        let rest = name.strip_prefix(table.name.name.as_str())?;
        let generated = profile.names_after_table.iter().any(|label| rest.starts_with(label));
        generated.then(|| (name.to_owned(), format!("{new}{rest}")))
    };
    table.constraints.iter().filter_map(|constraint| follows(constraint.name()?)).collect()
}

fn postgresql(profile: &Profile, table: &Table, constraint: &Constraint) -> String {
    let columns = constraint.columns().join("_");
    let (middle, label) = match constraint {
        Constraint::PrimaryKey(_) => ("", "pkey"),
        Constraint::Unique(_) => (columns.as_str(), "key"),
        Constraint::ForeignKey(_) => (columns.as_str(), "fkey"),
        Constraint::Check(check) => (only_column(profile, table, &check.expression).unwrap_or_default(), "check"),
    };
    first_free(profile, table, middle, label)
}

/// The column that the expression names, where it names just one.
fn only_column<'t>(profile: &Profile, table: &'t Table, expression: &str) -> Option<&'t str> {
    let mentioned = |name: &&str| expression::mentions(profile.product, expression, name);
    let mut named = table.columns.iter().map(|column| column.name.as_str()).filter(mentioned);
    named.next().filter(|_| named.next().is_none())
}

fn first_free(profile: &Profile, table: &Table, middle: &str, label: &str) -> String {
    let fits = |label: &str| fitted(&table.name.name, middle, label, profile.longest_name);
    let numbered = (1..).map(|number| fits(&format!("{label}{number}")));
    std::iter::once(fits(label)).chain(numbered).find(|name| is_free(table, name)).unwrap_or_default()
}

/// `table_columns_label`, the longer of the first two cut until it fits.
fn fitted(table: &str, middle: &str, label: &str, longest: usize) -> String {
    let overhead = label.len() + 1 + usize::from(!middle.is_empty());
    let (mut first, mut second) = (table.to_owned(), middle.to_owned());
    while first.len() + second.len() + overhead > longest {
        let longer = if first.len() > second.len() { &mut first } else { &mut second };
        if longer.pop().is_none() {
            break;
        }
    }
    let parts = [first.as_str(), second.as_str(), label];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

fn mysql(table: &Table, constraint: &Constraint, check: &str) -> String {
    match constraint {
        Constraint::PrimaryKey(_) => "PRIMARY".to_owned(),
        Constraint::Unique(key) => {
            let column = key.columns.first().cloned().unwrap_or_default();
            let numbered = (2..).map(|number| format!("{column}_{number}"));
            std::iter::once(column.clone()).chain(numbered).find(|name| is_free(table, name)).unwrap_or_default()
        }
        Constraint::ForeignKey(_) => next_number(table, &format!("{}_ibfk_", table.name.name)),
        Constraint::Check(_) if check.starts_with('_') => next_number(table, &format!("{}{check}", table.name.name)),
        Constraint::Check(_) => next_number(table, check),
    }
}

/// The prefix with one more than the greatest number that follows it in the table.
fn next_number(table: &Table, prefix: &str) -> String {
    let numbers = table.constraints.iter().filter_map(|it| it.name()?.strip_prefix(prefix)?.parse::<u64>().ok());
    format!("{prefix}{}", numbers.max().unwrap_or(0) + 1)
}

fn is_free(table: &Table, name: &str) -> bool {
    let constraints = table.constraints.iter().filter_map(Constraint::name);
    let indexes = table.indexes.iter().map(|index| index.name.as_str());
    !constraints.chain(indexes).any(|taken| taken.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use amend_catalog::{Key, ObjectName};

    use super::*;
    use crate::{Product, profile};

    fn unique(columns: &[&str]) -> Constraint {
        Constraint::Unique(Key { columns: columns.iter().map(|it| it.to_string()).collect(), ..Key::default() })
    }

    #[test]
    fn long_names_are_cut_where_the_server_cuts_them() {
        let table = Table::new(ObjectName::new("a".repeat(40)));
        let name = constraint_name(profile(Product::PostgreSql), &table, &unique(&["b".repeat(40).as_str()])).unwrap();
        assert_eq!(name, format!("{}_{}_key", "a".repeat(29), "b".repeat(29)));
    }

    #[test]
    fn the_key_of_a_new_table_is_named_as_the_table_is_written() {
        let name = |table: &str| key_of_new_table(profile(Product::PostgreSql), table, Quoting::Legacy).unwrap();
        assert_eq!([name("t"), name("QRTZ_JOBS"), name("Mixed")], ["t_pkey", "QRTZ_JOBS_pkey", "Mixed_pkey"]);
        assert_eq!(name(&"a".repeat(60)), format!("{}_pk", "a".repeat(60)));
        assert_eq!(key_of_new_table(profile(Product::Sqlite), "T", Quoting::Legacy), None);
    }

    #[test]
    fn a_second_constraint_over_the_same_column_is_numbered() {
        let mut table = Table::new(ObjectName::new("t"));
        for expected in ["a", "a_2", "a_3"] {
            let name = constraint_name(profile(Product::MySql), &table, &unique(&["a"])).unwrap();
            assert_eq!(name, expected);
            table.constraints.push(Constraint::Unique(Key { name: Some(name), ..Key::default() }));
        }
    }
}
