-- PostgreSQL
INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 0), (2, 'back\slash ', 1 + 1), (3, NULL, -4);
-- MySQL
INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\\slash ', 1 + 1), (3, NULL, -4);
-- MariaDB
INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\\slash ', 1 + 1), (3, NULL, -4);
-- SQLite
INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\slash ', 1 + 1), (3, NULL, -4);
