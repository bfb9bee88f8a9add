-- PostgreSQL
CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- back
DROP FUNCTION f;
-- MySQL
CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
-- back
DROP FUNCTION f;
-- MariaDB
CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
-- back
DROP FUNCTION f;
-- SQLite
refused: NotSupported { feature: StoredRoutines, product: Sqlite }
