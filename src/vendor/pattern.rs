//! Patterns of statements: how a vendor folder names lines of a configuration.
//!
//! A pattern is words. `a|b` is one of several words, and `*` in a word stands for any text. `*` is one word, `#` one
//! number, `**` any number of words. `>` stands between a block's header and what is in the block. In braces stand the values:
//! `{value}` is one word or more, `{word}` is one, `{ids}` a list of numbers such as `10,12-14`, `{words}` a list of
//! words, `{secret}` one word that nobody may see.

use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// The word between a block's header and what is in it.
pub const IN: &str = ">";

/// A pattern of a statement with its headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// A word that reads like one of these.
    Like(Vec<Like>),
    /// One word.
    Any,
    /// One number.
    Number,
    /// Any number of words.
    Rest,
    /// A value.
    Hole(Hole),
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hole {
    /// One word or more.
    Value,
    /// One word.
    Word,
    /// Numbers, with commas, spaces and ranges.
    Ids,
    /// Words.
    Words,
    /// One word that is secret.
    Secret,
}

/// A word with at most one `*` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Like {
    before: String,
    after: Option<String>,
}

/// Where the values of a pattern stand among the words that fit it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The values, in order.
    pub holes: Vec<(Hole, Range<usize>)>,
    /// The words that `*` stands for.
    pub any: Vec<usize>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        let parts: Vec<Part> = text.split_whitespace().map(part).collect::<Result<_, _>>()?;
        if parts.is_empty() {
            return Err("a pattern is empty".to_owned());
        }
        Ok(Self { parts })
    }

    /// Whether the words fit, from the first to the last.
    pub fn fits(&self, words: &[&str]) -> bool {
        self.fit(words).is_some()
    }

    /// How the words fit.
    pub fn fit(&self, words: &[&str]) -> Option<Fit> {
        let mut fit = Fit::default();
        let mut steps = 0;
        fits(&self.parts, words, 0, &mut fit, &mut steps).then_some(fit)
    }

    /// The word by which the pattern can be looked up: the one before its first value, or the first
    /// word of its last block when it has none. Nothing if that is no plain word.
    pub fn anchor(&self) -> Option<&str> {
        let hole = self.parts.iter().position(|part| matches!(part, Part::Hole(_)));
        let at = match hole {
            Some(at) => at.checked_sub(1)?,
            None => self.parts.len() - 1,
        };
        plain(self.parts.get(at)?)
    }

    /// The first word behind the last `>`. Nothing if that is no plain word.
    pub fn first(&self) -> Option<&str> {
        let at = self.parts.iter().rposition(|part| plain(part) == Some(IN));
        plain(self.parts.get(at.map_or(0, |at| at + 1))?)
    }
}

fn plain(part: &Part) -> Option<&str> {
    match part {
        Part::Like(likes) => match likes.as_slice() {
            [Like { before, after: None }] => Some(before),
            _ => None,
        },
        _ => None,
    }
}

fn part(word: &str) -> Result<Part, String> {
    Ok(match word {
        "*" => Part::Any,
        "#" => Part::Number,
        "**" => Part::Rest,
        "{value}" => Part::Hole(Hole::Value),
        "{word}" => Part::Hole(Hole::Word),
        "{ids}" => Part::Hole(Hole::Ids),
        "{words}" => Part::Hole(Hole::Words),
        "{secret}" => Part::Hole(Hole::Secret),
        _ if word.starts_with('{') && word.ends_with('}') && word.len() > 2 => {
            return Err(format!(
                "`{word}` is no value; there are {{value}}, {{word}}, {{ids}}, {{words}} and {{secret}}"
            ));
        }
        _ => Part::Like(word.split('|').map(like).collect()),
    })
}

fn like(word: &str) -> Like {
    match word.split_once('*') {
        Some((before, after)) => Like { before: before.to_owned(), after: Some(after.to_owned()) },
        None => Like { before: word.to_owned(), after: None },
    }
}

impl Like {
    fn fits(&self, word: &str) -> bool {
        match &self.after {
            None => self.before == word,
            Some(after) => {
                word.len() >= self.before.len() + after.len()
                    && word.starts_with(self.before.as_str())
                    && word.ends_with(after.as_str())
            }
        }
    }
}

/// How often a part may be tried on a word, so that no pattern takes long.
const MOST_STEPS: usize = 20_000;

fn fits(parts: &[Part], words: &[&str], at: usize, fit: &mut Fit, steps: &mut usize) -> bool {
    *steps += 1;
    if *steps > MOST_STEPS {
        return false;
    }
    let Some((part, rest)) = parts.split_first() else {
        return at == words.len();
    };
    match part {
        Part::Like(likes) => {
            words.get(at).is_some_and(|word| likes.iter().any(|like| like.fits(word)))
                && fits(rest, words, at + 1, fit, steps)
        }
        Part::Any => {
            if words.get(at).is_none_or(|word| *word == IN) {
                return false;
            }
            fit.any.push(at);
            let fine = fits(rest, words, at + 1, fit, steps);
            if !fine {
                fit.any.pop();
            }
            fine
        }
        Part::Number => {
            words.get(at).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
                && fits(rest, words, at + 1, fit, steps)
        }
        Part::Rest if rest.is_empty() => true,
        Part::Rest => (at..=words.len()).any(|next| fits(rest, words, next, fit, steps)),
        Part::Hole(hole) => {
            let longest = match hole {
                Hole::Word | Hole::Secret => at + 1,
                Hole::Value | Hole::Ids | Hole::Words => words.len(),
            };
            (at + 1..=longest.min(words.len())).rev().any(|next| {
                if words.get(at..next).is_none_or(|words| words.contains(&IN)) {
                    return false;
                }
                fit.holes.push((*hole, at..next));
                let fine = fits(rest, words, next, fit, steps);
                if !fine {
                    fit.holes.pop();
                }
                fine
            })
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(pattern: &str, text: &str) -> Option<Vec<String>> {
        let words: Vec<&str> = text.split(' ').collect();
        let fit = Pattern::new(pattern).unwrap().fit(&words)?;
        Some(fit.holes.into_iter().map(|(_, range)| words[range].join(" ")).collect())
    }

    #[test]
    fn values_are_found() {
        assert_eq!(
            holes("interface * > mtu {value}", "interface Ethernet1 > mtu 9000"),
            Some(vec!["9000".into()])
        );
        assert_eq!(
            holes("neighbor * route-map {word} in|out", "neighbor a route-map b in"),
            Some(vec!["b".into()])
        );
        assert_eq!(holes("mtu {value}", "mtu"), None);
        assert_eq!(holes("** mtu {word}", "interfaces a mtu 1"), Some(vec!["1".into()]));
        assert_eq!(holes("description {value}", "description > mtu 1"), None);
    }

    #[test]
    fn a_star_is_any_text_within_a_word() {
        assert!(Pattern::new("interface Ethernet* > shutdown").unwrap().fits(&[
            "interface",
            "Ethernet1",
            ">",
            "shutdown"
        ]));
        assert!(!Pattern::new("interface Ethernet*").unwrap().fits(&["interface", "Vlan1"]));
        assert!(Pattern::new("** > shutdown").unwrap().fits(&["a", ">", "b", ">", "shutdown"]));
        assert!(Pattern::new("{typo}").is_err());
    }
}
