//! Names of switches in few words.

use std::collections::BTreeMap;

/// `r01–r19 a and b, spine1–spine4`. The names are sorted and distinct.
pub fn compress<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    // The suffixes of each stem, then runs of stems with the same suffixes.
    let mut stems: BTreeMap<Stem<'a>, Vec<&'a str>> = BTreeMap::new();
    for name in names {
        let (stem, suffix) = split(name);
        stems.entry(stem).or_default().push(suffix);
    }
    let mut runs: Vec<Run<'a>> = Vec::new();
    for (stem, suffixes) in stems {
        match runs.last_mut() {
            Some(run) if run.goes_on(&stem, &suffixes) => run.last = stem,
            _ => runs.push(Run { first: stem.clone(), last: stem, suffixes }),
        }
    }
    runs.iter().map(Run::text).collect::<Vec<_>>().join(", ")
}

/// A name up to the end of its last number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stem<'a> {
    head: &'a str,
    number: Option<u64>,
    digits: usize,
}

struct Run<'a> {
    first: Stem<'a>,
    last: Stem<'a>,
    suffixes: Vec<&'a str>,
}

impl Stem<'_> {
    fn text(&self) -> String {
        match self.number {
            Some(number) => format!("{}{number:0width$}", self.head, width = self.digits),
            None => self.head.to_owned(),
        }
    }
}

impl Run<'_> {
    fn goes_on(&self, stem: &Stem<'_>, suffixes: &[&str]) -> bool {
        self.suffixes == suffixes
            && self.last.head == stem.head
            && self.last.number.is_some_and(|number| number.checked_add(1) == stem.number)
            // `r09` and `r10` go together, and so do `9` and `10`.
            && stem.number.is_some_and(|number| {
                format!("{number:0width$}", width = self.first.digits).len() == stem.digits
            })
    }

    fn text(&self) -> String {
        if self.first == self.last {
            let names = self.suffixes.iter().map(|suffix| format!("{}{suffix}", self.first.text()));
            return names.collect::<Vec<_>>().join(", ");
        }
        let range = format!("{}–{}", self.first.text(), self.last.text());
        let plain: Vec<&str> =
            self.suffixes.iter().map(|suffix| suffix.trim_start_matches('-')).collect();
        match plain.as_slice() {
            [""] => range,
            [one] => format!("{range} {one}"),
            [first @ .., last] => format!("{range} {} and {last}", first.join(", ")),
            [] => range,
        }
    }
}

/// The stem is all up to the end of the last number, if a short word at most follows: `r01` of `r01-a`.
fn split(name: &str) -> (Stem<'_>, &str) {
    let whole = (Stem { head: name, number: None, digits: 0 }, "");
    let Some(end) = name.rfind(|c: char| c.is_ascii_digit()) else { return whole };
    let digits = name[..=end].bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = end + 1 - digits;
    let Ok(number) = name[start..=end].parse() else { return whole };
    (Stem { head: &name[..start], number: Some(number), digits }, &name[end + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ranges() {
        assert_eq!(
            compress(["r01-a", "r01-b", "r02-a", "r02-b", "r03-a", "r03-b"]),
            "r01–r03 a and b"
        );
        assert_eq!(compress(["spine1", "spine2", "spine3"]), "spine1–spine3");
        assert_eq!(compress(["r09-a", "r10-a", "r11-a", "core"]), "core, r09–r11 a");
        assert_eq!(compress(["r01-a", "r01-b"]), "r01-a, r01-b");
        assert_eq!(compress(["leaf1", "leaf3"]), "leaf1, leaf3");
        assert_eq!(compress(["é"]), "é");
        assert_eq!(compress(["leaf9", "leaf10", "leaf11"]), "leaf9–leaf11");
    }
}
