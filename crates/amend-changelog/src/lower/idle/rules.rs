//! The attributes that change nothing on some products, or beside some other attribute.

mod names;
mod of_columns;

use amend_sql::Feature;
use amend_syntax::Severity;

use super::Site;
use crate::change::Written;

/// Attributes, and when they change anything.
struct Rule {
    /// The changes, `column`, `column of a file` or `constraints`; empty for all.
    of: &'static [&'static str],
    /// The attributes.
    names: &'static [&'static str],
    /// The value that says what is so anyhow; empty where there is none.
    usual: &'static str,
    /// Whether they change anything there.
    acts: fn(&Site<'_>) -> bool,
    /// What to do about it.
    help: &'static str,
}

/// Why an attribute changes nothing there: how bad that is, and what to do about it.
pub(super) fn broken(site: &Site<'_>, written: &Written<'_>) -> Option<(Severity, &'static str)> {
    let first = |rules: &'static [Rule]| {
        let of = |rule: &&Rule| rule.of.is_empty() || rule.of.contains(&site.of);
        let mut rules = rules.iter().filter(of).filter(|rule| rule.names.contains(&written.name));
        rules.find(|rule| rule.usual != written.text && !(rule.acts)(site)).map(|rule| rule.help)
    };
    let wrong = first(RULES).or_else(|| first(of_columns::RULES));
    let wrong = wrong.or_else(|| is_second(site, written).then_some(ONE_OF_SEVERAL));
    wrong.map(|help| (Severity::Warning, help)).or_else(|| Some((Severity::Advice, first(names::RULES)?)))
}

const ONE_OF_SEVERAL: &str =
    "another attribute beside it says the same and counts before it; leave one of the two away";

/// Attributes of which only the first that is given counts.
const ONE_COUNTS: &[&[&str]] = &[
    &[
        "valueBoolean",
        "valueNumeric",
        "valueDate",
        "valueComputed",
        "valueClobFile",
        "valueBlobFile",
        "valueSequenceCurrent",
        "valueSequenceNext",
        "value",
    ],
    &[
        "defaultValue",
        "defaultValueBoolean",
        "defaultValueNumeric",
        "defaultValueDate",
        "defaultValueComputed",
        "defaultValueSequenceNext",
    ],
    &["path", "procedureText", "procedureBody"],
    &["path", "functionBody"],
    &["path", "triggerBody"],
    &["path", "selectQuery"],
    &["references", "referencedTableName"],
    &["references", "referencedColumnNames"],
    &["afterColumn", "beforeColumn", "position"],
    &["catalogName", "schemaName"],
    &["baseTableCatalogName", "baseTableSchemaName"],
    &["referencedTableCatalogName", "referencedTableSchemaName"],
    &["existingTableCatalogName", "existingTableSchemaName"],
    &["newTableCatalogName", "newTableSchemaName"],
];

/// Whether an attribute beside it counts before it, and says something else.
fn is_second(site: &Site<'_>, written: &Written<'_>) -> bool {
    let earlier = ONE_COUNTS.iter().filter_map(|list| Some(&list[..list.iter().position(|it| *it == written.name)?]));
    let mut earlier = earlier.flatten().filter(|name| site.profile.catalog_is_schema || !name.ends_with("atalogName"));
    let same = |it: &Written<'_>| it.name.ends_with("atalogName") && it.text == written.text;
    earlier.any(|name| site.given.iter().any(|it| it.name == *name && !it.text.is_empty() && !same(it)))
}

const LEAVE: &str = "leave it away; no product that amend knows has it";
const CHECKED: &str = "rows that are there are always checked; leave it away";

