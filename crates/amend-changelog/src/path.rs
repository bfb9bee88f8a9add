//! Paths as changelogs write them, and the form in which they are stored and compared.
//!
//! No file system is asked: a path here is a text with `/` between its parts, relative to the search path.

/// The form in which paths are stored in `FILENAME` and compared.
///
/// `classpath:`, a drive letter and one leading `/` are dropped, `\` becomes `/`, `.` and `..` are resolved; a `..` without a
/// parent stays. This is the rule of Liquibase 4.28 (`DatabaseChangeLog.normalizePath`).
#[must_use]
pub fn normalise(path: &str) -> String {
    let path = path.strip_prefix("classpath:").unwrap_or(path).replace('\\', "/");
    let path = without_drive(&path);
    resolve_dots(path.strip_prefix('/').unwrap_or(path))
}

/// The path of a `logicalFilePath`: `\` becomes `/` and one leading `/` is dropped, nothing else.
#[must_use]
pub fn logical(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix('/').map(str::to_owned).unwrap_or(path)
}

/// Where a file is that a changelog names: beside the changelog where the name is relative to it, else from the search path.
///
/// `changelog` is the physical path of the naming file.
#[must_use]
pub fn resolve(named: &str, relative_to_changelog: bool, changelog: &str) -> String {
    match relative_to_changelog {
        true => normalise(&format!("{}/{}", folder_of(changelog), named)),
        false => normalise(named),
    }
}

/// The folder of a path, empty for a path without one.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The extension of a path in lower case, empty where it has none.
#[must_use]
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

fn without_drive(path: &str) -> &str {
    match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => &path[2..],
        _ => path,
    }
}

fn resolve_dots(path: &str) -> String {
    let root = if path.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if !root.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalised_as_the_history_stores_them() {
        for (written, stored) in [
            ("q/s.yaml", "q/s.yaml"),
            ("./q/s.yaml", "q/s.yaml"),
            ("/q/s.yaml", "q/s.yaml"),
            ("q//s.yaml", "q/s.yaml"),
            ("q\\s.yaml", "q/s.yaml"),
            ("C:/q/s.yaml", "q/s.yaml"),
            ("classpath:q/s.yaml", "q/s.yaml"),
            ("classpath:/q/s.yaml", "q/s.yaml"),
            ("sub/../sub//c.yaml", "sub/c.yaml"),
            ("a/b/.", "a/b"),
            ("a/b/..", "a"),
            ("a/../../b.yaml", "../b.yaml"),
            ("../../b.yaml", "../../b.yaml"),
            ("/../x", "../x"),
            ("//a//b", "/a/b"),
            ("///../b", "/b"),
            ("a/../", ""),
            ("", ""),
            ("1:/a", "1:/a"),
            ("é:/a", "é:/a"),
            ("a b/ c", "a b/ c"),
        ] {
            assert_eq!(normalise(written), stored, "{written}");
        }
    }

    #[test]
    fn a_logical_path_keeps_all_but_the_first_slash() {
        assert_eq!(logical("a\\b//c/../d.yaml"), "a/b//c/../d.yaml");
        assert_eq!(logical("//x"), "/x");
        assert_eq!(logical("classpath:x"), "classpath:x");
    }

    #[test]
    fn resolved_beside_the_changelog_or_from_the_search_path() {
        assert_eq!(resolve("../b.sql", true, "db/v1/root.yaml"), "db/b.sql");
        assert_eq!(resolve("b.sql", true, "root.yaml"), "b.sql");
        assert_eq!(resolve("b.sql", false, "db/v1/root.yaml"), "b.sql");
    }

    #[test]
    fn extensions_ignore_letter_case() {
        assert_eq!(extension("a.b/C.YAML"), "yaml");
        assert_eq!(extension("a.b/c"), "");
    }
}
