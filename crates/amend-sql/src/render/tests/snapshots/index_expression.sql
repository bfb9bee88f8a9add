-- PostgreSQL
CREATE INDEX ix ON t ((lower(label)));
-- back
DROP INDEX ix;
-- MySQL
CREATE INDEX ix ON t ((lower(label)));
-- back
DROP INDEX ix ON t;
-- MariaDB
refused: NotSupported { feature: ExpressionIndexes, product: MariaDb }
-- SQLite
CREATE INDEX ix ON t ((lower(label)));
-- back
DROP INDEX ix;
