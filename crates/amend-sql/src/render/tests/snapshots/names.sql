-- PostgreSQL
CREATE TABLE "t""`'" (
  "a""`'; DROP TABLE x; --" INTEGER NOT NULL,
  "select" INTEGER,
  CONSTRAINT "pk""`'" PRIMARY KEY ("a""`'; DROP TABLE x; --"),
  CONSTRAINT "uq""`'" UNIQUE ("select"),
  CONSTRAINT "fk""`'" FOREIGN KEY ("select") REFERENCES p (id)
);
CREATE INDEX "ix""`'" ON "t""`'" ("select", "a""`'; DROP TABLE x; --");
COMMENT ON TABLE "t""`'" IS 'a"`''; DROP TABLE x; --';
COMMENT ON COLUMN "t""`'"."a""`'; DROP TABLE x; --" IS 'a"`''; DROP TABLE x; --';
-- back
DROP TABLE "t""`'";
-- MySQL
CREATE TABLE `t"``'` (
  `a"``'; DROP TABLE x; --` INTEGER NOT NULL COMMENT 'a"`''; DROP TABLE x; --',
  `select` INTEGER NULL,
  PRIMARY KEY (`a"``'; DROP TABLE x; --`),
  CONSTRAINT `uq"``'` UNIQUE (`select`),
  CONSTRAINT `fk"``'` FOREIGN KEY (`select`) REFERENCES p (id)
) COMMENT = 'a"`''; DROP TABLE x; --';
CREATE INDEX `ix"``'` ON `t"``'` (`select`, `a"``'; DROP TABLE x; --`);
-- back
DROP TABLE `t"``'`;
-- MariaDB
CREATE TABLE `t"``'` (
  `a"``'; DROP TABLE x; --` INTEGER NOT NULL COMMENT 'a"`''; DROP TABLE x; --',
  `select` INTEGER NULL,
  PRIMARY KEY (`a"``'; DROP TABLE x; --`),
  CONSTRAINT `uq"``'` UNIQUE (`select`),
  CONSTRAINT `fk"``'` FOREIGN KEY (`select`) REFERENCES p (id)
) COMMENT = 'a"`''; DROP TABLE x; --';
CREATE INDEX `ix"``'` ON `t"``'` (`select`, `a"``'; DROP TABLE x; --`);
-- back
DROP TABLE `t"``'`;
-- SQLite
CREATE TABLE "t""`'" (
  "a""`'; DROP TABLE x; --" INTEGER NOT NULL,
  "select" INTEGER,
  CONSTRAINT "pk""`'" PRIMARY KEY ("a""`'; DROP TABLE x; --"),
  CONSTRAINT "uq""`'" UNIQUE ("select"),
  CONSTRAINT "fk""`'" FOREIGN KEY ("select") REFERENCES p (id)
);
CREATE INDEX "ix""`'" ON "t""`'" ("select", "a""`'; DROP TABLE x; --");
-- back
DROP TABLE "t""`'";
