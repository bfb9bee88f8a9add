//! The engines that run as servers, as a table of facts.

use serde::{Deserialize, Serialize};

/// A database engine that the tests reach through a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MariaDB.
    MariaDb,
    /// MySQL proper.
    MySql,
}

/// What differs between the engines, outside of how their programs are run (`recipe.rs`).
pub struct Facts {
    /// Lower-case name, for folders, options and messages.
    pub name: &'static str,
    /// The product's own spelling.
    pub title: &'static str,
    /// The environment variable that the tests read the server's URL from.
    pub variable: &'static str,
    /// The URL up to the port: scheme, superuser without password, loopback.
    pub url_start: &'static str,
    /// The URL after the port.
    pub url_end: &'static str,
    /// Packages of Debian stable that hold the server; empty where it has none.
    pub packages: &'static [&'static str],
    /// Official container image.
    pub image: &'static str,
    /// The port that the server listens on inside of its container.
    pub image_port: u16,
    /// What lets the superuser of the container in without a password.
    pub image_environment: &'static str,
}

impl Engine {
    /// All engines, in the order in which they are listed everywhere.
    pub const ALL: [Engine; 3] = [Engine::Postgres, Engine::MariaDb, Engine::MySql];

    /// The engine's row of the table.
    pub fn facts(self) -> &'static Facts {
        match self {
            Engine::Postgres => &POSTGRES,
            Engine::MariaDb => &MARIADB,
            Engine::MySql => &MYSQL,
        }
    }

    /// The superuser's URL of a server on a port of the loopback interface.
    pub fn url(self, port: u16) -> String {
        let facts = self.facts();
        format!("{}{port}{}", facts.url_start, facts.url_end)
    }
}

const POSTGRES: Facts = Facts {
    name: "postgres",
    title: "PostgreSQL",
    variable: "AMEND_TEST_POSTGRES_URL",
    url_start: "postgres://postgres@127.0.0.1:",
    url_end: "/postgres",
    packages: &["postgresql"],
    image: "postgres:17",
    image_port: 5432,
    image_environment: "POSTGRES_HOST_AUTH_METHOD=trust",
};

const MARIADB: Facts = Facts {
    name: "mariadb",
    title: "MariaDB",
    variable: "AMEND_TEST_MARIADB_URL",
    url_start: "mysql://root@127.0.0.1:",
    url_end: "",
    packages: &["mariadb-server"],
    image: "mariadb:11",
    image_port: 3306,
    image_environment: "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1",
};

const MYSQL: Facts = Facts {
    name: "mysql",
    title: "MySQL",
    variable: "AMEND_TEST_MYSQL_URL",
    url_start: "mysql://root@127.0.0.1:",
    url_end: "",
    packages: &[],
    image: "mysql:9",
    image_port: 3306,
    image_environment: "MYSQL_ALLOW_EMPTY_PASSWORD=1",
};
