//! The edges that follow from the objects that change sets touch.
//!
//! The change sets are walked in the order of the file. What one needs and an earlier one left is an edge that this
//! order satisfies. An edge against it, from a later change set to an earlier one, arises only where the order of the
//! file fails for certain: the earlier one needs an object that the later one makes, neither is guarded by a condition, and
//! nothing between them can take the object away. Either the object is not there, and the earlier one fails; or it is,
//! and the later one does.

use std::collections::HashMap;

use amend_catalog::ObjectKey;
use amend_syntax::Place;

use super::Cause;
use super::footprint::{Access, Footprint, How, Text};

/// An edge: from what is needed to what needs it.
#[derive(Clone, Debug)]
pub(crate) struct InferredEdge {
    pub from: usize,
    pub to: usize,
    pub cause: Cause,
}

/// A change set that touched an object, with the place where it names it.
#[derive(Clone, Copy, Debug)]
struct Toucher<'f> {
    change_set: usize,
    place: &'f Place,
}

/// A need that nothing before it satisfies.
#[derive(Clone, Copy, Debug)]
struct Early<'f> {
    toucher: Toucher<'f>,
    /// Its place among the change sets that are walked.
    at: usize,
}

/// What is known of an object so far.
#[derive(Default)]
struct Track<'f> {
    maker: Option<Toucher<'f>>,
    alterer: Option<Toucher<'f>>,
    /// Who has needed it since it was made.
    users: Vec<Toucher<'f>>,
    remover: Option<Toucher<'f>>,
    early: Vec<Early<'f>>,
}

/// The edges between change sets, given in the order of the file with what each of them touches.
pub(crate) fn edges<'f>(walked: impl IntoIterator<Item = (usize, &'f Footprint)>) -> Vec<InferredEdge> {
    let mut walk = Walk::default();
    for (at, (change_set, footprint)) in walked.into_iter().enumerate() {
        walk.at = at;
        walk.change_set = change_set;
        walk.known_from = walk.edges.len();
        if footprint.wild {
            walk.last_wild = Some(at);
        }
        footprint.texts.iter().for_each(|text| walk.text(text));
        footprint.accesses.iter().for_each(|access| walk.access(access));
    }
    walk.edges
}

#[derive(Default)]
struct Walk<'f> {
    tracks: HashMap<&'f ObjectKey, Track<'f>>,
    /// What stands in each table.
    members: HashMap<ObjectKey, Vec<&'f ObjectKey>>,
    /// The last change set that may have done anything.
    last_wild: Option<usize>,
    at: usize,
    change_set: usize,
    edges: Vec<InferredEdge>,
    /// Where the edges of the change set that is walked begin.
    known_from: usize,
}

impl<'f> Walk<'f> {
    fn edge(&mut self, from: Toucher<'f>, object: &ObjectKey, needed: &Place) {
        self.add(from.change_set, self.change_set, object, needed, from.place);
    }

    fn add(&mut self, from: usize, to: usize, object: &ObjectKey, needed: &Place, left: &Place) {
        let is_known = |edge: &InferredEdge| edge.from == from && edge.to == to;
        if from == to || self.edges[self.known_from..].iter().rev().take(MOST_COMPARED).any(is_known) {
            return;
        }
        let cause = Cause::Object { object: object.clone(), needed: needed.clone(), left: left.clone() };
        self.edges.push(InferredEdge { from, to, cause });
    }

    fn toucher(&self, place: &'f Place) -> Toucher<'f> {
        Toucher { change_set: self.change_set, place }
    }

    fn access(&mut self, access: &'f Access) {
        match access.how {
            How::Needs => self.needs(access),
            How::Alters => self.alters(access),
            How::Makes => self.makes(access),
            How::Removes => self.removes(access),
        }
    }

    /// Who made the object, or the table that it stands in.
    fn maker(&self, object: &ObjectKey) -> Option<Toucher<'f>> {
        let of = |key: &ObjectKey| self.tracks.get(key).and_then(|track| track.maker);
        of(object).or_else(|| of(&object.owner()?))
    }

