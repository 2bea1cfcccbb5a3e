//! What a template has read and not yet printed.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::marks::Mark;

/// The elements that were read since the last line's end.
#[derive(Debug, Default)]
pub(super) struct Log {
    pending: Mutex<Vec<Read>>,
    /// Texts that templates put together from several, and print again and again.
    known: Mutex<HashMap<String, Vec<usize>>>,
}

#[derive(Debug)]
struct Read {
    element: usize,
    /// Text of a scalar; anything else is only looked at.
    text: Option<String>,
    /// It is known to be printed next, in whatever form.
    printed: bool,
}

impl Log {
    fn pending(&self) -> MutexGuard<'_, Vec<Read>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.pending().clear();
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// An element is read.
    pub(super) fn read(&self, element: usize, text: Option<String>) {
        self.pending().push(Read { element, text, printed: false });
    }

    /// How much was read so far.
    pub(super) fn mark(&self) -> usize {
        self.pending().len()
    }

    /// What was read since then is printed next, though its text may not be found in what is printed.
    pub(super) fn printed_since(&self, mark: usize) {
        for read in self.pending().iter_mut().skip(mark) {
            read.printed = true;
        }
    }

    /// The scalar of this text that was read last is printed next.
    pub(super) fn printed(&self, text: &str) {
        let mut pending = self.pending();
        let read = pending.iter_mut().rev().find(|read| read.text.as_deref() == Some(text));
        if let Some(read) = read {
            read.printed = true;
        }
    }

    /// What stands in a text that is printed: the scalar that is this text, or else those whose text is found in it;
    /// of several with the same text, the one that was read last.
    pub(super) fn take_printed(&self, text: &str) -> Vec<Mark> {
        let mut pending = self.pending();
        let sure = pending.iter().any(|read| read.printed);
        let whole = pending.iter().any(|read| read.text.as_deref() == Some(text));
        let mut taken: Vec<(usize, &str)> = Vec::new();
        for read in pending.iter().rev() {
            let Some(own) = read.text.as_deref() else { continue };
            let here = match (sure, whole) {
                (true, _) => read.printed,
                (false, true) => own == text,
                (false, false) => contains(text, own),
            };
            let known = |(element, taken): &(usize, &str)| {
                *element == read.element || (!sure && *taken == own)
            };
            if here && !taken.iter().any(known) {
                taken.push((read.element, own));
            }
        }
        let mut elements: Vec<usize> = taken.iter().rev().map(|(element, _)| *element).collect();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if elements.is_empty() {
            elements.extend(known.get(text).into_iter().flatten());
        } else if !whole {
            known.insert(text.to_owned(), elements.clone());
        }
        pending.retain(|read| !read.printed && !elements.contains(&read.element));
        elements.into_iter().map(|element| Mark { element, printed: true }).collect()
    }

    /// A line ends: the last element that was only looked at may be why it stands there.
    pub(super) fn take_rest(&self) -> Option<Mark> {
        let mut pending = self.pending();
        let last = pending.last().map(|read| Mark { element: read.element, printed: false });
        pending.clear();
        last
    }
}

/// Whether a word stands in a text, not as part of another word.
fn contains(text: &str, word: &str) -> bool {
    let outside = |next: Option<char>| !next.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let (before, after) = (text.get(..at), text.get(at + word.len()..));
            outside(before.and_then(|text| text.chars().next_back()))
                && outside(after.and_then(|text| text.chars().next()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(marks: &[Mark]) -> Vec<usize> {
        marks.iter().map(|mark| mark.element).collect()
    }

    #[test]
    fn what_is_printed_is_told_from_what_is_looked_at() {
        let log = Log::default();
        log.read(1, Some("prod".to_owned()));
        log.read(2, Some("prod".to_owned()));
        log.read(3, None);
        assert_eq!(elements(&log.take_printed("prod")), [2]);
        assert_eq!(log.take_rest(), Some(Mark { element: 3, printed: false }));
        assert_eq!(log.take_rest(), None);
    }

    #[test]
    fn words_are_found_in_what_a_template_puts_together() {
        let log = Log::default();
        log.read(1, Some("tcp".to_owned()));
        log.read(2, Some("443".to_owned()));
        log.read(3, Some("4".to_owned()));
        assert_eq!(elements(&log.take_printed(" tcp eq 443")), [1, 2]);
    }

    #[test]
    fn a_text_that_was_put_together_is_known_again() {
        let log = Log::default();
        log.read(1, Some("110".to_owned()));
        assert_eq!(elements(&log.take_printed("vlan 110")), [1]);
        assert_eq!(elements(&log.take_printed("vlan 110")), [1]);
        log.clear();
        assert!(log.take_printed("vlan 110").is_empty());
    }

    #[test]
    fn a_filter_says_what_it_prints_in_another_form() {
        let log = Log::default();
        let mark = log.mark();
        log.read(1, Some("10".to_owned()));
        log.read(2, Some("11".to_owned()));
        log.printed_since(mark);
        assert_eq!(elements(&log.take_printed("10-11")), [1, 2]);
    }
}
