-- PostgreSQL
DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
-- MySQL
DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
-- MariaDB
DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
-- SQLite
DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
