-- PostgreSQL
refused: UnknownDefinition { kind: Table, name: "t", table: None }
-- MySQL
refused: UnknownDefinition { kind: Table, name: "t", table: None }
-- MariaDB
refused: UnknownDefinition { kind: Table, name: "t", table: None }
-- SQLite
refused: UnknownDefinition { kind: Table, name: "t", table: None }
