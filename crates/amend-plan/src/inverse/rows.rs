//! A recorded way back as rows of the journal: one for the change set, with the number 0, and one for each statement.

use super::sending::{Sending, Whole};
use super::{Inverse, NoWay, RecordedStatement, RecordedWay};
use crate::ChangeSetKey;
use crate::step::sha256;

/// The states of the row with the number 0.
const WHOLE: &str = "WHOLE";
const LOSSY: &str = "LOSSY";
const IMPOSSIBLE: &str = "IMPOSSIBLE";
/// The state of the rows of statements.
const READY: &str = "READY";
/// That of those which are sent in their place where what was kept is not there any more.
const BARE: &str = "BARE";

/// A row of the journal for a recorded way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InverseRow {
    /// The statement's number, from 1; 0 for the row of the change set.
    pub number: usize,
    /// The hash of the statement; that of the change set is taken over all its statements.
    pub hash: String,
    /// For the change set: whether the way back brings all back, loses something, or does not exist.
    pub state: String,
    /// What is lost, or why there is no way; one a line.
    pub note: Option<String>,
    /// The statement.
    pub text: Option<String>,
    /// How it is sent; `None` is in a transaction that holds it.
    pub traits: Option<String>,
}

impl Inverse {
    /// The rows, that of the change set first.
    pub fn rows(&self) -> Vec<InverseRow> {
        let head = |state: &str, hash, note, traits| InverseRow {
            number: 0,
            hash,
            state: state.to_owned(),
            note,
            text: None,
            traits,
        };
        let way = match &self.way {
            Ok(way) => way,
            Err(NoWay::Impossible(why) | NoWay::Unreadable(why)) => {
                return vec![head(IMPOSSIBLE, String::new(), Some(why.clone()), None)];
            }
        };
        let bare = way.bare.iter().flat_map(|bare| &bare.statements).map(|it| (BARE, it));
        let statements = way.statements.iter().map(|it| (READY, it)).chain(bare).enumerate();
        let statements: Vec<InverseRow> =
            statements.map(|(place, (state, it))| statement_row(place + 1, state, it)).collect();
        let lost = Some(way.losses.join("\n")).filter(|it| !it.is_empty());
        let state = if lost.is_some() { LOSSY } else { WHOLE };
        let traits = Whole::of(way).text();
        let mut rows = vec![head(state, hash_over(traits.as_deref(), &statements), lost, traits)];
        rows.extend(statements);
        rows
    }

    /// The recorded way back of these rows, in any order, all of one change set.
    pub fn of_rows(key: ChangeSetKey, mut rows: Vec<InverseRow>) -> Self {
        rows.sort_by_key(|row| row.number);
        Self::new(key, "", way(&rows))
    }
}

fn statement_row(number: usize, state: &str, statement: &RecordedStatement) -> InverseRow {
    InverseRow {
        number,
        hash: sha256(&statement.text),
        state: state.to_owned(),
        note: None,
        text: Some(statement.text.clone()),
        traits: Sending::of(statement).text(),
    }
}

/// No row can be missing, changed or of another way without another hash.
fn hash_over(traits: Option<&str>, statements: &[InverseRow]) -> String {
    let mut text = traits.unwrap_or_default().to_owned();
    for row in statements {
        text.push_str(&format!("\n{} {} {}", row.hash, row.state, row.traits.as_deref().unwrap_or_default()));
    }
    sha256(&text)
}

