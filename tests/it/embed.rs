//! The library crates in a Rust program: the example runs on every database.

#[path = "../examples/embed.rs"]
#[expect(dead_code, reason = "the example's own entry point")]
mod example;

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, REPOSITORY};

on_every_engine!(a_program_updates_and_goes_back);

fn a_program_updates_and_goes_back(engine: Engine) {
    let (_, database) = support::checkout_on(engine, "");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (applied, taken_back) = runtime.block_on(async {
        let url = database.url();
        let mut opened = example::Database::open(url, REPOSITORY, "changelogs/changelog.yaml").await.unwrap();
        (opened.update().await.unwrap(), opened.back(1).await.unwrap())
    });
    assert_eq!(taken_back.as_slice(), &applied[applied.len() - 1..]);
    assert_eq!(support::history(&database).len(), applied.len() - 1);
}
