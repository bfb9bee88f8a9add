-- PostgreSQL
CREATE INDEX ix ON t USING FULLTEXT (label);
-- back
DROP INDEX ix;
-- MySQL
CREATE FULLTEXT INDEX ix ON t (label);
-- back
DROP INDEX ix ON t;
-- MariaDB
CREATE FULLTEXT INDEX ix ON t (label);
-- back
DROP INDEX ix ON t;
-- SQLite
refused: NotSupported { feature: IndexMethods, product: Sqlite }
