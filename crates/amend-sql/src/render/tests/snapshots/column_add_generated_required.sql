-- PostgreSQL
ALTER TABLE t ADD COLUMN doubled INTEGER GENERATED ALWAYS AS (amount * 2) STORED NOT NULL;
-- back
ALTER TABLE t DROP COLUMN doubled;
-- MySQL
ALTER TABLE t ADD COLUMN doubled INTEGER GENERATED ALWAYS AS (amount * 2) VIRTUAL NOT NULL;
-- back
ALTER TABLE t DROP COLUMN doubled;
-- MariaDB
refused: NotSupported { feature: RequiredGeneratedColumns, product: MariaDb }
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  doubled INTEGER GENERATED ALWAYS AS (amount * 2) VIRTUAL NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
ALTER TABLE t DROP COLUMN doubled;
