-- PostgreSQL
CREATE SEQUENCE sq;
-- back
DROP SEQUENCE sq;
-- MySQL
refused: NotSupported { feature: Sequences, product: MySql }
-- MariaDB
CREATE SEQUENCE sq;
-- back
DROP SEQUENCE sq;
-- SQLite
refused: NotSupported { feature: Sequences, product: Sqlite }
