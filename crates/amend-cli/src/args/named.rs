//! Arguments that several commands have. Each may stand alone or behind the flag that Liquibase has for it.

use clap::Args;

/// A tag.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct Tag {
    /// The tag
    #[arg(value_name = "TAG")]
    tag: Option<String>,
    /// The tag
    #[arg(long = "tag", value_name = "TAG")]
    tag_flag: Option<String>,
}

impl Tag {
    /// The tag; the parser has seen to it that it was given.
    pub fn value(self) -> String {
        self.tag.or(self.tag_flag).unwrap_or_default()
    }
}

/// A number of change sets.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct Count {
    /// How many
    #[arg(value_name = "N")]
    count: Option<usize>,
    /// How many
    #[arg(long = "count", value_name = "N")]
    count_flag: Option<usize>,
}

impl Count {
    /// How many; the parser has seen to it that it was given.
    pub fn value(self) -> usize {
        self.count.or(self.count_flag).unwrap_or_default()
    }
}

/// A moment.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct Date {
    /// The moment
    #[arg(value_name = "DATE")]
    date: Option<String>,
    /// The moment
    #[arg(long = "date", value_name = "DATE")]
    date_flag: Option<String>,
}

impl Date {
    /// The moment; the parser has seen to it that it was given.
    pub fn value(self) -> String {
        self.date.or(self.date_flag).unwrap_or_default()
    }
}

/// A change set, named as one text or by its three parts.
#[derive(Args, Clone, Debug)]
pub struct ChangeSetName {
    /// The change set: path::id::author
    #[arg(value_name = "CHANGE_SET", required_unless_present_any = ["identifier", "id"])]
    change_set: Option<String>,
    /// The change set: path::id::author
    #[arg(long = "changeset-identifier", value_name = "CHANGE_SET", conflicts_with = "change_set")]
    identifier: Option<String>,
    /// The change set's id
    #[arg(long = "changeset-id", value_name = "ID", requires_all = ["author", "path"], conflicts_with_all = ["change_set", "identifier"])]
    id: Option<String>,
    /// The change set's author
    #[arg(long = "changeset-author", value_name = "AUTHOR", requires = "id")]
    author: Option<String>,
    /// The change set's file
    #[arg(long = "changeset-path", value_name = "PATH", requires = "id")]
    path: Option<String>,
}

impl ChangeSetName {
    /// The name as path::id::author.
    pub fn value(self) -> String {
        match (self.change_set.or(self.identifier), self.id, self.author, self.path) {
            (Some(name), ..) => name,
            (None, Some(id), Some(author), Some(path)) => format!("{path}::{id}::{author}"),
            _ => String::new(),
        }
    }
}
