//! The settings of a run, strongest source first: flag, `AMEND_<SETTING>`, `LIQUIBASE_<SETTING>` and
//! `LIQUIBASE_COMMAND_<SETTING>`, `amend.yaml`, `liquibase.properties`, default.
//!
//! What is said for the command alone (`AMEND_COMMAND_UPDATE_CONTEXTS`, `liquibase.command.update.contexts`) beats what is
//! said for all, wherever that is said; a flag beats both.

mod file;
mod names;

use std::path::{Path, PathBuf};
use std::time::Duration;

use amend_changelog::ReadOptions;
use amend_syntax::nearest;

use crate::args::{Color, Format, Global, LogFormat, LogLevel, Reading};

use names::{Known, NAMES};

pub use file::ReadError;

/// What a run needs to know, from all sources.
#[derive(Clone)]
pub struct Settings {
    /// The root changelog.
    pub changelog_file: String,
    /// Folders that are read.
    pub search_path: Vec<PathBuf>,
    /// The database, with its secrets.
    pub url: String,
    /// User, where the URL has none.
    pub username: Option<String>,
    /// Password, where the URL has none.
    pub password: Option<String>,
    /// Schema of the objects.
    pub default_schema: Option<String>,
    /// Schema of the tracking tables.
    pub liquibase_schema: Option<String>,
    /// Contexts of the run.
    pub contexts: String,
    /// Label filter.
    pub label_filter: Option<String>,
    /// Changelog parameters.
    pub parameters: Vec<(String, String)>,
    /// Name of the history table.
    pub changelog_table: Option<String>,
    /// Name of the lock table.
    pub lock_table: Option<String>,
    /// How long the lock is waited for.
    pub lock_wait: Duration,
    /// How long the server is waited for.
    pub wait_db: Duration,
    /// Whether change sets keep what they take.
    pub keep_data: bool,
    /// Whether the way back of each change set is recorded.
    pub record_inverse: bool,
    /// What a person knows about a statement that was interrupted. A flag only: it is true for one run.
    pub resolve: Option<amend_plan::Resolve>,
    /// Form of results.
    pub format: Format,
    /// When colours are used.
    pub color: Color,
    /// Form of messages; that of results where it is not given.
    pub log_format: LogFormat,
    /// Which messages are shown.
    pub log_level: LogLevel,
    /// Whether changes may run programs.
    pub allow_commands: bool,
    /// How strictly the changelog is read.
    pub reading: ReadOptions,
    /// What was given and changes nothing.
    pub warnings: Vec<String>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file of settings cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A parameter without `=`.
    #[error("`-D {0}` is no parameter: write -D name=value")]
    Define(String),
    /// A time that is none.
    #[error("`{setting}` is no time: {value}; write 30s, 5m, 1h or 30d")]
    Time {
        /// The setting.
        setting: &'static str,
        /// What was given.
        value: String,
    },
    /// The file with the password cannot be read.
    #[error("the password file {0} cannot be read: {1}")]
    PasswordFile(PathBuf, std::io::Error),
    /// A word that a setting does not know.
    #[error("`{setting}` does not know `{value}`")]
    Word {
        /// The setting.
        setting: &'static str,
        /// What was given.
        value: String,
    },
}

impl Settings {
    /// The settings for these arguments of the command that has this name.
    ///
    /// # Errors
    /// A file that cannot be read, or a value that means nothing.
    pub fn resolve(global: &Global, command: &str) -> Result<Self, SettingsError> {
        let sources = Sources::read(global, command)?;
        let text = |flag: &Option<String>, name: &'static str| flag.clone().or_else(|| sources.get(name));
        Ok(Self {
            changelog_file: text(&global.changelog_file, "changelog-file")
                .unwrap_or_else(|| "changelogs/changelog.yaml".to_owned()),
            search_path: folders(&text(&global.search_path, "search-path").unwrap_or_else(|| ".".to_owned())),
            url: text(&global.url, "url").unwrap_or_else(|| "sqlite:amend.db".to_owned()),
            username: text(&global.username, "username"),
            password: password(global, &sources)?,
            default_schema: text(&global.default_schema, "default-schema"),
            liquibase_schema: text(&global.liquibase_schema, "liquibase-schema"),
            contexts: text(&global.contexts, "contexts").unwrap_or_default(),
            label_filter: text(&global.label_filter, "label-filter"),
            parameters: parameters(global, &sources)?,
            changelog_table: text(&global.database_changelog_table_name, "database-changelog-table-name"),
            lock_table: text(&global.database_changelog_lock_table_name, "database-changelog-lock-table-name"),
            lock_wait: lock_wait(global, &sources)?.unwrap_or(Duration::from_secs(300)),
            wait_db: time("wait-db", text(&global.wait_db, "wait-db"))?.unwrap_or_default(),
            keep_data: global.keep_data || truth("keep-data", sources.get("keep-data"))?,
            record_inverse: global.record_inverse || truth("record-inverse", sources.get("record-inverse"))?,
            resolve: global.resolve.map(Into::into),
            format: word("format", global.format, &sources)?,
            color: word("color", global.color, &sources)?,
            log_format: log_format(global, &sources)?,
            log_level: log_level(global, &sources)?,
            allow_commands: global.allow_commands,
            reading: reading(&global.reading, &sources)?,
            warnings: sources.warnings().chain(global.foreign.warnings()).collect(),
        })
    }
}

