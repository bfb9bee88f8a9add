//! Texts and the names in them.

use expect_test::{Expect, expect};

use super::*;

fn check_query(text: &str, expected: &[&str]) {
    let names: Vec<String> = of_query(Product::PostgreSql, text).iter().map(ToString::to_string).collect();
    assert_eq!(names, expected, "{text}");
}

fn check(text: &str, expected: &Expect) {
    let named = of_statement(Product::PostgreSql, text);
    let objects: Vec<String> =
        named.objects.iter().map(|it| format!("{:?} {} {}", it.role, it.kind.word(), it.name)).collect();
    let end = if named.understood { "" } else { "; may do anything" };
    expected.assert_eq(&format!("{}{end}", objects.join(", ")));
}

#[test]
fn what_a_query_reads() {
    check_query("select 1", &[]);
    check_query("select * from person", &["person"]);
    check_query(
        "SELECT a.x FROM Person AS a, shop.\"Order\" o JOIN lines l ON l.o = o.id, extra WHERE 1 = 1",
        &["person", "shop.Order", "lines", "extra"],
    );
    check_query("select extract(year from born), trim(both from name) from person", &["person"]);
    check_query("select a is distinct from b from t", &["t"]);
    check_query("select distinct from_x from t", &["t"]);
    check_query("select * from (select * from inside) x, generate_series(1, 3) g", &["inside"]);
    check_query("with a as (select 1 from b), c (x) as (select * from a) select * from c, a, d", &["b", "d"]);
    check_query("select x from t -- from u\n /* from v */ where y = 'from w'", &["t"]);
    check_query("select * from a union select * from b order by 1, 2", &["a", "b"]);
    check_query("select * from only a where exists (select 1 from b where b.id in (1, 2))", &["a", "b"]);
}

#[test]
fn what_a_statement_makes_and_needs() {
    check(
        "create table a (id int references b (id), foreign key (x) references c)",
        &expect!["Needed table b, Needed table c, Made table a"],
    );
    check("create table if not exists a (id int)", &expect!["MadeOrKept table a"]);
    check("create temporary table a as select * from b", &expect!["Needed table b"]);
    check(
        "create or replace view v as select * from a join b using (id)",
        &expect!["Needed table a, Needed table b, MadeOrKept table v"],
    );
    check("create materialized view m as select * from a", &expect!["Needed table a, Made table m"]);
    check("create unique index i on only a (x)", &expect!["Needed table a"]);
    check("create sequence s", &expect!["Made sequence s"]);
    check("create function f() returns int as $$ select 1 from t $$ language sql", &expect!["MadeOrKept routine f"]);
    check(
        "create trigger g before insert on a for each row execute function f()",
        &expect!["Needed table a, MadeOrKept routine g"],
    );
    check("create extension citext", &expect![[""]]);
    check("insert into a (x) select y from b", &expect!["Needed table a, Needed table b"]);
    check("update a set x = 1 from b where b.id = a.id", &expect!["Needed table a, Needed table b"]);
    check("delete from a where x in (select x from b)", &expect!["Needed table a, Needed table b"]);
    check("truncate table a", &expect!["Needed table a"]);
    check("select * into a from b", &expect!["Needed table a, Needed table b; may do anything"]);
    check("drop table if exists a, s.b", &expect!["Removed table a, Removed table s.b"]);
    check("drop table a cascade", &expect!["Removed table a; may do anything"]);
    check("drop index i", &expect!["; may do anything"]);
    check(
        "alter table only a add constraint c foreign key (x) references b",
        &expect!["Needed table a, Needed table b"],
    );
    check("alter table a drop column b", &expect!["Needed table a; may do anything"]);
    check("set search_path = x", &expect!["; may do anything"]);
    check("do $$ begin drop table a; end $$", &expect!["; may do anything"]);
    check("", &expect![[""]]);
}

#[test]
fn words_of_any_text() {
    let words: Vec<String> = words_of("$$ UPDATE \"Person\" SET a=1 $$").collect();
    assert_eq!(words, ["$$", "update", "person", "set", "a", "1", "$$"]);
}
