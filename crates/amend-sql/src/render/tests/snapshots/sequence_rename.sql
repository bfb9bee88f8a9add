-- PostgreSQL
ALTER SEQUENCE sq RENAME TO sq_2;
-- back
ALTER SEQUENCE sq_2 RENAME TO sq;
-- MySQL
refused: NotSupported { feature: Sequences, product: MySql }
-- MariaDB
RENAME TABLE sq TO sq_2;
-- back
RENAME TABLE sq_2 TO sq;
-- SQLite
refused: NotSupported { feature: Sequences, product: Sqlite }
