-- PostgreSQL
DROP INDEX ix_label;
ALTER TABLE t DROP COLUMN label;
-- back
ALTER TABLE t ADD COLUMN label VARCHAR(20);
CREATE INDEX ix_label ON t (label);
-- MySQL
DROP INDEX ix_label ON t;
ALTER TABLE t DROP COLUMN label;
-- back
ALTER TABLE t ADD COLUMN label VARCHAR(20) NULL AFTER id;
CREATE INDEX ix_label ON t (label);
-- MariaDB
DROP INDEX ix_label ON t;
ALTER TABLE t DROP COLUMN label;
-- back
ALTER TABLE t ADD COLUMN label VARCHAR(20) NULL AFTER id;
CREATE INDEX ix_label ON t (label);
-- SQLite
DROP INDEX ix_label;
ALTER TABLE t DROP COLUMN label;
-- back
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, amount) SELECT id, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_label ON t (label);
