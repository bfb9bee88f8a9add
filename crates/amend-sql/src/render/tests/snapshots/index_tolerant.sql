-- PostgreSQL
CREATE INDEX IF NOT EXISTS ix ON t (label);
-- back
DROP INDEX ix;
-- MySQL
refused: NotSupported { feature: TolerantIndexes, product: MySql }
-- MariaDB
CREATE INDEX IF NOT EXISTS ix ON t (label);
-- back
DROP INDEX ix ON t;
-- SQLite
CREATE INDEX IF NOT EXISTS ix ON t (label);
-- back
DROP INDEX ix;
