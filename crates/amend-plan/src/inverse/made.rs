//! The way back of a change set that is about to run.

use std::collections::BTreeSet;

use amend_catalog::{Catalog, Constraint, Object, ObjectName, Op};
use amend_sql::gives_password;
use amend_syntax::{Diagnostic, Place};

use super::{Anew, Inverse, NoWay, RecordedStatement, RecordedWay};
use crate::back::step_back_over;
use crate::graph::of_operations;
use crate::verification::losses;
use crate::{ChangeSetKey, Effect, Footprint, Project, Step, StepStatement};

impl Inverse {
    /// The way back of a change set, not written yet.
    pub(crate) fn new(key: ChangeSetKey, md5sum: &str, way: Result<RecordedWay, NoWay>) -> Self {
        let empty = String::new;
        Self { key, md5sum: md5sum.to_owned(), writer: empty(), deployment_id: empty(), written: empty(), way }
    }
}

/// The way back over a step that is about to be made. `catalog` is the state that the step leaves; it stays as it is.
pub(crate) fn inverse_of(project: &Project<'_>, step: &Step, catalog: &mut Catalog) -> Result<RecordedWay, NoWay> {
    let back = step_back_over(project, step, catalog).map_err(|problems| impossible(&problems))?;
    let way = recorded(project, step, &back, catalog)?;
    if step.unkept.is_empty() {
        return Ok(way);
    }
    let bare = Step { ops: step.unkept.clone(), ..Step::without_effect(step.change_set) };
    Ok(RecordedWay { bare: inverse_of(project, &bare, catalog).ok().map(Box::new), ..way })
}

/// The step back as it is recorded. `catalog` is the state that it begins with.
pub(crate) fn recorded(
    project: &Project<'_>,
    step: &Step,
    back: &Step,
    catalog: &Catalog,
) -> Result<RecordedWay, NoWay> {
    let change_set = &project.changelog.change_sets[step.change_set];
    let kept: Vec<ObjectName> = step.kept_tables().map(|table| table.name.clone()).collect();
    // What a way back that somebody wrote brings back is not known.
    let tells = kept.is_empty() && change_set.rollback.is_empty();
    let lost = losses(project.product(), step.ops.iter().map(|(op, _)| op).filter(|_| tells));
    let mut statements = Vec::new();
    for statement in &back.statements {
        statements.extend(texts(project, statement)?);
    }
    Ok(RecordedWay {
        statements,
        wants_transaction: change_set.run_in_transaction,
        foreign_keys_off: back.foreign_keys_off,
        anew: anew(back, catalog),
        renamed: back.renamed_tables(),
        kept,
        bare: None,
        losses: lost.into_iter().map(|finding| finding.what).collect(),
        touches: touched(project, [&step.ops, &back.ops]),
    })
}

/// What the operations there and back touch; `None` where they may touch anything.
fn touched(project: &Project<'_>, ways: [&Vec<(Op, Place)>; 2]) -> Option<Vec<String>> {
    let mut names = BTreeSet::new();
    for ops in ways {
        let Footprint { accesses, texts, wild } = of_operations(project, ops, &[]);
        if wild || texts.iter().any(|text| text.of.is_none()) {
            return None;
        }
        let edits = ops.iter().filter_map(|(op, _)| op.as_edit());
        let parents = edits.flat_map(|edit| [&edit.before, &edit.after]).flatten().flat_map(referenced);
        let touched = accesses.into_iter().map(|access| access.object.name).chain(parents);
        names.extend(touched.map(|name| name.to_string().to_lowercase()));
    }
    Some(names.into_iter().collect())
}

/// The tables that the foreign keys of an object point to.
fn referenced(object: &Object) -> Vec<ObjectName> {
    let constraints = match object {
        Object::Table(table) => table.constraints.as_slice(),
        Object::Constraint { constraint, .. } => std::slice::from_ref(constraint),
        _ => &[],
    };
    let parent = |constraint: &Constraint| match constraint {
        Constraint::ForeignKey(key) => Some(key.referenced_table.clone()),
        _ => None,
    };
    constraints.iter().filter_map(parent).collect()
}

/// The tables that the step makes anew.
fn anew(back: &Step, catalog: &Catalog) -> Vec<Anew> {
    let tables = if back.foreign_keys_off { back.altered_tables() } else { Vec::new() };
    tables.iter().map(|table| Anew::of(table, catalog)).collect()
}

impl Anew {
    /// The table with what the catalog knows on it.
    pub(crate) fn of(name: &ObjectName, catalog: &Catalog) -> Self {
        let table = catalog.table(name);
        let columns = table.iter().flat_map(|it| &it.columns).map(|it| &it.name);
        let indexes = table.iter().flat_map(|it| &it.indexes).map(|it| &it.name);
        let triggers = catalog.routines.iter().filter(|it| it.table.as_ref() == Some(name)).map(|it| &it.name.name);
        Self { table: name.clone(), parts: columns.chain(indexes).chain(triggers).cloned().collect() }
    }
}

/// The texts that a statement sends, those of the rows of a file one by one.
fn texts(project: &Project<'_>, statement: &StepStatement) -> Result<Vec<RecordedStatement>, NoWay> {
    let not_recorded = |why: &str| NoWay::Impossible(why.to_owned());
    if statement.program.is_some() {
        return Err(not_recorded("a program takes it back, and programs are not recorded"));
    }
    let effect = match &statement.effect {
        // Rows of files make more statements than were counted.
        Effect::Session { .. } => Effect::Session { until: usize::MAX },
        effect => effect.clone(),
    };
    let mut recorded = Vec::new();
    for text in statement.texts(project.files) {
        let text = text.map_err(|problems| impossible(&problems))?;
        if gives_password(&text) {
            return Err(not_recorded("a statement of it gives a password, which is not written to the database"));
        }
        let transactional = statement.statement.transactional;
        recorded.push(RecordedStatement { text, transactional, effect: effect.clone() });
    }
    Ok(recorded)
}

/// There is no way, because of these; in one line, each with what it says of its place.
pub(crate) fn impossible(problems: &[Diagnostic]) -> NoWay {
    let one = |problem: &Diagnostic| {
        let label = problem.labels.iter().find(|it| it.primary && !it.text.is_empty());
        let label = label.map(|it| format!(": {}", it.text)).unwrap_or_default();
        format!("{}{label}", problem.message)
    };
    NoWay::Impossible(problems.iter().map(one).collect::<Vec<_>>().join("; "))
}
