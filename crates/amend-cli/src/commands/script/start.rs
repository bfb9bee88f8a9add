//! What a script begins with: the changelog, the history, and the database where there is one.

use amend_db::{Session, Tracking};
use amend_plan::{History, future_history};
use amend_sql::Product;

use crate::Exit;
use crate::args::Offline;
use crate::setup::{Read, Workplace};

/// The state that a script starts from.
pub struct Start {
    /// The changelog.
    pub read: Read,
    /// What has run; `None` where there is no history table yet.
    pub history: Option<History>,
    /// The schema of the connection.
    pub schema: Option<String>,
    /// Where the records go.
    pub tracking: Tracking,
    /// The database; `None` where the script is written without one.
    pub session: Option<Session>,
}

impl Start {
    /// The state of the database, or of an empty one where none is needed.
    ///
    /// # Errors
    /// The changelog or the database cannot be read; the message was printed.
    pub async fn now(workplace: &Workplace, offline: &Offline) -> Result<Self, Exit> {
        if let Some(product) = product(workplace, offline)? {
            let read = workplace.read(product, Vec::new())?;
            let tracking = workplace.tracking_offline(product);
            return Ok(Self { read, history: None, schema: None, tracking, session: None });
        }
        let mut session = workplace.connect().await?;
        let read = workplace.read_for(&session)?;
        let history = super::super::history::read(workplace, &mut session).await?;
        let schema = session.default_schema().map(str::to_owned);
        let tracking = workplace.tracking(&session);
        Ok(Self { read, history, schema, tracking, session: Some(session) })
    }

    /// The state of the database, or of one where the whole changelog has run.
    ///
    /// # Errors
    /// The changelog or the database cannot be read; the message was printed.
    pub async fn after_everything(workplace: &Workplace, offline: &Offline) -> Result<Self, Exit> {
        let mut start = Self::now(workplace, offline).await?;
        if let Some(session) = &mut start.session {
            start.read.kept = Some(workplace.kept(session).await?);
            return Ok(start);
        }
        let project = start.read.project(workplace, None);
        let future = future_history(&project, &History::default()).map_err(|problems| {
            workplace.output.diagnostics(&problems);
            Exit::Invalid
        })?;
        start.history = Some(future);
        Ok(start)
    }
}

/// The product that a script is written for without a database: by `--dialect`, or by a URL such as `offline:mysql`.
fn product(workplace: &Workplace, offline: &Offline) -> Result<Option<Product>, Exit> {
    let by_url = workplace.settings.url.strip_prefix("offline:").map(|rest| rest.split('?').next().unwrap_or_default());
    let Some(name) = offline.dialect.as_deref().or(by_url) else { return Ok(None) };
    match Product::from_name(name) {
        Some(product) => Ok(Some(product)),
        None => {
            let known = Product::ALL.map(Product::name).join(", ");
            workplace.output.error(&format!("there is no product `{name}`; amend knows {known}"));
            Err(Exit::Usage)
        }
    }
}
