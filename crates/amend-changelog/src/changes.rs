//! The change types, one file each. `KINDS` is the registry: tests, the decoder, the JSON Schema and the reference
//! pages run over it.

use amend_syntax::{Node, Spanned};

use crate::change::{Change, ChangeKind};

mod add_auto_increment;
mod add_check_constraint;
mod add_column;
mod add_default_value;
mod add_foreign_key_constraint;
mod add_lookup_table;
mod add_not_null_constraint;
mod add_primary_key;
mod add_unique_constraint;
mod alter_sequence;
mod body;
mod create_function;
mod create_index;
mod create_package;
mod create_package_body;
mod create_procedure;
mod create_sequence;
mod create_synonym;
mod create_table;
mod create_trigger;
mod create_view;
mod custom_change;
mod delete;
mod disable_check_constraint;
mod disable_trigger;
mod drop_all_foreign_key_constraints;
mod drop_check_constraint;
mod drop_column;
mod drop_default_value;
mod drop_foreign_key_constraint;
mod drop_function;
mod drop_index;
mod drop_not_null_constraint;
mod drop_package;
mod drop_package_body;
mod drop_primary_key;
mod drop_procedure;
mod drop_sequence;
mod drop_synonym;
mod drop_table;
mod drop_trigger;
mod drop_unique_constraint;
mod drop_view;
#[cfg(test)]
mod effects;
mod empty;
mod enable_check_constraint;
mod enable_trigger;
mod execute_command;
mod insert;
mod load;
mod load_data;
mod load_update_data;
mod mark_unused;
mod merge_columns;
mod modify_data_type;
mod output;
mod rename_column;
mod rename_sequence;
mod rename_table;
mod rename_trigger;
mod rename_view;
mod routine;
mod routine_head;
mod rows;
mod set_column_remarks;
mod set_table_remarks;
mod sql;
mod sql_file;
mod stop;
mod tag_database;
#[cfg(test)]
pub(crate) mod testing;
mod update;
mod validate_constraint;

/// All change types, in alphabetical order of their names.
pub static KINDS: &[&ChangeKind] = &[
    &add_auto_increment::AddAutoIncrement::KIND,
    &add_check_constraint::AddCheckConstraint::KIND,
    &add_column::AddColumn::KIND,
    &add_default_value::AddDefaultValue::KIND,
    &add_foreign_key_constraint::AddForeignKeyConstraint::KIND,
    &add_lookup_table::AddLookupTable::KIND,
    &add_not_null_constraint::AddNotNullConstraint::KIND,
    &add_primary_key::AddPrimaryKey::KIND,
    &add_unique_constraint::AddUniqueConstraint::KIND,
    &alter_sequence::AlterSequence::KIND,
    &create_function::CreateFunction::KIND,
    &create_index::CreateIndex::KIND,
    &create_package::CreatePackage::KIND,
    &create_package_body::CreatePackageBody::KIND,
    &create_procedure::CreateProcedure::KIND,
    &create_sequence::CreateSequence::KIND,
    &create_synonym::CreateSynonym::KIND,
    &create_table::CreateTable::KIND,
    &create_trigger::CreateTrigger::KIND,
    &create_view::CreateView::KIND,
    &custom_change::CustomChange::KIND,
    &delete::Delete::KIND,
    &disable_check_constraint::DisableCheckConstraint::KIND,
    &disable_trigger::DisableTrigger::KIND,
    &drop_all_foreign_key_constraints::DropAllForeignKeyConstraints::KIND,
    &drop_check_constraint::DropCheckConstraint::KIND,
    &drop_column::DropColumn::KIND,
    &drop_default_value::DropDefaultValue::KIND,
    &drop_foreign_key_constraint::DropForeignKeyConstraint::KIND,
    &drop_function::DropFunction::KIND,
    &drop_index::DropIndex::KIND,
    &drop_not_null_constraint::DropNotNullConstraint::KIND,
    &drop_package::DropPackage::KIND,
    &drop_package_body::DropPackageBody::KIND,
    &drop_primary_key::DropPrimaryKey::KIND,
    &drop_procedure::DropProcedure::KIND,
    &drop_sequence::DropSequence::KIND,
    &drop_synonym::DropSynonym::KIND,
    &drop_table::DropTable::KIND,
    &drop_trigger::DropTrigger::KIND,
    &drop_unique_constraint::DropUniqueConstraint::KIND,
    &drop_view::DropView::KIND,
    &empty::Empty::KIND,
    &enable_check_constraint::EnableCheckConstraint::KIND,
    &enable_trigger::EnableTrigger::KIND,
    &execute_command::ExecuteCommand::KIND,
    &insert::Insert::KIND,
    &load_data::LoadData::KIND,
    &load_update_data::LoadUpdateData::KIND,
    &mark_unused::MarkUnused::KIND,
    &merge_columns::MergeColumns::KIND,
    &modify_data_type::ModifyDataType::KIND,
    &output::Output::KIND,
    &rename_column::RenameColumn::KIND,
    &rename_sequence::RenameSequence::KIND,
    &rename_table::RenameTable::KIND,
    &rename_trigger::RenameTrigger::KIND,
    &rename_view::RenameView::KIND,
    &set_column_remarks::SetColumnRemarks::KIND,
    &set_table_remarks::SetTableRemarks::KIND,
    &sql::Sql::KIND,
    &sql_file::SqlFile::KIND,
    &stop::Stop::KIND,
    &tag_database::TagDatabase::KIND,
    &update::Update::KIND,
    &validate_constraint::ValidateConstraint::KIND,
];

