-- PostgreSQL
refused: NotSupported { feature: UnenforcedChecks, product: PostgreSql }
-- MySQL
ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0) NOT ENFORCED;
-- back
ALTER TABLE t DROP CONSTRAINT ck_t;
-- MariaDB
refused: NotSupported { feature: UnenforcedChecks, product: MariaDb }
-- SQLite
refused: NotSupported { feature: UnenforcedChecks, product: Sqlite }
