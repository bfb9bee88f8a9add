-- PostgreSQL
ALTER TABLE t ALTER COLUMN amount TYPE BIGINT;
-- back
ALTER TABLE t ALTER COLUMN amount TYPE INTEGER;
-- MySQL
ALTER TABLE t MODIFY COLUMN amount BIGINT DEFAULT 5 NOT NULL;
-- back
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
-- MariaDB
ALTER TABLE t MODIFY COLUMN amount BIGINT DEFAULT 5 NOT NULL;
-- back
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount BIGINT DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
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
