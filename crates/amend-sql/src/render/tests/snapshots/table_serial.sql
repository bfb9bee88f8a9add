-- PostgreSQL
CREATE SEQUENCE IF NOT EXISTS t_id_seq START WITH 7;
CREATE TABLE t (
  id INTEGER DEFAULT nextval('t_id_seq') NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
ALTER SEQUENCE t_id_seq OWNED BY t.id;
-- back
DROP TABLE t;
-- MySQL
refused: NotSupported { feature: SequenceIdentity, product: MySql }
-- MariaDB
refused: NotSupported { feature: SequenceIdentity, product: MariaDb }
-- SQLite
refused: NotSupported { feature: SequenceIdentity, product: Sqlite }
