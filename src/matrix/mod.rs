//! What each two vendors' switches do together: every scenario of the catalogue, compiled for them.

mod catalogue;
mod judge;

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use catalogue::{Proof, Scenario, scenarios};
pub use judge::{Refusal, Verdict, meet};

use crate::vendor::Catalog;
use crate::vendor::schema::Vendor;

/// The verdict of each two vendors: the first in the place of `left`, the second in that of `right`, by their positions
/// in the matrix.
pub type Verdicts = BTreeMap<(usize, usize), Verdict>;

/// Verdicts of every scenario for each two vendors.
#[derive(Debug)]
pub struct Matrix<'a> {
    /// The vendors that have a model for the catalogue, by folder name.
    pub vendors: Vec<&'a Vendor>,
    /// The scenarios, by name, with the verdicts.
    pub rows: Vec<(Scenario, Verdicts)>,
}

impl<'a> Matrix<'a> {
    /// Compiles every scenario for every two of some vendors; of all in the catalog if none are named.
    pub fn of(catalog: &'a Catalog, named: &[&'a Vendor]) -> Self {
        let all = catalog.vendors.values();
        let mut vendors: Vec<&Vendor> =
            if named.is_empty() { all.collect() } else { named.to_vec() };
        vendors.retain(|vendor| vendor.interop.is_some());
        vendors.sort_by_key(|vendor| &vendor.name);
        vendors.dedup_by_key(|vendor| &vendor.name);
        let cells = |scenario: &Scenario| {
            let pairs = (0..vendors.len() * vendors.len()).into_par_iter();
            pairs
                .map(|cell| {
                    let (left, right) = (cell / vendors.len(), cell % vendors.len());
                    let verdict = meet(scenario, [vendors[left], vendors[right]], catalog);
                    ((left, right), verdict)
                })
                .collect()
        };
        let rows = scenarios().into_par_iter().map(|scenario| {
            let cells = cells(&scenario);
            (scenario, cells)
        });
        let rows = rows.collect();
        Self { vendors, rows }
    }
}
