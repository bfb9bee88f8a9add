-- PostgreSQL
ALTER TABLE t DROP COLUMN price;
-- back
ALTER TABLE t ADD COLUMN price INTEGER DEFAULT 5 NOT NULL;
COMMENT ON COLUMN t.price IS 'kept';
-- MySQL
ALTER TABLE t DROP COLUMN price;
-- back
ALTER TABLE t ADD COLUMN price INTEGER DEFAULT 5 NOT NULL COMMENT 'kept' AFTER id;
-- MariaDB
ALTER TABLE t DROP COLUMN price;
-- back
ALTER TABLE t ADD COLUMN price INTEGER DEFAULT 5 NOT NULL COMMENT 'kept' AFTER id;
-- SQLite
ALTER TABLE t DROP COLUMN price;
-- back
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  price INTEGER DEFAULT 5 NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
