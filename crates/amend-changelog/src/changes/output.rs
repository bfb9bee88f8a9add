//! `output`.

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change};
use crate::lower::{Lower, Refused, require};

change! {
    /// Shows a message when the change set runs.
    ///
    /// ```yaml
    /// - output: {message: the next step takes some minutes}
    /// ```
    "output" = Output {
        /// The message.
        "message" => message: String, required, direct;
        /// Where it is shown, as Liquibase names it (`STDERR` where it is not given); amend shows it as a notice.
        "target" => target: String;
    }
}

impl Change for Output {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let message = require(self, "message", &self.message)?;
        to.notice(trimmed(&message.value), &message.place);
        Ok(())
    }

    /// The message is trimmed, and a target that is not given is written out.
    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        let target = self.target.as_ref().map(|it| it.value.as_str()).filter(|it| !trimmed(it).is_empty());
        let message = self.message.as_ref().map(|it| trimmed(&it.value)).filter(|it| !it.is_empty());
        let fields = [("message", message), ("target", Some(target.unwrap_or("STDERR")))];
        let field = |(name, value): (&str, Option<&str>)| {
            Some((Self::KIND.attribute(name)?, Canonical::Text(value?.to_owned())))
        };
        fields.into_iter().filter_map(field).collect()
    }

    fn is_harmless(&self) -> bool {
        true
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter| letter <= ' ')
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_message() {
        check_change(
            r#"
- output: {message: " hello "}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
            "#]],
        );
    }

    #[test]
    fn a_message_is_needed() {
        check_change(
            r#"
- output: {target: STDOUT}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:11 `{target: STDOUT}`: `output` needs `message` (`message` is missing or empty); write `message: ...`: The message
            "#]],
        );
    }
}
