//! Catalogs from a seed: few names, so that two of them have much in common; every reference points to something.

use amend_catalog::{
    Case, Catalog, Check, Column, Constraint, ForeignKey, Generated, Identity, Index, IndexColumn, IndexKey, Key,
    Naming, ObjectName, ReferentialAction, Routine, RoutineKind, Sequence, SequenceOptions, SequenceOwner, Table, View,
};

const NAMING: Naming = Naming { objects: Case::Sensitive, members: Case::Insensitive };

/// A source of choices; the same seed makes the same ones.
pub struct Generator {
    state: u64,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 }
    }

    /// A number below `end` (xorshift64*).
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let number = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % end
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn of(&mut self, choices: &[&str]) -> String {
        choices[self.below(choices.len())].to_owned()
    }

    fn maybe(&mut self, choices: &[&str]) -> Option<String> {
        self.one_in(2).then(|| self.of(choices))
    }

    /// Some of them, in any order.
    fn some(&mut self, choices: &[&str]) -> Vec<String> {
        let mut chosen: Vec<String> = Vec::new();
        for choice in choices {
            if self.one_in(2) {
                let place = self.below(chosen.len() + 1);
                chosen.insert(place, (*choice).to_owned());
            }
        }
        chosen
    }

    /// At least one of them.
    fn columns_of(&mut self, table: &Table) -> Vec<String> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let chosen = self.some(&names);
        if chosen.is_empty() { vec![self.of(&names)] } else { chosen }
    }

    pub fn catalog(&mut self) -> Catalog {
        let mut catalog = Catalog::new(NAMING);
        for name in self.some(&["orders", "items", "people", "places"]) {
            let table = self.table(&name);
            catalog.tables.push(table);
        }
        self.foreign_keys(&mut catalog);
        catalog.sequences = self.some(&["s1", "s2"]).iter().map(|name| self.sequence(name, &catalog)).collect();
        catalog.views = self.some(&["v1", "v2"]).iter().map(|name| self.view(name)).collect();
        catalog.routines = self.some(&["f", "tr"]).iter().map(|name| self.routine(name, &catalog)).collect();
        catalog
    }

    fn table(&mut self, name: &str) -> Table {
        let mut table = Table::new(ObjectName::new(name));
        let last = self.of(&["d", "D"]);
        for name in [self.some(&["a", "b", "c", &last]), vec!["id".to_owned()]].concat() {
            let column = self.column(&name);
            let place = self.below(table.columns.len() + 1);
            table.columns.insert(place, column);
        }
        table.comment = self.maybe(&["one", "two"]);
        for name in self.some(&["k1", "k2", "k3"]) {
            let constraint = self.constraint(&name, &table);
            // Two that are equal and have no name are one.
            if !table.constraints.contains(&constraint) {
                table.constraints.push(constraint);
            }
        }
        if self.one_in(2) {
            self.primary_key(&mut table);
        }
        table.indexes = self.some(&["i1", "i2"]).iter().map(|it| self.index(&format!("{name}_{it}"), &table)).collect();
        table
    }

    fn column(&mut self, name: &str) -> Column {
        let ty = if name == "id" { "INT".to_owned() } else { self.of(&["INT", "VARCHAR(9)"]) };
        let default = if ty == "INT" { ["1", "2"] } else { ["'x'", "'y'"] };
        let mut column =
            Column { nullable: self.one_in(2), comment: self.maybe(&["one", "two"]), ..Column::new(name, ty) };
        match self.below(8) {
            0 if name != "id" => {
                column.generated = Some(Generated { expression: "1 + 1".to_owned(), stored: self.one_in(2) })
            }
            _ => column.default = self.maybe(&default),
        }
        column
    }

    fn constraint(&mut self, name: &str, table: &Table) -> Constraint {
        let name = (!self.one_in(5)).then(|| name.to_owned());
        let check =
            Check { name: name.clone(), expression: self.of(&["1 > 0", "2 > 1"]), validated: true, enforced: true };
        match self.below(2) {
            0 => Constraint::Check(check),
            _ => Constraint::Unique(Key { name, columns: self.columns_of(table), ..Key::default() }),
        }
    }

    /// Over `id`, which numbers the rows or not.
    fn primary_key(&mut self, table: &mut Table) {
        let key = Key { name: Some("pk".to_owned()), columns: vec!["id".to_owned()], ..Key::default() };
        table.constraints.push(Constraint::PrimaryKey(key));
        let identity = Identity { start: self.one_in(2).then_some(7), ..Identity::default() };
        let identity = self.one_in(3).then_some(identity);
        for column in table.columns.iter_mut().filter(|column| column.name == "id") {
            *column = Column { identity: identity.clone(), nullable: false, ..Column::new("id", "INT") };
        }
    }

    fn index(&mut self, name: &str, table: &Table) -> Index {
        let mut columns: Vec<_> = self.columns_of(table).into_iter().map(IndexColumn::column).collect();
        if self.one_in(4) {
            columns[0].key = IndexKey::Expression("id + 1".to_owned());
        }
        Index { name: name.to_owned(), unique: self.one_in(2), columns, ..Index::default() }
    }

    /// From any table to any, itself and each other too.
    fn foreign_keys(&mut self, catalog: &mut Catalog) {
        for child in 0..catalog.tables.len() {
            if self.one_in(2) {
                let parent = self.below(catalog.tables.len());
                let key = self.foreign_key(&catalog.tables[child], &catalog.tables[parent]);
                catalog.tables[child].constraints.push(Constraint::ForeignKey(key));
            }
        }
    }

    fn foreign_key(&mut self, child: &Table, parent: &Table) -> ForeignKey {
        ForeignKey {
            name: Some("fk".to_owned()),
            columns: vec![self.columns_of(child).remove(0)],
            referenced_table: parent.name.clone(),
            referenced_columns: vec![self.columns_of(parent).remove(0)],
            on_delete: self.one_in(2).then_some(ReferentialAction::Cascade),
            on_update: None,
            deferrable: false,
            initially_deferred: false,
            validated: true,
        }
    }

    fn sequence(&mut self, name: &str, catalog: &Catalog) -> Sequence {
        let options = SequenceOptions { start: self.maybe(&["1", "5"]), ..SequenceOptions::default() };
        let owner = |table: &Table| SequenceOwner { table: table.name.clone(), column: table.columns[0].name.clone() };
        let owner = catalog.tables.first().filter(|_| self.one_in(3)).map(owner);
        Sequence { name: ObjectName::new(name), known: true, options, owner }
    }

    fn view(&mut self, name: &str) -> View {
        View {
            name: ObjectName::new(name),
            known: true,
            query: self.of(&["SELECT 1", "SELECT 2"]),
            full_definition: false,
            comment: self.maybe(&["one"]),
        }
    }

    fn routine(&mut self, name: &str, catalog: &Catalog) -> Routine {
        let table = catalog.tables.first().map(|table| table.name.clone()).filter(|_| name == "tr");
        let enabled = table.is_none() || self.one_in(2);
        Routine {
            kind: if table.is_some() { RoutineKind::Trigger } else { RoutineKind::Function },
            name: ObjectName::new(name),
            table,
            text: Some(format!("CREATE TRIGGER {name} {}", self.of(&["one", "two"]))),
            enabled,
        }
    }
}
