-- PostgreSQL
ALTER TABLE t ALTER COLUMN code TYPE VARCHAR(20);
-- back
ALTER TABLE t ALTER COLUMN code TYPE VARCHAR(10);
-- MySQL
ALTER TABLE t MODIFY COLUMN code VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x' NOT NULL INVISIBLE COMMENT 'kept';
-- back
ALTER TABLE t MODIFY COLUMN code VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x' NOT NULL INVISIBLE COMMENT 'kept';
-- MariaDB
ALTER TABLE t MODIFY COLUMN code VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x' NOT NULL INVISIBLE COMMENT 'kept';
-- back
ALTER TABLE t MODIFY COLUMN code VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x' NOT NULL INVISIBLE COMMENT 'kept';
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  code VARCHAR(20) DEFAULT 'x' NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, code) SELECT id, label, amount, code FROM t;
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
  code VARCHAR(10) DEFAULT 'x' NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount, code) SELECT id, label, amount, code FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
