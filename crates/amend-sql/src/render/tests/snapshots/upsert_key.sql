-- PostgreSQL
INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON CONFLICT (id) DO UPDATE SET label = excluded.label;
-- MySQL
INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON DUPLICATE KEY UPDATE label = VALUES(label);
-- MariaDB
INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON DUPLICATE KEY UPDATE label = VALUES(label);
-- SQLite
INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON CONFLICT (id) DO UPDATE SET label = excluded.label;
