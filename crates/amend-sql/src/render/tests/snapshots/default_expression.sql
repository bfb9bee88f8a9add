-- PostgreSQL
ALTER TABLE t ALTER COLUMN at SET DEFAULT now();
-- back
ALTER TABLE t ALTER COLUMN at DROP DEFAULT;
-- MySQL
ALTER TABLE t MODIFY COLUMN at TIMESTAMP DEFAULT now() NULL;
-- back
ALTER TABLE t ALTER COLUMN at SET DEFAULT NULL;
-- MariaDB
ALTER TABLE t MODIFY COLUMN at TIMESTAMP DEFAULT now() NULL;
-- back
ALTER TABLE t ALTER COLUMN at SET DEFAULT NULL;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, at) SELECT id, label, amount, at FROM t;
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
  at TIMESTAMP,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, at) SELECT id, label, amount, at FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
