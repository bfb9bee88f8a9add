//! Back: rows of the history, newest first. What takes a change set back is told by a replay of the changelog, or was
//! recorded when the change set ran.

mod begun;
mod recorded;

use std::collections::{HashMap, VecDeque};

use amend_catalog::{Catalog, ObjectName};
use amend_syntax::{Diagnostic, nearest};

use recorded::name_now;

use super::{Ask, Start, Work};
use crate::conditions::Verdict;
use crate::machine::{How, Item, Record};
use crate::{
    Anew, BackStep, ChangeSetKey, Direction, ExecType, History, HistoryRow, Inverse, Journal, Project, Recording,
    Replay, Selection, Step, dependents, replay, select, way_back, way_back_apart,
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

/// The rows that go, and what goes with them.
#[derive(Clone, Debug, Default)]
struct Way {
    /// The rows, newest first.
    rows: Vec<usize>,
    /// What is done, one for each row.
    items: VecDeque<Item>,
    /// The tables that are made anew (SQLite), by their names where the way begins.
    anew: Vec<ObjectName>,
    /// Where it was recorded and is not told by the changelog: what stood on those tables then, each with its name of now.
    recorded: Option<Vec<(ObjectName, Anew)>>,
}

/// The way back of a database.
pub struct Back<'a> {
    project: Project<'a>,
    to: BackTo,
    /// What depends on the rows goes, too.
    with_dependents: bool,
    /// Only what was recorded counts; the changelog tells nothing.
    from_journal: bool,
    history: History,
    journal: Journal,
    /// The recorded ways back.
    inverses: HashMap<ChangeSetKey, Inverse>,
    way: Way,
    /// What the database has on the tables that are made anew was asked for.
    looked_up: bool,
    /// Why the way must not be gone, found while looking it up.
    refusal: Vec<Diagnostic>,
    /// Warnings.
    pub notes: Vec<Diagnostic>,
    /// What a way back that was begun has still to go over.
    begun: Vec<ChangeSetKey>,
    /// What the person who runs it is told with the first change set.
    notices: Vec<String>,
}

