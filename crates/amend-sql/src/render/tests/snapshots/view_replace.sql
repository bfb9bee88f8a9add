-- PostgreSQL
CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
-- back
DROP VIEW v;
CREATE VIEW v AS SELECT id, label FROM t;
-- MySQL
CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
-- back
DROP VIEW v;
CREATE VIEW v AS SELECT id, label FROM t;
-- MariaDB
CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
-- back
DROP VIEW v;
CREATE VIEW v AS SELECT id, label FROM t;
-- SQLite
DROP VIEW IF EXISTS v;
CREATE VIEW v AS SELECT id, label, amount FROM t;
-- back
DROP VIEW v;
CREATE VIEW v AS SELECT id, label FROM t;
