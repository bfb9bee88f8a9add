-- PostgreSQL
ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id, amount);
-- back
ALTER TABLE t DROP CONSTRAINT pk_t;
-- MySQL
ALTER TABLE t ADD PRIMARY KEY (id, amount);
-- back
ALTER TABLE t DROP PRIMARY KEY;
-- MariaDB
ALTER TABLE t ADD PRIMARY KEY (id, amount);
-- back
ALTER TABLE t DROP PRIMARY KEY;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id, amount)
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
  amount INTEGER DEFAULT 5 NOT NULL
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
