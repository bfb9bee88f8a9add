//! What commands print: the result and nothing else on standard output, one JSON value where that is asked for, the exit
//! codes of the table, and nothing that a terminal would take for an order.

use std::fs;
use std::path::Path;

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;
use serde_json::Value;

use crate::support::{self, REPOSITORY, assert_unlocked, checkout, checkout_on, ids};

const CHANGELOG: &str = "
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {tableName: trace, columns: [column: {name: step, type: int}]}
  - changeSet: {id: mark, author: ada, changes: [tagDatabase: {tag: one}]}
  - changeSet:
      id: column
      author: ada
      changes:
        - addColumn: {tableName: trace, columns: [column: {name: note, type: int}]}
";

on_every_engine!(every_result_is_one_json_value, exit_codes_are_those_of_the_table, marks_are_rows_without_effects);

/// In an order in which each has something to do.
const COMMANDS: &[&[&str]] = &[
    &["status"],
    &["validate"],
    &["preview"],
    &["history"],
    &["list-locks"],
    &["update-sql"],
    &["update-count-sql", "1"],
    &["update-to-tag-sql", "one"],
    &["update-one-changeset-sql", "changelog.yaml::table::ada"],
    &["update-testing-rollback-sql"],
    &["future-rollback-sql"],
    &["future-rollback-count-sql", "1"],
    &["future-rollback-from-tag-sql", "one"],
    &["changelog-sync-sql"],
    &["changelog-sync-to-tag-sql", "one"],
    &["mark-next-changeset-ran-sql"],
    &["update-testing-rollback"],
    &["rollback-sql", "one"],
    &["rollback-count-sql", "1"],
    &["rollback-to-date-sql", "2001-01-01"],
    &["rollback", "one"],
    &["rollback-count", "1"],
    &["update-count", "1"],
    &["update-to-tag", "one"],
    &["update-one-changeset", "changelog.yaml::column::ada"],
    &["update"],
    &["tag", "two"],
    &["tag-exists", "two"],
    &["unexpected-changesets"],
    &["calculate-checksum", "changelog.yaml::table::ada"],
    &["clear-checksums"],
    &["release-locks"],
    &["rollback-to-date", "2001-01-01"],
    &["mark-next-changeset-ran"],
    &["changelog-sync-to-tag", "one"],
    &["changelog-sync"],
];

fn every_result_is_one_json_value(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    for command in COMMANDS {
        let finished = checkout.expect(0, &[command, &["--format", "json"][..]].concat());
        let value: Result<Value, _> = serde_json::from_str(&finished.stdout);
        assert!(value.is_ok(), "{engine:?}, {command:?}: {}", finished.stdout);
        assert_eq!(finished.stdout.lines().count(), 1, "{engine:?}, {command:?}: {}", finished.stdout);
        for line in finished.stderr.lines() {
            let message: Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("{engine:?}, {command:?}: {line}"));
            assert!(message["message"].is_string() && message["severity"].is_string(), "{line}");
        }
    }
    assert_unlocked(&database);
}

fn exit_codes_are_those_of_the_table(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["status"]);
    checkout.expect(4, &["status", "--exit-code"]);
    checkout.expect(2, &["update", "--no-such-flag"]);
    checkout.expect(2, &["update", "--lock-wait", "soon"]);
    checkout.expect(2, &["update-count"]);
    checkout.expect(1, &["update", "--rollback-out", "no/such/folder/back.sql"]);
    assert_eq!(support::history(&database).len(), 0);
    checkout.expect(0, &["update"]);
    checkout.expect(9, &["rollback", "no-such-tag"]);
    checkout.write(
        "changelog.yaml",
        CHANGELOG.replace("type: int}]}\n  - changeSet: {id: mark", "type: bigint}]}\n  - changeSet: {id: mark"),
    );
    let changed = checkout.expect(3, &["update"]);
    assert!(changed.stderr.contains("amend::checksum::changed"), "{}", changed.stderr);
    checkout.write("changelog.yaml", CHANGELOG.replace("createTable", "createTabel"));
    checkout.expect(3, &["validate"]);
    let fails = "  - changeSet: {id: good, author: ada, changes: [insert: {tableName: trace, columns: [column: {name: step, valueNumeric: 1}]}]}\n  - changeSet: {id: bad, author: ada, changes: [sql: {sql: SELECT nothing FROM nowhere}]}\n";
    checkout.write("changelog.yaml", format!("{CHANGELOG}{fails}"));
    checkout.expect(7, &["update"]);
    checkout.expect(1, &["update"]);
    let no_way = checkout.expect(9, &["rollback-count", "1"]);
    assert!(no_way.stderr.contains("amend::rollback::impossible"), "{}", no_way.stderr);
    assert_eq!(support::ids(&database), ["table", "mark", "column", "good"], "{engine:?}");
}

