-- PostgreSQL
CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
-- back
DROP SEQUENCE sq;
-- MySQL
refused: NotSupported { feature: Sequences, product: MySql }
-- MariaDB
CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
-- back
DROP SEQUENCE sq;
-- SQLite
refused: NotSupported { feature: Sequences, product: Sqlite }
