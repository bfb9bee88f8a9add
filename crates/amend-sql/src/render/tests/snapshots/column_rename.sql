-- PostgreSQL
ALTER TABLE t RENAME COLUMN label TO title;
-- back
ALTER TABLE t RENAME COLUMN title TO label;
-- MySQL
ALTER TABLE t RENAME COLUMN label TO title;
-- back
ALTER TABLE t RENAME COLUMN title TO label;
-- MariaDB
ALTER TABLE t RENAME COLUMN label TO title;
-- back
ALTER TABLE t RENAME COLUMN title TO label;
-- SQLite
ALTER TABLE t RENAME COLUMN label TO title;
-- back
ALTER TABLE t RENAME COLUMN title TO label;