fn marks_are_rows_without_effects(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    let marked = checkout.expect(0, &["mark-next-changeset-ran"]);
    assert_eq!(marked.stdout, "recorded changelog.yaml::table::ada\n1 change set recorded\n");
    checkout.expect(0, &["changelog-sync-to-tag", "--tag", "one"]);
    assert_eq!(support::ids(&database), ["table", "mark"], "{engine:?}");
    assert!(database.inspect().tables.is_empty(), "{engine:?}");
    checkout.write("changelog.yaml", CHANGELOG.replace("id: mark", "id: other"));
    let unexpected = checkout.expect(0, &["unexpected-changesets", "--verbose"]);
    assert_eq!(unexpected.stdout, "unexpected changelog.yaml::mark::ada\n1 unexpected change set\n");
}

/// A warning about a change set is no secret of the command that runs it.
#[test]
fn warnings_are_told_by_every_command_that_plans() {
    let changelog = CHANGELOG.replace(
        "tableName: trace, columns: [column: {name: step",
        "tableName: trace, tableType: X, columns: [column: {name: step",
    );
    let (checkout, _database) = checkout_on(Engine::Sqlite, &changelog);
    for command in
        [&["validate"][..], &["preview"], &["update-sql"], &["update-sql", "--dialect", "mysql"], &["update"]]
    {
        let told = checkout.expect(0, command);
        assert!(told.stderr.contains("`tableType` has no effect on "), "{command:?}: {}", told.stderr);
        assert!(!told.stdout.contains("no effect"), "{command:?}: {}", told.stdout);
    }
    let silent = checkout.expect(0, &["update"]);
    assert_eq!(silent.stderr, "", "what has run is not spoken of again");
}

/// The way back is proven before anything runs.
#[test]
fn an_update_that_cannot_go_back_is_not_tested() {
    for engine in Engine::ALL {
        let only_forth = format!(
            "{CHANGELOG}  - changeSet: {{id: forth, author: ada, changes: [sql: {{sql: UPDATE trace SET step = 1}}]}}\n"
        );
        let (checkout, database) = checkout_on(engine, &only_forth);
        for command in [&["update-testing-rollback"][..], &["update", "--rollback-out", "back.sql"]] {
            let refused = checkout.expect(9, command);
            assert_eq!(refused.stdout, "", "{engine:?}");
            assert!(refused.stderr.contains("amend::rollback::impossible"), "{}", refused.stderr);
        }
        assert!(support::history(&database).is_empty() && database.inspect().tables.is_empty());
        assert!(!checkout.folder().join("back.sql").exists());
        checkout.expect(0, &["update-count", "3", "--rollback-out", "back.sql"]);
    }
}

#[test]
fn what_init_writes_can_be_applied() {
    let checkout = checkout();
    let wrote = checkout.expect(0, &["init"]);
    assert_eq!(wrote.stdout, "wrote amend.yaml\nwrote changelogs/changelog.yaml\n");
    let settings = fs::read_to_string(checkout.folder().join("amend.yaml")).unwrap();
    checkout.expect(0, &["update"]);
    let kept = checkout.expect(0, &["init"]);
    assert_eq!(kept.stdout, "kept amend.yaml, which is there\nkept changelogs/changelog.yaml, which is there\n");
    assert_eq!(fs::read_to_string(checkout.folder().join("amend.yaml")).unwrap(), settings);
    assert_eq!(checkout.expect(0, &["update"]).stdout, "up to date: nothing to do\n");
}

#[test]
fn the_schema_is_the_one_that_is_kept() {
    let kept = fs::read_to_string(Path::new(REPOSITORY).join("schemas/changelog.schema.json")).unwrap();
    assert_eq!(checkout().expect(0, &["schema"]).stdout, kept);
}

#[test]
fn there_is_a_page_for_amend_and_for_each_command() {
    let checkout = checkout();
    assert!(checkout.expect(0, &["man"]).stdout.contains(".TH amend 1"));
    assert!(checkout.expect(0, &["man", "rollback"]).stdout.contains("amend\\-rollback"));
    checkout.expect(2, &["man", "nothing"]);
    assert!(checkout.expect(0, &["completions", "bash"]).stdout.contains("update-one-changeset"));
}

