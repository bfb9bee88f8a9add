//! `tagDatabase`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, require};

change! {
    /// Marks the state that the database has after this change set with a tag, to which a rollback can return.
    ///
    /// ```yaml
    /// - tagDatabase: {tag: "1.0"}
    /// ```
    "tagDatabase" = TagDatabase {
        /// The tag.
        "tag" => tag: String, required;
    }
}

impl Change for TagDatabase {
    fn lower(&self, _to: &mut Lower<'_>) -> Result<(), Refused> {
        require(self, "tag", &self.tag).map(drop)
    }

    fn tag(&self) -> Option<&str> {
        filled(&self.tag).map(|tag| tag.value.as_str())
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
- tagDatabase: {tag: "1.0"}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
            "#]],
        );
    }
}
