-- PostgreSQL
UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
-- MySQL
UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
-- MariaDB
UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
-- SQLite
UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
