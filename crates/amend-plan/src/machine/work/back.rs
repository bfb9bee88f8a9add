//! Back: rows of the history, newest first.

use std::collections::VecDeque;

use amend_catalog::{Catalog, ObjectName};
use amend_syntax::{Diagnostic, nearest};

use super::{Ask, Start, Work};
use crate::conditions::Verdict;
use crate::machine::{How, Item, Record};
use crate::{
    BackStep, ChangeSetKey, Direction, ExecType, History, HistoryRow, Journal, Project, Replay, Step, dependents,
    replay, way_back, way_back_apart,
};

/// How far back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackTo {
    /// So many change sets.
    Count(usize),
    /// What came after the newest row with this tag.
    Tag(String),
    /// What came after the oldest row with this tag.
    OldestTag(String),
    /// What came after this time, as the server prints times (`YYYY-MM-DD HH:MM:SS`).
    Date(String),
    /// One change set alone, as path::id::author.
    ChangeSet(String),
    /// What one run did: that of the deployment id, or the last one.
    Deployment(Option<String>),
}

/// The rows that go, and the steps over them.
type Way = (Vec<usize>, Vec<BackStep>);

/// The way back of a database.
pub struct Back<'a> {
    project: Project<'a>,
    to: BackTo,
    /// What depends on the rows goes, too.
    with_dependents: bool,
    history: History,
    rows: Vec<usize>,
    steps: VecDeque<BackStep>,
    /// What the database has on the tables that are made anew was asked for.
    looked_up: bool,
    /// Warnings.
    pub notes: Vec<Diagnostic>,
    /// What a way back that was begun has still to go over.
    begun: Vec<ChangeSetKey>,
    /// What the person who runs it is told with the first change set.
    notice: Option<String>,
}

impl<'a> Back<'a> {
    /// The way back of the project's database.
    pub fn new(project: Project<'a>, to: BackTo) -> Self {
        Self {
            project,
            to,
            with_dependents: false,
            history: History::default(),
            rows: Vec::new(),
            steps: VecDeque::new(),
            looked_up: false,
            begun: Vec::new(),
            notice: None,
            notes: Vec::new(),
        }
    }

    /// The same way back, with what depends on its change sets.
    #[must_use]
    pub fn with_dependents(self, with_dependents: bool) -> Self {
        Self { with_dependents, ..self }
    }

    /// The rows that go, newest first.
    fn rows(&self, history: &History) -> Result<Vec<usize>, Diagnostic> {
        let rows = (0..history.rows.len()).rev().filter(|row| self.takes_part(&history.rows[*row]));
        // So many are counted from where the way back began that was not finished.
        let counted = |row: &usize| self.begun.is_empty() || self.begun.contains(&history.rows[*row].key);
        Ok(match &self.to {
            BackTo::Count(count) => rows.filter(counted).take(*count).collect(),
            BackTo::Date(date) => rows.filter(|row| later(&history.rows[*row].date_executed, date)).collect(),
            BackTo::Tag(tag) => from_row(rows, until_tag(history, tag, Which::Newest)?),
            BackTo::OldestTag(tag) => from_row(rows, until_tag(history, tag, Which::Oldest)?),
            BackTo::ChangeSet(name) => vec![row_called(history, name)?],
            BackTo::Deployment(id) => rows_of_deployment(history, id.as_deref())?,
        })
    }

    /// The rows that go, with what goes along, and the steps over them.
    fn way_back(&self, replay: Replay, history: &History, mut rows: Vec<usize>) -> Result<Way, Vec<Diagnostic>> {
        if !matches!(self.to, BackTo::ChangeSet(_) | BackTo::Deployment(_)) {
            return way_back(&self.project, replay, history, &rows).map(|steps| (rows, steps));
        }
        let dependents = dependents(&self.project, &replay, &rows);
        if !self.with_dependents && !dependents.is_empty() {
            return Err(dependents.iter().map(|dependent| dependent.diagnostic(history)).collect());
        }
        rows.extend(dependents.iter().map(|dependent| dependent.row));
        rows.sort_unstable_by(|left, right| right.cmp(left));
        way_back_apart(&self.project, replay, history, &rows).map(|steps| (rows, steps))
    }

