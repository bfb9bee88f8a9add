-- PostgreSQL
DROP INDEX ix;
CREATE INDEX ix ON t (amount);
-- back
DROP INDEX ix;
CREATE INDEX ix ON t (label);
-- MySQL
DROP INDEX ix ON t;
CREATE INDEX ix ON t (amount);
-- back
DROP INDEX ix ON t;
CREATE INDEX ix ON t (label);
-- MariaDB
DROP INDEX ix ON t;
CREATE INDEX ix ON t (amount);
-- back
DROP INDEX ix ON t;
CREATE INDEX ix ON t (label);
-- SQLite
DROP INDEX ix;
CREATE INDEX ix ON t (amount);
-- back
DROP INDEX ix;
CREATE INDEX ix ON t (label);
