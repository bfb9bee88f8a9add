-- PostgreSQL
ALTER TABLE t DROP CONSTRAINT ck_t;
ALTER TABLE t DROP COLUMN amount;
-- back
ALTER TABLE t ADD COLUMN amount INTEGER DEFAULT 5 NOT NULL;
ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
-- MySQL
ALTER TABLE t DROP CONSTRAINT ck_t;
ALTER TABLE t DROP COLUMN amount;
-- back
ALTER TABLE t ADD COLUMN amount INTEGER DEFAULT 5 NOT NULL;
ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
-- MariaDB
ALTER TABLE t DROP CONSTRAINT ck_t;
ALTER TABLE t DROP COLUMN amount;
-- back
ALTER TABLE t ADD COLUMN amount INTEGER DEFAULT 5 NOT NULL;
ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label) SELECT id, label FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
-- back
ALTER TABLE t ADD COLUMN amount INTEGER DEFAULT 5 NOT NULL;
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id),
  CONSTRAINT ck_t CHECK (amount > 0)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