    fn needs(&mut self, access: &'f Access) {
        let toucher = self.toucher(&access.place);
        if let Some(maker) = self.maker(&access.object) {
            self.edge(maker, &access.object, &access.place);
        }
        let sure = access.certain && !(access.referenced && self.last_wild.is_some());
        let at = self.at;
        let track = self.tracks.entry(&access.object).or_default();
        if track.maker.is_none() && sure && self.last_wild != Some(at) {
            track.early.push(Early { toucher, at });
        }
        track.users.push(toucher);
    }

    fn alters(&mut self, access: &'f Access) {
        let before = self.tracks.get(&access.object).and_then(|track| track.alterer);
        if let Some(before) = before {
            self.edge(before, &access.object, &access.place);
        }
        self.needs(access);
        let toucher = self.toucher(&access.place);
        self.tracks.entry(&access.object).or_default().alterer = Some(toucher);
    }

    fn makes(&mut self, access: &'f Access) {
        let toucher = self.toucher(&access.place);
        if let Some(owner) = access.object.owner() {
            self.members.entry(owner).or_default().push(&access.object);
        }
        let track = self.tracks.entry(&access.object).or_default();
        let early = std::mem::take(&mut track.early);
        let before = track.maker.replace(toucher);
        let before = before.into_iter().chain(track.remover.take());
        if !early.is_empty() {
            self.bring_back_members(&access.object);
        }
        for toucher in before.collect::<Vec<_>>() {
            self.edge(toucher, &access.object, &access.place);
        }
        let last_wild = self.last_wild;
        let fails = |early: &&Early| access.certain && last_wild.is_none_or(|wild| wild < early.at);
        for early in early.iter().filter(fails) {
            self.add(self.change_set, early.toucher.change_set, &access.object, early.toucher.place, &access.place);
        }
    }

    /// What was taken away in a table that is made only now will be there again before that.
    fn bring_back_members(&mut self, table: &ObjectKey) {
        for member in self.members.get(table).into_iter().flatten() {
            if let Some(track) = self.tracks.get_mut(member) {
                track.remover = None;
            }
        }
    }

    fn removes(&mut self, access: &'f Access) {
        let members = match access.object.member {
            None => self.members.remove(&access.object).unwrap_or_default(),
            Some(_) => Vec::new(),
        };
        for object in members {
            self.forget(object, access);
        }
        if let Some(maker) = self.maker(&access.object) {
            self.edge(maker, &access.object, &access.place);
        }
        self.forget(&access.object, access);
        let toucher = self.toucher(&access.place);
        self.tracks.entry(&access.object).or_default().remover = Some(toucher);
        if let Some(owner) = access.object.owner() {
            self.members.entry(owner).or_default().push(&access.object);
        }
    }

    /// The object is gone: who touched it comes before that.
    fn forget(&mut self, object: &ObjectKey, access: &'f Access) {
        let Some(track) = self.tracks.remove(object) else { return };
        for toucher in track.maker.into_iter().chain(track.alterer).chain(track.users) {
            self.edge(toucher, object, &access.place);
        }
    }

    /// What a text may name: objects that are there, and columns of the tables that it reads.
    fn text(&mut self, text: &'f Text) {
        let relation = |word: &String| ObjectKey {
            kind: amend_catalog::Kind::Table,
            name: amend_catalog::ObjectName::new(word.clone()),
            member: None,
        };
        let relations = match &text.of {
            Some(keys) => keys.clone(),
            None => text
                .words
                .iter()
                .map(relation)
                .filter(|key| self.tracks.get(key).is_some_and(|it| it.maker.is_some()))
                .collect(),
        };
        for key in relations {
            self.mention(&key, &text.place);
            for member in self.members.get(&key).cloned().unwrap_or_default() {
                let name = member.member.as_deref().unwrap_or_default().to_lowercase();
                let is_column = member.kind == amend_catalog::Kind::Column;
                if is_column && (text.star || text.words.binary_search(&name).is_ok()) {
                    self.mention(member, &text.place);
                }
            }
        }
    }

    fn mention(&mut self, object: &ObjectKey, place: &'f Place) {
        let toucher = self.toucher(place);
        let Some(track) = self.tracks.get_mut(object) else { return };
        track.users.push(toucher);
        for toucher in track.maker.into_iter().chain(track.alterer).collect::<Vec<_>>() {
            self.edge(toucher, object, place);
        }
    }
}

/// How many edges are compared to find one that is there already; more may be doubled, which does no harm.
const MOST_COMPARED: usize = 64;
