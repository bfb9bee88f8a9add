//! `stop`.

use amend_syntax::Diagnostic;

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change};
use crate::lower::{Lower, Refused};

/// The message where none is given; it is part of the checksum.
const DEFAULT: &str = "Stop command in changelog file";

change! {
    /// Ends the run with a message: what follows is not to be applied yet. Nothing of the run is applied then, also not
    /// what stands before.
    ///
    /// ```yaml
    /// - stop: {message: ask the data team before you go on}
    /// ```
    "stop" = Stop {
        /// The message.
        "message" => message: String, direct;
    }
}

impl Stop {
    fn message(&self) -> &str {
        let message = self.message.as_ref().map(|it| it.value.trim_matches(|letter| letter <= ' '));
        message.filter(|it| !it.is_empty()).unwrap_or(DEFAULT)
    }
}

impl Change for Stop {
    fn lower(&self, _to: &mut Lower<'_>) -> Result<(), Refused> {
        Err(Diagnostic::error("amend::change::stop", self.message())
            .at(&self.place, "the changelog stops here")
            .help("remove the change, or leave its change set out by a context, to go on")
            .into())
    }

    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        let field = |attribute| (attribute, Canonical::Text(self.message().to_owned()));
        Self::KIND.attribute("message").map(field).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn the_message_is_told() {
        check_change(
            r#"
- stop: {message: not yet}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:9 `{message: not yet}`: not yet (the changelog stops here); remove the change, or leave its change set out by a context, to go on
            "#]],
        );
    }

    #[test]
    fn without_a_message() {
        check_change(
            r#"
- stop: {}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:9 `{}`: Stop command in changelog file (the changelog stops here); remove the change, or leave its change set out by a context, to go on
            "#]],
        );
    }
}
