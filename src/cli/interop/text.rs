//! The matrix on a terminal.

use std::fmt::Write as _;

use super::legend::{
    Legend, Order, PROVED, WORDS, label, legends, letter, mark, pairs, places, proof,
};
use crate::matrix::Matrix;

/// The matrix: a row for each scenario, a column for each two vendors.
pub fn page(matrix: &Matrix<'_>) -> String {
    let mut out = String::new();
    for (position, vendor) in matrix.vendors.iter().enumerate() {
        let letter = letter(position);
        _ = writeln!(out, "{letter}  {}, {}", vendor.title, vendor.releases);
    }
    let names = matrix.rows.iter().map(|(scenario, _)| scenario.name.chars().count());
    let width = names.max().unwrap_or_default() + 2;
    let pairs = pairs(matrix);
    _ = write!(out, "\n{:width$}", "");
    for pair in &pairs {
        _ = write!(out, "{:5}", label(*pair));
    }
    out.push('\n');
    for (scenario, cells) in &matrix.rows {
        _ = write!(out, "{:width$}", scenario.name);
        for pair in &pairs {
            _ = write!(out, "{:5}", mark(cells, *pair).word());
        }
        _ = writeln!(out, "{}", proof(scenario, matrix));
        _ = writeln!(out, "  {}", scenario.title);
    }
    _ = writeln!(out, "\n{WORDS}\n{PROVED}");
    let (vendors, [refused, conditions]) = (matrix.vendors.len(), legends(matrix));
    legend("What is refused, and why", &refused, vendors, Order::AsTheyStand, &mut out);
    legend("What must be so", &conditions, vendors, Order::Any, &mut out);
    out
}

fn legend(title: &str, legend: &Legend<'_>, vendors: usize, order: Order, out: &mut String) {
    if legend.is_empty() {
        return;
    }
    _ = writeln!(out, "\n{title}");
    for (text, scenarios) in legend {
        _ = writeln!(out, "  {text}\n      {}", places(scenarios, vendors, order));
    }
}
