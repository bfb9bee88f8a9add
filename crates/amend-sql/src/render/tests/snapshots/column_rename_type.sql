-- PostgreSQL
ALTER TABLE t RENAME COLUMN label TO title;
ALTER TABLE t ALTER COLUMN title TYPE VARCHAR(99);
-- back
ALTER TABLE t RENAME COLUMN title TO label;
ALTER TABLE t ALTER COLUMN label TYPE VARCHAR(20);
-- MySQL
ALTER TABLE t CHANGE COLUMN label title VARCHAR(99) NULL;
-- back
ALTER TABLE t CHANGE COLUMN title label VARCHAR(20) NULL;
-- MariaDB
ALTER TABLE t CHANGE COLUMN label title VARCHAR(99) NULL;
-- back
ALTER TABLE t CHANGE COLUMN title label VARCHAR(20) NULL;
-- SQLite
-- foreign keys off
ALTER TABLE t RENAME COLUMN label TO title;
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  title VARCHAR(99),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, title, amount) SELECT id, title, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
-- foreign keys off
ALTER TABLE t RENAME COLUMN title TO label;
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
