-- PostgreSQL
ALTER TABLE t ALTER COLUMN label DROP NOT NULL;
-- back
ALTER TABLE t ALTER COLUMN label SET NOT NULL;
-- MySQL
ALTER TABLE t MODIFY COLUMN label VARCHAR(20) NULL;
-- back
ALTER TABLE t MODIFY COLUMN label VARCHAR(20) NOT NULL;
-- MariaDB
ALTER TABLE t MODIFY COLUMN label VARCHAR(20) NULL;
-- back
ALTER TABLE t MODIFY COLUMN label VARCHAR(20) NOT NULL;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER CONSTRAINT pk_t PRIMARY KEY AUTOINCREMENT NOT NULL,
  label VARCHAR(20)
);
INSERT INTO _amend_new_t (id, label) SELECT id, label FROM t;
DELETE FROM sqlite_sequence WHERE name = '_amend_new_t';
INSERT INTO sqlite_sequence (name, seq) SELECT '_amend_new_t', seq FROM sqlite_sequence WHERE name = 't';
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER CONSTRAINT pk_t PRIMARY KEY AUTOINCREMENT NOT NULL,
  label VARCHAR(20) NOT NULL
);
INSERT INTO _amend_new_t (id, label) SELECT id, label FROM t;
DELETE FROM sqlite_sequence WHERE name = '_amend_new_t';
INSERT INTO sqlite_sequence (name, seq) SELECT '_amend_new_t', seq FROM sqlite_sequence WHERE name = 't';
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
