//! Attributes of columns and of their constraints.

use amend_sql::Feature;

use super::{CHECKED, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        of: &["constraints"],
        names: &["primaryKeyName", "primaryKeyTablespace", "validatePrimaryKey"],
        usual: "true",
        acts: |it| it.is("primaryKey"),
        help: "write `primaryKey: true` beside it, or leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &["uniqueConstraintName", "validateUnique"],
        usual: "true",
        acts: |it| it.is("unique"),
        help: "write `unique: true` beside it, or leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &[
            "foreignKeyName",
            "deleteCascade",
            "validateForeignKey",
            "referencedColumnNames",
            "referencedTableSchemaName",
            "referencedTableCatalogName",
        ],
        usual: "",
        acts: |it| it.has("references") || it.has("referencedTableName"),
        help: "write `references: table(column)` beside it, or leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &["validateNullable", "validateUnique", "validatePrimaryKey"],
        usual: "true",
        acts: |_| false,
        help: CHECKED,
    },
    Rule {
        of: &["constraints"],
        names: &["validateForeignKey"],
        usual: "true",
        acts: |it| it.profile.has(Feature::UnvalidatedConstraints),
        help: CHECKED,
    },
    Rule {
        of: &["constraints"],
        names: &["deferrable", "initiallyDeferred"],
        usual: "false",
        acts: |it| {
            let points = it.has("references") || it.has("referencedTableName");
            (it.is("unique") || it.is("primaryKey")) && it.profile.deferrable_keys
                || points && it.profile.deferrable_foreign_keys
        },
        help: "there is no constraint here whose check can be put off; leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &["primaryKeyTablespace"],
        usual: "",
        acts: |it| it.profile.has(Feature::Tablespaces),
        help: "the product puts it where it puts everything; leave it away",
    },
    Rule {
        of: &["column of a file"],
        names: &["encoding"],
        usual: "",
        acts: |it| it.given.iter().any(|it| it.name == "type" && it.text.eq_ignore_ascii_case("clob")),
        help: "it says how the files of a column of `type: CLOB` are read; leave it away",
    },
    Rule {
        of: &["column"],
        names: &["encoding"],
        usual: "",
        acts: |it| it.has("valueClobFile"),
        help: "it says how the file under `valueClobFile` is read, and there is none; leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &["nullable"],
        usual: "false",
        acts: |it| !it.is("primaryKey"),
        help: "a column of a primary key has no `NULL`s; leave it away",
    },
    Rule {
        of: &["column"],
        names: &[
            "defaultValue",
            "defaultValueBoolean",
            "defaultValueNumeric",
            "defaultValueDate",
            "defaultValueComputed",
            "defaultValueSequenceNext",
        ],
        usual: "",
        acts: |it| !(it.is_numbered() && it.profile.numbers_from_sequences),
        help: "the server numbers the rows; leave one of the two away",
    },
    Rule {
        of: &["column"],
        names: &["generationType", "startWith", "incrementBy"],
        usual: "",
        acts: |it| it.is_numbered(),
        help: "write `autoIncrement: true` beside it, or leave it away",
    },
    Rule {
        of: &["column", "addAutoIncrement"],
        names: &["generationType"],
        usual: "BY DEFAULT",
        acts: |it| it.profile.identity_always,
        help: "numbers may always be given; leave it away",
    },
    Rule {
        of: &["column", "addAutoIncrement"],
        names: &["startWith", "incrementBy"],
        usual: "1",
        acts: |it| it.profile.identity_start,
        help: "rows are numbered from 1 on, one by one; leave it away",
    },
];
