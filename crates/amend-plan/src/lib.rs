//! Which change sets run, in which order, what they become, the way back, and the run itself as a pure machine.
//!
//! Promises: a plan is data; no IO but the files that changelogs name, nothing asynchronous, no database.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod back;
mod batch;
mod bounded;
mod conditions;
mod dependents;
mod effect;
mod fit;
mod graph;
mod history;
mod inverse;
mod journal;
mod keep;
mod lowering;
pub mod machine;
pub mod merge;
mod plan;
mod preview;
mod project;
mod replay;
mod retain;
mod selection;
mod step;
pub mod verification;

pub use back::{BackStep, way_back, way_back_apart};
pub use batch::{Batch, Batches};
pub use conditions::{Known, Verdict, answer_offline, column_answer, facts, schema_of, verdict};
pub use dependents::{Dependent, dependents};
pub use effect::{Effect, Evidence, Trace, evidence};
pub use graph::{
    Access, Cause, Footprint, Graph, How, Move, Order, Overview, OverviewEdge, OverviewNode, Touch, footprint, order,
    overview,
};
pub use history::{ChangeSetKey, ExecType, History, HistoryRow};
pub use inverse::{Anew, Inverse, InverseRow, NoWay, RecordedStatement, RecordedWay, Recording};
pub use journal::{Direction, Entry, EntryState, Journal, Resolve};
pub use keep::{Found, KEPT_PREFIX, Keep, kept_prefix};
pub use plan::{Plan, Problem, certain_problems, plan_offline};
pub use preview::{Preview, PreviewEntry, checksum_of, future_history, preview, sql_verdict, thought_verdict};
pub use project::Project;
pub use replay::{Ran, Replay, replay};
pub use selection::{Decision, Selection, select};
pub use step::{Step, StepStatement, Texts};
