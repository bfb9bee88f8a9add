//! From settings to a changelog that is read and a session that is open.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use amend_catalog::ObjectName;
use amend_changelog::expression::name_list;
use amend_changelog::parameters::product_parameters;
use amend_changelog::{Loaded, SearchPath, Target, load};
use amend_db::{DbError, ErrorKind, FoundJournal, Session, Tracking, Url};
use amend_plan::{Found, Keep, Project};
use amend_sql::Product;

use crate::Exit;
use crate::args::By;
use crate::output::Output;
use crate::prompt;
use crate::settings::Settings;
use crate::signal::Signal;

/// Settings, output and files: what every command needs.
pub struct Workplace {
    /// The settings.
    pub settings: Settings,
    /// Where to print.
    pub output: Output,
    /// The files of the search path.
    pub files: SearchPath,
    signal: OnceCell<Signal>,
}

/// A changelog with the target that it was read for.
pub struct Read {
    /// The target.
    pub target: Target,
    /// The changelog with its diagnostics.
    pub loaded: Loaded,
    /// The tables of the database that keep rows; `None` where nobody looked.
    pub kept: Option<BTreeSet<ObjectName>>,
}

impl Read {
    /// What is planned from.
    pub fn project<'a>(&'a self, workplace: &'a Workplace, session: Option<&'a str>) -> Project<'a> {
        Project {
            files: &workplace.files,
            changelog: &self.loaded.changelog,
            target: &self.target,
            default_schema: session,
            keep: Keep { on: workplace.settings.keep_data, found: self.found(workplace.settings.keep_data) },
        }
    }

    /// Where nobody looked, what will run is what counts.
    fn found(&self, on: bool) -> Found<'_> {
        match &self.kept {
            Some(tables) => Found::Tables(tables),
            None if on => Found::Everything,
            None => Found::Nothing,
        }
    }
}

/// The parameters that follow from the product, and those that a connection knows better.
fn merged(known: Vec<(String, String)>, facts: Vec<(String, String)>) -> Vec<(String, String)> {
    let replaced = |name: &str| facts.iter().any(|(fact, _)| fact == name);
    known.into_iter().filter(|(name, _)| !replaced(name)).chain(facts.iter().cloned()).collect()
}

impl Workplace {
    /// The workplace for these settings.
    ///
    /// # Errors
    /// A folder of the search path that is not there; the message was printed.
    pub fn new(settings: Settings) -> Result<Self, Exit> {
        let output = Output::new(&settings);
        match SearchPath::new(&settings.search_path) {
            Ok(files) => {
                settings.warnings.iter().for_each(|text| output.warning(text));
                Ok(Self { settings, output, files, signal: OnceCell::new() })
            }
            Err(error) => {
                output.error(&format!("the search path cannot be used: {error}"));
                Err(Exit::Usage)
            }
        }
    }

    /// The signals to this process, from the first call on.
    pub fn signal(&self) -> &Signal {
        self.signal.get_or_init(Signal::listen)
    }

    /// Reads the changelog for a product. What is wrong with it was printed.
    ///
    /// # Errors
    /// [`Exit::Invalid`] where it cannot be used.
    pub fn read(&self, product: Product, facts: Vec<(String, String)>) -> Result<Read, Exit> {
        let read = self.read_what_can_be(product, facts);
        if read.loaded.is_valid() { Ok(read) } else { Err(Exit::Invalid) }
    }

    /// Reads as much of the changelog as can be used. What is wrong with it was printed.
    pub fn read_what_can_be(&self, product: Product, facts: Vec<(String, String)>) -> Read {
        let target = self.target(product, facts);
        let loaded = load(&self.files, &self.settings.changelog_file, &target);
        self.output.diagnostics(&loaded.diagnostics);
        Read { target, loaded, kept: None }
    }

    fn target(&self, product: Product, facts: Vec<(String, String)>) -> Target {
        Target {
            contexts: name_list(&self.settings.contexts),
            label_filter: self.settings.label_filter.clone(),
            parameters: self.settings.parameters.clone(),
            environment: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
            allow_commands: self.settings.allow_commands,
            options: self.settings.reading.clone(),
            database: merged(product_parameters(product), facts),
            ..Target::new(product)
        }
    }

    /// Reads the changelog for the product that a session is connected to.
    ///
    /// # Errors
    /// [`Exit::Invalid`] where it cannot be used.
    pub fn read_for(&self, session: &Session) -> Result<Read, Exit> {
        self.read(session.product(), amend_db::parameters(session))
    }

