-- PostgreSQL
CREATE TABLE t (
  amount INTEGER,
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
);
-- back
DROP TABLE t;
-- MySQL
CREATE TABLE t (
  amount INTEGER NULL,
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
);
-- back
DROP TABLE t;
-- MariaDB
CREATE TABLE t (
  amount INTEGER NULL,
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
);
-- back
DROP TABLE t;
-- SQLite
CREATE TABLE t (
  amount INTEGER,
  CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
);
-- back
DROP TABLE t;
