//! The words that each product keeps for itself.
//!
//! A word is listed where the server refuses it, bare, as the name of a table, column, constraint, index, view or
//! sequence, or where it reads it as something else. Quoting a word too many does no harm, so the lists also hold words
//! of other versions.

use std::sync::LazyLock;

use crate::Product;

/// Whether the product keeps the word for itself, so that it is a name only between quotes; letter case is ignored.
pub fn is_reserved(product: Product, word: &str) -> bool {
    let sorted: &[&str] = match product {
        Product::PostgreSql => &SORTED.postgresql,
        Product::MySql => &SORTED.mysql,
        Product::MariaDb => &SORTED.mariadb,
        Product::Sqlite => &SORTED.sqlite,
    };
    let lower = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    sorted.binary_search_by(|reserved| reserved.bytes().cmp(lower())).is_ok()
}

/// The words of each product, sorted: every name that is read or written is looked up.
struct Sorted {
    postgresql: Vec<&'static str>,
    mysql: Vec<&'static str>,
    mariadb: Vec<&'static str>,
    sqlite: Vec<&'static str>,
}

static SORTED: LazyLock<Sorted> = LazyLock::new(|| Sorted {
    postgresql: sorted(&[POSTGRESQL]),
    mysql: sorted(&[MYSQL]),
    mariadb: sorted(&[MYSQL, MARIADB]),
    sqlite: sorted(&[SQLITE]),
});

fn sorted(lists: &[&'static str]) -> Vec<&'static str> {
    let mut words: Vec<&str> = lists.iter().flat_map(|list| list.split_ascii_whitespace()).collect();
    words.sort_unstable();
    words
}

/// PostgreSQL 15: `pg_get_keywords()`, categories R and T; `system_user` came with 16, `over` was one up to 8.4 and is
/// still kept by Liquibase, which decides about folding.
const POSTGRESQL: &str = "
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
    collation column concurrently constraint create cross current_catalog current_date current_role
    current_schema current_time current_timestamp current_user default deferrable desc distinct do else end
    except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
    is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
    only or order outer over overlaps placing primary references returning right select session_user similar
    some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose
    when where window with";

/// MySQL 9.7: `information_schema.keywords`, reserved; with them the names of the functions that are words of the
/// grammar under the mode `IGNORE_SPACE`, and `sql_no_cache` and its kin, which a `SELECT` takes as options.
const MYSQL: &str = "
    accessible add all alter analyze and as asc asensitive before between bigint binary bit_and bit_or bit_xor
    blob both by call cascade case cast change char character check collate column condition constraint continue
    convert count create cross cube cume_dist curdate current_date current_time current_timestamp current_user
    cursor curtime database databases date_add date_sub day_hour day_microsecond day_minute day_second dec
    decimal declare default delayed delete dense_rank desc describe deterministic distinct distinctrow div
    double drop dual each else elseif empty enclosed escaped except exists exit explain external extract false
    fetch first_value float float4 float8 for force foreign from fulltext function generated get grant group
    group_concat grouping groups having high_priority hour_microsecond hour_minute hour_second if ignore in
    index infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into
    io_after_gtids io_before_gtids is iterate join json_arrayagg json_objectagg json_table key keys kill lag
    last_value lateral lead leading leave left library like limit linear lines load localtime localtimestamp
    lock long longblob longtext loop low_priority match max maxvalue mediumblob mediumint mediumtext mid
    middleint min minute_microsecond minute_second mod modifies natural no_write_to_binlog not now nth_value
    ntile null numeric of on optimize optimizer_costs option optionally or order out outer outfile over
    partition percent_rank position precision primary procedure purge qualify range rank read read_write reads
    real recursive references regexp release rename repeat replace require resignal restrict return revoke right
    rlike row row_number rows schema schemas second_microsecond select sensitive separator set show signal
    smallint spatial specific sql sql_big_result sql_buffer_result sql_calc_found_rows sql_no_cache
    sql_small_result sqlexception sqlstate sqlwarning ssl starting std stddev stddev_pop stddev_samp stored
    straight_join substr substring sum sysdate system table tablesample terminated then tinyblob tinyint
    tinytext to trailing trigger trim true undo union unique unlock unsigned update usage use using utc_date
    utc_time utc_timestamp values var_pop var_samp varbinary varchar varcharacter variance varying virtual when
    where while window with write xor year_month zerofill";

/// MariaDB 10.11, beyond those of MySQL: what of `information_schema.keywords` the server refused as a name.
const MARIADB: &str = "
    current_role delete_domain_id do_domain_ids ignore_domain_ids master_demote_to_replica
    master_demote_to_slave master_ssl_verify_server_cert offset page_checksum parse_vcol_expr portion
    ref_system_id returning sql_cache stats_auto_recalc stats_persistent stats_sample_pages value";

/// SQLite 3.40: the words of the grammar without a fallback to a name, and the truth values.
const SQLITE: &str = "
    add all alter and as autoincrement between case cast check collate commit constraint create current_date
    current_time current_timestamp default deferrable delete distinct drop else escape except exists false
    foreign from group having if in index insert intersect into is isnull join limit not nothing notnull null on
    or order primary raise references returning select set table then to transaction true union unique update
    using values when where with";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_differ_between_products() {
        for (word, reserved_on) in [
            ("order", &Product::ALL[..]),
            ("Select", &Product::ALL[..]),
            ("user", &[Product::PostgreSql]),
            ("rank", &[Product::MySql, Product::MariaDb]),
            ("offset", &[Product::PostgreSql, Product::MariaDb]),
            ("notnull", &[Product::PostgreSql, Product::Sqlite]),
            ("name", &[]),
            ("ord", &[]),
            ("", &[]),
        ] {
            let found: Vec<_> = Product::ALL.into_iter().filter(|product| is_reserved(*product, word)).collect();
            assert_eq!(found, reserved_on, "{word}");
        }
    }
}
