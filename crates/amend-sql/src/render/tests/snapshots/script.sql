-- PostgreSQL
create table u (a int);
insert into u values (1);
-- MySQL
create table u (a int);
insert into u values (1);
-- MariaDB
create table u (a int);
insert into u values (1);
-- SQLite
create table u (a int);
insert into u values (1);
