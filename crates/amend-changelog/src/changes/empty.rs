//! `empty`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused};

change! {
    /// Does nothing: a change set without effect, recorded like any other.
    ///
    /// ```yaml
    /// - empty: {}
    /// ```
    "empty" = Empty {}
}

impl Change for Empty {
    fn lower(&self, _to: &mut Lower<'_>) -> Result<(), Refused> {
        Ok(())
    }

    fn is_harmless(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn nothing_is_sent() {
        check_change(
            r#"
- empty: {}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
            "#]],
        );
    }
}
