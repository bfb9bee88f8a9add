//! Names and remarks that a product has no place for: what they are about is made all the same.

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        of: &[],
        names: &["defaultValueConstraintName"],
        usual: "",
        acts: |_| false,
        help: "a default has no name; leave it away",
    },
    Rule {
        of: &["addNotNullConstraint", "dropNotNullConstraint"],
        names: &["constraintName"],
        usual: "",
        acts: |_| false,
        help: "that a column has no `NULL`s has no name; leave it away",
    },
    Rule {
        of: &["constraints"],
        names: &["notNullConstraintName"],
        usual: "",
        acts: |_| false,
        help: "that a column has no `NULL`s has no name; leave it away",
    },
    Rule {
        of: &["addPrimaryKey", "dropPrimaryKey"],
        names: &["constraintName"],
        usual: "PRIMARY",
        acts: |it| !it.profile.primary_key_is_nameless,
        help: "a primary key has no name of its own there; leave it away, unless other products run the change too",
    },
    Rule {
        of: &["constraints"],
        names: &["primaryKeyName"],
        usual: "PRIMARY",
        acts: |it| !it.profile.primary_key_is_nameless,
        help: "a primary key has no name of its own there; leave it away, unless other products run the change too",
    },
    Rule {
        of: &["createTable", "renameColumn", "column"],
        names: &["remarks"],
        usual: "",
        acts: |it| it.profile.comments,
        help: "the product has no comments; it stays a remark for the reader of the changelog",
    },
    Rule {
        of: &["createView"],
        names: &["remarks"],
        usual: "",
        acts: |it| it.profile.view_comments,
        help: "views have no comments; it stays a remark for the reader of the changelog",
    },
];