fn way(rows: &[InverseRow]) -> Result<RecordedWay, NoWay> {
    let unreadable = |why: &str| NoWay::Unreadable(why.to_owned());
    let (head, statements) = match rows.split_first() {
        Some((head, statements)) if head.number == 0 => (head, statements),
        _ => return Err(unreadable("its first row is missing")),
    };
    let losses = match head.state.as_str() {
        WHOLE => Vec::new(),
        LOSSY => head.note.iter().flat_map(|note| note.lines()).map(str::to_owned).collect(),
        IMPOSSIBLE => return Err(NoWay::Impossible(head.note.clone().unwrap_or_default())),
        other => return Err(NoWay::Unreadable(format!("this version of amend does not know the state `{other}`"))),
    };
    let intact = |row: &InverseRow| row.text.as_deref().is_some_and(|text| sha256(text) == row.hash);
    if !statements.iter().all(intact) || head.hash != hash_over(head.traits.as_deref(), statements) {
        return Err(unreadable("its rows are not as they were written"));
    }
    let newer = || unreadable("a newer version of amend wrote it");
    let whole = Whole::parse(head.traits.as_deref()).ok_or_else(newer)?;
    let statement = |row: &InverseRow| {
        let sending = Sending::parse(row.traits.as_deref()).ok_or_else(newer)?;
        Ok(sending.statement(row.text.clone().unwrap_or_default()))
    };
    let of = |state: &str| -> Result<Vec<RecordedStatement>, NoWay> {
        statements.iter().filter(|row| row.state == state).map(statement).collect()
    };
    let mut way = RecordedWay { statements: of(READY)?, losses, ..whole.way() };
    if let Some(bare) = &mut way.bare {
        bare.statements = of(BARE)?;
    }
    Ok(way)
}

#[cfg(test)]
mod tests {
    use amend_catalog::{Column, Object, ObjectName, Table};

    use super::*;
    use crate::{Anew, Effect, Trace};

    fn inverse() -> Inverse {
        let statement = |text: &str, effect| RecordedStatement { text: text.to_owned(), transactional: true, effect };
        let column = Object::Column {
            table: ObjectName::qualified(Some("shop".to_owned()), "a.b"),
            at: usize::MAX,
            column: Column::stub("c"),
        };
        let renamed = Trace::Renamed {
            before: Object::Table(Table::stub(ObjectName::new("t"))),
            after: Object::Table(Table::stub(ObjectName::new("it's"))),
        };
        let way = RecordedWay {
            statements: vec![
                statement("INSERT INTO t VALUES (1)", Effect::Atomic),
                statement("ALTER TABLE", Effect::Shown { traces: vec![Trace::Goes(column), renamed], tidy: None }),
                RecordedStatement { transactional: false, ..statement("SET @a = 1", Effect::Session { until: 7 }) },
            ],
            wants_transaction: true,
            foreign_keys_off: true,
            anew: vec![Anew { table: ObjectName::new("t"), parts: vec!["a".to_owned(), "it's".to_owned()] }],
            renamed: vec![(ObjectName::new("t"), ObjectName::new("u"))],
            kept: vec![ObjectName::new("k")],
            bare: Some(Box::new(RecordedWay {
                statements: vec![statement("CREATE TABLE t", Effect::Unknown)],
                wants_transaction: true,
                ..RecordedWay::default()
            })),
            losses: vec!["one".to_owned(), "two".to_owned()],
            touches: Some(vec!["t".to_owned()]),
        };
        Inverse::new(ChangeSetKey::new("1", "a", "c.yaml"), "", Ok(way))
    }

    #[test]
    fn rows_tell_all_of_it() {
        let inverse = inverse();
        let mut rows = inverse.rows();
        rows.reverse();
        assert_eq!(Inverse::of_rows(inverse.key.clone(), rows), inverse);
        let none = Inverse { way: Err(NoWay::Impossible("so it is".to_owned())), ..inverse };
        assert_eq!(Inverse::of_rows(none.key.clone(), none.rows()), none);
    }

    #[test]
    fn what_is_not_as_it_was_written_is_not_used() {
        let rows = inverse().rows();
        let read = |rows: &[InverseRow]| Inverse::of_rows(inverse().key, rows.to_vec()).way;
        assert!(read(&rows).is_ok());
        for place in 0..rows.len() {
            let mut fewer = rows.clone();
            fewer.remove(place);
            assert!(matches!(read(&fewer), Err(NoWay::Unreadable(_))), "without row {place}");
            let mut changed = rows.clone();
            changed[place].text = Some("DROP TABLE t".to_owned());
            assert!(place == 0 || matches!(read(&changed), Err(NoWay::Unreadable(_))), "another text {place}");
            let mut changed = rows.clone();
            changed[place].traits = Some("{}".to_owned());
            assert!(matches!(read(&changed), Err(NoWay::Unreadable(_))), "other traits {place}");
        }
        let mut newer = rows.clone();
        newer[0].state = "PARTLY".to_owned();
        assert!(matches!(read(&newer), Err(NoWay::Unreadable(why)) if why.contains("PARTLY")));
    }
}
