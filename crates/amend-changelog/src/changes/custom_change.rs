//! `customChange`.

use std::collections::BTreeMap;

use amend_syntax::{Diagnostic, Node, Spanned};

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change, Shape};
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::decode::{AttributeValue, Children, Given};
use crate::lower::{Lower, Refused};

change! {
    /// Runs a Java class. It is read, so that its change set is known, and refused where it would run: amend has no Java.
    ///
    /// ```yaml
    /// - customChange:
    ///     class: com.example.FillPersons
    ///     params:
    ///       - param: {name: country, value: CH}
    /// ```
    "customChange" = CustomChange {
        /// The class.
        "class" => class: String, required;
        /// What the class is given, each under `param` with `name` and `value`.
        "params" => params: ClassParameters;
    }
}

/// What a class is given.
#[derive(Clone, Debug, Default)]
pub struct ClassParameters(BTreeMap<String, String>);

impl AttributeValue for ClassParameters {
    const SHAPE: Shape = Shape::Parameters;

    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>> {
        let list = given.children.get(attribute.name, report).map(|(_, node)| *node);
        let inside = list.map(Children::of);
        let entries = inside.as_ref().map_or(&given.children.entries, |inside| &inside.entries);
        let parameters = entries.iter().filter(|(key, _)| key.value == "param").filter_map(|(_, node)| parameter(node));
        let place = list.unwrap_or(given.node).place.clone();
        Some(Spanned::new(Self(parameters.collect()), place))
    }

    fn canonical(&self) -> Canonical {
        Canonical::Map(self.0.clone())
    }
}

fn parameter(node: &Node) -> Option<(String, String)> {
    let children = Children::of(node);
    let text =
        |name: &str| children.entries.iter().find(|(key, _)| key.value == name).and_then(|(_, node)| node.text());
    let value = text("value").or_else(|| children.value.and_then(Node::text))?;
    Some((text("name")?, value))
}

impl Change for CustomChange {
    fn lower(&self, _to: &mut Lower<'_>) -> Result<(), Refused> {
        let class = self.class.as_ref().map_or("", |it| it.value.as_str());
        Err(Diagnostic::error("amend::change::java-class", format!("the Java class `{class}` cannot be run"))
            .at(&self.place, "would run a Java class")
            .help("write what it does as `sql`, or run it with its own tool and mark the change set as run with `changelog-sync`")
            .into())
    }

    fn text(&self, _rule: Rule, _files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let class = self.class.as_ref().map(|class| ("class", Canonical::Text(class.value.clone())));
        let parameters = self.params.as_ref().map(|it| ("param", it.value.canonical()));
        Ok(ChangeText::Fields(class.into_iter().chain(parameters).collect()))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{changes, check_change};
    use crate::checksum::{ReadFile, Rule, change_sum};

    #[test]
    fn no_java_class_is_run() {
        check_change(
            r#"
- customChange: {class: com.example.Fill}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:17 `{class: com.example.Fill}`: the Java class `com.example.Fill` cannot be run (would run a Java class); write what it does as `sql`, or run it with its own tool and mark the change set as run with `changelog-sync`
            "#]],
        );
    }

    /// The checksums are those of Liquibase 4.28.
    #[test]
    fn its_parameters_are_part_of_its_checksum() {
        let sums = |yaml: &str| {
            let (changes, _) = changes(yaml);
            let memory = crate::files::MemoryFiles::default();
            let files =
                ReadFile { bytes: &|_, _| Ok(Vec::new()), files: &memory, folder: "", expand: &|text| text.to_owned() };
            change_sum(changes[0].as_ref(), Rule::V9, &files).unwrap()
        };
        assert_eq!(sums("- customChange: {class: demo.Fill}"), "9:72465a62fa8068f97682a47a50f33d7c");
        let both =
            "- customChange: {class: demo.Fill, params: [{param: {name: a, value: x}}, {param: {name: B, value: y}}]}";
        assert_eq!(sums(both), "9:259f78f969cca2e3d1d748cf4c7091e7");
    }
}
