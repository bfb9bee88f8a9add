//! How a recorded statement is sent, and the whole way gone, as text: JSON, of which only what is not usual is written.

use amend_catalog::{
    Column, Constraint, Index, Key, Object, ObjectName, Routine, RoutineKind, Sequence, SequenceOptions, Table, View,
};
use serde::{Deserialize, Serialize};

use super::{Anew, RecordedStatement, RecordedWay};
use crate::effect::shown;
use crate::{Effect, Trace};

/// How a statement is sent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Sending {
    /// Outside of any transaction.
    #[serde(default, skip_serializing_if = "is_false")]
    alone: bool,
    effect: Shape,
}

/// An [`Effect`], with names in the place of objects.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    Atomic,
    Session(usize),
    Repeatable,
    Shown(Vec<Mark>),
    Unknown,
}

/// A [`Trace`], with names in the place of objects.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mark {
    Appears(Named),
    Goes(Named),
    Renamed(Named, Named),
}

/// The name of an object.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Named {
    Table(Full),
    Column(Full, String),
    PrimaryKey(Full),
    Constraint(Full, Option<String>),
    Index(Full, String),
    Sequence(Full),
    View(Full),
    Procedure(Full),
    Function(Full),
    Trigger(Full),
}

/// Schema and name.
#[derive(Debug, Serialize, Deserialize)]
struct Full(Option<String>, String);

/// How the whole way is gone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Whole {
    #[serde(default, skip_serializing_if = "is_false")]
    without_transaction: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    foreign_keys_off: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    anew: Vec<(Full, Vec<String>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    renamed: Vec<(Full, Full)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept: Vec<Full>,
    /// How the way is gone where what was kept is not there any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bare: Option<Box<Whole>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    touches: Option<Vec<String>>,
}

fn is_false(it: &bool) -> bool {
    !it
}

/// The text of what is not usual; `None` of what is.
fn text(value: &impl Serialize, usual: &str) -> Option<String> {
    // Nothing of it can fail: there are no maps with other keys than texts.
    serde_json::to_string(value).ok().filter(|text| text != usual)
}

impl Sending {
    const USUAL: &str = r#"{"effect":"atomic"}"#;

    pub fn of(statement: &RecordedStatement) -> Self {
        Self { alone: !statement.transactional, effect: Shape::of(&statement.effect) }
    }

    pub fn text(&self) -> Option<String> {
        text(self, Self::USUAL)
    }

    /// `None` for what this version does not know.
    pub fn parse(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text.unwrap_or(Self::USUAL)).ok()
    }

    pub fn statement(self, text: String) -> RecordedStatement {
        RecordedStatement { text, transactional: !self.alone, effect: self.effect.effect(self.alone) }
    }
}

impl Whole {
    const USUAL: &str = "{}";

    pub fn of(way: &RecordedWay) -> Self {
        Self {
            without_transaction: !way.wants_transaction,
            foreign_keys_off: way.foreign_keys_off,
            anew: way.anew.iter().map(|it| (Full::of(&it.table), it.parts.clone())).collect(),
            renamed: way.renamed.iter().map(|(before, after)| (Full::of(before), Full::of(after))).collect(),
            kept: way.kept.iter().map(Full::of).collect(),
            bare: way.bare.as_ref().map(|bare| Box::new(Self::of(bare))),
            touches: way.touches.clone(),
        }
    }

    pub fn text(&self) -> Option<String> {
        text(self, Self::USUAL)
    }

    /// `None` for what this version does not know.
    pub fn parse(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text.unwrap_or(Self::USUAL)).ok()
    }

    /// A way without its statements.
    pub fn way(self) -> RecordedWay {
        RecordedWay {
            wants_transaction: !self.without_transaction,
            foreign_keys_off: self.foreign_keys_off,
            anew: self.anew.into_iter().map(|(table, parts)| Anew { table: table.name(), parts }).collect(),
            renamed: self.renamed.into_iter().map(|(before, after)| (before.name(), after.name())).collect(),
            kept: self.kept.into_iter().map(Full::name).collect(),
            bare: self.bare.map(|bare| Box::new(bare.way())),
            touches: self.touches,
            ..RecordedWay::default()
        }
    }
}

