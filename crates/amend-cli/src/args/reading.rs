//! How strictly the changelog is read, in Liquibase's words.

use amend_changelog::{MissingInclude, MissingParameter, ParseMode};
use clap::{Args, ValueEnum};

/// How strictly the changelog is read. The flags stand in the long help only.
#[derive(Args, Clone, Debug, Default)]
pub struct Reading {
    /// What is done where an included changelog does not exist [default: fail]
    #[arg(long, global = true, hide_short_help = true, alias = "onMissingIncludeChangelog", ignore_case = true)]
    #[arg(value_name = "HOW")]
    pub on_missing_include_changelog: Option<OnMissing>,
    /// What becomes of `${name}` where nothing defines the parameter [default: preserve]
    #[arg(long, global = true, hide_short_help = true, alias = "missingPropertyMode", ignore_case = true)]
    #[arg(value_name = "HOW")]
    pub missing_property_mode: Option<MissingProperty>,
    /// Whether an unknown entry that has entries of its own is an error [default: strict]
    #[arg(long, global = true, hide_short_help = true, alias = "changelogParseMode", ignore_case = true)]
    #[arg(value_name = "HOW")]
    pub changelog_parse_mode: Option<Parsing>,
    /// Whether `${:name}` stands for the text `${name}` [default: false]
    #[arg(long, global = true, hide_short_help = true, alias = "supportPropertyEscaping", value_name = "BOOLEAN")]
    pub support_property_escaping: Option<bool>,
    /// Whether a change set may come twice: the repetition is left out [default: false]
    #[arg(long, global = true, hide_short_help = true, alias = "allowDuplicatedChangesetIdentifiers")]
    #[arg(value_name = "BOOLEAN")]
    pub allow_duplicated_changeset_identifiers: Option<bool>,
    /// Whether it is an error that a change set has no author, or a key comes twice in one map [default: false]
    #[arg(long, global = true, hide_short_help = true, value_name = "BOOLEAN")]
    pub strict: Option<bool>,
}

/// What is done where an included changelog does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OnMissing {
    /// It is an error.
    #[default]
    Fail,
    /// It is a warning.
    Warn,
}

impl From<OnMissing> for MissingInclude {
    fn from(word: OnMissing) -> Self {
        match word {
            OnMissing::Fail => Self::Fail,
            OnMissing::Warn => Self::Warn,
        }
    }
}

/// What becomes of a parameter that nothing defines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MissingProperty {
    /// It stays as it is written.
    #[default]
    Preserve,
    /// It becomes nothing.
    Empty,
    /// It is an error.
    Error,
}

impl From<MissingProperty> for MissingParameter {
    fn from(word: MissingProperty) -> Self {
        match word {
            MissingProperty::Preserve => Self::Preserve,
            MissingProperty::Empty => Self::Empty,
            MissingProperty::Error => Self::Error,
        }
    }
}

/// Whether unknown entries stop reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Parsing {
    /// Those that have entries of their own are errors.
    #[default]
    Strict,
    /// They are warnings.
    Lax,
}

impl From<Parsing> for ParseMode {
    fn from(word: Parsing) -> Self {
        match word {
            Parsing::Strict => Self::Strict,
            Parsing::Lax => Self::Lax,
        }
    }
}
