-- PostgreSQL
refused: NotSupported { feature: PrefixIndexes, product: PostgreSql }
-- MySQL
CREATE INDEX ix ON t (label (5)) USING btree COMMENT 'it''s';
-- back
DROP INDEX ix ON t;
-- MariaDB
CREATE INDEX ix ON t (label (5)) USING btree COMMENT 'it''s';
-- back
DROP INDEX ix ON t;
-- SQLite
refused: NotSupported { feature: IndexMethods, product: Sqlite }
