//! The words that settings take.

use clap::ValueEnum;

/// The form of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    #[value(aliases = ["text", "tabular"])]
    Human,
    /// For programs.
    Json,
}

/// The form of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON value a line.
    #[value(alias = "JSON_PRETTY")]
    Json,
}

/// Which messages are shown; each level has those of the levels before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum LogLevel {
    /// None but those that end the command.
    Off,
    /// What failed.
    #[value(alias = "SEVERE")]
    Error,
    /// What may be wrong.
    #[value(alias = "warn")]
    Warning,
    /// What goes on.
    #[default]
    Info,
    /// More about it; every statement that is sent.
    #[value(aliases = ["FINE", "FINER", "FINEST", "ALL", "TRACE"])]
    Debug,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which row counts where several have the tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TagVersion {
    /// The last one.
    #[default]
    Newest,
    /// The first one.
    Oldest,
}

/// What becomes of an interrupted statement of which nothing shows whether it took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Resolve {
    /// It took effect.
    Done,
    /// It is sent again.
    Redo,
}

impl From<Resolve> for amend_plan::Resolve {
    fn from(resolve: Resolve) -> Self {
        match resolve {
            Resolve::Done => Self::Done,
            Resolve::Redo => Self::Redo,
        }
    }
}
