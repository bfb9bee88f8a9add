//! What two branches of a changelog would break for each other, told before they are merged.
//!
//! The branch that is looked at has change sets that the base lacks, and the base may have some that the branch lacks.
//! Three things go wrong: a change set of both has another content; new change sets of both touch one object in ways
//! that depend on which comes first; and a new change set stands before one of the base that needs it, and that may
//! have run already.

use std::collections::{HashMap, HashSet};

use amend_catalog::ObjectKey;
use amend_changelog::change_set::{ChangeSet, Key};
use amend_syntax::Diagnostic;
use petgraph::visit::EdgeRef;

use crate::graph::{Access, Cause, Footprint, Graph, How, Text, declared_edges, footprint};
use crate::{Project, checksum_of};

/// What the branch and the base would break for each other.
pub fn conflicts(base: &Project<'_>, branch: &Project<'_>) -> Vec<Diagnostic> {
    let mut problems = contents(base, branch);
    let common: HashSet<Key> = keys(base).intersection(&keys(branch)).cloned().collect();
    problems.extend(objects(&added(base, &common), &added(branch, &common)));
    problems.extend(inserted(branch, &common));
    problems
}

fn keys(project: &Project<'_>) -> HashSet<Key> {
    taking_part(project).map(|(_, change_set)| change_set.key()).collect()
}

fn taking_part<'p>(project: &Project<'p>) -> impl Iterator<Item = (usize, &'p ChangeSet)> + use<'p> {
    let target = project.target;
    project.changelog.change_sets.iter().enumerate().filter(move |(_, it)| it.takes_part(target))
}

/// Change sets of both whose content differs.
fn contents(base: &Project<'_>, branch: &Project<'_>) -> Vec<Diagnostic> {
    let known: HashMap<Key, &ChangeSet> = taking_part(base).map(|(_, it)| (it.key(), it)).collect();
    let both = taking_part(branch).filter_map(|(_, it)| Some((*known.get(&it.key())?, it)));
    both.filter_map(|(theirs, ours)| content(base, branch, theirs, ours)).collect()
}

fn content(base: &Project<'_>, branch: &Project<'_>, theirs: &ChangeSet, ours: &ChangeSet) -> Option<Diagnostic> {
    let sums = checksum_of(base, theirs).and_then(|theirs| Ok((theirs.0, checksum_of(branch, ours)?.0)));
    let (was, now) = match sums {
        Ok(sums) => sums,
        Err(problem) => return Some(problem),
    };
    let accepted = |sum: &String| *sum == was || sum.eq_ignore_ascii_case("any") || sum == "1:any";
    if was == now || ours.run_on_change || ours.valid_checksums.iter().any(accepted) {
        return None;
    }
    let message = format!("change set `{}` has another content than in the base", ours.key());
    Some(
        Diagnostic::error("amend::merge::content", message)
            .at(&ours.place, format!("{was} in the base, {now} here"))
            .also(&theirs.place, "in the base")
            .help("leave it as it is in the base, and write a new change set for what is to change"),
    )
}

/// A change set that one side has and the other lacks.
struct Added<'p> {
    change_set: &'p ChangeSet,
    footprint: Footprint,
}

fn added<'p>(project: &Project<'p>, common: &HashSet<Key>) -> Vec<Added<'p>> {
    let new = taking_part(project).filter(|(_, it)| !common.contains(&it.key()));
    new.map(|(index, change_set)| Added { change_set, footprint: footprint(project, index, true) }).collect()
}

/// New change sets of both sides that touch one object: one message for each pair.
fn objects(base: &[Added<'_>], branch: &[Added<'_>]) -> Vec<Diagnostic> {
    let mut by_object: HashMap<&ObjectKey, Vec<(usize, &Access)>> = HashMap::new();
    for (at, theirs) in base.iter().enumerate() {
        for access in &theirs.footprint.accesses {
            by_object.entry(&access.object).or_default().push((at, access));
        }
    }
    let mut problems = Vec::new();
    for ours in branch {
        let mut told = HashSet::new();
        for access in &ours.footprint.accesses {
            for (at, other) in by_object.get(&access.object).into_iter().flatten() {
                if clash(ours, access, &base[*at], other) && told.insert(*at) {
                    problems.push(both_touch(ours, access, &base[*at], other));
                }
            }
        }
        for (_, theirs) in base.iter().enumerate().filter(|(at, _)| !told.contains(at)) {
            problems.extend(mentioned(ours, theirs, false).or_else(|| mentioned(theirs, ours, true)));
        }
    }
    problems
}

