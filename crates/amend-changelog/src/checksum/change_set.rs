//! The checksum of a whole change set.

use amend_sql::Product;
use amend_syntax::Diagnostic;

use super::{ReadFile, Rule, change_sum, text_sum};
use crate::canonical::{self, Canonical};
use crate::change::Change;
use crate::change_set::ChangeSet;
use crate::dbms;
use crate::model::Target;
use crate::modify_sql::Visitor;

/// The checksum of a change set on a product, in a run of these contexts and labels.
///
/// It is taken of the changes in their order and of the `modifySql` that applies. It says nothing about the change
/// set's other attributes.
///
/// # Errors
/// A file that cannot be read.
pub fn change_set_sum(
    change_set: &ChangeSet,
    target: &Target,
    rule: Rule,
    files: &ReadFile<'_>,
) -> Result<String, Diagnostic> {
    let mut text = String::new();
    for change in change_set.changes.iter().map(|it| it.change.as_ref()) {
        if counts(change, target.product, rule) {
            text.push_str(&change_sum(change, rule, files)?);
            text.push(':');
        }
    }
    text.push_str(&visitor_sums(change_set, target, rule));
    Ok(text_sum(&text, rule))
}

/// The part of the text that the `modifySql` that applies gives.
pub(super) fn visitor_sums(change_set: &ChangeSet, target: &Target, rule: Rule) -> String {
    let applying = change_set.modify_sql.iter().filter(|it| applies(it, target));
    applying.map(|visitor| visitor_sum(visitor, rule) + ";").collect()
}

/// Whether a change is part of the checksum: not where it is for other products only, a rule that version 8 lacked.
pub(super) fn counts(change: &dyn Change, product: Product, rule: Rule) -> bool {
    rule == Rule::V8 || change.dbms().is_none_or(|list| dbms::matches(list, product))
}

fn applies(visitor: &Visitor, target: &Target) -> bool {
    visitor.applies(target.product, &target.contexts, target.label_filter.as_deref())
}

fn visitor_sum(visitor: &Visitor, rule: Rule) -> String {
    let mut fields: Vec<(&'static str, Canonical)> =
        visitor.fields().into_iter().map(|(name, value)| (name, Canonical::Text(value))).collect();
    if rule == Rule::V8 {
        fields.extend(selection_of(visitor));
    }
    text_sum(&canonical::serialise(&visitor.name, &fields), rule)
}

/// When a visitor applies, as version 8 printed it.
fn selection_of(visitor: &Visitor) -> impl Iterator<Item = (&'static str, Canonical)> {
    let products = visitor.dbms.as_deref().map(|list| Canonical::Texts(in_hash_order(list)));
    let context = visitor.contexts.own.clone().map(Canonical::Text);
    let labels = Some(visitor.labels.own.join(",")).filter(|list| !list.is_empty()).map(Canonical::Text);
    let fields = [("applicableDbms", products), ("contextFilter", context), ("labels", labels)];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

/// The names of a list as a Java hash set of sixteen places gives them: its order is part of the checksum.
fn in_hash_order(list: &str) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort_by_key(|name| place_in_hash_set(name));
    names.into_iter().map(str::to_owned).collect()
}

fn place_in_hash_set(name: &str) -> u32 {
    let hash = name.encode_utf16().fold(0_u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)));
    (hash ^ (hash >> 16)) & 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_a_java_hash_set() {
        let list = "mssql, h2,postgresql, mysql, oracle, mariadb, sqlite, oracle";
        assert_eq!(in_hash_order(list).join(" "), "mariadb oracle postgresql sqlite h2 mysql mssql");
    }
}
