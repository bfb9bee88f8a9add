-- PostgreSQL
create view v as select id from t;
-- back
DROP VIEW v;
-- MySQL
create view v as select id from t;
-- back
DROP VIEW v;
-- MariaDB
create view v as select id from t;
-- back
DROP VIEW v;
-- SQLite
create view v as select id from t;
-- back
DROP VIEW v;
