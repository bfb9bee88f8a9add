-- PostgreSQL
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  amount INTEGER,
  _amend_new_0 SMALLINT,
  PRIMARY KEY (id)
);
LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO _amend_kept_0 (id, amount) SELECT id, amount FROM t WHERE id > 3;
UPDATE _amend_kept_0 SET _amend_new_0 = (SELECT t.amount FROM t WHERE _amend_kept_0.id = t.id);
-- back
DELETE FROM _amend_kept_0 WHERE NOT EXISTS (SELECT 1 FROM t WHERE _amend_kept_0.id = t.id AND CAST(t.amount AS TEXT) IS NOT DISTINCT FROM CAST(_amend_kept_0._amend_new_0 AS TEXT));
UPDATE t SET amount = (SELECT _amend_kept_0.amount FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id) WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- MySQL
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  amount INTEGER NULL,
  _amend_new_0 SMALLINT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id, amount) SELECT id, amount FROM t WHERE id > 3;
UPDATE _amend_kept_0 SET _amend_new_0 = (SELECT t.amount FROM t WHERE _amend_kept_0.id = t.id);
-- back
DELETE FROM _amend_kept_0 WHERE NOT EXISTS (SELECT 1 FROM t WHERE _amend_kept_0.id = t.id AND CAST(t.amount AS BINARY) <=> CAST(_amend_kept_0._amend_new_0 AS BINARY));
UPDATE t SET amount = (SELECT _amend_kept_0.amount FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id), changed = changed WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- MariaDB
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  amount INTEGER NULL,
  _amend_new_0 SMALLINT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id, amount) SELECT id, amount FROM t WHERE id > 3;
UPDATE _amend_kept_0 SET _amend_new_0 = (SELECT t.amount FROM t WHERE _amend_kept_0.id = t.id);
-- back
DELETE FROM _amend_kept_0 WHERE NOT EXISTS (SELECT 1 FROM t WHERE _amend_kept_0.id = t.id AND CAST(t.amount AS BINARY) <=> CAST(_amend_kept_0._amend_new_0 AS BINARY));
UPDATE t SET amount = (SELECT _amend_kept_0.amount FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id), changed = changed WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- SQLite
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  amount INTEGER,
  _amend_new_0 SMALLINT,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id, amount) SELECT id, amount FROM t WHERE id > 3;
UPDATE _amend_kept_0 SET _amend_new_0 = (SELECT t.amount FROM t WHERE _amend_kept_0.id = t.id);
-- back
DELETE FROM _amend_kept_0 WHERE NOT EXISTS (SELECT 1 FROM t WHERE _amend_kept_0.id = t.id AND CAST(t.amount AS BLOB) IS CAST(_amend_kept_0._amend_new_0 AS BLOB));
UPDATE t SET amount = (SELECT _amend_kept_0.amount FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id) WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
