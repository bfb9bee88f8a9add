-- PostgreSQL
ALTER TABLE t DISABLE TRIGGER tr;
-- back
ALTER TABLE t ENABLE TRIGGER tr;
-- MySQL
refused: NotSupported { feature: DisabledTriggers, product: MySql }
-- MariaDB
refused: NotSupported { feature: DisabledTriggers, product: MariaDb }
-- SQLite
refused: NotSupported { feature: DisabledTriggers, product: Sqlite }
