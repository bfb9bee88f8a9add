-- PostgreSQL
ALTER TABLE t ALTER COLUMN note DROP DEFAULT;
-- back
ALTER TABLE t ALTER COLUMN note SET DEFAULT 'x';
-- MySQL
ALTER TABLE t MODIFY COLUMN note TEXT NULL;
-- back
ALTER TABLE t MODIFY COLUMN note TEXT DEFAULT ('x') NULL;
-- MariaDB
ALTER TABLE t MODIFY COLUMN note TEXT NULL;
-- back
ALTER TABLE t MODIFY COLUMN note TEXT DEFAULT 'x' NULL;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  note TEXT,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, note) SELECT id, label, amount, note FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  note TEXT DEFAULT 'x',
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, note) SELECT id, label, amount, note FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
