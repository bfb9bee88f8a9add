-- PostgreSQL
CREATE TABLE _amend_kept_0 (number BIGINT);
INSERT INTO _amend_kept_0 (number) SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence('t', 'id') AS regclass));
-- back
SELECT setval(pg_get_serial_sequence('t', 'id'), number) FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
-- MySQL
CREATE TABLE _amend_kept_0 (number BIGINT NULL);
SET SESSION information_schema_stats_expiry = 0;
INSERT INTO _amend_kept_0 (number) SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't';
-- back
SET @amend_statement = (SELECT concat('ALTER TABLE ', 't', ' AUTO_INCREMENT = ', coalesce(number, 1)) FROM _amend_kept_0);
PREPARE amend_statement FROM @amend_statement;
EXECUTE amend_statement;
DEALLOCATE PREPARE amend_statement;
DROP TABLE _amend_kept_0;
-- MariaDB
CREATE TABLE _amend_kept_0 (number BIGINT NULL);
INSERT INTO _amend_kept_0 (number) SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't';
-- back
SET @amend_statement = (SELECT concat('ALTER TABLE ', 't', ' AUTO_INCREMENT = ', coalesce(number, 1)) FROM _amend_kept_0);
PREPARE amend_statement FROM @amend_statement;
EXECUTE amend_statement;
DEALLOCATE PREPARE amend_statement;
DROP TABLE _amend_kept_0;
-- SQLite
CREATE TABLE _amend_kept_0 (number BIGINT);
INSERT INTO _amend_kept_0 (number) SELECT seq FROM sqlite_sequence WHERE name = 't';
-- back
DELETE FROM sqlite_sequence WHERE name = 't';
INSERT INTO sqlite_sequence (name, seq) SELECT 't', number FROM _amend_kept_0;
DROP TABLE _amend_kept_0;
