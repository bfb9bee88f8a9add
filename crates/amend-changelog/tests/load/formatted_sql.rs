//! SQL files.

use expect_test::expect;

use super::check;

#[test]
fn change_sets_of_a_file() {
    check(
        r#"//- c.sql
--liquibase formatted sql logicalFilePath:l.sql
--property name:who value:bob
--changeset ${who}:1 context:"a or b" labels:X,y
--comment: the first
create table t (id int);
-- a remark
insert into t values (1);
--rollback drop table t;
--rollback drop table u;

--changeset ann:2 dbms:mysql
select 'not here';
--changeset ann:3 ignore:true
select '${who}';
/* liquibase rollback
delete from t;
*/
"#,
        expect![[r#"
            l.sql::1::bob contexts=(a or b) labels=x,y comment="the first"
              sql "create table t (id int);\n-- a remark\ninsert into t values (1);"
              rollback sql "drop table t;\ndrop table u;"
            l.sql::3::ann ignore=true
              sql "select 'bob';"
              rollback sql "delete from t;"
        "#]],
    );
}

#[test]
fn rollbacks_of_nothing_and_of_others() {
    check(
        r#"//- c.sql
--liquibase formatted sql
--changeset a:1
select 1
--rollback not required
--changeset a:2
select 2
--rollback changesetId:1 changesetAuthor:a
"#,
        expect![[r#"
            c.sql::1::a
              sql "select 1"
              rollback nothing
            c.sql::2::a
              sql "select 2"
              rollback of c.sql::1::a
        "#]],
    );
}

#[test]
fn ignored_lines() {
    check(
        r#"//- c.sql
--liquibase formatted sql
--ignoreLines:1
--changeset a:0
--changeset a:1
select 1
--ignoreLines:start
--changeset a:2
--ignoreLines:end
select 2
"#,
        expect![[r#"
            c.sql::1::a
              sql "select 1\nselect 2"
        "#]],
    );
}

#[test]
fn mistakes_of_a_file() {
    check(
        r#"//- c.sql
--liquibase formatted sql
--comment outside
--changeset a 1
--changeset a:1
--changeset a:2
--precondition-nope x
--precondition-sql-check 1
--preconditions onFail:NEVER
--comments x
--include file:x.sql
select 1
/* liquibase rollback
"#,
        expect![[r#"
            c.sql::2::a
              sql "select 1"
            error c.sql:2:1: `--comment` belongs to a change set
              help: move it below a `--changeset` line
            error c.sql:3:1: the line begins like a directive, but cannot be read
              help: write `--changeset <author>:<id>`
            error c.sql:4:1: the change set has no SQL
              help: write its statements below this line
            error c.sql:6:1: unknown precondition `nope`
              help: lines can ask `sql-check`, `table-exists` and `view-exists`
            error c.sql:7:1: the precondition cannot be read
              help: write `--precondition-sql-check expectedResult:<value> <sql>`, `--precondition-table-exists table:<name>` or `--precondition-view-exists view:<name>`
            error c.sql:8:1: `onFail` takes one of HALT, CONTINUE, MARK_RAN, WARN, not `NEVER`
              help: write `onFail:HALT`
            error c.sql:9:1: the line begins like a directive, but cannot be read
              help: write `--comment <text>`
            error c.sql:10:1: SQL files include no others
              help: include both files in a YAML changelog
            error c.sql:12:1: the rollback is not closed
              help: end it with a line `*/`
        "#]],
    );
}

#[test]
fn plain_files_are_one_change_set() {
    check(
        "//- c.yaml\ndatabaseChangeLog:\n  - include: {file: a.sql, context: x}\n  - include: {file: b.sql}\n//- a.sql\n  select '${a}';\nselect 2;\n//- b.sql\n\n",
        expect![[r#"
            a.sql::raw::includeAll contexts=x
              sql "select '${a}';\nselect 2;"
            error b.sql:1:1: the file has no SQL
              help: remove the file, or its include
        "#]],
    );
}
