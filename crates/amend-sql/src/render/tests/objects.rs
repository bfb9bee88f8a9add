//! Sequences, views and routines.

use super::*;
use amend_catalog::{Routine, RoutineKind, Sequence, SequenceOptions, View};

fn sequence(sequence: &str, options: SequenceOptions) -> Object {
    Object::Sequence(Sequence { name: name(sequence), known: true, options, owner: None })
}

fn view(view: &str, query: &str) -> View {
    View { name: name(view), known: true, query: query.to_owned(), full_definition: false, comment: None }
}

#[test]
fn sequences() {
    let plain = |_| Case::create(vec![], sequence("sq", SequenceOptions::default()));
    check("sequence", plain);
    let full = || SequenceOptions {
        start: Some("5".to_owned()),
        increment: Some("2".to_owned()),
        min: Some("1".to_owned()),
        max: Some("99".to_owned()),
        cache: Some("10".to_owned()),
        cycle: Some(true),
        ..SequenceOptions::default()
    };
    check("sequence_options", |_| Case::create(vec![], sequence("sq", full())));
    let typed = || SequenceOptions { data_type: Some("int".to_owned()), ..SequenceOptions::default() };
    check("sequence_type", |_| Case::create(vec![], sequence("sq", typed())));
    let alter = |_| {
        let plain = sequence("sq", SequenceOptions::default());
        Case::edits(vec![plain.clone()], vec![Edit::alter(plain, sequence("sq", full()))])
    };
    check("sequence_alter", alter);
    let rename = |_| {
        let plain = sequence("sq", SequenceOptions::default());
        let renamed = sequence("sq_2", SequenceOptions::default());
        Case::edits(vec![plain.clone()], vec![Edit::alter(plain, renamed)])
    };
    check("sequence_rename", rename);
}

#[test]
fn a_number_that_is_none_is_refused() {
    let options = || SequenceOptions { start: Some("1; DROP TABLE t".to_owned()), ..SequenceOptions::default() };
    check("sequence_bad_number", |_| Case::create(vec![], sequence("sq", options())));
}

#[test]
fn views() {
    let plain = || vec![Object::Table(plain())];
    let query = "SELECT id, label FROM t";
    let create = |_| Case::create(plain(), Object::View(View { comment: Some("it's".to_owned()), ..view("v", query) }));
    check("view", create);
    let full = |_| {
        let text = "create view v as select id from t";
        Case::create(plain(), Object::View(View { full_definition: true, ..view("v", text) }))
    };
    check("view_full", full);
    let replace = Manner { or_replace: true, ..Manner::default() };
    let created = |_| Case::create(plain(), Object::View(view("v", query))).with(replace.clone());
    check("view_create_or_replace", created);
    let start = || [plain(), vec![Object::View(view("v", query))]].concat();
    let more = || Object::View(view("v", "SELECT id, label, amount FROM t"));
    let replaced =
        |_| Case::edits(start(), vec![Edit::alter(Object::View(view("v", query)), more())]).with(replace.clone());
    check("view_replace", replaced);
    let renamed =
        |_| Case::edits(start(), vec![Edit::alter(Object::View(view("v", query)), Object::View(view("v2", query)))]);
    check("view_rename", renamed);
    let manner = Manner { tolerant: true, cascade: true, ..Manner::default() };
    let dropped = |_| Case::edits(start(), vec![Edit::drop(Object::View(view("v", query)))]).with(manner.clone());
    check("view_drop", dropped);
}

fn trigger(product: Product) -> Routine {
    let text = match product {
        Product::PostgreSql => {
            "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        }
        Product::Sqlite => "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t WHERE id = 0; END",
        Product::MySql | Product::MariaDb => "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW SET @updates = 1",
    };
    Routine {
        kind: RoutineKind::Trigger,
        name: name("tr"),
        table: Some(name("t")),
        text: Some(text.to_owned()),
        enabled: true,
    }
}

fn function(product: Product, value: u8) -> Routine {
    let text = match product {
        Product::PostgreSql => {
            format!("CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT {value}'")
        }
        _ => format!("CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN {value}"),
    };
    Routine { kind: RoutineKind::Function, name: name("f"), table: None, text: Some(text), enabled: true }
}

#[test]
fn triggers() {
    let case = |product| Case::create(vec![Object::Table(plain())], Object::Routine(trigger(product)));
    check("trigger", case);
    let disabled = |product| {
        let off = Routine { enabled: false, ..trigger(product) };
        let start = vec![Object::Table(plain()), Object::Routine(trigger(product))];
        Case::edits(start, vec![Edit::alter(Object::Routine(trigger(product)), Object::Routine(off))])
    };
    check("trigger_disabled", disabled);
}

#[test]
fn a_rebuild_brings_triggers_back() {
    let case = |product| {
        let amount = |nullable| column_at(2, Column { nullable, ..plain().columns[2].clone() });
        let start = vec![Object::Table(plain()), Object::Routine(trigger(product))];
        Case::edits(start, vec![Edit::alter(amount(false), amount(true))])
    };
    check("rebuild_trigger", case);
}

#[test]
fn functions() {
    check("function", |product| Case::create(vec![], Object::Routine(function(product, 1))));
    let replace = Manner { or_replace: true, ..Manner::default() };
    let alter = |product| {
        let (old, new) = (Object::Routine(function(product, 1)), Object::Routine(function(product, 2)));
        match product {
            Product::Sqlite => Case::create(vec![], old),
            _ => Case::edits(vec![old.clone()], vec![Edit::alter(old, new)]).with(replace.clone()),
        }
    };
    check("function_alter", alter);
}