/// The change type of that name; names are case-sensitive.
pub fn find(name: &str) -> Option<&'static ChangeKind> {
    KINDS.iter().find(|kind| kind.name == name).copied()
}

/// The names of all change types.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

/// An `sql` change for a text that stands outside a change: a rollback that is a string, a file of SQL.
pub fn sql_text(text: Spanned<String>, options: sql::TextOptions) -> Box<dyn Change> {
    Box::new(sql::Sql::of_text(text, options))
}

pub use sql::TextOptions;

/// Reads a change of that kind.
pub fn decode(kind: &'static ChangeKind, node: &Node, report: &mut Vec<amend_syntax::Diagnostic>) -> Box<dyn Change> {
    (kind.decode)(node, report)
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;

    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names: Vec<&str> = names().collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }

    #[test]
    fn every_change_and_attribute_says_what_it_means() {
        for kind in KINDS {
            assert!(!kind.doc.trim().is_empty(), "{} has no doc", kind.name);
            for attribute in kind.attributes {
                assert!(!attribute.doc.trim().is_empty(), "{}.{} has no doc", kind.name, attribute.name);
            }
        }
    }

    /// The changes of a page's example.
    fn example(kind: &ChangeKind) -> &str {
        let block = kind.doc.split_once("```yaml\n").and_then(|(_, rest)| rest.split_once("```"));
        block.unwrap_or_else(|| panic!("{} has no example", kind.name)).0
    }

    #[test]
    fn every_page_has_an_example_of_its_change() {
        for kind in KINDS {
            let (changes, report) = testing::changes(example(kind));
            assert!(report.is_empty(), "{}: {report:?}", kind.name);
            let last = changes.last().unwrap();
            assert_eq!(last.kind().name, kind.name);
            let given = last.given();
            for attribute in kind.attributes.iter().filter(|it| it.required) {
                let is_given = given.iter().any(|(it, _)| it.name == attribute.name);
                assert!(is_given, "the example of {} lacks {}", kind.name, attribute.name);
            }
        }
    }

    #[test]
    fn every_example_runs_or_is_refused_with_its_place() {
        for kind in KINDS {
            let (changes, _) = testing::changes(example(kind));
            let change = changes.last().unwrap().as_ref();
            for product in Product::ALL {
                let meant = change.dbms().is_none_or(|dbms| dbms.split(',').any(|name| name == product.name()));
                let refused = testing::run_example(product, change).err().filter(|_| meant);
                for diagnostic in refused.into_iter().flat_map(|refused| refused.diagnostics) {
                    assert!(diagnostic.place().is_some(), "{product}, {}: {}", kind.name, diagnostic.message);
                    assert!(diagnostic.help.is_some(), "{product}, {}: {}", kind.name, diagnostic.message);
                    let on_stage =
                        !diagnostic.code.ends_with("::missing") || diagnostic.code == "amend::routine::missing";
                    assert!(on_stage, "{product}, {}: {}", kind.name, diagnostic.message);
                }
            }
        }
    }
}