const RULES: &[Rule] = &[
    Rule {
        of: &[],
        names: &[
            "catalogName",
            "baseTableCatalogName",
            "referencedTableCatalogName",
            "existingTableCatalogName",
            "newTableCatalogName",
        ],
        usual: "",
        acts: |it| it.profile.catalog_is_schema,
        help: "the database is that of the connection; leave it away, or name a schema with `schemaName`",
    },
    Rule {
        of: &[],
        names: &[
            "schemaName",
            "baseTableSchemaName",
            "referencedTableSchemaName",
            "existingTableSchemaName",
            "newTableSchemaName",
        ],
        usual: "main",
        acts: |it| it.profile.schemas,
        help: "there are no schemas; the name is looked for in the database of the connection",
    },
    Rule {
        of: &["addPrimaryKey", "addUniqueConstraint"],
        names: &["forIndexSchemaName", "forIndexCatalogName"],
        usual: "",
        acts: |_| false,
        help: "the index is that of the table; leave it away",
    },
    Rule {
        of: &["addPrimaryKey", "addUniqueConstraint", "addNotNullConstraint"],
        names: &["validate"],
        usual: "true",
        acts: |_| false,
        help: CHECKED,
    },
    Rule {
        of: &["addForeignKeyConstraint", "addCheckConstraint"],
        names: &["validate"],
        usual: "true",
        acts: |it| it.profile.has(Feature::UnvalidatedConstraints),
        help: CHECKED,
    },
    Rule {
        of: &["addPrimaryKey", "addUniqueConstraint"],
        names: &["clustered"],
        usual: "false",
        acts: |_| false,
        help: "to order the rows once, use `createIndex` with `clustered` where the product has it",
    },
    Rule {
        of: &["createIndex"],
        names: &["clustered"],
        usual: "false",
        acts: |it| it.profile.has(Feature::ClusteredIndexes),
        help: "leave it away; the product decides how rows are ordered",
    },
    Rule {
        of: &["addUniqueConstraint"],
        names: &["disabled"],
        usual: "false",
        acts: |_| false,
        help: "the constraint is enforced; leave it away, or the whole change",
    },
    Rule {
        of: &["addUniqueConstraint"],
        names: &["deferrable", "initiallyDeferred"],
        usual: "false",
        acts: |it| it.profile.deferrable_keys,
        help: "the constraint is checked with each statement; leave it away",
    },
    Rule {
        of: &["createSequence", "alterSequence"],
        names: &["ordered"],
        usual: "",
        acts: |_| false,
        help: "numbers come in the order in which they are asked for; leave it away",
    },
    Rule { of: &["createTable"], names: &["tableType"], usual: "", acts: |_| false, help: LEAVE },
    Rule { of: &[], names: &["defaultOnNull"], usual: "false", acts: |_| false, help: LEAVE },
    Rule {
        of: &["createTrigger", "dropTrigger", "enableTrigger", "disableTrigger"],
        names: &["scope"],
        usual: "",
        acts: |_| false,
        help: "a trigger is that of a table; leave it away",
    },
    Rule {
        of: &["setColumnRemarks"],
        names: &["columnParentType"],
        usual: "",
        acts: |_| false,
        help: "the name of the table or view says enough; leave it away",
    },
    Rule {
        of: &["addForeignKeyConstraint"],
        names: &["referencesUniqueColumn"],
        usual: "false",
        acts: |_| false,
        help: "`referencedColumnNames` says which columns; leave it away",
    },
    Rule {
        of: &["loadData", "loadUpdateData"],
        names: &["usePreparedStatements"],
        usual: "",
        acts: |_| false,
        help: "how rows are sent changes nothing in them; leave it away",
    },
    Rule {
        of: &["sql", "sqlFile"],
        names: &["ignoreOriginalSplitStatements"],
        usual: "false",
        acts: |_| false,
        help: "`splitStatements` says how the text is cut; leave it away",
    },
    Rule {
        of: &["output"],
        names: &["target"],
        usual: "STDERR",
        acts: |_| false,
        help: "the message is shown with the others of the run; leave it away",
    },
    Rule {
        of: &["dropIndex"],
        names: &["associatedWith"],
        usual: "",
        acts: |_| false,
        help: "the index's name says enough; leave it away",
    },
    Rule {
        of: &["dropPrimaryKey"],
        names: &["dropIndex"],
        usual: "true",
        acts: |_| false,
        help: "the key's index goes with it; make another with `createIndex`",
    },
    Rule {
        of: &["createTable", "createIndex", "addPrimaryKey", "addUniqueConstraint"],
        names: &["tablespace"],
        usual: "",
        acts: |it| it.profile.has(Feature::Tablespaces),
        help: "the product puts it where it puts everything; leave it away",
    },
    Rule {
        of: &["createView", "createProcedure", "createFunction", "createTrigger"],
        names: &["encoding", "relativeToChangelogFile"],
        usual: "false",
        acts: |it| it.has("path"),
        help: "it says how the file under `path` is read, and there is none; leave it away",
    },
];