    /// The same for a way back: with the tables that keep what it may bring back. By the journal alone no changelog is read.
    ///
    /// # Errors
    /// [`Exit::Invalid`] where the changelog cannot be used, and what the database says; the message was printed.
    pub async fn read_for_way_back(&self, session: &mut Session, by: By) -> Result<Read, Exit> {
        let read = match by.from_journal {
            true => {
                let target = self.target(session.product(), amend_db::parameters(session));
                Read { target, loaded: Loaded::default(), kept: None }
            }
            false => match self.read_for(session) {
                Ok(read) => read,
                Err(exit) => return Err(self.tells_of_journal(session, exit).await),
            },
        };
        Ok(Read { kept: Some(self.kept(session).await?), ..read })
    }

    /// Where the changelog cannot be used, what was recorded may serve.
    async fn tells_of_journal(&self, session: &mut Session, exit: Exit) -> Exit {
        let tracking = self.tracking(session);
        if FoundJournal::read(session, &tracking).await.is_ok_and(|it| it.has_inverses()) {
            self.output.warning("ways back are recorded in this database: `--from-journal` needs no changelog");
        }
        exit
    }

    /// The journal with the recorded ways back.
    ///
    /// # Errors
    /// What the database says; the message was printed.
    pub async fn journal(&self, session: &mut Session) -> Result<FoundJournal, Exit> {
        let tracking = self.tracking(session);
        FoundJournal::read(session, &tracking).await.map_err(|error| self.refused(&error))
    }

    /// The tables of the database that keep rows.
    ///
    /// # Errors
    /// What the database says; the message was printed.
    pub async fn kept(&self, session: &mut Session) -> Result<BTreeSet<ObjectName>, Exit> {
        amend_db::kept_tables(session).await.map_err(|error| self.refused(&error))
    }

    /// Connects to the database.
    ///
    /// # Errors
    /// The address is wrong, or nobody answers; the message was printed.
    pub async fn connect(&self) -> Result<Session, Exit> {
        let url = self.url()?;
        let mut session = match self.opened(&url).await {
            Err(error) if asks_for_password(&error, &url) => {
                let password = prompt::password().ok_or_else(|| self.refused(&error))?;
                self.opened(&url.with_password(&password)).await
            }
            outcome => outcome,
        }
        .map_err(|error| self.refused(&error))?;
        if let Some(schema) = &self.settings.default_schema {
            session.set_default_schema(schema).await.map_err(|error| self.refused(&error))?;
        }
        self.output.detail(&format!("connected to {} {}", session.product(), session.server_version()));
        Ok(session)
    }

    fn url(&self) -> Result<Url, Exit> {
        self.url_of(&self.settings.url)
    }

    /// The address in that text, with user and password of the settings where it has none.
    ///
    /// # Errors
    /// What is wrong with it; the message was printed.
    pub fn url_of(&self, text: &str) -> Result<Url, Exit> {
        let mut url = Url::parse(text).map_err(|error| {
            self.output.error(&error.to_string());
            Exit::Usage
        })?;
        if let Some(user) = self.settings.username.as_ref().filter(|_| url.user().is_none()) {
            url = url.with_user(user);
        }
        if let Some(password) = self.settings.password.as_ref().filter(|_| !url.has_password()) {
            url = url.with_password(password);
        }
        Ok(url)
    }

    async fn opened(&self, url: &Url) -> Result<Session, DbError> {
        let deadline = Instant::now() + self.settings.wait_db;
        loop {
            match Session::connect(url).await {
                Err(error) if error.kind == ErrorKind::Connection && Instant::now() < deadline => {
                    self.output.detail(&format!("waiting for the server: {error}"));
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                outcome => return outcome,
            }
        }
    }

    /// The places of the tracking tables.
    pub fn tracking(&self, session: &Session) -> Tracking {
        let settings = &self.settings;
        let schema = settings.liquibase_schema.as_deref().or(session.default_schema());
        Tracking::new(session.product(), schema)
            .named(settings.changelog_table.as_deref(), settings.lock_table.as_deref())
    }

    /// The places of the tracking tables without a database.
    pub fn tracking_offline(&self, product: Product) -> Tracking {
        let settings = &self.settings;
        Tracking::new(product, settings.liquibase_schema.as_deref())
            .named(settings.changelog_table.as_deref(), settings.lock_table.as_deref())
    }

    /// Prints what the database says.
    pub fn refused(&self, error: &DbError) -> Exit {
        self.output.diagnostics(&[amend_db::run::error_diagnostic(error)]);
        Exit::Failed
    }
}

/// Whether a server refused a login without a password.
fn asks_for_password(error: &DbError, url: &Url) -> bool {
    error.kind == ErrorKind::Privilege && !url.has_password() && url.file().is_none()
}
