use amend_catalog::{Column, Index, Key, Manner, Object, Sequence, SequenceOptions, View};
use amend_sql::{Product, profile, render};

use super::*;

fn table(name: &str) -> Table {
    let mut table = Table::new(ObjectName::new(name));
    table.columns = vec![Column::new("a", "INT"), Column::new("b", "INT")];
    table
}

fn catalog(product: Product) -> Catalog {
    let mut catalog = Catalog::new(profile(product).naming);
    catalog.tables.push(table("t"));
    catalog
}

fn column(name: &str, ty: &str) -> Object {
    Object::Column { table: ObjectName::new("t"), at: 1, column: Column::new(name, ty) }
}

fn view(query: &str) -> Object {
    let name = ObjectName::new("v");
    Object::View(View { name, known: true, query: query.to_owned(), full_definition: false, comment: None })
}

/// The effects of an edit's statements.
fn of(product: Product, edit: Edit) -> Vec<Effect> {
    let mut start = catalog(product);
    if let (Some(before), None | Some(_)) = (&edit.before, &edit.after) {
        let _ = start.apply(&Edit::create(before.clone()));
    }
    let op = Op::Edit(edit);
    let parts = render(product, std::slice::from_ref(&op), &start).unwrap();
    effects(profile(product), &[&op], &parts[0].statements, 0)
}

fn traces(effect: &Effect) -> &[Trace] {
    match effect {
        Effect::Shown { traces, .. } => traces,
        other => panic!("shows nothing: {other:?}"),
    }
}

#[test]
fn a_transaction_holds_changes_of_the_schema_or_does_not() {
    for product in [Product::PostgreSql, Product::Sqlite] {
        assert_eq!(of(product, Edit::create(Object::Table(table("u")))), [Effect::Atomic], "{product}");
    }
    for product in [Product::MySql, Product::MariaDb] {
        let effects = of(product, Edit::create(Object::Table(table("u"))));
        assert!(matches!(traces(&effects[0]), [Trace::Appears(Object::Table(_))]), "{product}");
    }
}

#[test]
fn what_keeps_its_name_can_be_repeated() {
    let effects = of(Product::MySql, Edit::alter(column("b", "INT"), column("b", "BIGINT")));
    assert_eq!(effects, [Effect::Repeatable]);
    let tolerant = Manner { tolerant: true, ..Manner::default() };
    assert_eq!(of(Product::MySql, Edit::drop(Object::Table(table("t"))).with(tolerant)), [Effect::Repeatable]);
    let replacing = Manner { or_replace: true, ..Manner::default() };
    assert_eq!(of(Product::MariaDb, Edit::create(view("SELECT 1 AS a")).with(replacing)), [Effect::Repeatable]);
}

#[test]
fn each_of_several_statements_shows_its_own() {
    let effects = of(Product::MySql, Edit::alter(view("SELECT 1 AS a"), view("SELECT 2 AS a")));
    assert!(matches!(traces(&effects[0]), [Trace::Goes(Object::View(_))]));
    assert!(matches!(traces(&effects[1]), [Trace::Appears(Object::View(_))]));
}

#[test]
fn a_concurrent_build_leaves_a_half_that_is_taken_away() {
    let index =
        Index { name: "t_a".into(), columns: vec![amend_catalog::IndexColumn::column("a")], ..Index::default() };
    let manner = Manner { concurrently: true, ..Manner::default() };
    let edit = Edit::create(Object::Index { table: ObjectName::new("t"), index }).with(manner);
    let [Effect::Shown { tidy: Some(tidy), .. }] = &of(Product::PostgreSql, edit)[..] else { panic!("shows nothing") };
    assert_eq!(tidy.text, "DROP INDEX CONCURRENTLY IF EXISTS t_a");
}

fn shown(trace: Trace, found: &Catalog) -> Evidence {
    evidence(&[trace], found)
}

#[test]
fn names_are_the_evidence() {
    let found = catalog(Product::MySql);
    let index = |name: &str| Object::Index {
        table: ObjectName::new("t"),
        index: Index { name: name.into(), ..Index::default() },
    };
    let sequence = Object::Sequence(Sequence {
        name: ObjectName::new("s"),
        known: true,
        options: SequenceOptions::default(),
        owner: None,
    });
    let key = Object::Constraint { table: ObjectName::new("t"), constraint: Constraint::PrimaryKey(Key::default()) };
    for absent in [Object::Table(table("u")), column("c", "INT"), index("i"), view("SELECT 1"), sequence, key] {
        assert_eq!(shown(Trace::Appears(absent.clone()), &found), Evidence::NotDone, "{absent:?}");
        assert_eq!(shown(Trace::Goes(absent.clone()), &found), Evidence::Done, "{absent:?}");
    }
    for present in [Object::Table(table("t")), column("B", "INT")] {
        assert_eq!(shown(Trace::Appears(present.clone()), &found), Evidence::Done, "{present:?}");
        assert_eq!(shown(Trace::Goes(present.clone()), &found), Evidence::NotDone, "{present:?}");
    }
}

#[test]
fn a_new_name_is_one_of_two() {
    let found = catalog(Product::MySql);
    let renamed =
        |before: &str, after: &str| Trace::Renamed { before: column(before, "INT"), after: column(after, "INT") };
    assert_eq!(shown(renamed("b", "c"), &found), Evidence::NotDone);
    assert_eq!(shown(renamed("c", "b"), &found), Evidence::Done);
    assert_eq!(shown(renamed("a", "b"), &found), Evidence::Unclear);
    assert_eq!(shown(renamed("c", "d"), &found), Evidence::Unclear);
}

#[test]
fn half_of_it_and_what_has_no_name_are_unclear() {
    let found = catalog(Product::MySql);
    let both = [Trace::Appears(column("b", "INT")), Trace::Appears(column("c", "INT"))];
    assert_eq!(evidence(&both, &found), Evidence::Unclear);
    let nameless = Object::Constraint { table: ObjectName::new("t"), constraint: Constraint::Unique(Key::default()) };
    assert_eq!(shown(Trace::Appears(nameless), &found), Evidence::Unclear);
    let elsewhere = Object::Column { table: ObjectName::new("gone"), at: 0, column: Column::new("a", "INT") };
    assert_eq!(shown(Trace::Goes(elsewhere), &found), Evidence::Unclear);
}

#[test]
fn a_number_that_comes_back_is_set_again_by_each_session_that_needs_it() {
    let kept = amend_catalog::Kept {
        table: ObjectName::new("t"),
        aside: ObjectName::new("_amend_kept_1"),
        key: Vec::new(),
        columns: vec!["a".into()],
        act: amend_catalog::Act::ReturnNumber,
    };
    let op = Op::Kept(kept);
    let parts = render(Product::MySql, std::slice::from_ref(&op), &catalog(Product::MySql)).unwrap();
    let effects = effects(profile(Product::MySql), &[&op], &parts[0].statements, 3);
    let session = Effect::Session { until: 7 };
    assert_eq!(effects, [session.clone(), session.clone(), Effect::Repeatable, session]);
}
