-- PostgreSQL
ALTER INDEX ix RENAME TO ix_2;
-- back
ALTER INDEX ix_2 RENAME TO ix;
-- MySQL
ALTER TABLE t RENAME INDEX ix TO ix_2;
-- back
ALTER TABLE t RENAME INDEX ix_2 TO ix;
-- MariaDB
ALTER TABLE t RENAME INDEX ix TO ix_2;
-- back
ALTER TABLE t RENAME INDEX ix_2 TO ix;
-- SQLite
DROP INDEX ix;
CREATE INDEX ix_2 ON t (label);
-- back
DROP INDEX ix_2;
CREATE INDEX ix ON t (label);
