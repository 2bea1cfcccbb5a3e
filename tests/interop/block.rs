//! Configurations whose lines belong to the line above that is indented less.

/// A line and those that belong to it.
#[derive(Debug, Clone, Default)]
pub struct Block {
    pub line: String,
    pub inner: Vec<Block>,
}

impl Block {
    /// Reads a whole configuration; lines that begin with a mark of comments do not count.
    pub fn read(text: &str) -> Self {
        let mut open = vec![(-1_isize, Self::default())];
        for line in text.lines() {
            let words = line.trim();
            if words.is_empty() || words.starts_with('!') || words.starts_with('#') {
                continue;
            }
            let depth = isize::try_from(line.len() - line.trim_start().len()).expect("a width");
            while open.last().is_some_and(|(above, _)| *above >= depth) {
                close(&mut open);
            }
            open.push((depth, Self { line: words.to_owned(), inner: Vec::new() }));
        }
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().expect("the whole").1
    }

    /// Whether there is exactly this line.
    pub fn has(&self, line: &str) -> bool {
        self.inner.iter().any(|one| one.line == line)
    }

    /// What stands behind these words, of every line that begins with them.
    pub fn all<'a>(&'a self, words: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let words = words.to_owned();
        self.inner.iter().filter_map(move |one| rest(&one.line, &words))
    }

    /// What stands behind these words on the first line that begins with them.
    pub fn get(&self, words: &str) -> Option<&str> {
        self.all(words).next()
    }

    /// The blocks that begin with these words, and what stands behind them.
    pub fn blocks<'a>(
        &'a self,
        words: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Self)> + use<'a> {
        let words = words.to_owned();
        self.inner.iter().filter_map(move |one| Some((rest(&one.line, &words)?, one)))
    }

    /// The first block that begins with these words.
    pub fn block(&self, words: &str) -> Option<&Self> {
        self.inner.iter().find(|one| rest(&one.line, words).is_some())
    }
}

fn rest<'a>(line: &'a str, words: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(words)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

fn close(open: &mut Vec<(isize, Block)>) {
    let (_, block) = open.pop().expect("an open block");
    open.last_mut().expect("the block above").1.inner.push(block);
}
