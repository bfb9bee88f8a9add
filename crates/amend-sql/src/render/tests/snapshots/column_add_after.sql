-- PostgreSQL
ALTER TABLE t ADD COLUMN extra INTEGER;
-- back
ALTER TABLE t DROP COLUMN extra;
-- MySQL
ALTER TABLE t ADD COLUMN extra INTEGER NULL AFTER id;
-- back
ALTER TABLE t DROP COLUMN extra;
-- MariaDB
ALTER TABLE t ADD COLUMN extra INTEGER NULL AFTER id;
-- back
ALTER TABLE t DROP COLUMN extra;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  extra INTEGER,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
ALTER TABLE t DROP COLUMN extra;
