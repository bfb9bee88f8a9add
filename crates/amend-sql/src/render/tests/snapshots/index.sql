-- PostgreSQL
CREATE UNIQUE INDEX ix ON t (label, amount DESC);
-- back
DROP INDEX ix;
-- MySQL
CREATE UNIQUE INDEX ix ON t (label, amount DESC);
-- back
DROP INDEX ix ON t;
-- MariaDB
CREATE UNIQUE INDEX ix ON t (label, amount DESC);
-- back
DROP INDEX ix ON t;
-- SQLite
CREATE UNIQUE INDEX ix ON t (label, amount DESC);
-- back
DROP INDEX ix;
