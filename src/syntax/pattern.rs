//! Names with ranges.

use std::borrow::Cow;
use std::fmt;

/// A name with ranges: `leaf[1..2][a,b]` stands for `leaf1a`, `leaf1b`, `leaf2a`, `leaf2b`.
///
/// The width of a range's first number is kept: `[01..10]` gives `01` to `10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

/// A piece of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Letters, digits and hyphens as they stand.
    Text(String),
    /// `[1..4]`: first, last, and the least number of digits.
    Range(u32, u32, usize),
    /// `[a,b]`
    Choice(Vec<String>),
}

/// A pattern stands for more names than [`Pattern::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub u64);

impl Pattern {
    /// Most names that one pattern may stand for.
    pub const MAX: u64 = 20_000;
    /// Most characters of a name with ranges: no such name would be taken, and very many of them would fill all memory.
    pub const LONGEST: usize = 255;

    /// A pattern of these parts.
    pub fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// The name itself, when there are no ranges in it.
    pub fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(name)] => Some(name),
            _ => None,
        }
    }

    /// How many names.
    pub fn count(&self) -> u64 {
        self.parts.iter().fold(1_u64, |count, part| count.saturating_mul(part.count()))
    }

    /// The name at a position of [`Self::expand`], without making the others.
    pub fn nth(&self, position: u64) -> Option<String> {
        let mut left = position;
        let mut picked = Vec::with_capacity(self.parts.len());
        for part in self.parts.iter().rev() {
            let count = part.count().max(1);
            picked.push(part.nth(left % count)?);
            left /= count;
        }
        (left == 0).then(|| picked.into_iter().rev().collect())
    }

    /// Characters of the longest name.
    pub fn longest(&self) -> usize {
        self.parts.iter().map(Part::longest).fold(0, usize::saturating_add)
    }

    /// All names, leftmost range slowest.
    ///
    /// # Errors
    /// More than [`Self::MAX`] names.
    pub fn expand(&self) -> Result<Vec<String>, TooMany> {
        let count = self.count();
        if count > Self::MAX {
            return Err(TooMany(count));
        }
        Ok(self.parts.iter().fold(vec![String::new()], |names, part| {
            let choices = part.choices();
            names
                .iter()
                .flat_map(|name| choices.iter().map(move |choice| format!("{name}{choice}")))
                .collect()
        }))
    }
}

impl Part {
    fn count(&self) -> u64 {
        match self {
            Self::Text(_) => 1,
            Self::Range(first, last, _) => u64::from(last.saturating_sub(*first)) + 1,
            Self::Choice(choices) => choices.len() as u64,
        }
    }

    fn nth(&self, position: u64) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::from(text)),
            Self::Range(first, _, width) => {
                let number = u64::from(*first) + position;
                Some(Cow::from(format!("{number:0width$}")))
            }
            Self::Choice(choices) => choices.get(usize::try_from(position).ok()?).map(Cow::from),
        }
    }

    fn longest(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Range(_, last, width) => last.to_string().len().max(*width),
            Self::Choice(choices) => choices.iter().map(String::len).max().unwrap_or_default(),
        }
    }

    fn choices(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.clone()],
            Self::Range(first, last, width) => {
                (*first..=*last).map(|number| format!("{number:0width$}")).collect()
            }
            Self::Choice(choices) => choices.clone(),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Range(first, last, width) => write!(f, "[{first:0width$}..{last:0width$}]"),
            Part::Choice(choices) => write!(f, "[{}]", choices.join(",")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_multiply_and_keep_their_width() {
        let pattern = Pattern::new(vec![
            Part::Text("r".into()),
            Part::Range(9, 10, 2),
            Part::Choice(vec!["a".into(), "b".into()]),
        ]);
        assert_eq!(pattern.expand().unwrap(), ["r09a", "r09b", "r10a", "r10b"]);
        assert_eq!(pattern.to_string(), "r[09..10][a,b]");
        let one_by_one: Vec<String> = (0..).map_while(|position| pattern.nth(position)).collect();
        assert_eq!(one_by_one, pattern.expand().unwrap());
        assert_eq!(pattern.longest(), "r09a".len());
    }

    #[test]
    fn a_huge_range_is_refused_without_being_built() {
        let pattern = Pattern::new(vec![Part::Range(1, 999_999_999, 1)]);
        assert_eq!(pattern.expand(), Err(TooMany(999_999_999)));
    }
}
