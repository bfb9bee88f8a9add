-- PostgreSQL
CREATE SEQUENCE IF NOT EXISTS t_id_seq;
ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');
ALTER SEQUENCE t_id_seq OWNED BY t.id;
-- back
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE t_id_seq;
-- MySQL
refused: NotSupported { feature: SequenceIdentity, product: MySql }
-- MariaDB
refused: NotSupported { feature: SequenceIdentity, product: MariaDb }
-- SQLite
refused: NotSupported { feature: SequenceIdentity, product: Sqlite }
