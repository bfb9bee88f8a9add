-- PostgreSQL
ALTER TABLE t VALIDATE CONSTRAINT fk_p;
-- back
ALTER TABLE t DROP CONSTRAINT fk_p;
ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) NOT VALID;
-- MySQL
ALTER TABLE t DROP FOREIGN KEY fk_p;
ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id);
-- back
refused: NotSupported { feature: UnvalidatedConstraints, product: MySql }
-- MariaDB
ALTER TABLE t DROP FOREIGN KEY fk_p;
ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id);
-- back
refused: NotSupported { feature: UnvalidatedConstraints, product: MariaDb }
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id),
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
refused: NotSupported { feature: UnvalidatedConstraints, product: Sqlite }