    fn takes_part(&self, row: &HistoryRow) -> bool {
        let change_set = self.project.changelog.change_sets.iter().find(|it| row.is_nearly_of(it));
        change_set.is_some_and(|it| it.takes_part(self.project.target))
    }

    /// The tables that steps make anew (SQLite).
    fn made_anew(&self) -> Vec<ObjectName> {
        let steps = self.steps.iter().map(|back| &back.step).filter(|step| step.foreign_keys_off);
        let mut tables: Vec<ObjectName> = steps.flat_map(Step::altered_tables).collect();
        tables.sort();
        tables.dedup();
        tables
    }

    fn item(&self, back: &BackStep) -> Item {
        let row = &self.history.rows[back.row];
        let change_set = &self.project.changelog.change_sets[back.step.change_set];
        Item {
            change_set: Some(back.step.change_set),
            name: change_set.key().to_string(),
            statements: if row.exec_type == ExecType::MarkRan { Vec::new() } else { back.step.statements.clone() },
            record: Record::Delete(Box::new(row.clone())),
            wants_transaction: change_set.run_in_transaction,
            foreign_keys_off: back.step.foreign_keys_off,
            fail_on_error: true,
            notices: self.notice.iter().cloned().collect(),
            only_recorded: row.exec_type == ExecType::MarkRan,
        }
    }
}

/// The row of a change set.
fn row_called(history: &History, name: &str) -> Result<usize, Diagnostic> {
    let names: Vec<String> = history.rows.iter().map(|row| row.key.normal().to_string()).collect();
    let wanted = name.to_lowercase();
    let is_called = |known: &String| known.to_lowercase() == wanted;
    let is_stored = |row: &HistoryRow| row.key.to_string().to_lowercase() == wanted;
    let found = names.iter().rposition(is_called).or_else(|| history.rows.iter().rposition(is_stored));
    found.ok_or_else(|| {
        let help = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`amend history` shows what has run; name it as path::id::author".to_owned(),
        };
        Diagnostic::error("amend::rollback::not-run", format!("the change set `{name}` has not run")).help(help)
    })
}

/// The rows of one run, newest first; of the last one where none is named.
fn rows_of_deployment(history: &History, id: Option<&str>) -> Result<Vec<usize>, Diagnostic> {
    let last = history.rows.last().and_then(|row| row.deployment_id.as_deref());
    let Some(wanted) = id.or(last) else { return Ok(Vec::new()) };
    let is_of = |row: &usize| history.rows[*row].deployment_id.as_deref() == Some(wanted);
    let rows: Vec<usize> = (0..history.rows.len()).rev().filter(is_of).collect();
    if rows.is_empty() {
        let message = format!("no row of the history has the deployment id `{wanted}`");
        let help = "`amend history --format json` shows the deployment ids";
        return Err(Diagnostic::error("amend::rollback::no-deployment", message).help(help));
    }
    Ok(rows)
}

/// The row that counts where several have a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Newest,
    Oldest,
}

fn from_row(rows: impl Iterator<Item = usize>, until: usize) -> Vec<usize> {
    rows.take_while(|row| *row >= until).collect()
}

/// The first row that goes when the tag stays: the one after the tagged row, or that row itself where all that its
/// change set does is to set the tag.
fn until_tag(history: &History, tag: &str, which: Which) -> Result<usize, Diagnostic> {
    let tagged = |row: &HistoryRow| row.tag.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(tag));
    let found = match which {
        Which::Newest => history.rows.iter().rposition(tagged),
        Which::Oldest => history.rows.iter().position(tagged),
    };
    let at = found.ok_or_else(|| {
        Diagnostic::error("amend::tag::missing", format!("no row of the history has the tag `{tag}`"))
            .help("`amend history` shows the tags")
    })?;
    let only_tag = history.rows[at].description.as_deref() == Some("tagDatabase");
    Ok(if only_tag { at } else { at + 1 })
}

