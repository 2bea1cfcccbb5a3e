//! What the text and the Markdown page of a matrix have in common.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::matrix::{Matrix, Verdict};

/// Two vendors, by their positions: the first is not after the second.
pub type Pair = (usize, usize);

/// What becomes of a scenario between two vendors, in whichever place each stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It works.
    Works,
    /// It works, and something must be so for it.
    WorksIf,
    /// It is refused, at least one way round.
    Refused,
}

impl Mark {
    /// The word in a table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "yes",
            Self::WorksIf => "if",
            Self::Refused => "no",
        }
    }
}

/// Every two vendors once, those of one vendor among them.
pub fn pairs(matrix: &Matrix<'_>) -> Vec<Pair> {
    let count = matrix.vendors.len();
    (0..count).flat_map(|one| (one..count).map(move |other| (one, other))).collect()
}

/// `A–B`: letters for two vendors.
pub fn label((one, other): Pair) -> String {
    let letter = |position: usize| {
        let letter = u8::try_from(position).ok().and_then(|position| b'A'.checked_add(position));
        letter.map_or_else(|| position.to_string(), |letter| char::from(letter).to_string())
    };
    format!("{}–{}", letter(one), letter(other))
}

/// The verdicts of two vendors: as they stand, and the other way round.
fn both(
    cells: &BTreeMap<Pair, Verdict>,
    (one, other): Pair,
) -> impl Iterator<Item = (Pair, &Verdict)> {
    let ways = [Some((one, other)), (one != other).then_some((other, one))];
    ways.into_iter().flatten().filter_map(|way| Some((way, cells.get(&way)?)))
}

/// What becomes of a scenario between two vendors.
pub fn mark(cells: &BTreeMap<Pair, Verdict>, pair: Pair) -> Mark {
    let verdicts = || both(cells, pair).map(|(_, verdict)| verdict);
    if verdicts().any(|verdict| verdict.refused.is_some()) {
        Mark::Refused
    } else if verdicts().any(|verdict| !verdict.conditions.is_empty()) {
        Mark::WorksIf
    } else {
        Mark::Works
    }
}

/// Texts with the scenarios that each concerns, and the pairs of vendors in each.
pub type Legend<'m> = IndexMap<String, BTreeMap<&'m str, Vec<String>>>;

/// Why scenarios are refused, and what must be so for others.
pub fn legends<'m>(matrix: &'m Matrix<'_>) -> [Legend<'m>; 2] {
    let mut legends = [Legend::new(), Legend::new()];
    let [refused, conditions] = &mut legends;
    for (scenario, cells) in &matrix.rows {
        for pair in pairs(matrix) {
            let verdicts: Vec<(Pair, &Verdict)> = both(cells, pair).collect();
            let one_way = verdicts.iter().filter(|(_, one)| one.refused.is_some()).count() == 1;
            for (way, verdict) in &verdicts {
                let Some(why) = &verdict.refused else { continue };
                let help = why.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
                let text = format!("{}: {}{help}", why.code, why.message);
                let mut label = label(pair);
                if one_way && pair.0 != pair.1 {
                    label = format!("{label}, {} on the left", matrix.vendors[way.0].title);
                }
                note(refused, text, &scenario.name, label);
            }
            for text in verdicts.iter().flat_map(|(_, verdict)| &verdict.conditions) {
                note(conditions, text.clone(), &scenario.name, label(pair));
            }
        }
    }
    legends
}

fn note<'m>(legend: &mut Legend<'m>, text: String, scenario: &'m str, label: String) {
    let labels = legend.entry(text).or_default().entry(scenario).or_default();
    if !labels.contains(&label) {
        labels.push(label);
    }
}

/// How a scenario is proved, in a few words.
pub fn proof(proof: &crate::matrix::Proof) -> String {
    let mut words: Vec<String> = vec!["compiled".to_owned()];
    if proof.golden {
        words.push("golden".to_owned());
    }
    if proof.reader {
        words.push("both ends read".to_owned());
    }
    if !proof.run.is_empty() {
        words.push(format!("run: {}", proof.run.join(", ")));
    }
    words.join(", ")
}

/// ``ebgp-numbered (A–B, A–C)``: where a text of a legend holds.
pub fn places(places: &BTreeMap<&str, Vec<String>>) -> String {
    let each =
        places.iter().map(|(scenario, labels)| format!("{scenario} ({})", labels.join(", ")));
    each.collect::<Vec<_>>().join("; ")
}
