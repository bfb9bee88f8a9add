-- PostgreSQL
CREATE VIEW v AS SELECT id, label FROM t;
COMMENT ON VIEW v IS 'it''s';
-- back
DROP VIEW v;
-- MySQL
CREATE VIEW v AS SELECT id, label FROM t;
-- back
DROP VIEW v;
-- MariaDB
CREATE VIEW v AS SELECT id, label FROM t;
-- back
DROP VIEW v;
-- SQLite
CREATE VIEW v AS SELECT id, label FROM t;
-- back
DROP VIEW v;
