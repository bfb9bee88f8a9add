//! The arguments. Names that a Liquibase user's fingers and pipelines know keep working as aliases.

mod apart;
mod foreign;
mod named;
mod reading;
mod words;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use apart::{Apart, By, Graph, GraphForm, OneChangeSet, OneUpdate, Validate};
pub use foreign::Foreign;
pub use named::{ChangeSetName, Count, Date, Tag};
pub use reading::Reading;
pub use words::{Color, Format, LogFormat, LogLevel, Resolve, TagVersion};

/// A declarative changelog engine for databases.
#[derive(Debug, Parser)]
#[command(name = "amend", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// Settings of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Settings of every command. What is not given comes from `AMEND_<SETTING>`, `LIQUIBASE_<SETTING>`, `amend.yaml` and
/// `liquibase.properties`, in this order.
#[derive(Args, Clone, Debug, Default)]
pub struct Global {
    /// Root changelog, found on the search path [default: changelogs/changelog.yaml]
    #[arg(long, global = true, alias = "changeLogFile", alias = "changelogFile", value_name = "FILE")]
    pub changelog_file: Option<String>,
    /// Folders, separated by commas; nothing outside them is read [default: .]
    #[arg(long, global = true, alias = "searchPath", value_name = "FOLDERS")]
    pub search_path: Option<String>,
    /// The database: postgres://, mysql://, mariadb://, sqlite:FILE, or a jdbc: form [default: sqlite:amend.db]
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// User, where the URL has none
    #[arg(long, global = true)]
    pub username: Option<String>,
    /// Password, where the URL has none; the environment or a file keep it out of the process list
    #[arg(long, global = true)]
    pub password: Option<String>,
    /// File whose first line is the password
    #[arg(long, global = true, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Schema of the objects that name none [default: the connection's]
    #[arg(long, global = true, alias = "default-schema-name", alias = "defaultSchemaName", value_name = "SCHEMA")]
    pub default_schema: Option<String>,
    /// Schema of the tracking tables [default: the schema of the objects]
    #[arg(long, global = true, alias = "liquibase-schema-name", alias = "liquibaseSchemaName", value_name = "SCHEMA")]
    pub liquibase_schema: Option<String>,
    /// Contexts of the run, separated by commas; without any, every change set runs
    #[arg(long, global = true, alias = "context-filter", alias = "contextFilter")]
    pub contexts: Option<String>,
    /// Expression that the labels of change sets must match
    #[arg(long, global = true, alias = "labels", alias = "labelFilter", value_name = "EXPRESSION")]
    pub label_filter: Option<String>,
    /// Changelog parameter; may be repeated
    #[arg(short = 'D', global = true, value_name = "NAME=VALUE")]
    pub define: Vec<String>,
    /// Name of the history table
    #[arg(long, global = true, alias = "databaseChangeLogTableName", value_name = "TABLE")]
    pub database_changelog_table_name: Option<String>,
    /// Name of the lock table
    #[arg(long, global = true, alias = "databaseChangeLogLockTableName", value_name = "TABLE")]
    pub database_changelog_lock_table_name: Option<String>,
    /// How long to wait for the lock: 30s, 5m, 1h [default: 5m]
    #[arg(long, global = true, value_name = "TIME")]
    pub lock_wait: Option<String>,
    /// The same in minutes, as Liquibase counts
    #[arg(
        long,
        global = true,
        alias = "changeLogLockWaitTimeInMinutes",
        value_name = "MINUTES",
        conflicts_with = "lock_wait",
        hide = true
    )]
    pub changelog_lock_wait_time_in_minutes: Option<String>,
    /// How long to wait for the server to answer [default: 0s]
    #[arg(long, global = true, value_name = "TIME")]
    pub wait_db: Option<String>,
    /// Keep what dropped columns and tables, and changes of types and rows, take: the rollback brings it back
    #[arg(long, global = true)]
    pub keep_data: bool,
    /// Record the way back of each change set beside the history: a rollback then works without its changelog, too
    #[arg(long, global = true)]
    pub record_inverse: bool,
    /// For an interrupted statement of which nothing shows whether it took effect: it did (done), or send it again (redo)
    #[arg(long, global = true, value_name = "HOW")]
    pub resolve: Option<Resolve>,
    /// Form of the result on standard output [default: human]
    #[arg(long, global = true, ignore_case = true)]
    pub format: Option<Format>,
    /// Colours [default: auto]
    #[arg(long, global = true)]
    pub color: Option<Color>,
    /// No progress, only the result and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// More about what happens; every statement that is sent
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Form of messages on standard error [default: text, or json where results are]
    #[arg(long, global = true, alias = "logFormat", ignore_case = true)]
    pub log_format: Option<LogFormat>,
    /// Which messages are shown on standard error [default: info]
    #[arg(long, global = true, alias = "logLevel", ignore_case = true, conflicts_with_all = ["quiet", "verbose"])]
    pub log_level: Option<LogLevel>,
    /// Let `executeCommand` run programs of this machine
    #[arg(long, global = true)]
    pub allow_commands: bool,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub foreign: Foreign,
    /// Settings file [default: amend.yaml where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Properties file [default: liquibase.properties where there is one]
    #[arg(long, global = true, alias = "defaultsFile", value_name = "FILE")]
    pub defaults_file: Option<PathBuf>,
}

