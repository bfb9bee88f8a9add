//! What a script begins with: the changelog, the history, and the database where there is one.

use amend_db::{FoundJournal, Session, Tracking};
use amend_plan::{History, future_history};
use amend_sql::Product;

use crate::Exit;
use crate::args::{By, Offline};
use crate::setup::{Read, Workplace};

/// The state that a script starts from.
pub struct Start {
    /// The changelog.
    pub read: Read,
    /// What has run; `None` where there is no history table yet.
    pub history: Option<History>,
    /// The recorded ways back, where they count.
    pub journal: FoundJournal,
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
            return Self::without_database(workplace, product);
        }
        let session = workplace.connect().await?;
        let read = workplace.read_for(&session)?;
        Self::of(workplace, session, read, workplace.settings.record_inverse).await
    }

    /// The state of the database, or of one where the whole changelog has run.
    ///
    /// # Errors
    /// The changelog or the database cannot be read; the message was printed.
    pub async fn after_everything(workplace: &Workplace, offline: &Offline, by: By) -> Result<Self, Exit> {
        let Some(product) = product(workplace, offline)? else {
            let mut session = workplace.connect().await?;
            let read = workplace.read_for_way_back(&mut session, by).await?;
            return Self::of(workplace, session, read, true).await;
        };
        if by.from_journal {
            workplace.output.error("the journal is in the database: `--from-journal` needs one");
            return Err(Exit::Usage);
        }
        let mut start = Self::without_database(workplace, product)?;
        let project = start.read.project(workplace, None);
        let future = future_history(&project, &History::default()).map_err(|problems| {
            workplace.output.diagnostics(&problems);
            Exit::Invalid
        })?;
        start.history = Some(future);
        Ok(start)
    }

    fn without_database(workplace: &Workplace, product: Product) -> Result<Self, Exit> {
        let read = workplace.read(product, Vec::new())?;
        let tracking = workplace.tracking_offline(product);
        let journal = FoundJournal::none(&tracking);
        Ok(Self { read, history: None, journal, schema: None, tracking, session: None })
    }

    async fn of(workplace: &Workplace, mut session: Session, read: Read, with_journal: bool) -> Result<Self, Exit> {
        let history = super::super::history::read(workplace, &mut session).await?;
        let schema = session.default_schema().map(str::to_owned);
        let tracking = workplace.tracking(&session);
        let journal = match with_journal {
            true => workplace.journal(&mut session).await?,
            false => FoundJournal::none(&tracking),
        };
        Ok(Self { read, history, journal, schema, tracking, session: Some(session) })
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
