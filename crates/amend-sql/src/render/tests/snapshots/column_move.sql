-- PostgreSQL
-- back
-- MySQL
ALTER TABLE t MODIFY COLUMN id INTEGER NOT NULL AFTER amount;
-- back
ALTER TABLE t MODIFY COLUMN id INTEGER NOT NULL FIRST;
-- MariaDB
ALTER TABLE t MODIFY COLUMN id INTEGER NOT NULL AFTER amount;
-- back
ALTER TABLE t MODIFY COLUMN id INTEGER NOT NULL FIRST;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  id INTEGER NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (label, amount, id) SELECT label, amount, id FROM t;
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
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
