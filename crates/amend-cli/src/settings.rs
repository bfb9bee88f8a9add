//! The settings of a run, strongest source first: flag, `AMEND_<SETTING>`, `LIQUIBASE_<SETTING>` and
//! `LIQUIBASE_COMMAND_<SETTING>`, `amend.yaml`, `liquibase.properties`, default.

mod file;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::args::{Color, Format, Global};

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
    /// Form of results.
    pub format: Format,
    /// When colours are used.
    pub color: Color,
    /// No progress.
    pub quiet: bool,
    /// More about what happens.
    pub verbose: bool,
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
    /// The settings for these arguments.
    ///
    /// # Errors
    /// A file that cannot be read, or a value that means nothing.
    pub fn resolve(global: &Global) -> Result<Self, SettingsError> {
        let sources = Sources::read(global)?;
        let text = |flag: &Option<String>, name: &str| flag.clone().or_else(|| sources.get(name));
        Ok(Self {
            changelog_file: text(&global.changelog_file, "changelog-file")
                .unwrap_or_else(|| "changelogs/changelog.yaml".to_owned()),
            search_path: folders(&text(&global.search_path, "search-path").unwrap_or_else(|| ".".to_owned())),
            url: text(&global.url, "url").unwrap_or_else(|| "sqlite:amend.db".to_owned()),
            username: text(&global.username, "username"),
            password: password(global, &sources)?,
            default_schema: text(&global.default_schema, "default-schema")
                .or_else(|| sources.get("default-schema-name")),
            liquibase_schema: text(&global.liquibase_schema, "liquibase-schema")
                .or_else(|| sources.get("liquibase-schema-name")),
            contexts: text(&global.contexts, "contexts").or_else(|| sources.get("context-filter")).unwrap_or_default(),
            label_filter: text(&global.label_filter, "label-filter").or_else(|| sources.get("labels")),
            parameters: parameters(global, &sources)?,
            changelog_table: text(&global.database_changelog_table_name, "database-changelog-table-name"),
            lock_table: text(&global.database_changelog_lock_table_name, "database-changelog-lock-table-name"),
            lock_wait: time("lock-wait", text(&global.lock_wait, "lock-wait"))?.unwrap_or(Duration::from_secs(300)),
            wait_db: time("wait-db", text(&global.wait_db, "wait-db"))?.unwrap_or_default(),
            keep_data: global.keep_data || truth("keep-data", sources.get("keep-data"))?,
            format: word("format", global.format, &sources)?,
            color: word("color", global.color, &sources)?,
            quiet: global.quiet,
            verbose: global.verbose,
        })
    }
}

/// The sources that are weaker than flags.
struct Sources {
    files: Vec<file::Pairs>,
}

impl Sources {
    fn read(global: &Global) -> Result<Self, ReadError> {
        let mut files = Vec::new();
        files.extend(file::yaml(&chosen(&global.config, "amend.yaml"), global.config.is_some())?);
        let defaults = chosen(&global.defaults_file, "liquibase.properties");
        files.extend(file::properties(&defaults, global.defaults_file.is_some())?);
        Ok(Self { files })
    }

    fn get(&self, name: &str) -> Option<String> {
        let upper = name.to_ascii_uppercase().replace('-', "_");
        let variables = [format!("AMEND_{upper}"), format!("LIQUIBASE_{upper}"), format!("LIQUIBASE_COMMAND_{upper}")];
        let environment = variables.iter().find_map(|variable| std::env::var(variable).ok());
        environment.or_else(|| self.files.iter().find_map(|pairs| pairs.get(name)))
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
