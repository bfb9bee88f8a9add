//! One module a product; a product that is another's relative holds only what differs.

pub(crate) mod mariadb;
pub(crate) mod mysql;
pub(crate) mod postgresql;
pub(crate) mod sqlite;
