-- PostgreSQL
CREATE UNIQUE INDEX ix ON t USING btree (label varchar_pattern_ops DESC NULLS FIRST) INCLUDE (amount) NULLS NOT DISTINCT TABLESPACE pg_default WHERE amount > 5;
COMMENT ON INDEX ix IS 'it''s';
-- back
DROP INDEX ix;
-- MySQL
refused: NotSupported { feature: IncludedColumns, product: MySql }
-- MariaDB
refused: NotSupported { feature: IncludedColumns, product: MariaDb }
-- SQLite
refused: NotSupported { feature: IndexMethods, product: Sqlite }
