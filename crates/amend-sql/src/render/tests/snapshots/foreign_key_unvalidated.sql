-- PostgreSQL
ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) NOT VALID;
-- back
ALTER TABLE t DROP CONSTRAINT fk_p;
-- MySQL
refused: NotSupported { feature: UnvalidatedConstraints, product: MySql }
-- MariaDB
refused: NotSupported { feature: UnvalidatedConstraints, product: MariaDb }
-- SQLite
refused: NotSupported { feature: UnvalidatedConstraints, product: Sqlite }
