-- PostgreSQL
ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label) DEFERRABLE INITIALLY DEFERRED;
-- back
ALTER TABLE t DROP CONSTRAINT uq_t;
-- MySQL
refused: NotSupported { feature: DeferrableKeys, product: MySql }
-- MariaDB
refused: NotSupported { feature: DeferrableKeys, product: MariaDb }
-- SQLite
refused: NotSupported { feature: DeferrableKeys, product: Sqlite }
