//! The blocks that are open at a place in the body of a routine.

/// A construct that holds statements and ends with `END`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// `BEGIN .. END`.
    Begin,
    /// `CASE .. END`, `CASE .. END CASE`.
    Case,
    /// `IF .. THEN .. END IF`.
    If,
    /// `LOOP .. END LOOP`.
    Loop,
    /// `WHILE .. END WHILE`.
    While,
    /// `REPEAT .. END REPEAT`.
    Repeat,
}

/// The open blocks, the outermost first.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    stack: Vec<Block>,
    /// How many of each kind are open, so that what closes nothing is seen at once.
    open: [usize; 6],
}

impl Blocks {
    pub(super) fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    pub(super) fn open(&mut self, block: Block) {
        self.stack.push(block);
        self.open[block as usize] += 1;
    }

    /// Closes the innermost block of these kinds, with what was left open in it; nothing if there is none.
    pub(super) fn close(&mut self, kinds: &[Block]) {
        if kinds.iter().all(|kind| self.open[*kind as usize] == 0) {
            return;
        }
        while let Some(block) = self.stack.pop() {
            self.open[block as usize] -= 1;
            if kinds.contains(&block) {
                return;
            }
        }
    }
}
