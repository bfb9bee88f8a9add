-- PostgreSQL
CREATE INDEX ix ON t (label);
CLUSTER t USING ix;
-- back
DROP INDEX ix;
-- MySQL
refused: NotSupported { feature: ClusteredIndexes, product: MySql }
-- MariaDB
refused: NotSupported { feature: ClusteredIndexes, product: MariaDb }
-- SQLite
refused: NotSupported { feature: ClusteredIndexes, product: Sqlite }
