//! Names and texts that try to become SQL.

use super::*;

const NASTY: &str = "a\"`'; DROP TABLE x; --";

#[test]
fn names_stay_names() {
    let case = |_| {
        let mut nasty = table(
            vec![Column { comment: Some(NASTY.to_owned()), ..required(NASTY, "INTEGER") }, column("select", "INTEGER")],
            vec![
                Constraint::PrimaryKey(key("pk\"`'", &[NASTY])),
                unique("uq\"`'", &["select"]),
                Constraint::ForeignKey(ForeignKey { name: Some("fk\"`'".to_owned()), ..foreign_key("select") }),
            ],
        );
        nasty.name = name("t\"`'");
        nasty.comment = Some(NASTY.to_owned());
        nasty.indexes.push(index("ix\"`'", &["select", NASTY]));
        Case::create(vec![parent()], Object::Table(nasty))
    };
    check("names", case);
}

#[test]
fn a_bad_name_is_refused_wherever_it_stands() {
    for product in Product::ALL {
        for edit in [
            Edit::create(Object::Table(Table { columns: vec![column("a\0", "INTEGER")], ..Table::new(name("t")) })),
            Edit::create(Object::Table(Table::new(name("")))),
        ] {
            let refusal = render(product, &[Op::Edit(edit)], &Catalog::new(profile(product).naming)).unwrap_err();
            assert!(matches!(refusal.reason, crate::RefusalReason::BadName { .. }), "{product}: {refusal:?}");
        }
    }
}

#[test]
fn an_option_is_one_word_or_a_name() {
    let mut table = plain();
    table.options.engine = Some("InnoDB; DROP TABLE x".to_owned());
    let ops = [Op::Edit(Edit::create(Object::Table(table)))];
    let rendered = render(Product::MySql, &ops, &Catalog::new(profile(Product::MySql).naming)).unwrap();
    assert!(rendered[0].statements[0].text.ends_with("ENGINE = `InnoDB; DROP TABLE x`"));
}
