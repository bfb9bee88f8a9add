//! Views.

use amend_catalog::{Edit, Fault, Kind, Manner, Object, ObjectName, View, World};
use amend_syntax::Place;

use super::{Lower, Refused, fault};

impl Lower<'_> {
    /// The view of that name. In an open world one that is not known becomes a stub.
    ///
    /// # Errors
    /// There is no such view.
    pub fn view(&mut self, name: &ObjectName, place: &Place) -> Result<View, Refused> {
        self.need_table(name, place);
        if let Some(view) = self.catalog.view(name) {
            return Ok(view.clone());
        }
        self.want(name);
        if self.catalog.world == World::Open {
            let view = stub(name.clone());
            self.assume(Object::View(view.clone()));
            return Ok(view);
        }
        let present = self.catalog.present(Kind::View, None);
        let missing = Fault::Missing { kind: Kind::View, name: name.to_string(), table: None, present };
        Err(fault::refused(&missing, place))
    }

    /// Makes a view. With `replace`, one of that name gives way, also one that somebody else made: it is looked up where
    /// there is a database, so that the way back brings it back.
    ///
    /// # Errors
    /// There is one of that name.
    pub fn put_view(&mut self, view: View, replace: bool, place: &Place) -> Result<(), Refused> {
        let manner = Manner { or_replace: replace, ..Manner::default() };
        let before = self.catalog.view(&view.name).filter(|_| replace).cloned();
        if replace && before.is_none() {
            self.want(&view.name);
        }
        if before.as_ref() == Some(&view) {
            return Ok(());
        }
        let edit = Edit { before: before.map(Object::View), after: Some(Object::View(view)), implied: false, manner };
        self.edit(edit, place)
    }
}

/// A view of which only the name is known.
fn stub(name: ObjectName) -> View {
    View { name, known: false, query: String::new(), full_definition: false, comment: None }
}
