//! What can be known to be wrong before an update runs.

use amend_catalog::{Op, Rows};
use amend_changelog::change_set::OnValidationFail;
use amend_syntax::Diagnostic;

use super::Update;
use crate::{History, Plan};

impl Update<'_> {
    /// The mistakes that can be known before anything runs.
    pub(super) fn mistakes(&mut self, history: &History) -> Vec<Diagnostic> {
        match crate::plan_offline(&self.project, history) {
            Err(problems) => problems,
            Ok(plan) if plan.uncertain => Vec::new(),
            Ok(plan) => {
                self.keep_seen(&plan);
                let counts = |index: &usize| {
                    let change_set = &self.project.changelog.change_sets[*index];
                    self.pending.iter().any(|(pending, _)| pending == index)
                        && change_set.fail_on_error
                        && change_set.on_validation_fail == OnValidationFail::Halt
                };
                plan.problems
                    .into_iter()
                    .filter(|it| counts(&it.change_set) && !it.may_be_found())
                    .flat_map(|it| it.diagnostics)
                    .collect()
            }
        }
    }

    /// Remembers the files whose rows were looked at for the plan, with the warnings about them: they are read once more to
    /// be sent, and not in between.
    fn keep_seen(&mut self, plan: &Plan) {
        for step in plan.steps.iter().filter(|step| self.pending.iter().any(|(pending, _)| *pending == step.change_set))
        {
            let load = |(op, _): &(Op, _)| match op {
                Op::Rows { rows: Rows::Load(load), .. } => Some(load.clone()),
                _ => None,
            };
            self.seen.extend(step.ops.iter().filter_map(load));
            self.notes.extend(step.notes.iter().filter(|note| note.code.starts_with("amend::csv::")).cloned());
        }
    }
}
