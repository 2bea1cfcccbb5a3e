//! The matrix for programs.

use serde::Serialize;

use crate::matrix::{Matrix, Proof};

#[derive(Serialize)]
struct Document<'a> {
    vendors: Vec<&'a str>,
    scenarios: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    title: &'a str,
    proof: &'a Proof,
    pairs: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    left: &'a str,
    right: &'a str,
    works: bool,
    /// Whether FRR runs it, with the other's parameters.
    run: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Why<'a>>,
}

#[derive(Serialize)]
struct Why<'a> {
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
}

/// The matrix as one JSON document.
pub fn page(matrix: &Matrix<'_>) -> String {
    let vendors: Vec<&str> = matrix.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    let rows = matrix.rows.iter().map(|(scenario, cells)| Row {
        name: &scenario.name,
        title: &scenario.title,
        proof: &scenario.proof,
        pairs: cells
            .iter()
            .map(|((left, right), verdict)| Cell {
                left: vendors[*left],
                right: vendors[*right],
                works: verdict.refused.is_none(),
                run: scenario.proof.run_between().any(|run| {
                    let pair = [vendors[*left], vendors[*right]];
                    run == pair || run == [pair[1], pair[0]]
                }),
                conditions: verdict.conditions.iter().map(String::as_str).collect(),
                refused: verdict.refused.as_ref().map(|why| Why {
                    code: why.code,
                    message: &why.message,
                    help: why.help.as_deref(),
                }),
            })
            .collect(),
    });
    let scenarios = rows.collect();
    crate::cli::shell::document(&Document { vendors, scenarios })
}
