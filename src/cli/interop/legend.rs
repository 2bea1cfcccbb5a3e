//! What the text and the Markdown page of a matrix have in common.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::matrix::{Matrix, Scenario, Verdict, Verdicts};

/// Two vendors, by their positions: the first is not after the second.
pub type Pair = (usize, usize);

/// What becomes of a scenario between two vendors, in whichever place each stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It works.
    Works,
    /// It works, and something must be so for it.
    WorksIf,
    /// It works with one of them in the place of `left` only.
    OneWay(usize),
    /// It is refused.
    Refused,
}

impl Mark {
    /// The word in a table.
    pub fn word(self) -> String {
        match self {
            Self::Works => "yes".to_owned(),
            Self::WorksIf => "if".to_owned(),
            Self::OneWay(left) => letter(left),
            Self::Refused => "no".to_owned(),
        }
    }
}

/// Every two vendors once, those of one vendor among them.
pub fn pairs(matrix: &Matrix<'_>) -> Vec<Pair> {
    let count = matrix.vendors.len();
    (0..count).flat_map(|one| (one..count).map(move |other| (one, other))).collect()
}

/// What the words in a table mean.
pub const WORDS: &str = "yes: it works; if: it works, and something must be so for it; a letter: it works with that \
                         vendor in the place of `left` only; no: it is refused";

/// `A`: the letter of a vendor.
pub fn letter(position: usize) -> String {
    let letter = u8::try_from(position).ok().and_then(|position| b'A'.checked_add(position));
    letter.map_or_else(|| position.to_string(), |letter| char::from(letter).to_string())
}

/// `A‑B`: letters for two vendors.
pub fn label((one, other): Pair) -> String {
    // The hyphen breaks no line.
    format!("{}\u{2011}{}", letter(one), letter(other))
}

/// The verdicts of two vendors: as they stand, and the other way round.
fn both(cells: &Verdicts, (one, other): Pair) -> impl Iterator<Item = (Pair, &Verdict)> {
    let ways = [Some((one, other)), (one != other).then_some((other, one))];
    ways.into_iter().flatten().filter_map(|way| Some((way, cells.get(&way)?)))
}

/// What becomes of a scenario between two vendors.
pub fn mark(cells: &Verdicts, pair: Pair) -> Mark {
    let verdicts: Vec<(Pair, &Verdict)> = both(cells, pair).collect();
    let mut works = verdicts.iter().filter(|(_, verdict)| verdict.refused.is_none());
    match (works.clone().count(), works.next()) {
        (count, _) if count == verdicts.len() => {
            let plain = verdicts.iter().all(|(_, verdict)| verdict.conditions.is_empty());
            if plain { Mark::Works } else { Mark::WorksIf }
        }
        (_, Some(((left, _), _))) => Mark::OneWay(*left),
        (_, None) => Mark::Refused,
    }
}

/// Texts with the scenarios that each concerns, and the pairs of vendors in each.
pub type Legend<'m> = IndexMap<String, BTreeMap<&'m str, BTreeSet<Pair>>>;

/// Why scenarios are refused (each pair as it stands, left and right), and what must be so for others.
pub fn legends<'m>(matrix: &'m Matrix<'_>) -> [Legend<'m>; 2] {
    let [mut refused, mut conditions] = [Legend::new(), Legend::new()];
    for (scenario, cells) in &matrix.rows {
        for ((left, right), verdict) in cells {
            if let Some(why) = &verdict.refused {
                let help = why.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
                let text = format!("{}: {}{help}", why.code, why.message);
                note(&mut refused, text, &scenario.name, (*left, *right));
            }
            for text in &verdict.conditions {
                let pair = (*left.min(right), *left.max(right));
                note(&mut conditions, text.clone(), &scenario.name, pair);
            }
        }
    }
    [refused, conditions]
}

fn note<'m>(legend: &mut Legend<'m>, text: String, scenario: &'m str, pair: Pair) {
    legend.entry(text).or_default().entry(scenario).or_default().insert(pair);
}

/// How what stands in the last column of a table is meant.
pub const PROVED: &str = "compiled: just now, with these vendor folders; the others: by the tests of those that come with rackc";

/// How a scenario is proved, in a few words.
pub fn proof(scenario: &Scenario, matrix: &Matrix<'_>) -> String {
    let proof = &scenario.proof;
    let mut words: Vec<String> = vec!["compiled".to_owned()];
    if proof.golden {
        words.push("golden".to_owned());
    }
    if proof.reader {
        words.push("both ends read".to_owned());
    }
    let position = |name: &str| matrix.vendors.iter().position(|vendor| vendor.name == *name);
    let run = proof.run_between().filter_map(|[one, other]| {
        let (one, other) = (position(one)?, position(other)?);
        Some((one.min(other), one.max(other)))
    });
    let run: BTreeSet<Pair> = run.collect();
    if !run.is_empty() {
        let run: Vec<String> = run.into_iter().map(label).collect();
        words.push(format!("run by FRR {}", run.join(" ")));
    }
    words.join(", ")
}

/// Whether the first of two vendors stands in the place of `left`, or either may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Left and right.
    AsTheyStand,
    /// Either way round.
    Any,
}

/// `ebgp-numbered, l2vni: A‑B, A‑C`: where a text of a legend holds.
pub fn places(places: &BTreeMap<&str, BTreeSet<Pair>>, vendors: usize, order: Order) -> String {
    // Scenarios with the same pairs are named together.
    let mut alike: IndexMap<String, Vec<&str>> = IndexMap::new();
    for (scenario, pairs) in places {
        alike.entry(who(pairs, vendors, order)).or_default().push(scenario);
    }
    let each = alike.iter().map(|(who, scenarios)| format!("{}: {who}", scenarios.join(", ")));
    each.collect::<Vec<_>>().join("; ")
}

/// `all`, `C with all`, `C on the left`, or `A‑B, A‑C`.
fn who(pairs: &BTreeSet<Pair>, vendors: usize, order: Order) -> String {
    let ways = |(one, other): &Pair| {
        [Some((*one, *other)), (order == Order::Any).then_some((*other, *one))]
    };
    let whole: BTreeSet<Pair> = pairs.iter().flat_map(ways).flatten().collect();
    let is = |of: &dyn Fn(Pair) -> bool| {
        let every = (0..vendors).flat_map(|one| (0..vendors).map(move |other| (one, other)));
        whole == every.filter(|pair| of(*pair)).collect()
    };
    if is(&|_| true) {
        return "all".to_owned();
    }
    for vendor in 0..vendors {
        let name = letter(vendor);
        if is(&|(one, other)| one == vendor || other == vendor) {
            return format!("{name} with all");
        }
        if is(&|(one, _)| one == vendor) {
            return format!("{name} on the left");
        }
        if is(&|(_, other)| other == vendor) {
            return format!("{name} on the right");
        }
    }
    pairs.iter().map(|pair| label(*pair)).collect::<Vec<_>>().join(", ")
}
