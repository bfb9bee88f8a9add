//! Arguments of the commands that look at the graph of change sets, or take change sets back.

use clap::{Args, ValueEnum};

use super::{ChangeSetName, Offline};

/// What tells the way back.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct By {
    /// Go back by what `--record-inverse` recorded alone; no changelog is read
    #[arg(long)]
    pub from_journal: bool,
}

/// How single change sets go back.
#[derive(Args, Clone, Copy, Debug)]
pub struct Apart {
    /// Take along what depends on them, in the right order
    #[arg(long)]
    pub with_dependents: bool,
    /// Accepted, since other tools ask for it here; nothing is forced
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub by: By,
}

/// One change set that goes back.
#[derive(Args, Clone, Debug)]
pub struct OneChangeSet {
    #[command(flatten)]
    pub change_set: ChangeSetName,
    #[command(flatten)]
    pub apart: Apart,
}

/// One run that goes back.
#[derive(Args, Clone, Debug)]
pub struct OneUpdate {
    /// The run, as the history names it [default: the last one]
    #[arg(long, alias = "deploymentId", value_name = "ID")]
    pub deployment_id: Option<String>,
    #[command(flatten)]
    pub apart: Apart,
}

/// What of the graph is shown, and how.
#[derive(Args, Clone, Debug)]
pub struct Graph {
    /// The form of the graph
    #[arg(long, value_enum, default_value = "text", value_name = "FORM")]
    pub output: GraphForm,
    /// Only this change set, what it needs and what needs it: id, author:id or path::id::author
    #[arg(long, alias = "change-set", value_name = "NAME")]
    pub changeset: Option<String>,
    /// Only what touches this object, in order: table, table.column, schema.table
    #[arg(long, value_name = "NAME")]
    pub object: Option<String>,
    /// Only what has not run
    #[arg(long)]
    pub pending: bool,
    #[command(flatten)]
    pub offline: Offline,
}

/// The forms of a graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GraphForm {
    /// A tree: each change set below the last one that it needs.
    #[default]
    Text,
    /// For Graphviz.
    Dot,
    /// For Mermaid, as Markdown pages draw it.
    Mermaid,
    /// A picture that needs nothing else.
    Svg,
}

/// What a changelog is checked against.
#[derive(Args, Clone, Debug)]
pub struct Validate {
    /// Also find what this branch and another one would break for each other: a folder with the other one, or a git ref
    #[arg(long, value_name = "FOLDER_OR_REF")]
    pub base: Option<String>,
    #[command(flatten)]
    pub offline: Offline,
}
