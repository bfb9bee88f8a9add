-- PostgreSQL
UPDATE t SET label = 'a' WHERE id = 1;
UPDATE t SET label = NULL WHERE id = 2;
-- MySQL
UPDATE t SET label = 'a' WHERE id = 1;
UPDATE t SET label = NULL WHERE id = 2;
-- MariaDB
UPDATE t SET label = 'a' WHERE id = 1;
UPDATE t SET label = NULL WHERE id = 2;
-- SQLite
UPDATE t SET label = 'a' WHERE id = 1;
UPDATE t SET label = NULL WHERE id = 2;
