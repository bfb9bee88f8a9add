-- PostgreSQL
refused: BadLiteral(NotANumber("1; DROP TABLE t"))
-- MySQL
refused: NotSupported { feature: Sequences, product: MySql }
-- MariaDB
refused: BadLiteral(NotANumber("1; DROP TABLE t"))
-- SQLite
refused: NotSupported { feature: Sequences, product: Sqlite }
