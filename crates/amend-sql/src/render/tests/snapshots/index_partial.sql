-- PostgreSQL
CREATE INDEX ix ON t (label) WHERE amount > 5;
-- back
DROP INDEX ix;
-- MySQL
refused: NotSupported { feature: PartialIndexes, product: MySql }
-- MariaDB
refused: NotSupported { feature: PartialIndexes, product: MariaDb }
-- SQLite
CREATE INDEX ix ON t (label) WHERE amount > 5;
-- back
DROP INDEX ix;
