//! `executeCommand`.

use amend_syntax::Diagnostic;

use crate::change;
use crate::change::Change;
use crate::decode::Texts;
use crate::lower::{Lower, Refused};

change! {
    /// Runs a program of the machine that amend runs on. It is read, so that its change set keeps its checksum, and
    /// refused where it would run: a changelog is text that many people write, and must not run programs.
    ///
    /// ```yaml
    /// - executeCommand: {executable: ./export.sh}
    /// ```
    "executeCommand" = ExecuteCommand {
        /// The program.
        "executable" => executable: String, required;
        /// Its arguments.
        "args" => args: Texts, unsummed;
        /// The operating systems on which it runs.
        "os" => os: Texts, unsummed;
        /// How long it may take.
        "timeout" => timeout: String;
    }
}

impl Change for ExecuteCommand {
    fn lower(&self, _to: &mut Lower<'_>) -> Result<(), Refused> {
        Err(Diagnostic::error("amend::change::runs-a-program", "changelogs do not run programs")
            .at(&self.place, "would run a program")
            .help("run it yourself before or after, then mark the change set as run with `changelog-sync`")
            .into())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn no_program_is_run() {
        check_change(
            r#"
- executeCommand: {executable: ls, args: [-l, /], os: [Linux]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:19 `{executable: ls, args: [-l, /], os: [Linux]}`: changelogs do not run programs (would run a program); run it yourself before or after, then mark the change set as run with `changelog-sync`
            "#]],
        );
    }
}
