//! Generated columns: `name = expression`, beside the columns of a change.

use amend_catalog::Generated;
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Definition, Lower, Refused};
use crate::decode::Texts;

/// What makes a column a generated one.
#[derive(Clone, Debug)]
pub struct Generation {
    /// The column's name as the server stores it.
    column: String,
    how: Generated,
    place: Place,
}

impl Lower<'_> {
    /// The generated columns of a list: `name = expression`, with `virtual` at the end where the value is not stored.
    ///
    /// # Errors
    /// An item without a name or expression.
    pub fn generations(&self, list: &Option<Spanned<Texts>>) -> Result<Vec<Generation>, Refused> {
        let Some(list) = list else { return Ok(Vec::new()) };
        list.value.0.iter().map(|text| self.generation(text, &list.place)).collect()
    }

    fn generation(&self, text: &str, place: &Place) -> Result<Generation, Refused> {
        let malformed = || {
            Diagnostic::error("amend::column::generated", format!("`{text}` is no generated column"))
                .at(place, "neither a name nor an expression can be told")
                .help("write `name = expression`, and `virtual` behind it where the value is not to be stored")
        };
        let (name, rest) = text.split_once('=').ok_or_else(malformed)?;
        let (expression, stored) = kept(rest.trim());
        if name.trim().is_empty() || expression.is_empty() {
            return Err(malformed().into());
        }
        let how = Generated { expression: expression.to_owned(), stored };
        Ok(Generation { column: self.name(name.trim()), how, place: place.clone() })
    }

    /// Makes the columns that are meant generated ones; what is generated has no default.
    ///
    /// # Errors
    /// A generated column that is not among them.
    pub fn generate(&self, definitions: &mut [Definition], generations: Vec<Generation>) -> Result<(), Refused> {
        for generation in generations {
            let same = |it: &&mut Definition| self.profile.naming.members.same(&it.column.name, &generation.column);
            let Some(found) = definitions.iter_mut().find(same) else { return Err(not_listed(&generation)) };
            found.column.generated = Some(generation.how);
            found.column.default = None;
        }
        Ok(())
    }
}

/// The expression, and whether its value is stored.
fn kept(text: &str) -> (&str, bool) {
    let word = |text: &str, word: &str| {
        let (rest, last) = text.rsplit_once(char::is_whitespace)?;
        last.eq_ignore_ascii_case(word).then(|| rest.trim_end().len())
    };
    if let Some(end) = word(text, "virtual") {
        return (&text[..end], false);
    }
    (word(text, "stored").map_or(text, |end| &text[..end]), true)
}

fn not_listed(generation: &Generation) -> Refused {
    let message = format!("the generated column `{}` is not among the columns", generation.column);
    Diagnostic::error("amend::column::generated", message)
        .at(&generation.place, "generated here")
        .help("list it under `columns` with its type")
        .into()
}
