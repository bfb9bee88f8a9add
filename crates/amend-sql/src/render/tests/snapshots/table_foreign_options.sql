-- PostgreSQL
refused: NotSupported { feature: TableOptions, product: PostgreSql }
-- MySQL
refused: NotSupported { feature: Tablespaces, product: MySql }
-- MariaDB
refused: NotSupported { feature: Tablespaces, product: MariaDb }
-- SQLite
refused: NotSupported { feature: TableOptions, product: Sqlite }
