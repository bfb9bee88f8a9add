//! Constraints.

use super::*;
use amend_catalog::ReferentialAction;

fn add(constraint: Constraint) -> Case {
    let mut table = plain();
    if matches!(constraint, Constraint::PrimaryKey(_)) {
        table.constraints.clear();
    }
    Case::create(vec![parent(), Object::Table(table)], on_t(constraint))
}

fn alter(before: Constraint, after: Constraint) -> Case {
    let mut table = plain();
    table.constraints.push(before.clone());
    Case::edits(vec![parent(), Object::Table(table)], vec![Edit::alter(on_t(before), on_t(after))])
}

#[test]
fn primary_keys() {
    check("primary_key", |_| add(primary_key(&["id", "amount"])));
}

#[test]
fn the_key_of_numbered_rows_is_exchanged() {
    let case = |_| {
        let table = table(vec![numbered("id"), required("part", "INTEGER")], vec![primary_key(&["id"])]);
        let edits = vec![Edit::drop(on_t(primary_key(&["id"]))), Edit::create(on_t(primary_key(&["id", "part"])))];
        Case::edits(vec![Object::Table(table)], edits)
    };
    check("primary_key_exchanged", case);
}

#[test]
fn unique_constraints() {
    check("unique", |_| add(unique("uq_t", &["label", "amount"])));
    let deferrable =
        || Constraint::Unique(Key { deferrable: true, initially_deferred: true, ..key("uq_t", &["label"]) });
    check("unique_deferrable", |_| add(deferrable()));
}

#[test]
fn foreign_keys() {
    let key = || ForeignKey {
        on_delete: Some(ReferentialAction::Cascade),
        on_update: Some(ReferentialAction::Restrict),
        ..foreign_key("amount")
    };
    check("foreign_key", |_| add(Constraint::ForeignKey(key())));
    let deferred = || ForeignKey { deferrable: true, initially_deferred: true, ..foreign_key("amount") };
    check("foreign_key_deferred", |_| add(Constraint::ForeignKey(deferred())));
    let unvalidated = || ForeignKey { validated: false, ..foreign_key("amount") };
    check("foreign_key_unvalidated", |_| add(Constraint::ForeignKey(unvalidated())));
}

#[test]
fn checks() {
    check("check", |_| add(Constraint::Check(a_check("amount > 0"))));
    let unenforced = || Check { enforced: false, ..a_check("amount > 0") };
    check("check_unenforced", |_| add(Constraint::Check(unenforced())));
    let enforce = |_| alter(Constraint::Check(unenforced()), Constraint::Check(a_check("amount > 0")));
    check("check_enforce", enforce);
}

#[test]
fn a_validation() {
    let unvalidated = || Constraint::ForeignKey(ForeignKey { validated: false, ..foreign_key("amount") });
    let case = |_| alter(unvalidated(), Constraint::ForeignKey(foreign_key("amount")));
    check("validate", case);
}

#[test]
fn another_name() {
    check("unique_rename", |_| alter(unique("uq_t", &["label"]), unique("uq_2", &["label"])));
}

#[test]
fn another_definition() {
    let deferrable = || Constraint::ForeignKey(ForeignKey { deferrable: true, ..foreign_key("amount") });
    let case = |_| alter(Constraint::ForeignKey(foreign_key("amount")), deferrable());
    check("foreign_key_timing", case);
    let case = |_| alter(unique("uq_t", &["label"]), unique("uq_t", &["amount"]));
    check("unique_columns", case);
}

#[test]
fn a_constraint_without_a_name() {
    let nameless = || Constraint::Unique(Key { name: None, ..key("", &["label"]) });
    let case = |_| {
        let mut table = plain();
        table.constraints.push(nameless());
        Case::edits(vec![Object::Table(table)], vec![Edit::drop(on_t(nameless()))])
    };
    check("unique_nameless", case);
}
