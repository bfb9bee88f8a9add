-- PostgreSQL
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id IN (1, 2);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id = (SELECT currval(pg_get_serial_sequence('t', 'id')));
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM _amend_kept_1 WHERE _amend_kept_1.id = t.id);
-- back
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- MySQL
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id IN (1, 2);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id = (SELECT LAST_INSERT_ID());
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM _amend_kept_1 WHERE _amend_kept_1.id = t.id);
-- back
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- MariaDB
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id IN (1, 2);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id = (SELECT LAST_INSERT_ID());
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM _amend_kept_1 WHERE _amend_kept_1.id = t.id);
-- back
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
-- SQLite
CREATE TABLE _amend_kept_0 (
  id INTEGER NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id IN (1, 2);
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE id = (SELECT last_insert_rowid());
INSERT INTO _amend_kept_0 (id) SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM _amend_kept_1 WHERE _amend_kept_1.id = t.id);
-- back
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DELETE FROM t WHERE EXISTS (SELECT 1 FROM _amend_kept_0 WHERE _amend_kept_0.id = t.id);
DROP TABLE _amend_kept_0;
