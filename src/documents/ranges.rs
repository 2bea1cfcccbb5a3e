//! Many names in few words.

use crate::fabric::natural;

/// `r[01..04], r07` of names in any order, each once: runs of three and more are written as the language writes them.
pub(super) fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = all.into_iter().collect();
    all.sort_unstable_by(|a, b| natural(a, b));
    all.dedup();
    let mut parts: Vec<String> = Vec::new();
    let mut rest = all.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.windows(2).take_while(|two| follows(two[0], two[1])).count() + 1;
        let (taken, left) = rest.split_at(run);
        if let (true, Some(last)) = (run > 2, taken.last()) {
            let ((prefix, from, suffix), (_, to, _)) = (split(first), split(last));
            parts.push(format!("{prefix}[{from}..{to}]{suffix}"));
        } else {
            parts.extend(taken.iter().map(|name| (*name).to_owned()));
        }
        rest = left;
    }
    parts.join(", ")
}

/// `110-112,120` of numbers that ascend.
pub(super) fn numbers(all: &[u16]) -> String {
    let runs = all.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    let text = runs.map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run.iter().map(ToString::to_string).collect(),
    });
    text.collect::<Vec<_>>().join(",")
}

/// Whether two names differ only in their last number, and the second has the next one.
fn follows(one: &str, next: &str) -> bool {
    let ((prefix, a, suffix), (other_prefix, b, other_suffix)) = (split(one), split(next));
    let number = |digits: &str| digits.parse::<u64>().ok();
    (prefix, suffix, a.len()) == (other_prefix, other_suffix, b.len())
        && number(a).and_then(|number| number.checked_add(1)) == number(b)
        && !a.is_empty()
}

/// What stands before the last number of a name, the number, and what stands behind it.
fn split(name: &str) -> (&str, &str, &str) {
    let end = name.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (head, suffix) = name.split_at(end);
    let start = head.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| {
        at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let (prefix, digits) = head.split_at(start);
    (prefix, digits, suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_written_as_ranges() {
        assert_eq!(names(["r02", "r01", "r04", "r03", "r07", "net1"]), "net1, r[01..04], r07");
        assert_eq!(names(["r01-a", "r02-a", "r01-b"]), "r01-a, r01-b, r02-a");
        assert_eq!(names(["x8", "x9", "x10", "x11", "x12"]), "x8, x9, x[10..12]");
        assert_eq!(names(["a", "b", "a"]), "a, b");
        assert_eq!(names([]), "");
    }

    #[test]
    fn numbers_are_joined() {
        assert_eq!(numbers(&[110, 111, 112, 120, 130, 131]), "110-112,120,130-131");
        assert_eq!(numbers(&[]), "");
    }
}
