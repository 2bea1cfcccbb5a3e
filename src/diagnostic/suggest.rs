use std::cell::Cell;

/// The candidate that is most like `word`, if one is close enough to be a misspelling of it.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| {
            *candidate != word && candidate.chars().count().abs_diff(length) <= allowed
        })
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `X`?`` for the candidate that is most like `word`.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    closest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// Guesses at misspelt words, until so many candidates were looked at: a program of many thousand unknown names among as
/// many known ones is no slip of the keyboard.
#[derive(Debug)]
pub struct Guesses {
    left: Cell<usize>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { left: Cell::new(Self::MOST) }
    }
}

impl Guesses {
    /// Most candidates that are looked at.
    pub const MOST: usize = 4_000_000;

    /// What [`did_you_mean`] says, as long as that has not cost too much.
    pub fn did_you_mean<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let left = self.left.get();
        let mut looked_at = 0;
        let candidates = candidates.into_iter().take(left).inspect(|_| looked_at += 1);
        let guess = did_you_mean(word, candidates);
        self.left.set(left - looked_at);
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_end_when_they_have_cost_enough() {
        let guesses = Guesses::default();
        let known = || ["leaf1", "spine1"].into_iter();
        assert_eq!(
            guesses.did_you_mean("laef1", known()).as_deref(),
            Some("did you mean `leaf1`?")
        );
        let many = std::iter::repeat_n("", Guesses::MOST);
        assert_eq!(guesses.did_you_mean("laef1", many.chain(known())), None);
        assert_eq!(guesses.did_you_mean("laef1", known()), None);
    }
}