/// A warning where the rows by their times would be others than those by their numbers: an older tool has written them
/// on machines in several time zones, and would go back another way.
fn other_by_time(history: &History, rows: &[usize]) -> Option<Diagnostic> {
    let mut by_time: Vec<usize> = (0..history.rows.len()).collect();
    by_time.sort_by(|left, right| history.rows[*left].date_executed.cmp(&history.rows[*right].date_executed));
    let newest = &by_time[by_time.len() - rows.len()..];
    let passed = newest.iter().find(|row| !rows.contains(row) && rows.iter().all(|it| it > *row))?;
    let key = &history.rows[*passed].key;
    let message = format!("by its time, `{key}` ran later than what is rolled back; the numbers of the rows count");
    Some(
        Diagnostic::warning("amend::history::two-orders", message)
            .help("tools that go by the time would roll it back first; `history` shows both"),
    )
}

/// Whether a time is later than another; both in the form `YYYY-MM-DD HH:MM:SS`, compared as far as both go.
fn later(time: &str, than: &str) -> bool {
    let plain = |text: &str| text.replace('T', " ");
    plain(time) > plain(than)
}

impl Work for Back<'_> {
    fn start(&mut self, history: &History) -> Start {
        let selection = crate::select(&self.project, history);
        if !selection.problems.is_empty() {
            return Start::Refused(selection.problems);
        }
        let rows = match self.rows(history) {
            Ok(rows) => rows,
            Err(problem) => return Start::Refused(vec![problem]),
        };
        if rows.is_empty() {
            return Start::Nothing;
        }
        self.notes = other_by_time(history, &rows).into_iter().collect();
        match self.way_back(replay(&self.project, history), history, rows) {
            Ok((rows, steps)) => {
                (self.rows, self.steps) = (rows, steps.into());
                self.history = history.clone();
                Start::Ready
            }
            Err(problems) => Start::Refused(problems),
        }
    }

    fn direction(&self) -> Direction {
        Direction::Back
    }

    fn journal(&mut self, journal: &Journal) {
        self.begun = journal.way_back().cloned().collect();
        self.begun.sort();
        self.begun.dedup();
        let left = self.begun.len();
        self.notice = journal
            .way_back_begun()
            .map(|time| format!("going on with the rollback that was begun on {time}: change sets left: {left}"));
    }

    /// One change set alone needs no plan.
    fn plan(&self) -> Vec<ChangeSetKey> {
        let rows = self.rows.iter().map(|row| self.history.rows[*row].key.clone());
        if self.rows.len() > 1 { rows.collect() } else { Vec::new() }
    }

    fn next(&mut self) -> Ask {
        if !std::mem::replace(&mut self.looked_up, true) {
            let tables = self.made_anew();
            if !tables.is_empty() {
                return Ask::Inspect(tables);
            }
        }
        match self.steps.front() {
            Some(step) => Ask::Run(Box::new(self.item(step))),
            None => Ask::Done,
        }
    }

    fn evaluated(&mut self, _verdict: Verdict) {}

    /// Triggers that the changelog does not know fall with a table that is made anew, unless they are known here.
    fn inspected(&mut self, found: &Catalog) {
        let mut replay = replay(&self.project, &self.history);
        replay.catalog.learn_routines(found);
        if let Ok((_, steps)) = self.way_back(replay, &self.history, self.rows.clone()) {
            self.steps = steps.into();
        }
    }

    fn finished(&mut self, _item: &Item, _how: How) {
        self.notice = None;
        self.steps.pop_front();
    }
}
