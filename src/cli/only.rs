//! `--only`: some switches out of all.

use glob::Pattern;

use super::catalog::list;
use super::codes::UNKNOWN_ARGUMENT;
use super::exit::{Failure, usage};
use crate::diagnostic::{Diagnostic, closest};

/// How many names are told.
const FEW: usize = 5;

/// Which switches' files are written or compared.
#[derive(Debug, Default)]
pub struct Only(Vec<(String, Pattern)>);

impl Only {
    /// Patterns of names. None means all switches.
    ///
    /// # Errors
    /// One is no pattern.
    pub fn new(patterns: &[String]) -> Result<Self, Failure> {
        let pattern =
            |text: &String| match Pattern::new(text) {
                Ok(pattern) => Ok((text.clone(), pattern)),
                Err(error) => {
                    let message = format!("`{text}` is no pattern: {}", error.msg);
                    Err(usage(Diagnostic::new(&UNKNOWN_ARGUMENT, message).help(
                        "`*` stands for any characters, `?` for one, `[ab]` for one of several",
                    )))
                }
            };
        patterns.iter().map(pattern).collect::<Result<_, _>>().map(Self)
    }

    /// Whether all switches are meant, and with them what is of no one switch.
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a switch is meant.
    pub fn takes(&self, name: &str) -> bool {
        self.is_all() || self.0.iter().any(|(_, pattern)| pattern.matches(name))
    }

    /// Makes sure that every pattern means some switch.
    ///
    /// # Errors
    /// One means none of `names`.
    pub fn check<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Result<(), Failure> {
        let idle =
            self.0.iter().find(|(_, pattern)| !names.clone().any(|name| pattern.matches(name)));
        let Some((text, _)) = idle else { return Ok(()) };
        let message = format!("no switch is called `{text}`");
        let help = format!("there are {}, for example", list(near(text, names).into_iter()));
        Err(usage(Diagnostic::new(&UNKNOWN_ARGUMENT, message).help(help)))
    }
}

/// The first few names that begin as a pattern does, or nearly so.
fn near<'a>(pattern: &str, names: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let plain: String = pattern.chars().filter(|c| !"*?[]!".contains(*c)).collect();
    let start = |name: &'a str| {
        let end = name.char_indices().nth(plain.chars().count()).map_or(name.len(), |(at, _)| at);
        name.get(..end).unwrap_or(name)
    };
    let found =
        closest(&plain, names.clone()).or_else(|| closest(&plain, names.clone().map(start)));
    let like = |name: &&str| name.starts_with(found.unwrap_or(plain.as_str()));
    let few: Vec<&str> = names.clone().filter(like).take(FEW).collect();
    if few.is_empty() { names.take(FEW).collect() } else { few }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(patterns: &[&str]) -> Only {
        let patterns: Vec<String> = patterns.iter().map(|text| (*text).to_owned()).collect();
        Only::new(&patterns).unwrap()
    }

    #[test]
    fn patterns_choose_switches() {
        let some = only(&["r1*", "spine[12]"]);
        let all = ["r1-a", "r12-b", "r2-a", "spine1", "spine3"];
        let taken: Vec<&str> = all.into_iter().filter(|name| some.takes(name)).collect();
        assert_eq!(taken, ["r1-a", "r12-b", "spine1"]);
        assert!(only(&[]).takes("anything") && only(&[]).is_all() && !some.is_all());
    }

    #[test]
    fn a_pattern_that_means_nothing_is_refused() {
        let names = ["r01-a", "r01-b"];
        assert!(only(&["r*"]).check(names.into_iter()).is_ok());
        for (pattern, help) in [
            ("r01a", "there are `r01-a`, for example"),
            ("r91*", "there are `r01-a`, `r01-b`, for example"),
            ("r01-c", "there are `r01-a`, for example"),
            ("x*", "there are `r01-a`, `r01-b`, for example"),
            ("*-c", "there are `r01-a`, `r01-b`, for example"),
            ("", "there are `r01-a`, `r01-b`, for example"),
        ] {
            let Err(Failure::Say(_, said)) = only(&["r*", pattern]).check(names.into_iter()) else {
                panic!("{pattern} is taken");
            };
            assert_eq!(said[0].help.as_deref(), Some(help), "{pattern}");
        }
        assert!(Only::new(&["r[".to_owned()]).is_err());
    }
}
