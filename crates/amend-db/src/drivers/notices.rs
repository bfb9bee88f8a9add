//! PostgreSQL's notices: the library hands them out as trace events only, so a listener of our own stands around each
//! statement. It hears nothing else, and it keeps the library's other events (which hold statements) from everybody.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber, span};

const TARGET: &str = "sqlx::postgres::notice";

/// The notices heard so far, in their order, with whether each is a warning.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<(bool, String)>>>);

impl Heard {
    /// A listener that fills this list.
    pub fn listener(&self) -> Dispatch {
        Dispatch::new(Listener(self.clone()))
    }

    /// Takes what was heard.
    pub fn take(&self) -> Vec<(bool, String)> {
        self.0.lock().map(|mut heard| std::mem::take(&mut *heard)).unwrap_or_default()
    }
}

struct Listener(Heard);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        if let Ok(mut heard) = self.0.0.lock() {
            heard.push((*event.metadata().level() <= Level::WARN, message.0));
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0.push_str(value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing to a `String` does not fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