/// Whether the result of both depends on which comes first, or one of them then fails.
fn clash(ours: &Added<'_>, access: &Access, theirs: &Added<'_>, other: &Access) -> bool {
    let guarded = |side: &Added<'_>| side.change_set.preconditions.is_some();
    match (access.how, other.how) {
        (How::Removes, _) | (_, How::Removes) => true,
        (How::Makes, How::Makes) => !(guarded(ours) && guarded(theirs)),
        (How::Alters, How::Alters) => {
            let any = access.parts.is_empty() || other.parts.is_empty();
            any || access.parts.iter().any(|part| other.parts.contains(part))
        }
        _ => false,
    }
}

fn both_touch(ours: &Added<'_>, access: &Access, theirs: &Added<'_>, other: &Access) -> Diagnostic {
    let object = &access.object;
    let message = format!(
        "`{}` {} `{object}`, and `{}` of the base {} it",
        ours.change_set.key(),
        verb(access.how),
        theirs.change_set.key(),
        verb(other.how)
    );
    Diagnostic::error("amend::merge::object", message)
        .at(&access.place, format!("{} `{object}` here", verb(access.how)))
        .also(&other.place, format!("{} it in the base", verb(other.how)))
        .help("merge the base into the branch and write this change set for the state that it leaves")
}

fn verb(how: How) -> &'static str {
    match how {
        How::Needs => "needs",
        How::Alters => "alters",
        How::Makes => "makes",
        How::Removes => "drops",
    }
}

/// What one side drops and a text of the other names. `swapped`: the side that drops is the base.
fn mentioned(dropping: &Added<'_>, naming: &Added<'_>, swapped: bool) -> Option<Diagnostic> {
    let dropped = dropping.footprint.accesses.iter().filter(|access| access.how == How::Removes);
    let names = |access: &&Access| naming.footprint.texts.iter().find(|text| is_named(text, &access.object));
    let (access, text) = dropped.filter_map(|access| Some((access, names(&access)?))).next()?;
    let object = &access.object;
    let (first, second) = (dropping.change_set.key(), naming.change_set.key());
    let whose = if swapped { ("of the base ", "") } else { ("", "of the base ") };
    let message = format!("`{first}` {}drops `{object}`, and `{second}` {}names it in its SQL", whose.0, whose.1);
    let (ours, theirs) = if swapped { (&text.place, &access.place) } else { (&access.place, &text.place) };
    Some(
        Diagnostic::error("amend::merge::object", message)
            .at(ours, "here")
            .also(theirs, "in the base")
            .help("merge the base into the branch and write this change set for the state that it leaves"),
    )
}

fn is_named(text: &Text, object: &ObjectKey) -> bool {
    let has = |word: &str| text.words.binary_search(&word.to_lowercase()).is_ok();
    let reads = text.of.as_ref().is_none_or(|keys| keys.iter().any(|key| key.name == object.name));
    let member = object.member.as_ref().is_none_or(|member| has(member) || text.star);
    reads && has(&object.name.name) && member
}

/// New change sets of the branch that stand before one of the base that needs them.
fn inserted(branch: &Project<'_>, common: &HashSet<Key>) -> Vec<Diagnostic> {
    let change_sets = &branch.changelog.change_sets;
    let footprints: Vec<(usize, Footprint)> =
        taking_part(branch).map(|(index, _)| (index, footprint(branch, index, true))).collect();
    let mut graph = Graph::of(change_sets.len());
    graph.declare(&declared_edges(branch.changelog).unwrap_or_default());
    graph.infer(footprints.iter().map(|(index, footprint)| (*index, footprint)));
    let mut told = HashSet::new();
    let mut problems = Vec::new();
    for edge in graph.edges.edge_references() {
        let (needed, needing) = (&change_sets[edge.source().index()], &change_sets[edge.target().index()]);
        let is_new = |change_set: &ChangeSet| !common.contains(&change_set.key());
        if is_new(needed) && !is_new(needing) && told.insert((edge.source(), edge.target())) {
            problems.push(stands_before(needed, needing, edge.weight()));
        }
    }
    problems
}

fn stands_before(needed: &ChangeSet, needing: &ChangeSet, cause: &Cause) -> Diagnostic {
    let message =
        format!("`{}` is new, and `{}` of the base, which may have run, needs it", needed.key(), needing.key());
    let diagnostic = Diagnostic::error("amend::merge::inserted", message).help(
        "where the base has run it comes too late: put it behind, and write it for the state that the base leaves",
    );
    match cause {
        Cause::Declared { place } => diagnostic.at(&needed.place, "new").also(place, "needs it"),
        Cause::Object { object, needed, left } => {
            diagnostic.at(left, format!("leaves `{object}`")).also(needed, format!("needs `{object}`"))
        }
    }
}
