//! `createIndex`.

use amend_catalog::{Index, IndexColumn, IndexKey, Manner, ObjectName, Table};
use amend_sql::Feature;
use amend_sql::unnamed::index_name;
use amend_syntax::{Diagnostic, Spanned};

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change, Declared};
use crate::column::{Column, PlacedColumns};
use crate::decode::Texts;
use crate::lower::{Lower, Refused, filled, is_set, not_on, require};

change! {
    /// Creates an index over columns, or over expressions (`computed: true`).
    ///
    /// ```yaml
    /// - createIndex:
    ///     tableName: person
    ///     indexName: ix_person_birthday
    ///     columns:
    ///       - column: {name: birthday, descending: true}
    ///       - column: {name: name}
    /// ```
    "createIndex" = CreateIndex {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The index's name; only on PostgreSQL it may be left to the server.
        "indexName" => index_name: String;
        /// The columns in the order of the index. Each has a `name`, and may be `descending` or `computed`.
        "columns" => columns: PlacedColumns, required;
        /// Whether two rows may not have equal keys.
        "unique" => unique: bool;
        /// The table's rows are ordered by it once (PostgreSQL).
        "clustered" => clustered: bool;
        /// The tablespace of the index (PostgreSQL).
        "tablespace" => tablespace: String;
        /// `primaryKey`, `foreignKey`, `uniqueConstraint` or several of them, separated by commas: the index of such a
        /// constraint, which comes with it, so that none is made here.
        "associatedWith" => associated_with: String, unsummed;
        /// The method, as `gin`, `gist`, `brin`, `hash` (PostgreSQL), `fulltext`, `spatial` (MySQL, MariaDB).
        "method" => method: String, extension;
        /// Columns that are stored beside the key (PostgreSQL).
        "include" => include: Texts, extension;
        /// The condition of a partial index (PostgreSQL, SQLite).
        "where" => predicate: String, extension;
        /// Whether `NULL`s count as equal (PostgreSQL 15).
        "nullsNotDistinct" => nulls_not_distinct: bool, extension;
        /// Readers and writers go on while the index is made (PostgreSQL); cannot stand in a transaction.
        "concurrently" => concurrently: bool, extension;
        /// The index's comment.
        "comment" => comment: String, extension;
    }
}

/// Fields of columns that the tool this is compatible with leaves out of the checksum here.
const LEFT_OUT: [&str; 9] = [
    "type",
    "autoIncrement",
    "constraints",
    "defaultValue",
    "value",
    "startWith",
    "incrementBy",
    "encoding",
    "remarks",
];

/// The words for constraints that come with an index.
const CONSTRAINTS: [&str; 3] = ["primaryKey", "foreignKey", "uniqueConstraint"];

impl CreateIndex {
    /// Whether the index comes with a constraint by itself.
    fn comes_by_itself(&self) -> bool {
        let given = self.associated_with.as_ref();
        given.is_some_and(|it| it.value.split(',').any(|word| CONSTRAINTS.contains(&word.trim())))
    }

    /// Warns where no word says which constraint the index comes with: it is made.
    fn note_unknown_association(&self, to: &mut Lower<'_>) {
        let Some(written) = filled(&self.associated_with) else { return };
        let message = format!("`{}` is no constraint that has an index of its own; the index is made", written.value);
        let diagnostic = Diagnostic::warning("amend::index::association", message);
        let help = format!("the words are {}", CONSTRAINTS.map(|word| format!("`{word}`")).join(", "));
        to.note(diagnostic.at(&written.place, "not known").help(help));
    }

    fn index(&self, to: &mut Lower<'_>, table: &Table, columns: &[Column]) -> Result<Index, Refused> {
        let parts = columns.iter().map(|column| part(to, table, column)).collect::<Result<Vec<_>, _>>()?;
        let mut index = Index {
            columns: parts,
            unique: is_set(&self.unique),
            method: filled(&self.method).map(|it| it.value.to_lowercase()),
            include: self.included(to, table)?,
            predicate: filled(&self.predicate).map(|it| it.value.clone()),
            nulls_not_distinct: is_set(&self.nulls_not_distinct),
            tablespace: to.tablespace(&self.tablespace),
            comment: filled(&self.comment).map(|it| it.value.clone()),
            clustered: is_set(&self.clustered) && to.profile.has(Feature::ClusteredIndexes),
            ..Index::default()
        };
        index.name = match filled(&self.index_name) {
            Some(name) => to.name(&name.value),
            None => index_name(to.profile, table, &index).ok_or_else(|| self.nameless(to))?,
        };
        Ok(index)
    }

    fn included(&self, to: &mut Lower<'_>, table: &Table) -> Result<Vec<String>, Refused> {
        let Some(names) = &self.include else { return Ok(Vec::new()) };
        let written = names.value.0.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|it| !it.is_empty());
        written.map(|name| known_name(to, table, &Spanned::new(name.to_owned(), names.place.clone()))).collect()
    }

    fn nameless(&self, to: &Lower<'_>) -> Refused {
        not_on(to.product(), "index without a name", &self.place, "write `indexName: ...`")
    }

    fn manner(&self) -> Manner {
        Manner { concurrently: is_set(&self.concurrently), ..Manner::default() }
    }
}