impl Shape {
    fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Atomic => Self::Atomic,
            Effect::Session { until } => Self::Session(*until),
            Effect::Repeatable => Self::Repeatable,
            Effect::Shown { traces, .. } => Self::Shown(traces.iter().map(Mark::of).collect()),
            Effect::Unknown | Effect::Past => Self::Unknown,
        }
    }

    fn effect(self, alone: bool) -> Effect {
        match self {
            Self::Atomic => Effect::Atomic,
            Self::Session(until) => Effect::Session { until },
            Self::Repeatable => Effect::Repeatable,
            Self::Shown(marks) => shown(marks.into_iter().map(Mark::trace).collect(), alone),
            Self::Unknown => Effect::Unknown,
        }
    }
}

impl Mark {
    fn of(trace: &Trace) -> Self {
        match trace {
            Trace::Appears(object) => Self::Appears(Named::of(object)),
            Trace::Goes(object) => Self::Goes(Named::of(object)),
            Trace::Renamed { before, after } => Self::Renamed(Named::of(before), Named::of(after)),
        }
    }

    fn trace(self) -> Trace {
        match self {
            Self::Appears(named) => Trace::Appears(named.object()),
            Self::Goes(named) => Trace::Goes(named.object()),
            Self::Renamed(before, after) => Trace::Renamed { before: before.object(), after: after.object() },
        }
    }
}

impl Named {
    fn of(object: &Object) -> Self {
        match object {
            Object::Table(table) => Self::Table(Full::of(&table.name)),
            Object::Column { table, column, .. } => Self::Column(Full::of(table), column.name.clone()),
            Object::Constraint { table, constraint: Constraint::PrimaryKey(_) } => Self::PrimaryKey(Full::of(table)),
            Object::Constraint { table, constraint } => {
                Self::Constraint(Full::of(table), constraint.name().map(str::to_owned))
            }
            Object::Index { table, index } => Self::Index(Full::of(table), index.name.clone()),
            Object::Sequence(sequence) => Self::Sequence(Full::of(&sequence.name)),
            Object::View(view) => Self::View(Full::of(&view.name)),
            Object::Routine(routine) => match routine.kind {
                RoutineKind::Procedure => Self::Procedure(Full::of(&routine.name)),
                RoutineKind::Function => Self::Function(Full::of(&routine.name)),
                RoutineKind::Trigger => Self::Trigger(Full::of(&routine.name)),
            },
        }
    }

    /// An object of that kind and name, and no other definition.
    fn object(self) -> Object {
        let key = |name| Key { name, ..Key::default() };
        let routine = |kind, name: Full| Routine { kind, name: name.name(), table: None, text: None, enabled: true };
        match self {
            Self::Table(name) => Object::Table(Table::stub(name.name())),
            Self::Column(table, name) => {
                Object::Column { table: table.name(), at: usize::MAX, column: Column::stub(name) }
            }
            Self::PrimaryKey(table) => {
                Object::Constraint { table: table.name(), constraint: Constraint::PrimaryKey(key(None)) }
            }
            Self::Constraint(table, name) => {
                Object::Constraint { table: table.name(), constraint: Constraint::Unique(key(name)) }
            }
            Self::Index(table, name) => {
                Object::Index { table: table.name(), index: Index { name, ..Index::default() } }
            }
            Self::Sequence(name) => Object::Sequence(Sequence {
                name: name.name(),
                known: false,
                options: SequenceOptions::default(),
                owner: None,
            }),
            Self::View(name) => Object::View(View {
                name: name.name(),
                known: false,
                query: String::new(),
                full_definition: false,
                comment: None,
            }),
            Self::Procedure(name) => Object::Routine(routine(RoutineKind::Procedure, name)),
            Self::Function(name) => Object::Routine(routine(RoutineKind::Function, name)),
            Self::Trigger(name) => Object::Routine(routine(RoutineKind::Trigger, name)),
        }
    }
}

impl Full {
    fn of(name: &ObjectName) -> Self {
        Self(name.schema.clone(), name.name.clone())
    }

    fn name(self) -> ObjectName {
        ObjectName::qualified(self.0, self.1)
    }
}
