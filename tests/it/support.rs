//! What the tests here share: the program in a folder, and the commands on a database.

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::servers::Engine;

/// The folder of this repository.
pub const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// An empty folder for the program.
pub fn checkout() -> Checkout {
    Checkout::new(env!("CARGO_BIN_EXE_amend"))
}

/// A folder for the program with this changelog, and an empty database that the program finds by its environment.
pub fn checkout_on(engine: Engine, changelog: &str) -> (Checkout, Database) {
    let (mut checkout, database) = (checkout(), Database::create(engine));
    checkout.set("AMEND_URL", database.url());
    checkout.set("AMEND_CHANGELOG_FILE", "changelog.yaml");
    checkout.write("changelog.yaml", changelog);
    (checkout, database)
}

/// The name of the history table in a query of that engine.
pub fn history_table(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "databasechangelog",
        _ => "DATABASECHANGELOG",
    }
}

/// All rows of the history, whole.
pub fn history(database: &Database) -> Vec<String> {
    database.rows(&format!("SELECT * FROM {} ORDER BY ORDEREXECUTED", history_table(database.engine())))
}
