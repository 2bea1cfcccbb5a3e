//! The order of statements means nothing, but where the language says so, and neither does the number of threads: with the
//! same lock every fixture gives the same bytes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rackc::compile::{Options, compile};
use rackc::diagnostic::{Severity, Sink};
use rackc::render::Printers;
use rackc::report::{Human, Width};
use rackc::syntax::{MemoryFiles, Program};

use common::compile::{CATALOG, beside};
use common::{Tree, differences, project, tree};

/// Files of a program by their names.
type Texts = BTreeMap<String, String>;

/// Blocks whose statements are tried in another order. In the others order means something: the first entry of an access
/// list or a policy that fits decides, and raw lines are printed as they stand.
const FREE: [&str; 16] = [
    "fabric",
    "management",
    "zone",
    "tier",
    "rack-type",
    "rack",
    "switch",
    "switches",
    "mlag",
    "vlan",
    "vrf",
    "boundary",
    "service",
    "peer",
    "underlay",
    "overlay",
];

fn fixtures() -> Vec<(String, Texts)> {
    let entries = fs::read_dir(project("fixtures")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| !path.ends_with("errors")).collect();
    folders.sort();
    let texts = |folder: &PathBuf| {
        let files = tree(folder)
            .into_iter()
            .filter(|(path, _)| path.rsplit('.').next() == Some("rack") && !path.contains('/'));
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    };
    let name = |folder: &PathBuf| folder.file_name().unwrap().to_str().unwrap().to_owned();
    let all = folders.iter().map(|folder| (name(folder), texts(folder)));
    all.filter(|(name, texts): &(String, Texts)| {
        !texts.is_empty() && made(texts, None).is_ok_and(|_| !name.is_empty())
    })
    .collect()
}

/// Every file and the lock; what is wrong if it does not compile. Places in the program, which move with the statements, are
/// left out.
fn made(texts: &Texts, lock: Option<&str>) -> Result<(Tree, String), String> {
    let mut files = MemoryFiles::default();
    for (path, text) in texts {
        files = files.with(path, text.as_bytes());
    }
    let mut sink = Sink::default();
    let mut program = Program::load(&files, ".".into(), &mut sink);
    let lock_file = lock.map(|text| program.sources.add("rackc.lock", text));
    let options = Options { lock: lock.map(str::to_owned), lock_file, ..Options::default() };
    let compilation = compile(&program, &CATALOG, &options);
    sink.extend(compilation.diagnostics);
    let told = sink.into_sorted();
    let errors: Vec<_> = told.into_iter().filter(|one| one.severity == Severity::Error).collect();
    let Some(output) = compilation.output.filter(|_| errors.is_empty()) else {
        return Err(Human::new(false, Width(100)).all(&errors, &program.sources));
    };
    let printers = Printers::new(&CATALOG, &output.devices).unwrap();
    let mut made = Tree::new();
    for device in &output.devices {
        for file in printers.print(device).unwrap() {
            made.insert(file.path, without_places(&file.text).into_bytes());
        }
    }
    for (path, text) in beside(&output, &program.sources) {
        made.insert(path, without_places(&text).into_bytes());
    }
    Ok((made, output.lock_text().to_owned()))
}

/// `main.rack:12` becomes `main.rack`.
fn without_places(text: &str) -> String {
    let mut parts = text.split(".rack:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(".rack");
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out
}

/// A small generator of numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// How many braces a line opens more than it closes, quotes and comments left out.
fn depth(line: &str) -> i32 {
    let code = line.split("//").next().unwrap_or_default();
    let plain: String = code.split('"').step_by(2).collect();
    let count = |c| i32::try_from(plain.matches(c).count()).unwrap();
    count('{') - count('}')
}

/// The statements of a text, each with the lines of its block.
fn statements(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut current, mut open) = (String::new(), 0);
    for line in text.lines() {
        current.push_str(line);
        current.push('\n');
        open += depth(line);
        let code = line.split("//").next().unwrap_or_default().trim_end();
        if open == 0 && !code.trim().is_empty() && !code.ends_with(',') {
            found.push(std::mem::take(&mut current));
        }
    }
    if !current.trim().is_empty() {
        found.push(current);
    }
    found
}

/// The same statements in another order; those of their blocks too, where that means nothing.
fn shuffled(text: &str, random: &mut Random) -> String {
    let mut all: Vec<String> = statements(text).iter().map(|one| inside(one, random)).collect();
    random.shuffle(&mut all);
    all.concat()
}

fn inside(statement: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = statement.split_inclusive('\n').collect();
    let Some(head) = lines.iter().position(|line| depth(line) == 1) else {
        return statement.to_owned();
    };
    let word = lines[head].split_whitespace().next().unwrap_or_default();
    let ends = lines.last().is_some_and(|line| line.trim() == "}");
    if !ends || head + 1 >= lines.len() || !FREE.contains(&word) {
        return statement.to_owned();
    }
    let body = lines[head + 1..lines.len() - 1].concat();
    lines[..=head].concat() + &shuffled(&body, random) + lines[lines.len() - 1]
}

#[test]
fn the_order_of_statements_means_nothing() {
    let mut tried = 0;
    for (name, texts) in fixtures() {
        let (_, lock) = made(&texts, None).unwrap();
        let (expected, lock) = made(&texts, Some(&lock)).unwrap();
        for seed in 1..=3 {
            let mut random = Random(seed);
            let other: Texts = texts
                .iter()
                .map(|(path, text)| (path.clone(), shuffled(text, &mut random)))
                .collect();
            let text = || other.values().cloned().collect::<Vec<_>>().join("\n");
            let (found, same) = made(&other, Some(&lock))
                .unwrap_or_else(|why| panic!("{name} {seed}: {why}\n{}", text()));
            let change = differences(&expected, &found);
            assert!(change.is_empty(), "{name} {seed}: {change}\n{}", text());
            assert_eq!(same, lock, "{name} {seed}");
            tried += 1;
            if seed == 1 {
                // Without a lock too: what is chosen follows from names, not from places.
                let (found, same) = made(&other, None).unwrap();
                let change = differences(&expected, &found);
                assert!(change.is_empty() && same == lock, "{name}, without a lock: {change}");
            }
        }
    }
    assert!(tried >= 30, "{tried}");
}

#[test]
fn the_number_of_threads_means_nothing() {
    for (name, texts) in fixtures() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| made(&texts, None).unwrap())
        };
        let one = with(1);
        for threads in [2, 7] {
            assert!(with(threads) == one, "{name} with {threads} threads");
        }
    }
}

#[test]
fn statements_are_told_apart() {
    let text = "// a\nvlan a 1 { mtu 9 }\nzone a,\n  b kind x\nvrf c {\n  vni 1\n}\n";
    let found = statements(text);
    assert_eq!(
        found,
        ["// a\nvlan a 1 { mtu 9 }\n", "zone a,\n  b kind x\n", "vrf c {\n  vni 1\n}\n"]
    );
}
