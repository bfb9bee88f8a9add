//! When two tables, or two catalogs, are equal: what they hold counts, not the order in which it was made.
//!
//! What is dropped and made again stands last in its list. Columns are the exception: their order is seen by everyone.

use crate::{Catalog, Table};

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let Self { name, known, columns, constraints, indexes, comment, options } = self;
        *name == other.name
            && *known == other.known
            && *columns == other.columns
            && *comment == other.comment
            && *options == other.options
            && hold_the_same(constraints, &other.constraints)
            && hold_the_same(indexes, &other.indexes)
    }
}

impl Eq for Table {}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        let Self { naming, world, tables, sequences, views, routines } = self;
        *naming == other.naming
            && *world == other.world
            && are_the_same(tables, &other.tables, |it| &it.name)
            && are_the_same(sequences, &other.sequences, |it| &it.name)
            && are_the_same(views, &other.views, |it| &it.name)
            && are_the_same(routines, &other.routines, |it| (&it.name, it.kind.as_sql()))
    }
}

impl Eq for Catalog {}

/// Short lists, of which some members may have no name.
fn hold_the_same<T: PartialEq>(left: &[T], right: &[T]) -> bool {
    let mut rest: Vec<&T> = right.iter().collect();
    left.len() == right.len()
        && left.iter().all(|it| match rest.iter().position(|other| *other == it) {
            Some(place) => {
                rest.swap_remove(place);
                true
            }
            None => false,
        })
}

/// Long lists, ordered by the names of their members.
fn are_the_same<'a, T: PartialEq, K: Ord>(left: &'a [T], right: &'a [T], key: fn(&'a T) -> K) -> bool {
    let sorted = |list: &'a [T]| {
        let mut members: Vec<&T> = list.iter().collect();
        members.sort_by_key(|it| key(it));
        members
    };
    left.len() == right.len() && sorted(left) == sorted(right)
}
