-- PostgreSQL
CREATE TABLE _amend_kept_0 (
  id INTEGER,
  label VARCHAR(20)
);
LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO _amend_kept_0 (id, label) SELECT id, label FROM t;
-- back
INSERT INTO t (id, label) OVERRIDING SYSTEM VALUE SELECT id, label FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
-- MySQL
CREATE TABLE _amend_kept_0 (
  id INTEGER NULL,
  label VARCHAR(20) NULL
);
INSERT INTO _amend_kept_0 (id, label) SELECT id, label FROM t;
-- back
INSERT INTO t (id, label) SELECT id, label FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
-- MariaDB
CREATE TABLE _amend_kept_0 (
  id INTEGER NULL,
  label VARCHAR(20) NULL
);
INSERT INTO _amend_kept_0 (id, label) SELECT id, label FROM t;
-- back
INSERT INTO t (id, label) SELECT id, label FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
-- SQLite
CREATE TABLE _amend_kept_0 (
  id INTEGER,
  label VARCHAR(20)
);
INSERT INTO _amend_kept_0 (id, label) SELECT id, label FROM t;
-- back
INSERT INTO t (id, label) SELECT id, label FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
