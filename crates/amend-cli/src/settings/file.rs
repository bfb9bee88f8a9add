//! Files of settings: `amend.yaml` and Java properties. Keys are written in either spelling, `changelog-file` or
//! `changelogFile`, and may have `liquibase.` or `liquibase.command.` in front.

use std::path::{Path, PathBuf};

use amend_changelog::parameters::parse_properties_file;

use super::names::plain;

/// Why a file of settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Io(PathBuf, std::io::Error),
    /// It is not what it should be.
    #[error("{0}: {1}")]
    Form(PathBuf, String),
}

/// The settings of a file, and its path.
pub struct Pairs(Vec<(String, String)>, PathBuf);

impl Pairs {
    /// The value of a setting, by its name in the form `changelog-file`.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().rev().find(|(key, _)| plain(key) == plain(name)).map(|(_, value)| value.clone())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.1
    }

    /// The keys of settings, as they are written.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str()).filter(|key| !key.starts_with("parameter."))
    }

    /// The changelog parameters: keys with `parameter.` in front.
    pub fn parameters(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let name = |key: &str| key.strip_prefix("parameter.").map(str::to_owned);
        self.0.iter().filter_map(move |(key, value)| Some((name(key)?, value.clone())))
    }
}

/// The settings of a YAML file; `None` where it is not there and need not be.
///
/// # Errors
/// It cannot be read, or is no map of scalars.
pub fn yaml(path: &Path, needed: bool) -> Result<Option<Pairs>, ReadError> {
    let Some(text) = read(path, needed)? else { return Ok(None) };
    let value: serde_yaml::Value =
        serde_yaml::from_str(&text).map_err(|error| ReadError::Form(path.to_owned(), error.to_string()))?;
    let mut pairs = Vec::new();
    match value {
        serde_yaml::Value::Null => {}
        serde_yaml::Value::Mapping(map) => {
            for (key, value) in map {
                entry(path, key.as_str().unwrap_or_default(), &value, &mut pairs)?;
            }
        }
        _ => return Err(ReadError::Form(path.to_owned(), "settings are `name: value`".to_owned())),
    }
    Ok(Some(Pairs(pairs, path.to_owned())))
}

fn entry(
    path: &Path,
    key: &str,
    value: &serde_yaml::Value,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), ReadError> {
    if let ("parameters" | "parameter", serde_yaml::Value::Mapping(map)) = (key, value) {
        for (name, value) in map {
            let name = format!("parameter.{}", name.as_str().unwrap_or_default());
            pairs.push((name, scalar(path, key, value)?));
        }
        return Ok(());
    }
    // What is said of one command stands below its name: `command: {update: {contexts: x}}`.
    if let (true, serde_yaml::Value::Mapping(map)) = (key == "command" || key.starts_with("command."), value) {
        for (name, value) in map {
            entry(path, &format!("{key}.{}", name.as_str().unwrap_or_default()), value, pairs)?;
        }
        return Ok(());
    }
    pairs.push((key.to_owned(), scalar(path, key, value)?));
    Ok(())
}

fn scalar(path: &Path, key: &str, value: &serde_yaml::Value) -> Result<String, ReadError> {
    match value {
        serde_yaml::Value::String(text) => Ok(text.clone()),
        serde_yaml::Value::Bool(flag) => Ok(flag.to_string()),
        serde_yaml::Value::Number(number) => Ok(number.to_string()),
        serde_yaml::Value::Sequence(items) => {
            let items: Result<Vec<String>, ReadError> = items.iter().map(|item| scalar(path, key, item)).collect();
            Ok(items?.join(","))
        }
        _ => Err(ReadError::Form(path.to_owned(), format!("`{key}` takes a text, a number or a list of them"))),
    }
}

/// The settings of a Java properties file; `None` where it is not there and need not be.
///
/// # Errors
/// It cannot be read.
pub fn properties(path: &Path, needed: bool) -> Result<Option<Pairs>, ReadError> {
    Ok(read(path, needed)?
        .map(|text| Pairs(parse_properties_file(text.as_bytes()).into_iter().collect(), path.to_owned())))
}

fn read(path: &Path, needed: bool) -> Result<Option<String>, ReadError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !needed => Ok(None),
        Err(error) => Err(ReadError::Io(path.to_owned(), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_and_prefixes_are_one_setting() {
        for key in ["changelog-file", "changelogFile", "changeLogFile", "liquibase.command.changelogFile"] {
            assert_eq!(
                Pairs(vec![(key.to_owned(), "a.yaml".to_owned())], PathBuf::new()).get("changelog-file").as_deref(),
                Some("a.yaml")
            );
        }
    }
}