/// For which product SQL is written without a database.
#[derive(Args, Clone, Debug, Default)]
pub struct Offline {
    /// Write the SQL for this product as for an empty database, without connecting
    #[arg(long, value_name = "NAME", value_parser = ["postgresql", "mysql", "mariadb", "sqlite"])]
    pub dialect: Option<String>,
}

/// What an update leaves beside its work.
#[derive(Args, Clone, Debug, Default)]
pub struct Aside {
    /// Write the SQL that takes this update back to a file, before the first statement runs
    #[arg(long, value_name = "FILE")]
    pub rollback_out: Option<PathBuf>,
}

/// Back to a tag.
#[derive(Args, Clone, Debug)]
pub struct BackToTag {
    #[command(flatten)]
    pub tag: Tag,
    /// Which row counts where several have the tag
    #[arg(long, value_enum, ignore_case = true, default_value = "newest", value_name = "WHICH")]
    pub tag_version: TagVersion,
    #[command(flatten)]
    pub by: By,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Apply every change set that has not run
    Update(Aside),
    /// Apply the next N change sets
    #[command(alias = "updateCount")]
    UpdateCount {
        #[command(flatten)]
        count: Count,
        #[command(flatten)]
        aside: Aside,
    },
    /// Apply up to the change set that sets a tag
    #[command(alias = "updateToTag")]
    UpdateToTag {
        #[command(flatten)]
        tag: Tag,
        #[command(flatten)]
        aside: Aside,
    },
    /// Apply one change set
    #[command(alias = "updateOneChangeset", alias = "updateOneChangeSet")]
    UpdateOneChangeset {
        #[command(flatten)]
        change_set: ChangeSetName,
        #[command(flatten)]
        aside: Aside,
    },
    /// Apply what is pending, take it back, and apply it again
    #[command(alias = "updateTestingRollback")]
    UpdateTestingRollback,
    /// Print what `update` would run
    #[command(alias = "updateSQL", alias = "updateSql")]
    UpdateSql(Offline),
    /// Print what `update-count` would run
    #[command(alias = "updateCountSQL", alias = "updateCountSql")]
    UpdateCountSql {
        #[command(flatten)]
        count: Count,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print what `update-to-tag` would run
    #[command(alias = "updateToTagSQL", alias = "updateToTagSql")]
    UpdateToTagSql {
        #[command(flatten)]
        tag: Tag,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print what `update-one-changeset` would run
    #[command(alias = "updateOneChangesetSQL", alias = "updateOneChangesetSql")]
    UpdateOneChangesetSql {
        #[command(flatten)]
        change_set: ChangeSetName,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print what `update-testing-rollback` would run
    #[command(alias = "updateTestingRollbackSQL", alias = "updateTestingRollbackSql")]
    UpdateTestingRollbackSql(Offline),
    /// Go back to a tag
    Rollback(BackToTag),
    /// Take the last N change sets back
    #[command(alias = "rollbackCount")]
    RollbackCount {
        #[command(flatten)]
        count: Count,
        #[command(flatten)]
        by: By,
    },
    /// Go back to a moment: YYYY-MM-DD or "YYYY-MM-DD HH:MM:SS", by the clock of the history
    #[command(alias = "rollbackToDate")]
    RollbackToDate {
        #[command(flatten)]
        date: Date,
        #[command(flatten)]
        by: By,
    },
    /// Print what `rollback` would run; without a database, after the whole changelog
    #[command(alias = "rollbackSQL", alias = "rollbackSql")]
    RollbackSql {
        #[command(flatten)]
        to: BackToTag,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print what `rollback-count` would run; without a database, after the whole changelog
    #[command(alias = "rollbackCountSQL", alias = "rollbackCountSql")]
    RollbackCountSql {
        #[command(flatten)]
        count: Count,
        #[command(flatten)]
        by: By,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print what `rollback-to-date` would run
    #[command(alias = "rollbackToDateSQL", alias = "rollbackToDateSql")]
    RollbackToDateSql {
        #[command(flatten)]
        date: Date,
        #[command(flatten)]
        by: By,
    },
    /// Take one change set back, wherever it stands in the history
    #[command(alias = "rollbackOneChangeSet", alias = "rollbackOneChangeset")]
    RollbackOneChangeset(OneChangeSet),
    /// Print what `rollback-one-changeset` would run
    #[command(alias = "rollbackOneChangeSetSQL", alias = "rollbackOneChangesetSql")]
    RollbackOneChangesetSql(OneChangeSet),
    /// Take back what one run did
    #[command(alias = "rollbackOneUpdate")]
    RollbackOneUpdate(OneUpdate),
    /// Print what `rollback-one-update` would run
    #[command(alias = "rollbackOneUpdateSQL", alias = "rollbackOneUpdateSql")]
    RollbackOneUpdateSql(OneUpdate),
    /// Print the SQL that would take back what is pending now, once it has run
    #[command(alias = "futureRollbackSQL", alias = "futureRollbackSql")]
    FutureRollbackSql(Offline),
    /// Print the SQL that would take back the next N change sets, once they have run
    #[command(alias = "futureRollbackCountSQL", alias = "futureRollbackCountSql")]
    FutureRollbackCountSql {
        #[command(flatten)]
        count: Count,
        #[command(flatten)]
        offline: Offline,
    },
    /// Print the SQL that would take back what is pending up to a tag, once it has run
    #[command(alias = "futureRollbackFromTagSQL", alias = "futureRollbackFromTagSql")]
    FutureRollbackFromTagSql {
        #[command(flatten)]
        tag: Tag,
        #[command(flatten)]
        offline: Offline,
    },
    /// Show what is pending
    Status {
        /// End with 4 where something is pending
        #[arg(long)]
        exit_code: bool,
    },
    /// Show what has run
    History,
    /// Check the changelog, also against the history, or against another branch of it
    Validate(Validate),
    /// Show which change set needs which, and why
    Graph(Graph),
    /// Show what has run and is not in the changelog
    #[command(alias = "unexpectedChangeSets", alias = "unexpectedChangesets")]
    UnexpectedChangesets,
    /// Give the last change set that ran a tag
    Tag(Tag),
    /// Tell whether the history has a tag
    #[command(alias = "tagExists")]
    TagExists(Tag),
    /// Record every pending change set as run without running it
    #[command(alias = "changelogSync", alias = "changeLogSync")]
    ChangelogSync,
    /// Print what `changelog-sync` would run
    #[command(alias = "changelogSyncSQL", alias = "changelogSyncSql", alias = "changeLogSyncSQL")]
    ChangelogSyncSql(Offline),
    /// Record pending change sets as run, up to the one that sets a tag
    #[command(alias = "changelogSyncToTag", alias = "changeLogSyncToTag")]
    ChangelogSyncToTag(Tag),
    /// Print what `changelog-sync-to-tag` would run
    #[command(alias = "changelogSyncToTagSQL", alias = "changelogSyncToTagSql")]
    ChangelogSyncToTagSql {
        #[command(flatten)]
        tag: Tag,
        #[command(flatten)]
        offline: Offline,
    },
    /// Record the next pending change set as run without running it
    #[command(alias = "markNextChangeSetRan", alias = "markNextChangesetRan")]
    MarkNextChangesetRan,
    /// Print what `mark-next-changeset-ran` would run
    #[command(alias = "markNextChangeSetRanSQL", alias = "markNextChangesetRanSql")]
    MarkNextChangesetRanSql(Offline),
    /// Forget all checksums; the next update computes them anew
    #[command(alias = "clearCheckSums", alias = "clearChecksums")]
    ClearChecksums,
    /// Print the checksum of a change set, named as path::id::author
    #[command(alias = "calculateCheckSum", alias = "calculateChecksum")]
    CalculateChecksum {
        #[command(flatten)]
        change_set: ChangeSetName,
        /// Show the text that the checksum is taken of
        #[arg(long)]
        explain: bool,
    },
    /// Show who holds the lock
    #[command(alias = "listLocks")]
    ListLocks,
    /// Free the lock that somebody left
    #[command(alias = "releaseLocks")]
    ReleaseLocks {
        /// Free it also where its holder may be alive
        #[arg(long)]
        force: bool,
    },
    /// End the keeping of what change sets took from the default schema: their rollback brings no rows back then
    Purge {
        /// Only what was taken so long ago: 12h, 30d
        #[arg(long, value_name = "TIME")]
        older_than: Option<String>,
    },
    /// Show the SQL of every change set for every product, forward and back, without a database
    Preview {
        /// Only for this product; may be repeated
        #[arg(long, value_name = "NAME", value_parser = ["postgresql", "mysql", "mariadb", "sqlite"])]
        dialect: Vec<String>,
        /// Only change sets whose id is this; may be repeated
        #[arg(long, value_name = "ID")]
        id: Vec<String>,
    },
    /// Prove the way back of every change set in a scratch database: up, down and up again, the catalog compared each time
    Verify {
        /// Make the scratch database on this server, and drop it afterwards; may be repeated [default: SQLite in memory]
        #[arg(long, value_name = "URL")]
        server: Vec<String>,
        /// Use this database, which must be empty and is left filled; may be repeated
        #[arg(long, value_name = "URL")]
        empty_database: Vec<String>,
        /// Write the report there too: Markdown, or JSON where the name ends in .json
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Write a first amend.yaml and a first changelog; files that are there stay as they are
    Init,
    /// Explain a change type, or the code of a message; without a name, list them
    Explain {
        /// The change type, for example createTable, or the code, for example amend::checksum::changed
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Print the JSON Schema of changelogs, for editors
    Schema,
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of amend or of a command
    Man {
        /// The command
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}
