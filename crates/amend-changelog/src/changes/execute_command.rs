//! `executeCommand`.

use std::time::Duration;

use amend_catalog::Program;
use amend_syntax::{Diagnostic, Spanned};

use crate::change;
use crate::change::Change;
use crate::decode::Texts;
use crate::lower::{Lower, Refused, require};

change! {
    /// Runs a program of the machine that amend runs on. It is read, so that its change set keeps its checksum, and
    /// refused where it would run: a changelog is text that many people write, and must not run programs. Only where
    /// the person who starts amend says `--allow-commands` does it run, directly and without a shell. Its output goes
    /// to standard error; an exit code other than 0 fails the change set. It has no way back of its own.
    ///
    /// ```yaml
    /// - executeCommand: {executable: ./export.sh}
    /// ```
    "executeCommand" = ExecuteCommand {
        /// The program.
        "executable" => executable: String, required;
        /// Its arguments.
        "args" => args: Texts, unsummed;
        /// The operating systems on which it runs, as Java names them: `Linux`, `Mac OS X`, `Windows 11`. A list, or one
        /// text with commas.
        "os" => os: Texts, unsummed;
        /// How long it may take: a number of seconds, or a number with `s`, `m` or `h`.
        "timeout" => timeout: String;
    }
}

/// What Java calls an operating system, by the name that Rust has for it. Windows has its version behind it.
const SYSTEMS: &[(&str, &str)] = &[
    ("linux", "Linux"),
    ("macos", "Mac OS X"),
    ("windows", "Windows"),
    ("freebsd", "FreeBSD"),
    ("openbsd", "OpenBSD"),
    ("netbsd", "NetBSD"),
    ("solaris", "SunOS"),
    ("aix", "AIX"),
];

/// Whether a name of the changelog means the system.
fn is_system(name: &str, system: &str) -> bool {
    let java = SYSTEMS.iter().find(|(rust, _)| *rust == system).map_or(system, |(_, java)| java);
    let name = name.trim();
    name.eq_ignore_ascii_case(java)
        || name.eq_ignore_ascii_case(system)
        || java == "Windows" && name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(java))
}

/// The time of a number of seconds, or of a number with its unit.
fn time(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return None,
    };
    digits.trim_end().parse::<u64>().ok()?.checked_mul(unit).map(Duration::from_secs)
}

impl ExecuteCommand {
    fn is_for_this_system(&self) -> bool {
        let lists = self.os.as_ref().map(|os| os.value.0.as_slice()).unwrap_or_default();
        let mut names = lists.iter().flat_map(|list| list.split(',')).filter(|it| !it.trim().is_empty()).peekable();
        names.peek().is_none() || names.any(|name| is_system(name, std::env::consts::OS))
    }

    fn limit(&self) -> Result<Option<Duration>, Refused> {
        let Some(Spanned { value, place }) = &self.timeout else { return Ok(None) };
        match time(value) {
            Some(limit) => Ok(Some(limit)),
            None => Err(Diagnostic::error("amend::value::bad", format!("`{value}` is no time"))
                .at(place, "given here")
                .help("write a number of seconds, or a number with `s`, `m` or `h`")
                .into()),
        }
    }

    fn not_allowed(&self) -> Refused {
        Diagnostic::error("amend::change::runs-a-program", "changelogs do not run programs")
            .at(&self.place, "would run a program")
            .help("say `--allow-commands` if it is to run; or run it yourself before or after, then mark the change set as run with `changelog-sync`")
            .into()
    }
}

impl Change for ExecuteCommand {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let executable = require(self, "executable", &self.executable)?;
        let timeout = self.limit()?;
        if !to.around.allow_commands {
            return Err(self.not_allowed());
        }
        if self.is_for_this_system() {
            let arguments = self.args.as_ref().map(|it| it.value.0.clone()).unwrap_or_default();
            to.program(Program { executable: executable.value.clone(), arguments, timeout }, &self.place);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::changes::testing::{changes, check_change};

    #[test]
    fn no_program_is_run() {
        check_change(
            r#"
- executeCommand: {executable: ls, args: [-l, /], os: [Linux]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:19 `{executable: ls, args: [-l, /], os: [Linux]}`: changelogs do not run programs (would run a program); say `--allow-commands` if it is to run; or run it yourself before or after, then mark the change set as run with `changelog-sync`
            "#]],
        );
        check_change(
            "- executeCommand: {executable: ls, timeout: soon}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:45 `soon`: `soon` is no time (given here); write a number of seconds, or a number with `s`, `m` or `h`
            "#]],
        );
    }

    #[test]
    fn arguments_are_texts_or_maps() {
        let (_, report) = changes("- executeCommand: {executable: ls, args: [-l, {arg: {value: a b}}]}");
        assert!(report.is_empty(), "{report:?}");
        let (_, report) = changes("- executeCommand: {executable: ls, args: [{argument: {value: a b}}]}");
        assert_eq!(report.len(), 1);
    }

    #[test]
    fn times_have_units() {
        let seconds = |text: &str| time(text).map(|it| it.as_secs());
        assert_eq!(["10", " 10 s ", "2m", "1H"].map(seconds), [Some(10), Some(10), Some(120), Some(3600)]);
        assert_eq!(["", "s", "1d", "-1", "99999999999999999h"].map(seconds), [None; 5]);
    }

    #[test]
    fn systems_have_javas_names() {
        assert!(is_system("Linux", "linux") && is_system(" Windows 11", "windows") && is_system("Mac OS X", "macos"));
        assert!(!is_system("Linux", "windows") && !is_system("Windows 11", "linux") && !is_system("", "linux"));
    }
}