/// The sources that are weaker than flags.
struct Sources {
    /// The command whose own settings count.
    command: String,
    files: Vec<file::Pairs>,
}

impl Sources {
    fn read(global: &Global, command: &str) -> Result<Self, ReadError> {
        let mut files = Vec::new();
        files.extend(file::yaml(&chosen(&global.config, "amend.yaml"), global.config.is_some())?);
        let defaults = chosen(&global.defaults_file, "liquibase.properties");
        files.extend(file::properties(&defaults, global.defaults_file.is_some())?);
        Ok(Self { command: command.to_owned(), files })
    }

    fn get(&self, name: &'static str) -> Option<String> {
        self.first(&[name]).map(|(_, value)| value)
    }

    /// The value of the strongest source that has one of these settings, and which; in one source the first counts.
    fn first(&self, names: &[&'static str]) -> Option<(&'static str, String)> {
        let of_all: Vec<(&'static str, String)> =
            names.iter().flat_map(|name| names::all(name).map(|spelling| (*name, spelling.to_owned()))).collect();
        let of_command: Vec<(&'static str, String)> =
            of_all.iter().map(|(name, spelling)| (*name, format!("{}.{spelling}", self.command))).collect();
        self.strongest(&COMMAND_PREFIXES, &of_command).or_else(|| self.strongest(&PREFIXES, &of_all))
    }

    fn strongest(&self, prefixes: &[&str], spelt: &[(&'static str, String)]) -> Option<(&'static str, String)> {
        let environment = prefixes.iter().find_map(|prefix| {
            spelt.iter().find_map(|(name, spelling)| Some((*name, std::env::var(variable(prefix, spelling)).ok()?)))
        });
        let file = |pairs: &file::Pairs| spelt.iter().find_map(|(name, spelling)| Some((*name, pairs.get(spelling)?)));
        environment.or_else(|| self.files.iter().find_map(file))
    }

    /// The keys of the files that change nothing.
    fn warnings(&self) -> impl Iterator<Item = String> + '_ {
        self.files.iter().flat_map(|pairs| pairs.keys().filter_map(|key| warning(pairs.path(), key)))
    }
}

/// The beginnings of variables, strongest first.
const PREFIXES: [&str; 3] = ["AMEND_", "LIQUIBASE_", "LIQUIBASE_COMMAND_"];

/// The beginnings of variables for one command, whose name follows.
const COMMAND_PREFIXES: [&str; 2] = ["AMEND_COMMAND_", "LIQUIBASE_COMMAND_"];

fn variable(prefix: &str, name: &str) -> String {
    format!("{prefix}{}", name.to_ascii_uppercase().replace(['-', '.'], "_"))
}

fn warning(path: &Path, key: &str) -> Option<String> {
    let place = path.display();
    match names::known(key) {
        Known::Setting => None,
        Known::WithoutEffect => Some(format!("{place}: `{key}` changes nothing in amend")),
        Known::Unknown => {
            let near = nearest(key, NAMES.iter().map(|(name, _)| *name));
            let help = near.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            Some(format!("{place}: there is no setting `{key}`{help}"))
        }
    }
}

/// How long the lock is waited for: as a time, or in the minutes that Liquibase counts.
fn lock_wait(global: &Global, sources: &Sources) -> Result<Option<Duration>, SettingsError> {
    const MINUTES: &str = "changelog-lock-wait-time-in-minutes";
    let flag = global.lock_wait.clone().map(|text| ("lock-wait", text));
    let flag = flag.or_else(|| global.changelog_lock_wait_time_in_minutes.clone().map(|text| (MINUTES, text)));
    match flag.or_else(|| sources.first(&["lock-wait", MINUTES])) {
        None => Ok(None),
        Some((MINUTES, text)) => match text.trim().parse::<u64>().ok().and_then(|it| it.checked_mul(60)) {
            Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
            None => Err(SettingsError::Time { setting: MINUTES, value: text }),
        },
        Some((_, text)) => time("lock-wait", Some(text)),
    }
}

/// Messages have the form of results unless another is asked for.
fn log_format(global: &Global, sources: &Sources) -> Result<LogFormat, SettingsError> {
    let given = global.log_format.is_some() || sources.get("log-format").is_some();
    match given {
        true => word("log-format", global.log_format, sources),
        false if word("format", global.format, sources)? == Format::Json => Ok(LogFormat::Json),
        false => Ok(LogFormat::Text),
    }
}

fn reading(flags: &Reading, sources: &Sources) -> Result<ReadOptions, SettingsError> {
    let is = |flag: Option<bool>, name| flag.map_or_else(|| truth(name, sources.get(name)), Ok);
    let missing_include = word("on-missing-include-changelog", flags.on_missing_include_changelog, sources)?;
    let missing_parameter = word("missing-property-mode", flags.missing_property_mode, sources)?;
    let parse_mode = word("changelog-parse-mode", flags.changelog_parse_mode, sources)?;
    const REPEATED: &str = "allow-duplicated-changeset-identifiers";
    Ok(ReadOptions {
        missing_include: missing_include.into(),
        missing_parameter: missing_parameter.into(),
        parse_mode: parse_mode.into(),
        escaping: is(flags.support_property_escaping, "support-property-escaping")?,
        allow_duplicated_identifiers: is(flags.allow_duplicated_changeset_identifiers, REPEATED)?,
        strict: is(flags.strict, "strict")?,
        ..ReadOptions::default()
    })
}

/// `--quiet` and `--verbose` are short for levels.
fn log_level(global: &Global, sources: &Sources) -> Result<LogLevel, SettingsError> {
    match (global.quiet, global.verbose) {
        (true, _) => Ok(LogLevel::Error),
        (false, true) => Ok(LogLevel::Debug),
        (false, false) => word("log-level", global.log_level, sources),
    }
}

fn chosen(given: &Option<PathBuf>, default: &str) -> PathBuf {
    given.clone().unwrap_or_else(|| PathBuf::from(default))
}

fn folders(list: &str) -> Vec<PathBuf> {
    list.split(',').map(str::trim).filter(|it| !it.is_empty()).map(PathBuf::from).collect()
}

fn password(global: &Global, sources: &Sources) -> Result<Option<String>, SettingsError> {
    if let Some(password) = &global.password {
        return Ok(Some(password.clone()));
    }
    match global.password_file.clone().or_else(|| sources.get("password-file").map(PathBuf::from)) {
        Some(path) => first_line(&path).map(Some),
        None => Ok(sources.get("password")),
    }
}

fn first_line(path: &Path) -> Result<String, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|error| SettingsError::PasswordFile(path.to_owned(), error))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Parameters of the files first, those of the command line after them: the last one of a name counts.
fn parameters(global: &Global, sources: &Sources) -> Result<Vec<(String, String)>, SettingsError> {
    let mut parameters: Vec<(String, String)> = sources.files.iter().rev().flat_map(file::Pairs::parameters).collect();
    for define in &global.define {
        let pair = define.split_once('=').ok_or_else(|| SettingsError::Define(define.clone()))?;
        parameters.retain(|(name, _)| !name.eq_ignore_ascii_case(pair.0));
        parameters.push((pair.0.to_owned(), pair.1.to_owned()));
    }
    Ok(parameters)
}

/// A time such as `30s`, `5m`, `1h` or `30d`; a bare number is seconds.
///
/// # Errors
/// A text that is no time.
pub fn time(setting: &'static str, text: Option<String>) -> Result<Option<Duration>, SettingsError> {
    let Some(text) = text else { return Ok(None) };
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => 0,
    };
    let seconds = digits.trim().parse::<u64>().ok().filter(|_| unit > 0).and_then(|it| it.checked_mul(unit));
    seconds.map(|it| Some(Duration::from_secs(it))).ok_or(SettingsError::Time { setting, value: text })
}

fn truth(setting: &'static str, text: Option<String>) -> Result<bool, SettingsError> {
    let Some(value) = text else { return Ok(false) };
    value.trim().to_ascii_lowercase().parse().map_err(|_| SettingsError::Word { setting, value })
}

fn word<T: clap::ValueEnum + Default>(
    setting: &'static str,
    flag: Option<T>,
    sources: &Sources,
) -> Result<T, SettingsError> {
    match (flag, sources.get(setting)) {
        (Some(value), _) => Ok(value),
        (None, Some(value)) => T::from_str(&value, true).map_err(|_| SettingsError::Word { setting, value }),
        (None, None) => Ok(T::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let seconds = |text: &str| time("lock-wait", Some(text.to_owned())).ok().flatten().map(|it| it.as_secs());
        assert_eq!(seconds("30s"), Some(30));
        assert_eq!(seconds("5m"), Some(300));
        assert_eq!(seconds("1h"), Some(3600));
        assert_eq!(seconds("2d"), Some(172_800));
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("99999999999999999999s"), None);
    }
}
