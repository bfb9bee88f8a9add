//! sea-query's traits for rows.

use std::fmt::Write;

use sea_query::{
    BinOper, DynIden, EscapeBuilder, ExplainStatement, Expr, OnConflictTarget, Oper, OperLeftAssocDecider,
    PrecedenceDecider, QueryBuilder, Quote, QuotedBuilder, SelectInto, SqlWriter, SubQueryStatement, TableRefBuilder,
    Value,
};

use super::{Backend, put};
use crate::profile::{Conflict, profile};

impl QuotedBuilder for Backend<'_> {
    fn quote(&self) -> Quote {
        match profile(self.product).quote {
            '`' => Quote::new(b'`'),
            _ => Quote::new(b'"'),
        }
    }

    fn prepare_iden(&self, iden: &DynIden, sql: &mut impl SqlWriter) {
        put(sql, &self.name(&iden.inner()));
    }
}

impl EscapeBuilder for Backend<'_> {
    fn write_escaped(&self, buffer: &mut impl Write, string: &str) {
        let literal = self.literal(string);
        put(buffer, literal.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or_default());
    }
}

impl TableRefBuilder for Backend<'_> {}

impl PrecedenceDecider for Backend<'_> {
    /// Names, and texts that this crate wrote, stand for themselves; expressions of the user come in parentheses.
    fn inner_expr_well_known_greater_precedence(&self, inner: &Expr, _: &Oper) -> bool {
        matches!(inner, Expr::Column(_) | Expr::Custom(_) | Expr::Keyword(_))
    }
}

impl OperLeftAssocDecider for Backend<'_> {
    fn well_known_left_associative(&self, _: &BinOper) -> bool {
        false
    }
}

impl QueryBuilder for Backend<'_> {
    fn prepare_query_statement(&self, query: &SubQueryStatement, sql: &mut impl SqlWriter) {
        match query {
            SubQueryStatement::SelectStatement(it) => self.prepare_select_statement(it, sql),
            SubQueryStatement::InsertStatement(it) => self.prepare_insert_statement(it, sql),
            SubQueryStatement::UpdateStatement(it) => self.prepare_update_statement(it, sql),
            SubQueryStatement::DeleteStatement(it) => self.prepare_delete_statement(it, sql),
            SubQueryStatement::WithStatement(it) => self.prepare_with_query(it, sql),
        }
    }

    /// No statement of this crate selects into a table.
    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}

    /// No statement of this crate is explained.
    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}

    fn prepare_value(&self, value: Value, sql: &mut impl SqlWriter) {
        sql.push_param(value, self);
    }

    fn insert_default_values(&self, _: u32, sql: &mut impl SqlWriter) {
        put(sql, profile(self.product).empty_row);
    }

    fn prepare_on_conflict_keywords(&self, sql: &mut impl SqlWriter) {
        put(sql, profile(self.product).conflict.keywords());
    }

    fn prepare_on_conflict_target(&self, target: &OnConflictTarget, sql: &mut impl SqlWriter) {
        if let (Conflict::OfKey, OnConflictTarget::Identifiers(columns)) = (profile(self.product).conflict, target) {
            self.prepare_on_conflict_target_identifiers(columns, sql);
        }
    }

    fn prepare_on_conflict_do_update_keywords(&self, sql: &mut impl SqlWriter) {
        put(sql, profile(self.product).conflict.update_keywords());
    }

    fn prepare_on_conflict_excluded_table(&self, column: &DynIden, sql: &mut impl SqlWriter) {
        let (before, after) = profile(self.product).conflict.around_new_value();
        put(sql, before);
        self.prepare_iden(column, sql);
        put(sql, after);
    }
}