impl<'a> Back<'a> {
    /// The way back of the project's database.
    pub fn new(project: Project<'a>, to: BackTo) -> Self {
        Self {
            project,
            to,
            with_dependents: false,
            from_journal: false,
            history: History::default(),
            journal: Journal::default(),
            inverses: HashMap::new(),
            way: Way::default(),
            looked_up: false,
            refusal: Vec::new(),
            begun: Vec::new(),
            notices: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The same way back, with what depends on its change sets.
    #[must_use]
    pub fn with_dependents(self, with_dependents: bool) -> Self {
        Self { with_dependents, ..self }
    }

    /// The same way back by what was recorded alone: the project's changelog is not looked at.
    #[must_use]
    pub fn from_journal(self, from_journal: bool) -> Self {
        Self { from_journal, ..self }
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

    /// The way as the changelog tells it; where it does not, as it was recorded. `None` where there is nothing to go over.
    fn known(&mut self, history: &History) -> Result<Option<Way>, Vec<Diagnostic>> {
        let Selection { decisions, problems } = select(&self.project, history);
        let rows = match self.rows(history) {
            Ok(rows) => rows,
            Err(problem) => return Err(if problems.is_empty() { vec![problem] } else { problems }),
        };
        let replayed = match problems.is_empty() {
            true if rows.is_empty() => return Ok(None),
            true => match self.edited(&decisions, history, &rows) {
                Some(way) => return Ok(Some(way)),
                None => self.replayed(replay(&self.project, history), history, rows.clone()),
            },
            false => Err(problems),
        };
        replayed.map(Some).or_else(|problems| self.instead(history, rows, problems).map(Some))
    }

    /// The way as a replay tells it, with what goes along.
    fn told(
        &self,
        project: &Project<'_>,
        replay: Replay,
        history: &History,
        mut rows: Vec<usize>,
    ) -> Result<Way, Vec<Diagnostic>> {
        if !self.is_apart() {
            return way_back(project, replay, history, &rows).map(|steps| self.way_of(history, rows, &steps));
        }
        let dependents = dependents(project, &replay, &rows);
        if !self.with_dependents && !dependents.is_empty() {
            return Err(dependents.iter().map(|dependent| dependent.diagnostic(history)).collect());
        }
        rows.extend(dependents.iter().map(|dependent| dependent.row));
        rows.sort_unstable_by(|left, right| right.cmp(left));
        way_back_apart(project, replay, history, &rows).map(|steps| self.way_of(history, rows, &steps))
    }

    /// Whether rows go that may have others after them that stay.
    fn is_apart(&self) -> bool {
        matches!(self.to, BackTo::ChangeSet(_) | BackTo::Deployment(_))
    }

    fn takes_part(&self, row: &HistoryRow) -> bool {
        let change_set = self.project.changelog.change_sets.iter().find(|it| row.is_nearly_of(it));
        self.from_journal || change_set.is_some_and(|it| it.takes_part(self.project.target))
    }

    fn way_of(&self, history: &History, rows: Vec<usize>, steps: &[BackStep]) -> Way {
        let mut renamed = Vec::new();
        let mut anew = Vec::new();
        for step in steps.iter().map(|back| &back.step) {
            renamed.extend(step.renamed_tables());
            let tables = if step.foreign_keys_off { step.altered_tables() } else { Vec::new() };
            anew.extend(tables.iter().map(|table| name_now(table, &renamed)));
        }
        anew.sort();
        anew.dedup();
        let items = steps.iter().map(|back| self.item(&history.rows[back.row], &back.step)).collect();
        Way { rows, items, anew, recorded: None }
    }

    fn item(&self, row: &HistoryRow, step: &Step) -> Item {
        let change_set = &self.project.changelog.change_sets[step.change_set];
        Item {
            change_set: Some(step.change_set),
            name: change_set.key().to_string(),
            statements: if row.exec_type == ExecType::MarkRan { Vec::new() } else { step.statements.clone() },
            wants_transaction: change_set.run_in_transaction,
            foreign_keys_off: step.foreign_keys_off,
            ..self.bare_item(row)
        }
    }

    fn begun_notice(&self) -> Option<String> {
        let (time, left) = (self.journal.way_back_begun()?, self.begun.len());
        Some(format!("going on with the rollback that was begun on {time}: change sets left: {left}"))
    }

    /// An item that takes a row away, and nothing with it.
    fn bare_item(&self, row: &HistoryRow) -> Item {
        let is_recorded = self.inverses.contains_key(&row.key);
        Item {
            change_set: None,
            name: row.key.normal().to_string(),
            statements: Vec::new(),
            record: Record::Delete(Box::new(row.clone())),
            wants_transaction: true,
            foreign_keys_off: false,
            fail_on_error: true,
            notices: Vec::new(),
            only_recorded: row.exec_type == ExecType::MarkRan,
            recording: if is_recorded { Recording::Remove } else { Recording::Leave },
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
        self.notices = self.begun_notice().into_iter().collect();
        let way = if self.from_journal { self.recorded(history) } else { self.known(history) };
        match way {
            Ok(None) => Start::Nothing,
            Ok(Some(way)) => {
                self.notes = other_by_time(history, &way.rows).into_iter().collect();
                self.way = way;
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
        self.inverses = journal.inverses.iter().map(|it| (it.key.clone(), it.clone())).collect();
        self.journal = Journal { entries: journal.entries.clone(), inverses: Vec::new() };
    }

    /// One change set alone needs no plan.
    fn plan(&self) -> Vec<ChangeSetKey> {
        let rows = self.way.rows.iter().map(|row| self.history.rows[*row].key.clone());
        if self.way.rows.len() > 1 { rows.collect() } else { Vec::new() }
    }

    fn next(&mut self) -> Ask {
        if !std::mem::replace(&mut self.looked_up, true) && !self.way.anew.is_empty() {
            return Ask::Inspect(self.way.anew.clone());
        }
        if !self.refusal.is_empty() {
            return Ask::Refuse(std::mem::take(&mut self.refusal));
        }
        match self.way.items.front().cloned() {
            Some(mut item) => {
                item.notices = self.notices.clone();
                Ask::Run(Box::new(item))
            }
            None => Ask::Done,
        }
    }

    fn evaluated(&mut self, _verdict: Verdict) {}

    /// What the changelog does not know falls with a table that is made anew: triggers become known here, the rest is
    /// refused.
    fn inspected(&mut self, found: &Catalog) {
        if let Some(recorded) = &self.way.recorded {
            self.refusal = self.falling(found, recorded);
            return;
        }
        let mut replay = replay(&self.project, &self.history);
        replay.catalog.learn_routines(found);
        let known = self.way.anew.iter().map(|table| (table.clone(), Anew::of(table, &replay.catalog)));
        let known: Vec<(ObjectName, Anew)> = known.collect();
        if let Ok(way) = self.replayed(replay, &self.history, self.way.rows.clone()) {
            self.way = way;
            self.refusal = self.falling(found, &known);
        }
    }

    fn finished(&mut self, _item: &Item, _how: How) {
        self.notices.clear();
        self.way.items.pop_front();
    }
}
