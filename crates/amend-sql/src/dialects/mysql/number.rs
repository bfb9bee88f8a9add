//! The next number of a table. `ALTER TABLE` takes no expression for it, so that the statement is put together by the
//! server (MySQL 9.7 manual, 15.5; MariaDB 10.11).

use amend_catalog::{Kept, NUMBER_COLUMN};

use crate::backend::Phrase;
use crate::statement::StatementKind;

pub(super) fn copy(kept: &Kept) -> Phrase {
    let schema = match &kept.table.schema {
        Some(schema) => Phrase::default().text(schema),
        None => Phrase::new("DATABASE()"),
    };
    let insert = Phrase::new("INSERT INTO").object(&kept.aside).names(&[NUMBER_COLUMN.to_owned()]);
    insert
        .words("SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA =")
        .then(schema)
        .words("AND TABLE_NAME =")
        .text(&kept.table.name)
        .of_kind(StatementKind::Data)
}

/// A table that never gave a number has `NULL` for its next one (MySQL).
pub(super) fn give_back(kept: &Kept) -> Vec<Phrase> {
    let next = Phrase::default().call("coalesce", vec![Phrase::named(NUMBER_COLUMN), Phrase::new("1")]);
    let parts = vec![
        Phrase::default().text("ALTER TABLE "),
        Phrase::default().object_in_text(&kept.table),
        Phrase::default().text(" AUTO_INCREMENT = "),
        next,
    ];
    let put_together = Phrase::default().call("concat", parts);
    let select = Phrase::new("SELECT").then(put_together).words("FROM").object(&kept.aside);
    vec![
        Phrase::new("SET @amend_statement =").list(vec![select]).of_kind(StatementKind::Other),
        Phrase::new("PREPARE amend_statement FROM @amend_statement").of_kind(StatementKind::Other),
        Phrase::new("EXECUTE amend_statement"),
        Phrase::new("DEALLOCATE PREPARE amend_statement").of_kind(StatementKind::Other),
    ]
}