/// Each code that stands in the sources is explained.
#[test]
fn every_code_is_explained() {
    let mut codes = Vec::new();
    for part in fs::read_dir(Path::new(REPOSITORY).join("crates")).unwrap() {
        read_codes(&part.unwrap().path().join("src"), &mut codes);
    }
    codes.sort();
    codes.dedup();
    assert!(codes.len() > 90, "{codes:?}");
    let checkout = checkout();
    let unknown: Vec<_> = codes.iter().filter(|code| checkout.run(&["explain", code]).exit != 0).collect();
    assert!(unknown.is_empty(), "not in crates/amend-cli/src/codes: {unknown:?}");
    let near = checkout.expect(2, &["explain", "amend::checksum::chanegd"]);
    assert!(near.stderr.contains("did you mean `amend::checksum::changed`?"), "{}", near.stderr);
}

fn read_codes(folder: &Path, codes: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_codes(&path, codes);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let literals = text.split("\"amend::").skip(1).filter_map(|rest| rest.split('"').next());
        let whole = literals.filter(|code| code.chars().all(|it| it.is_ascii_lowercase() || it == ':' || it == '-'));
        codes.extend(
            whole.filter(|code| code.contains("::") && !code.ends_with(':')).map(|code| format!("amend::{code}")),
        );
    }
}

/// Settings of Liquibase in its own file, in both spellings and with its prefixes; what changes nothing is told.
#[test]
fn a_file_of_liquibase_is_read() {
    let (mut checkout, _database) = checkout_on(Engine::Sqlite, "");
    checkout.set("AMEND_CHANGELOG_FILE", "");
    checkout.write(
        "deep/main.yaml",
        CHANGELOG
            .replace(
                "tableName: trace, columns: [column: {name: step",
                "tableName: \"${name}\", columns: [column: {name: step",
            )
            .replace("tableName: trace", "tableName: \"${name}\""),
    );
    checkout.write(
        "liquibase.properties",
        "changeLogFile: main.yaml\nliquibase.command.searchPath=deep\nliquibase.changelogLockWaitTimeInMinutes: 1\nparameter.name: given\ndriver: org.sqlite.JDBC\nlabelFiter: x\nliquibase.databaseChangelogTableName: HISTORY\n",
    );
    let finished = checkout.expect(0, &["update", "--show-summary", "OFF"]);
    assert!(finished.stdout.ends_with("3 change sets applied\n"), "{}", finished.stdout);
    let warnings: Vec<&str> = finished.stderr.lines().collect();
    assert_eq!(
        warnings,
        [
            "warning: liquibase.properties: `driver` changes nothing in amend",
            "warning: liquibase.properties: there is no setting `labelFiter`; did you mean `label-filter`?",
            "warning: `--show-summary` changes nothing in amend",
        ]
    );
    assert_eq!(checkout.expect(0, &["update", "--quiet"]).stderr, "");
    checkout.set("LIQUIBASE_COMMAND_DATABASE_CHANGELOG_TABLE_NAME", "OTHER");
    assert!(checkout.expect(0, &["history", "--log-level=SEVERE", "--format=TEXT"]).stdout.contains("nothing has run"));
    checkout.expect(2, &["status", "--changelog-lock-wait-time-in-minutes", "soon"]);
}

/// Text from files and servers gives no orders to a terminal, wherever it stands.
#[test]
fn no_text_is_an_order_to_the_terminal() {
    let mut runs = 0;
    for hostile in hostile() {
        let (checkout, _database) = checkout_on(Engine::Sqlite, &hostile_changelog(&hostile));
        for command in
            [&["status"][..], &["update-sql"], &["update", "-v"], &["history"], &["preview"], &["rollback-count", "3"]]
        {
            let finished = checkout.run(command);
            // SQL is exact in a pipe; it is made harmless on a terminal only. Its comments are harmless everywhere.
            let is_sql = matches!(command[0], "update-sql" | "preview");
            let lines = finished.stdout.split('\n').filter(|line| !is_sql || line.starts_with("-- change set"));
            lines.for_each(|line| assert_harmless(&hostile, command, line));
            assert_harmless(&hostile, command, &finished.stderr);
            runs += 1;
        }
        let finished = checkout.run(&["update-one-changeset", &hostile.replace('\0', "")]);
        assert_harmless(&hostile, &["update-one-changeset"], &finished.stderr);
    }
    assert!(runs >= 1200, "{runs}");
}

/// 200 texts: each control character and each mark that turns or hides text, in several surroundings.
fn hostile() -> Vec<String> {
    let marks = [
        '\u{7f}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
        '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
    ];
    let characters = (1..0x20).chain(0x80..0xa0).filter_map(char::from_u32).chain(marks);
    let around = |it: char| {
        [format!("a{it}b"), format!("{it}[31m{it}]0;title\u{7}"), format!("x{it}\r\n--{it}; DROP TABLE trace;")]
    };
    characters.flat_map(around).take(210).collect()
}

