//! A scratch database for tests that are not asynchronous.

use std::future::Future;

use amend_catalog::Catalog;
use amend_db::inspect::{Scope, inspect};
use amend_db::{Session, Tracking, Url};

use crate::servers::{Engine, ScratchDatabase};

/// A new, empty database. Each statement has a session of its own, so that none stays open between two of them.
///
/// It is deleted with the value, unless the test failed: then it stays for a look.
#[derive(Debug)]
pub struct Database {
    engine: Engine,
    url: String,
    scratch: Option<ScratchDatabase>,
}

impl Database {
    /// Makes a database.
    ///
    /// # Panics
    /// If the environment does not name the engine's server, or the server refuses.
    pub fn create(engine: Engine) -> Self {
        let scratch = wait_for(ScratchDatabase::create(engine));
        Self { engine, url: scratch.url().to_owned(), scratch: Some(scratch) }
    }

    /// The engine that it runs on.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn run(&self, statement: &str) {
        self.with_session(async |session| {
            session.execute(statement).await.unwrap_or_else(|error| panic!("`{statement}`: {error}"));
        });
    }

    /// The rows of a query, each as its values separated by ` | `; `NULL` stands for itself.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn rows(&self, query: &str) -> Vec<String> {
        let rows = self.with_session(async |session| {
            session.query(query).await.unwrap_or_else(|error| panic!("`{query}`: {error}"))
        });
        let row = |row: Vec<Option<String>>| {
            row.into_iter().map(|cell| cell.unwrap_or_else(|| "NULL".to_owned())).collect::<Vec<_>>().join(" | ")
        };
        rows.into_iter().map(row).collect()
    }

    /// The only value of a query.
    ///
    /// # Panics
    /// If the server refuses, or the query does not have one row.
    pub fn value(&self, query: &str) -> String {
        let mut rows = self.rows(query);
        assert_eq!(rows.len(), 1, "`{query}` gave {rows:?}");
        rows.remove(0)
    }

    /// What the server's own catalog holds, without the tracking tables.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn inspect(&self) -> Catalog {
        self.with_session(async |session| {
            let tracking = Tracking::of(session);
            inspect(session, &tracking, &Scope::All).await.unwrap_or_else(|error| panic!("inspecting: {error}"))
        })
    }

    /// Does something with a session.
    ///
    /// # Panics
    /// If the server refuses to connect.
    pub fn with_session<T>(&self, task: impl AsyncFnOnce(&mut Session) -> T) -> T {
        wait_for(async {
            let url = Url::parse(&self.url).expect("the test's own URL can be read");
            let session = Session::connect(&url).await;
            let mut session = session.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine));
            let result = task(&mut session).await;
            session.close().await.unwrap_or_else(|error| panic!("{:?}: {error}", self.engine));
            result
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(scratch) = self.scratch.take().filter(|_| !std::thread::panicking()) {
            wait_for(scratch.close());
        }
    }
}

/// Runs a future to its end on this thread.
///
/// # Panics
/// If the system gives no resources for that.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime needs a few file descriptors").block_on(future)
}
