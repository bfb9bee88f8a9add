-- PostgreSQL
DROP TABLE t;
-- back
CREATE TABLE t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
CREATE INDEX ix_label ON t (label);
COMMENT ON TABLE t IS 'kept';
-- MySQL
DROP TABLE t;
-- back
CREATE TABLE t (
  id INTEGER NOT NULL,
  label VARCHAR(20) NULL,
  amount INTEGER DEFAULT 5 NOT NULL,
  PRIMARY KEY (id)
) COMMENT = 'kept';
CREATE INDEX ix_label ON t (label);
-- MariaDB
DROP TABLE t;
-- back
CREATE TABLE t (
  id INTEGER NOT NULL,
  label VARCHAR(20) NULL,
  amount INTEGER DEFAULT 5 NOT NULL,
  PRIMARY KEY (id)
) COMMENT = 'kept';
CREATE INDEX ix_label ON t (label);
-- SQLite
DROP TABLE t;
-- back
CREATE TABLE t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5 NOT NULL,
  CONSTRAINT pk_t PRIMARY KEY (id)
);
CREATE INDEX ix_label ON t (label);