impl Change for CreateIndex {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let columns = require(self, "columns", &self.columns)?;
        if self.comes_by_itself() {
            return Ok(());
        }
        self.note_unknown_association(to);
        let object: ObjectName = to.table_name(&self.catalog_name, &self.schema_name, name);
        let table = to.table(&object, &name.place)?;
        let index = self.index(to, &table, columns)?;
        let place = self.index_name.as_ref().map_or(&self.place, |name| &name.place);
        to.add_index(&object, index, self.manner(), place)
    }

    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        let summed = self.given().into_iter().filter(|(attribute, _)| attribute.summed);
        summed.map(|(attribute, value)| (attribute, without_fields(value))).collect()
    }
}

fn without_fields(value: Canonical) -> Canonical {
    match value {
        Canonical::List(items) => Canonical::List(items.into_iter().map(kept_fields).collect()),
        value => value,
    }
}

fn kept_fields(item: Vec<(&'static str, Canonical)>) -> Vec<(&'static str, Canonical)> {
    item.into_iter().filter(|(name, _)| !LEFT_OUT.contains(name)).collect()
}

/// A part of the index's key. Some changelogs write the order behind the name: `name DESC`.
fn part(to: &mut Lower<'_>, table: &Table, column: &Column) -> Result<IndexColumn, Refused> {
    let Some(name) = filled(&column.name) else {
        let diagnostic = Diagnostic::error("amend::column::incomplete", "a column of an index needs `name`");
        return Err(diagnostic.at(&column.place, "`name` is missing").help("write `name: ...`").into());
    };
    let descending = is_set(&column.descending);
    if is_set(&column.computed) {
        let key = IndexKey::Expression(name.value.trim().to_owned());
        return Ok(IndexColumn { key, descending, ..IndexColumn::column("") });
    }
    let (plain, order) = split_order(&name.value);
    let (plain, prefix) = split_prefix(plain);
    let written = Spanned::new(plain.to_owned(), name.place.clone());
    let key = IndexKey::Column { name: known_name(to, table, &written)?, prefix };
    Ok(IndexColumn { key, descending: descending || order, ..IndexColumn::column("") })
}

/// A name with the length of the prefix that is indexed: `name(64)`.
fn split_prefix(text: &str) -> (&str, Option<u32>) {
    let parts = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match parts.and_then(|(name, length)| Some((name.trim_end(), length.trim().parse().ok()?))) {
        Some((name, length)) if !name.is_empty() => (name, Some(length)),
        _ => (text, None),
    }
}

/// A name with the order behind it, and whether that is `DESC`.
fn split_order(text: &str) -> (&str, bool) {
    match text.trim().rsplit_once(' ') {
        Some((name, order)) if order.eq_ignore_ascii_case("desc") => (name.trim_end(), true),
        Some((name, order)) if order.eq_ignore_ascii_case("asc") => (name.trim_end(), false),
        _ => (text, false),
    }
}

/// The column's name as the table has it; of a table that is not known, as it is written.
fn known_name(to: &mut Lower<'_>, table: &Table, written: &Spanned<String>) -> Result<String, Refused> {
    if table.known { Ok(to.column(table, written)?.1.name) } else { Ok(to.name(&written.value)) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::canonical::serialise;
    use crate::changes::testing::{changes, check_change, check_open};

    const TABLE: &str =
        "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}]}\n";

    fn index(attributes: &str) -> String {
        format!("{TABLE}- createIndex: {{tableName: t, {attributes}}}\n")
    }

    #[test]
    fn an_index_comes_and_goes() {
        let columns = "columns: [{column: {name: a}}, {column: {name: b, descending: true}}]";
        check_change(
            &index(&format!("indexName: ix, unique: true, {columns}")),
            expect![[r#"
            postgresql, sqlite:
              CREATE UNIQUE INDEX ix ON t (a, b DESC)
              back: DROP INDEX ix
            mysql, mariadb:
              CREATE UNIQUE INDEX ix ON t (a, b DESC)
              back: DROP INDEX ix ON t
        "#]],
        );
        check_change(
            &index("indexName: ix, columns: [{column: {name: a desc}}]"),
            expect![[r#"
            postgresql, sqlite:
              CREATE INDEX ix ON t (a DESC)
              back: DROP INDEX ix
            mysql, mariadb:
              CREATE INDEX ix ON t (a DESC)
              back: DROP INDEX ix ON t
        "#]],
        );
    }

    #[test]
    fn the_server_may_choose_a_name() {
        check_change(
            &index("columns: [{column: {name: a}}, {column: {name: b}}]"),
            expect![[r#"
            postgresql:
              CREATE INDEX t_a_b_idx ON t (a, b)
              back: DROP INDEX t_a_b_idx
            mysql:
              error 2:16 `{tableName: t, columns: [{column: {name: a}}, {column: {name: b}}]}`: MySQL has no index without a name (not possible on MySQL); write `indexName: ...`
            mariadb:
              error 2:16 `{tableName: t, columns: [{column: {name: a}}, {column: {name: b}}]}`: MariaDB has no index without a name (not possible on MariaDB); write `indexName: ...`
            sqlite:
              error 2:16 `{tableName: t, columns: [{column: {name: a}}, {column: {name: b}}]}`: SQLite has no index without a name (not possible on SQLite); write `indexName: ...`
        "#]],
        );
    }

    #[test]
    fn an_expression_is_indexed_where_the_product_can() {
        check_change(
            &index("indexName: ix, columns: [{column: {name: a + b, computed: true}}]"),
            expect![[r#"
            postgresql, sqlite:
              CREATE INDEX ix ON t ((a + b))
              back: DROP INDEX ix
            mysql:
              CREATE INDEX ix ON t ((a + b))
              back: DROP INDEX ix ON t
            mariadb:
              refused: NotSupported { feature: ExpressionIndexes, product: MariaDb }
              back: DROP INDEX ix ON t
        "#]],
        );
    }

    #[test]
    fn what_one_product_has_is_kept_from_the_others() {
        let more = "method: btree, include: [b], where: a > 0, nullsNotDistinct: true, concurrently: true";
        check_change(
            &index(&format!("indexName: ix, unique: true, {more}, columns: [{{column: {{name: a}}}}]")),
            expect![[r#"
            postgresql:
              CREATE UNIQUE INDEX CONCURRENTLY ix ON t USING btree (a) INCLUDE (b) NULLS NOT DISTINCT WHERE a > 0
              back: DROP INDEX CONCURRENTLY ix
            mysql:
              refused: NotSupported { feature: IncludedColumns, product: MySql }
              back: refused: NotSupported { feature: ConcurrentIndexes, product: MySql }
            mariadb:
              refused: NotSupported { feature: IncludedColumns, product: MariaDb }
              back: refused: NotSupported { feature: ConcurrentIndexes, product: MariaDb }
            sqlite:
              refused: NotSupported { feature: IndexMethods, product: Sqlite }
              back: refused: NotSupported { feature: ConcurrentIndexes, product: Sqlite }
        "#]],
        );
        check_change(
            &index("indexName: ix, clustered: true, tablespace: ts, columns: [{column: {name: a}}]"),
            expect![[r#"
                postgresql:
                  CREATE INDEX ix ON t (a) TABLESPACE ts
                  CLUSTER t USING ix
                  back: DROP INDEX ix
                mysql:
                  warning 2:57 `true`: `clustered` has no effect on MySQL (changes nothing here); leave it away; the product decides how rows are ordered
                  warning 2:75 `ts`: `tablespace` has no effect on MySQL (changes nothing here); the product puts it where it puts everything; leave it away
                  CREATE INDEX ix ON t (a)
                  back: DROP INDEX ix ON t
                mariadb:
                  warning 2:57 `true`: `clustered` has no effect on MariaDB (changes nothing here); leave it away; the product decides how rows are ordered
                  warning 2:75 `ts`: `tablespace` has no effect on MariaDB (changes nothing here); the product puts it where it puts everything; leave it away
                  CREATE INDEX ix ON t (a)
                  back: DROP INDEX ix ON t
                sqlite:
                  warning 2:57 `true`: `clustered` has no effect on SQLite (changes nothing here); leave it away; the product decides how rows are ordered
                  warning 2:75 `ts`: `tablespace` has no effect on SQLite (changes nothing here); the product puts it where it puts everything; leave it away
                  CREATE INDEX ix ON t (a)
                  back: DROP INDEX ix
            "#]],
        );
    }

    #[test]
    fn an_index_of_a_constraint_comes_by_itself() {
        check_change(
            &index("indexName: ix, associatedWith: foreignKey, columns: [{column: {name: a}}]"),
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
        "#]],
        );
    }

    #[test]
    fn the_columns_must_be_there() {
        check_change(
            &index("indexName: ix, columns: [{column: {name: c}}]"),
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 2:72 `c`: there is no column `c` in table `t` (not there when this change runs); did you mean `a`?
        "#]],
        );
        check_open(
            "- createIndex: {tableName: t, indexName: ix, columns: [{column: {name: c}}]}",
            expect![[r#"
            postgresql, sqlite:
              CREATE INDEX ix ON t (c)
              back: DROP INDEX ix
            mysql, mariadb:
              CREATE INDEX ix ON t (c)
              back: DROP INDEX ix ON t
        "#]],
        );
    }

    #[test]
    fn the_definition_of_a_column_is_not_summed() {
        let (changes, _) = changes(&index("columns: [{column: {name: a, type: int, remarks: x, constraints: {}}}]"));
        let fields: Vec<_> = changes[1].canonical().into_iter().map(|(it, value)| (it.name, value)).collect();
        assert_eq!(
            serialise("createIndex", &fields),
            r#"createIndex:[
    columns=[
        [
            name="a"
        ]
    ]
    tableName="t"
]"#
        );
    }
}
