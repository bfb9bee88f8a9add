-- PostgreSQL
CREATE SEQUENCE sq AS int;
-- back
DROP SEQUENCE sq;
-- MySQL
refused: NotSupported { feature: Sequences, product: MySql }
-- MariaDB
refused: NotSupported { feature: SequenceType, product: MariaDb }
-- SQLite
refused: NotSupported { feature: Sequences, product: Sqlite }
