-- PostgreSQL
ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED;
-- back
ALTER TABLE t DROP CONSTRAINT fk_p;
-- MySQL
refused: NotSupported { feature: DeferrableForeignKeys, product: MySql }
-- MariaDB
refused: NotSupported { feature: DeferrableForeignKeys, product: MariaDb }
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id),
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED
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
