//! What holds for the statements of any edits, tried over the differences of generated catalogs.
#![allow(clippy::unwrap_used)]

#[path = "../../amend-catalog/tests/generate/mod.rs"]
mod generate;

use amend_catalog::{Catalog, Edit, Op, diff};
use amend_sql::{Product, Refusal, RefusalReason, Rendered, profile, render};
use generate::Generator;

/// As many as run in about a second in a debug build.
const ROUNDS: u64 = 100;

fn pairs(product: Product) -> impl Iterator<Item = (u64, Catalog, Catalog)> {
    (0..ROUNDS).map(move |seed| {
        let mut generator = Generator::new(seed);
        let catalog = |catalog: Catalog| Catalog { naming: profile(product).naming, ..catalog };
        (seed, catalog(generator.catalog()), catalog(generator.catalog()))
    })
}

fn ops(edits: Vec<Edit>) -> Vec<Op> {
    edits.into_iter().map(Op::Edit).collect()
}

/// Each operation is in exactly one of the parts, in order.
fn check_parts(rendered: &[Rendered], ops: usize, seed: u64) {
    let mut end = 0;
    for part in rendered {
        assert_eq!(part.ops.start, end, "seed {seed}");
        assert!(part.ops.end > end, "seed {seed}");
        end = part.ops.end;
    }
    assert_eq!(end, ops, "seed {seed}");
}

/// What a product cannot do is refused; that an edit does not fit, or is not known, never is the reason.
fn check_refusal(refusal: &Refusal, product: Product, seed: u64) {
    let expected = matches!(refusal.reason, RefusalReason::NotSupported { .. });
    assert!(expected, "seed {seed} on {product}: {refusal:?}");
}

#[test]
fn every_edit_has_statements_or_is_refused_for_what_the_product_cannot_do() {
    for product in Product::ALL {
        let mut refused = 0;
        for (seed, from, to) in pairs(product) {
            let ops = ops(diff(&from, &to).unwrap());
            match render(product, &ops, &from) {
                Ok(rendered) => check_parts(&rendered, ops.len(), seed),
                Err(refusal) => {
                    check_refusal(&refusal, product, seed);
                    refused += 1;
                }
            }
        }
        assert!(refused < ROUNDS, "{product} refuses everything");
    }
}

#[test]
fn the_same_edits_have_the_same_statements() {
    for product in Product::ALL {
        for (seed, from, to) in pairs(product) {
            let ops = ops(diff(&from, &to).unwrap());
            assert_eq!(render(product, &ops, &from), render(product, &ops, &from), "seed {seed}");
        }
    }
}
