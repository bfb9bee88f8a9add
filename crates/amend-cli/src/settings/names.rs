//! The names of settings: amend's own, those that mean the same, and those of Liquibase that mean nothing here.

/// A setting with its other names. The spelling with capitals in the place of hyphens is not listed: it is the same.
pub const NAMES: &[(&str, &[&str])] = &[
    ("changelog-file", &[]),
    ("search-path", &[]),
    ("url", &[]),
    ("username", &[]),
    ("password", &[]),
    ("password-file", &[]),
    ("default-schema", &["default-schema-name"]),
    ("liquibase-schema", &["liquibase-schema-name"]),
    ("contexts", &["context-filter"]),
    ("label-filter", &["labels"]),
    ("database-changelog-table-name", &[]),
    ("database-changelog-lock-table-name", &[]),
    ("lock-wait", &[]),
    ("changelog-lock-wait-time-in-minutes", &[]),
    ("wait-db", &[]),
    ("keep-data", &[]),
    ("record-inverse", &[]),
    ("on-missing-include-changelog", &[]),
    ("missing-property-mode", &[]),
    ("changelog-parse-mode", &[]),
    ("support-property-escaping", &[]),
    ("allow-duplicated-changeset-identifiers", &[]),
    ("strict", &[]),
    ("format", &[]),
    ("color", &[]),
    ("log-format", &[]),
    ("log-level", &[]),
];

/// Settings of Liquibase 4.28 that change nothing here, in the form without hyphens.
const WITHOUT_EFFECT: &[&str] = &[
    "alwaysdropinsteadofreplace",
    "alwaysoverridestoredlogicschema",
    "autoreorg",
    "changeexeclistenerclass",
    "changeexeclistenerpropertiesfile",
    "changelogpollrate",
    "changeloglockpollrate",
    "classpath",
    "convertdatatypes",
    "count",
    "currentdatetimefunction",
    "databaseclass",
    "databasechangeloghistoryenabled",
    "date",
    "ddllocktimeout",
    "defaultcatalogname",
    "diffcolumnorder",
    "driver",
    "driverpropertiesfile",
    "duplicatefilemode",
    "erroroncircularincludeall",
    "fileencoding",
    "filterlogmessages",
    "force",
    "generatechangesetcreatedvalues",
    "generatedchangesetidsincludesdescription",
    "headless",
    "includecatalogflag",
    "includecataloginspecification",
    "includerelationsforcomputedcolumns",
    "includeschemanamefordefault",
    "includesystemclasspath",
    "licensekey",
    "liquibasecatalogname",
    "liquibasetablespacename",
    "logchannels",
    "logfile",
    "mirrorconsolemessagestolog",
    "monitorperformance",
    "onmissingsqlfile",
    "outputdefaultcatalog",
    "outputdefaultschema",
    "outputfile",
    "outputfileencoding",
    "outputlineseparator",
    "preserveclasspath",
    "preserveschemacase",
    "prolicensekey",
    "promptfornonlocaldatabase",
    "propertyproviderclass",
    "referencedefaultschemaname",
    "referencedriver",
    "referencepassword",
    "referenceurl",
    "referenceusername",
    "reportenabled",
    "reportname",
    "reportpath",
    "secureparsing",
    "shouldrun",
    "showbanner",
    "showsummary",
    "showsummaryoutput",
    "sqlloglevel",
    "sqlshowsqlwarnings",
    "supportsmethodvalidationlevel",
    "suppressliquibasesql",
    "tag",
    "trimloaddatafileheader",
    "uiservice",
    "useprocedureschema",
    "validatexmlchangelogfiles",
];

/// What is known of a name in a file of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is a setting.
    Setting,
    /// It is one of Liquibase's, and changes nothing here.
    WithoutEffect,
    /// It is not known.
    Unknown,
}

/// What is known of a name, in any spelling.
pub fn known(key: &str) -> Known {
    let plain_key = plain(key);
    let key = match plain_key.split_once('.') {
        Some((command, _)) if !is_command(command) => return Known::WithoutEffect,
        Some((_, setting)) => setting,
        None => plain_key.as_str(),
    };
    let named = |(name, also): &(&str, &[&str])| plain(name) == key || also.iter().any(|it| plain(it) == key);
    if NAMES.iter().any(named) {
        return Known::Setting;
    }
    match WITHOUT_EFFECT.contains(&key) {
        true => Known::WithoutEffect,
        false => Known::Unknown,
    }
}

/// Whether there is a command of this name, in any spelling.
fn is_command(name: &str) -> bool {
    crate::command().get_subcommands().any(|it| it.get_name_and_visible_aliases().iter().any(|it| plain(it) == name))
}

/// All names of a setting, its own first.
pub fn all(name: &'static str) -> impl Iterator<Item = &'static str> {
    let also = NAMES.iter().find(|(its, _)| *its == name).map(|(_, also)| *also).unwrap_or_default();
    std::iter::once(name).chain(also.iter().copied())
}

/// A key without what does not tell settings apart: `liquibase.command.changelogFile` is `changelogfile`, and that of
/// one command, `liquibase.command.updateSql.changelogFile`, is `updatesql.changelogfile`.
pub fn plain(key: &str) -> String {
    let key = key.strip_prefix("liquibase.").unwrap_or(key);
    let key = key.strip_prefix("command.").unwrap_or(key);
    key.chars().filter(|it| *it != '-' && *it != '_').collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_setting() {
        let mut keys: Vec<String> = NAMES.iter().flat_map(|(name, _)| all(name)).map(plain).collect();
        keys.extend(WITHOUT_EFFECT.iter().map(|it| (*it).to_owned()));
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert!(WITHOUT_EFFECT.iter().all(|it| plain(it) == *it));
    }

    #[test]
    fn spellings_and_prefixes() {
        for key in ["changelog-file", "changeLogFile", "liquibase.command.changelogFile", "liquibase.changelog_file"] {
            assert_eq!(known(key), Known::Setting, "{key}");
        }
        for key in ["liquibase.command.update.contexts", "update-sql.contextFilter", "command.updateSql.CONTEXTS"] {
            assert_eq!(known(key), Known::Setting, "{key}");
        }
        assert_eq!(known("liquibase.command.rollbackCount.count"), Known::WithoutEffect);
        assert_eq!(known("liquibase.command.diff.contexts"), Known::WithoutEffect);
        assert_eq!(known("liquibase.command.update.contex"), Known::Unknown);
        assert_eq!(known("driver"), Known::WithoutEffect);
        assert_eq!(known("changelogfil"), Known::Unknown);
    }
}
