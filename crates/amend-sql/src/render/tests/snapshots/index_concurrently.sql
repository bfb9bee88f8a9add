-- PostgreSQL
CREATE INDEX CONCURRENTLY ix ON t (label); -- outside a transaction
-- back
DROP INDEX CONCURRENTLY ix; -- outside a transaction
-- MySQL
refused: NotSupported { feature: ConcurrentIndexes, product: MySql }
-- MariaDB
refused: NotSupported { feature: ConcurrentIndexes, product: MariaDb }
-- SQLite
refused: NotSupported { feature: ConcurrentIndexes, product: Sqlite }
