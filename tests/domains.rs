//! Numbers of MLAG domains where there are more pairs than numbers that every system takes.
#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use rackc::allocate::codes;
use rackc::compile::{Options, plan};
use rackc::diagnostic::{Diagnostic, Severity, Sink};
use rackc::syntax::{MemoryFiles, Program};

use common::compile::CATALOG;

/// What all vendors of this program take: 1 to 1000.
const NUMBERS: usize = 1000;

const HEAD: &str = "
fabric dc1 { pool mgmt 172.16.0.0/16  pool link 10.0.0.0/16  spanning-tree rstp }
rack-type lone {
  mlag pair = a + b { peer-link 53..54  keepalive management }
}
";

/// Racks with a pair each; nothing joins them unless `more` does.
fn racks(from: usize, to: usize, model: &str) -> String {
    format!("rack r[{from}..{to}] of lone {{ switches a, b model {model} }}\n")
}

const EOS: &str = "arista/DCS-7050SX3-48YC8";
const CUMULUS: &str = "cumulus/SN2410";

/// Domains by the name of the pair, and the lock's text; the codes of the errors, if there are any.
type Given = Result<(BTreeMap<String, u16>, String), Vec<&'static str>>;

fn given(statements: &str, lock: Option<&str>) -> Given {
    let files = MemoryFiles::default().with("main.rack", format!("{HEAD}{statements}"));
    let mut program = Program::load(&files, Utf8Path::new("main.rack"), &mut Sink::default());
    let lock_file = lock.map(|text| program.sources.add("rackc.lock", text));
    let options = Options { lock: lock.map(str::to_owned), lock_file, ..Options::default() };
    let compiled = plan(&program, &CATALOG, &options);
    let Some(output) = compiled.output else {
        return Err(errors(&compiled.diagnostics));
    };
    let fabric = &output.checked.fabric;
    let domains = output.allocation.domains.iter();
    let named = domains.map(|(pair, domain)| (fabric.pairs[*pair].name.clone(), *domain));
    Ok((named.collect(), output.lock_text().to_owned()))
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| one.code.id).collect()
}

/// Of every number how many pairs have it.
fn holders(domains: &BTreeMap<String, u16>) -> BTreeMap<u16, usize> {
    let mut holders = BTreeMap::new();
    for domain in domains.values() {
        *holders.entry(*domain).or_insert(0) += 1;
    }
    holders
}

#[test]
fn as_many_pairs_as_numbers_have_one_each() {
    let (domains, _) = given(&racks(1, NUMBERS, EOS), None).unwrap();
    assert_eq!((domains.len(), holders(&domains).len()), (NUMBERS, NUMBERS));
}

#[test]
fn pairs_beyond_the_numbers_share_them_and_keep_them() {
    let (domains, lock) = given(&racks(1, 1003, EOS), None).unwrap();
    assert_eq!(domains.len(), 1003);
    let shared = holders(&domains);
    assert_eq!(shared.keys().copied().collect::<Vec<_>>(), (1..=1000).collect::<Vec<_>>());
    assert_eq!(shared.values().filter(|count| **count == 2).count(), 3);
    // The same again by the lock; more racks move none.
    assert_eq!(given(&racks(1, 1003, EOS), Some(&lock)).unwrap(), (domains.clone(), lock.clone()));
    let (more, _) = given(&racks(1, 1010, EOS), Some(&lock)).unwrap();
    assert!(domains.iter().all(|(pair, domain)| more.get(pair) == Some(domain)));
    assert!(holders(&more).values().all(|count| *count <= 2));
    // Nor do fewer, although the numbers would last now.
    let (fewer, _) = given(&racks(4, 1003, EOS), Some(&lock)).unwrap();
    assert_eq!(fewer.len(), NUMBERS);
    assert!(fewer.iter().all(|(pair, domain)| domains.get(pair) == Some(domain)));
}

#[test]
fn pairs_with_layer_2_to_others_differ_from_each_other() {
    let joined = "
vlan web 110 { racks r1, r1003 }
vlan app 120 { racks r2, r1002 }
profile of-web { trunk web  lacp fast }
profile of-app { trunk app  lacp fast }
link r1-a:49 -- r1003-a:49 as of-web
link r2-a:49 -- r1002-a:49 as of-app
";
    let (domains, _) = given(&(racks(1, 1003, EOS) + joined), None).unwrap();
    let of_joined = ["r1-pair", "r2-pair", "r1002-pair", "r1003-pair"];
    let own: BTreeSet<u16> = of_joined.iter().map(|pair| domains[*pair]).collect();
    assert_eq!(own.len(), of_joined.len());
    assert!(holders(&domains).values().all(|count| *count <= 2));
}

#[test]
fn systems_that_count_further_leave_the_low_numbers_to_the_others() {
    let program = racks(1, 998, EOS) + &racks(999, 1010, CUMULUS);
    let (domains, _) = given(&program, None).unwrap();
    let (low, high): (Vec<u16>, Vec<u16>) =
        domains.values().copied().partition(|domain| usize::from(*domain) <= NUMBERS);
    assert_eq!((low.len(), high.len()), (998, 12));
    assert_eq!(domains.values().collect::<BTreeSet<_>>().len(), domains.len());
}

#[test]
fn pairs_that_may_not_share_are_told_when_the_numbers_are_used_up() {
    let link = |one| format!("link r{one}-a:49 -- r{}-a:50 as of-web\n", one + 1);
    let chain: String = (1..=NUMBERS).map(link).collect();
    let head = "
vlan web 110 { racks r[1..1001] }
profile of-web { trunk web  lacp fast }
";
    let refused = given(&(racks(1, 1001, EOS) + head + &chain), None).unwrap_err();
    assert!(refused.contains(&codes::POOL_EXHAUSTED.id), "{refused:?}");
}