fn hostile_changelog(text: &str) -> String {
    let quoted = Value::String(text.to_owned()).to_string();
    format!(
        "
databaseChangeLog:
  - changeSet:
      id: {quoted}
      author: ada
      comment: {quoted}
      changes:
        - createTable: {{tableName: trace, columns: [column: {{name: step, type: int}}]}}
        - output: {{message: {quoted}}}
  - changeSet: {{id: {quoted}, author: {quoted}, changes: [tagDatabase: {{tag: one}}]}}
  - changeSet: {{id: fails, author: ada, changes: [sql: {{sql: {quoted}}}]}}
"
    )
}

#[track_caller]
fn assert_harmless(hostile: &str, command: &[&str], said: &str) {
    let is_order = |it: &char| {
        (it.is_control() && *it != '\n')
            || matches!(*it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let orders: Vec<char> = said.chars().filter(is_order).collect();
    assert!(orders.is_empty(), "{hostile:?}, {command:?}: {orders:?} in {said:?}");
}

/// A program runs only where the person who starts amend says so.
#[test]
fn a_changelog_runs_no_program_unasked() {
    let changelog = "
databaseChangeLog:
  - changeSet:
      id: program
      author: ada
      changes:
        - executeCommand: {executable: sh, args: [{arg: {value: -c}}, \"echo ran with [$AMEND_PASSWORD] >> trace.txt; echo told\"], os: [Linux, Mac OS X], timeout: 10s}
        - executeCommand: {executable: sh, args: [-c, \"echo elsewhere >> trace.txt\"], os: [BeOS]}
      rollback: SELECT 1
  - changeSet: {id: fails, author: ada, changes: [executeCommand: {executable: sh, args: [-c, \"exit 3\"]}]}
";
    let traced = |checkout: &Checkout| fs::read_to_string(checkout.folder().join("trace.txt")).ok();
    let (mut checkout, database) = checkout_on(Engine::Sqlite, changelog);
    checkout.set("AMEND_PASSWORD", "secret");
    checkout.set("PATH", &std::env::var("PATH").unwrap());
    let refused = checkout.expect(3, &["update"]);
    assert!(
        refused.stderr.contains("amend::change::runs-a-program") && refused.stderr.contains("--allow-commands"),
        "{}",
        refused.stderr
    );
    let script = checkout.expect(0, &["update-sql", "--allow-commands"]).stdout;
    assert!(script.contains("\n-- runs the program sh -c echo ran"), "{script}");
    assert_eq!(traced(&checkout), None);
    let failed = checkout.expect(7, &["update", "--allow-commands"]);
    assert!(
        failed.stderr.contains("amend::program::failed") && failed.stderr.contains("changelog.yaml:"),
        "{}",
        failed.stderr
    );
    assert!(failed.stderr.contains("told"), "{}", failed.stderr);
    assert_eq!(traced(&checkout).as_deref(), Some("ran with []\n"));
    assert_eq!(support::ids(&database), ["program"]);
    ran_before(&checkout, &database);
}

/// A program that has run is not run again, and needs no leave to be known as having run.
fn ran_before(checkout: &Checkout, database: &Database) {
    checkout.write(
        "changelog.yaml",
        fs::read_to_string(checkout.folder().join("changelog.yaml")).unwrap().replace("exit 3", "exit 0"),
    );
    checkout.expect(0, &["update", "--allow-commands"]);
    assert_eq!(support::ids(database), ["program", "fails"]);
    checkout.expect(0, &["update"]);
}

const OF_THREE: &str = "
databaseChangeLog:
  - changeSet: {id: x, author: ada, context: x, changes: []}
  - changeSet: {id: y, author: ada, context: y, changes: []}
  - changeSet: {id: z, author: ada, context: z, changes: []}
";

/// A setting of one command beats one of all, in whatever source that stands; a flag beats both (Liquibase 4.28).
#[test]
fn a_command_has_settings_of_its_own() {
    let one = |properties: &str, yaml: &str, variables: &[(&str, &str)], arguments: &[&str]| {
        let (mut checkout, database) = checkout_on(Engine::Sqlite, OF_THREE);
        checkout.write("liquibase.properties", properties);
        checkout.write("amend.yaml", yaml);
        variables.iter().for_each(|(name, value)| checkout.set(name, value));
        let finished = checkout.expect(0, &[&["update"], arguments].concat());
        assert!(!finished.stderr.contains("warning"), "{}", finished.stderr);
        ids(&database).concat()
    };
    let own = "liquibase.command.update.contexts=x\n";
    assert_eq!(one(&format!("{own}contexts=y\nliquibase.command.contexts=z\n"), "", &[], &[]), "x");
    assert_eq!(one("command.update.contextFilter: x\ncontexts=y\n", "", &[], &[]), "x");
    assert_eq!(one("liquibase.command.updateSql.contexts=x\ncontexts=y\n", "", &[], &[]), "y");
    assert_eq!(one(own, "contexts: y\n", &[("LIQUIBASE_COMMAND_CONTEXTS", "z")], &[]), "x");
    assert_eq!(one(own, "command: {update: {contexts: y}}\n", &[], &[]), "y");
    assert_eq!(one(own, "command.update.contexts: y\n", &[("LIQUIBASE_COMMAND_UPDATE_CONTEXTS", "z")], &[]), "z");
    let both = [("LIQUIBASE_COMMAND_UPDATE_CONTEXTS", "z"), ("AMEND_COMMAND_UPDATE_CONTEXTS", "y")];
    assert_eq!(one("", "", &both, &[]), "y");
    assert_eq!(one(own, "", &both, &["--contexts", "z"]), "z");
}

/// How strictly a changelog is read: each setting by its flag, in Liquibase's file and as a variable, with the change set
/// that it refuses or lets through.
#[test]
fn reading_is_as_strict_as_asked_for() {
    let set = |rest: &str| format!("  - changeSet: {{id: a, {rest}}}\n");
    let value = |text: &str| {
        let table = "createTable: {tableName: t, columns: [column: {name: a, type: varchar(9), defaultValue: ";
        set(&format!("author: ada, changes: [{table}'{text}'}}]}}]"))
    };
    let twice = set("author: ada, changes: []").repeat(2);
    let unknown = format!("  - odd: {{deep: 1}}\n{twice}", twice = set("author: ada, changes: []"));
    let nobody = set("changes: []");
    for (flag, key, given, entries, usual, asked) in [
        ("--on-missing-include-changelog", "onMissingIncludeChangelog", "WARN", "  - include: {file: no.yaml}\n", 3, 0),
        ("--missing-property-mode", "missingPropertyMode", "ERROR", value("${no}").as_str(), 0, 3),
        ("--changelog-parse-mode", "changelogParseMode", "LAX", &unknown, 3, 0),
        ("--allow-duplicated-changeset-identifiers", "allowDuplicatedChangesetIdentifiers", "true", &twice, 3, 0),
        ("--strict", "strict", "true", &nobody, 0, 3),
    ] {
        let (mut checkout, _database) = checkout_on(Engine::Sqlite, &format!("databaseChangeLog:\n{entries}"));
        checkout.expect(usual, &["update-sql"]);
        checkout.expect(asked, &["update-sql", flag, given]);
        checkout.expect(asked, &["update-sql", &format!("{flag}={given}")]);
        checkout.write("liquibase.properties", format!("liquibase.{key}: {given}\n"));
        checkout.expect(asked, &["update-sql"]);
        checkout.write("liquibase.properties", "");
        let variable = format!("LIQUIBASE{}", flag[1..].to_ascii_uppercase().replace('-', "_"));
        checkout.set(&variable, given);
        checkout.expect(asked, &["update-sql"]);
        checkout.set(&variable, "perhaps");
        checkout.expect(2, &["update-sql"]);
    }
    let (checkout, _database) = checkout_on(Engine::Sqlite, &format!("databaseChangeLog:\n{}", value("${:no}")));
    assert!(checkout.expect(0, &["update-sql"]).stdout.contains("'${:no}'"));
    let escaped = checkout.expect(0, &["update-sql", "--support-property-escaping", "true"]);
    assert!(escaped.stdout.contains("'${no}'"), "{}", escaped.stdout);
}

/// What prints text only refuses to be asked for JSON; the JSON Schema is JSON.
#[test]
fn commands_without_json_say_so() {
    let (checkout, _database) = checkout_on(Engine::Sqlite, OF_THREE);
    for command in [&["explain", "sql"][..], &["man"], &["completions", "bash"], &["init"]] {
        let refused = checkout.expect(2, &[command, &["--format", "json"]].concat());
        assert!(refused.stdout.is_empty(), "{command:?}");
        assert!(refused.stderr.contains("prints text only"), "{}", refused.stderr);
    }
    let schema = checkout.expect(0, &["schema", "--format", "json"]).stdout;
    assert!(serde_json::from_str::<Value>(&schema).unwrap().is_object());
}
