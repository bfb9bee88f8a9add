//! Mistakes planted into ways back: `verify` tells each of them, for the change set that has it.
//!
//! Each mistake runs on a small schema of its own. What is right is tried as well, so that no mistake is found only
//! because everything is called wrong.

mod renderer;
mod rollbacks;

use amend_changelog::{MemoryFiles, Target, load};
use amend_db::scratch::Scratch;
use amend_db::verify::{Hooks, Way, verify};
use amend_db::{Url, parameters};
use amend_plan::machine::Item;
use amend_plan::verification::{Verification, Verified};
use amend_plan::{Keep, Project};
use amend_syntax::Diagnostic;
use amend_testkit::database::wait_for;
use amend_testkit::servers::{Engine, url};

/// What every mistake is planted into.
const BASE: &str = r#"
databaseChangeLog:
  - changeSet:
      id: base
      author: ada
      changes:
        - createTable:
            tableName: team
            remarks: Who plays
            columns:
              - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true, primaryKeyName: team_pk}}
              - column: {name: name, type: varchar(60), constraints: {nullable: false}}
        - createTable:
            tableName: player
            remarks: One row per person
            columns:
              - column: {name: id, type: int, constraints: {nullable: false}}
              - column: {name: team_id, type: int, constraints: {nullable: false}}
              - column: {name: nick, type: varchar(30), constraints: {unique: true, uniqueConstraintName: player_nick_uq}}
              - column: {name: joined, type: date}
              - column: {name: fee, type: "decimal(8, 2)"}
              - column: {name: score, type: int, defaultValueNumeric: 10, remarks: Never below zero, constraints: {nullable: false}}
        - addPrimaryKey: {tableName: player, columnNames: "id, team_id", constraintName: player_pk}
        - addForeignKeyConstraint: {baseTableName: player, baseColumnNames: team_id, referencedTableName: team, referencedColumnNames: id, constraintName: player_team_fk, onDelete: CASCADE}
        - createIndex: {tableName: player, indexName: player_fee_idx, columns: [column: {name: fee}, column: {name: joined, descending: true}]}
        - createIndex: {tableName: player, indexName: player_joined_idx, columns: [column: {name: joined}]}
        - createTable: {tableName: note, columns: [column: {name: id, type: int}, column: {name: text, type: varchar(20), defaultValue: none}]}
        - createView: {viewName: nicks, selectQuery: SELECT nick FROM player}
"#;

/// On which engines a mistake can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    All,
    /// Where comments are part of the schema.
    Comments,
    /// Where there are sequences.
    Sequences,
    Only(Engine),
}

impl On {
    fn has(self, engine: Engine) -> bool {
        match self {
            Self::All => true,
            Self::Comments => engine != Engine::Sqlite,
            Self::Sequences => matches!(engine, Engine::Postgres | Engine::MariaDb),
            Self::Only(only) => only == engine,
        }
    }
}

/// The change set `id: planted` after the base.
fn changelog(changes: &str, rollback: Option<&str>) -> String {
    let rollback = rollback.map(|it| format!(", rollback: {it}")).unwrap_or_default();
    format!("{BASE}  - changeSet: {{id: planted, author: ada, changes: {changes}{rollback}}}\n")
}

/// One scratch database for many changelogs, made anew for each.
struct Bench {
    engine: Engine,
    scratch: Scratch,
    used: bool,
}

impl Bench {
    async fn new(engine: Engine) -> Self {
        let server = Url::parse(&url(engine)).unwrap();
        Self { engine, scratch: Scratch::make(&server, None).await.unwrap(), used: false }
    }

    /// The verdict on the change set `planted`.
    async fn verdict(&mut self, text: &str, gate: &mut dyn FnMut(&mut Item)) -> Verified {
        if std::mem::replace(&mut self.used, true) {
            assert!(self.scratch.renew().await.unwrap());
        }
        let verification = self.verification(text, gate).await;
        let entry = verification.entries.iter().find(|it| it.name.contains("::planted::"));
        entry.unwrap_or_else(|| panic!("{:?}: {text}\n{verification:#?}", self.engine)).clone()
    }

    async fn verification(&mut self, text: &str, gate: &mut dyn FnMut(&mut Item)) -> Verification {
        let files = MemoryFiles::new([("a.yaml", text)]);
        let target = Target { database: parameters(self.scratch.session()), ..Target::new(self.engine.product()) };
        let loaded = load(&files, "a.yaml", &target);
        assert!(loaded.is_valid(), "{text}\n{:#?}", loaded.diagnostics);
        let schema = self.scratch.session().default_schema().map(str::to_owned);
        let project = Project {
            files: &files,
            changelog: &loaded.changelog,
            target: &target,
            default_schema: schema.as_deref(),
            keep: Keep::default(),
        };
        let mut on_the_way_back = |way: Way, item: &mut Item| -> Result<(), Diagnostic> {
            if way == Way::Down && item.name.contains("::planted::") {
                gate(item);
            }
            Ok(())
        };
        let mut hooks = Hooks { gate: &mut on_the_way_back, tell: &mut |_| {} };
        verify(&mut self.scratch, project, &mut hooks).await.unwrap()
    }
}

/// Does something with a bench; what goes wrong is told after its database is dropped.
fn on_bench(engine: Engine, task: impl AsyncFnOnce(&mut Bench) -> Vec<String>) {
    let wrong = wait_for(async {
        let mut bench = Bench::new(engine).await;
        let wrong = task(&mut bench).await;
        bench.scratch.close().await.unwrap();
        wrong
    });
    assert!(wrong.is_empty(), "{engine:?}: {wrong:#?}");
}
