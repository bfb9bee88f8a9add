//! What the tests of the workspace share: databases to run on, the program in a folder of its own, and a relay that
//! hears what is sent to a server.
//!
//! For development only: no crate that is shipped depends on this one.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod checkout;
pub mod database;
pub mod relay;
pub mod servers;

/// Makes one test per engine of each function that takes an [`Engine`](servers::Engine): `name::postgresql` and so on.
#[macro_export]
macro_rules! on_every_engine {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use $crate::servers::Engine;

            #[test]
            fn postgresql() {
                super::$test(Engine::Postgres);
            }

            #[test]
            fn mysql() {
                super::$test(Engine::MySql);
            }

            #[test]
            fn mariadb() {
                super::$test(Engine::MariaDb);
            }

            #[test]
            fn sqlite() {
                super::$test(Engine::Sqlite);
            }
        }
    )+};
}
