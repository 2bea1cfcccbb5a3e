//! `rackc import`: files of other tools in, a program that compiles out, and everything that is left out said.
//!
//! A case is a folder `fixtures/import/NAME/`: the files, `args` (the command line after `rackc import`), `expected.rack` with the
//! program, and `expected.txt` with what rackc says. `RACKC_BLESS=1 cargo test --test import` writes the last two anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read and write their fixtures"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rayon::prelude::*;
use tempfile::TempDir;

use common::compile::CATALOG;
use common::{assert_none, blessing, copy, diff, project, run, stderr, write};
use rackc::diagnostic::Diagnostic;
use rackc::import::{Origin, Request, import};
use rackc::syntax::format;

const HELP: &str = "if this is meant: RACKC_BLESS=1 cargo test --test import, and read the diff";

fn cases() -> Vec<PathBuf> {
    let folders = fs::read_dir(project("fixtures/import")).unwrap();
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// A copy of a case's input.
fn place(case: &Path) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(case, place.path(), |path| path.starts_with("expected") || path == "args");
    place
}

fn check(case: &Path) -> Vec<String> {
    let place = place(case);
    let args = fs::read_to_string(case.join("args")).unwrap();
    let mut words = vec!["import"];
    words.extend(args.split_whitespace());
    let output = run(place.path(), &words);
    let mut complaints = Vec::new();
    let program = String::from_utf8(output.stdout.clone()).unwrap();
    if output.status.success() == program.is_empty() {
        complaints.push(format!("ends with {}, and writes {} bytes", output.status, program.len()));
    }
    if output.status.success() {
        write(&place.path().join("main.rack"), program.as_bytes());
        let checked = run(place.path(), &["check", "main.rack"]);
        if !checked.status.success() {
            complaints.push(format!("does not compile\n{}", stderr(&checked)));
        }
        if format(&program).as_deref() != Some(&program) {
            complaints.push("is not laid out as `rackc fmt` does it".to_owned());
        }
    }
    for (name, text) in [("expected.rack", program), ("expected.txt", stderr(&output))] {
        let path = case.join(name);
        let expected = fs::read(&path).unwrap_or_default();
        if blessing() && !text.is_empty() {
            write(&path, text.as_bytes());
        } else if blessing() {
            _ = fs::remove_file(&path);
        } else if expected != text.as_bytes() {
            complaints.push(diff(name, &expected, text.as_bytes()));
        }
    }
    let name = case.file_name().unwrap().to_str().unwrap().to_owned();
    complaints.into_iter().map(|one| format!("fixtures/import/{name}: {one}")).collect()
}

#[test]
fn files_give_the_program_that_is_expected() {
    let cases = cases();
    assert!(cases.len() > 5, "the fixtures are there");
    assert_none(cases.par_iter().flat_map(|case| check(case)).collect(), HELP);
}

#[test]
fn nothing_is_overwritten_unless_it_is_asked_for() {
    let place = place(&project("fixtures/import/nautobot-graphql"));
    let import = |args: &[&str]| {
        let words = ["import", "nautobot", "answer.json", "-o", "main.rack"];
        run(place.path(), &[&words, args].concat())
    };
    let first = import(&[]);
    assert!(first.status.success(), "{}", stderr(&first));
    assert!(stderr(&first).contains("wrote `main.rack`"), "{}", stderr(&first));
    fs::write(place.path().join("main.rack"), "mine").unwrap();
    let second = import(&[]);
    assert_eq!(second.status.code(), Some(2), "{}", stderr(&second));
    assert!(stderr(&second).contains("R0948") && stderr(&second).contains("--force"));
    assert_eq!(fs::read_to_string(place.path().join("main.rack")).unwrap(), "mine");
    assert!(import(&["--force"]).status.success());
    assert!(fs::read_to_string(place.path().join("main.rack")).unwrap().contains("fabric"));
}

#[test]
fn messages_are_there_for_programs_too() {
    let place = place(&project("fixtures/import/netbox-csv"));
    let words = ["import", "netbox", "devices.csv", "cables.csv", "--message-format", "json"];
    let output = run(place.path(), &words);
    let text = stderr(&output);
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["code"], "R0942", "{text}");
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("// Imported"));
}

#[test]
fn what_the_command_line_gets_wrong_is_said_with_a_way_out() {
    let place = place(&project("fixtures/import/netbox-csv"));
    for (args, said) in [
        (&["netbox", "device.csv"][..], "did you mean `devices.csv`?"),
        (&["netbos", "devices.csv"], "netbox"),
        (&["netbox", "devices.csv", "--model", "x"], "TYPE=VENDOR/MODEL"),
        (&["netbox", "devices.csv", "--model", "x=acme/y"], "there is no vendor `acme`"),
        (&["netbox", "."], "is a folder"),
        (&["netbox", "cables.csv"], "name the export of the devices too"),
        (&["netlab", "devices.csv"], "R0940"),
    ] {
        let output = run(place.path(), &[&["import"], args].concat());
        assert!(!output.status.success());
        assert!(stderr(&output).contains(said), "{args:?}\n{}", stderr(&output));
    }
}

/// What compiling a text says of it.
fn compiled(text: &str) -> Vec<Diagnostic> {
    use rackc::compile::{Options, compile};
    use rackc::diagnostic::Sink;
    use rackc::syntax::{MemoryFiles, Program};
    let files = MemoryFiles::default().with("main.rack", text);
    let mut sink = Sink::default();
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    if !sink.has_errors() {
        sink.extend(compile(&program, &CATALOG, &Options::default()).diagnostics);
    }
    sink.into_sorted()
}

fn imported(origin: Origin, files: &[(&str, &str)]) -> Option<String> {
    let models = [("*".to_owned(), "arista/DCS-7050SX3-48YC8".to_owned())];
    let request = Request { origin, catalog: &CATALOG, models: &models, compile: &compiled };
    let files = files.iter().map(|(path, text)| ((*path).into(), *text));
    import(files, request).program
}

/// Texts that mean something to the language, to a template, a shell or a terminal.
const NASTY: [&str; 12] = [
    "a\"b",
    "x }\nrack evil",
    "x // y",
    "/* x",
    "{{ 7 * 7 }}",
    "{% if %}",
    "\u{1b}[31mred",
    "\u{202e}gnp",
    "$(reboot)",
    "a; b",
    "back\\slash",
    "trunk all }",
];

/// The statements of a program by their first words, without what is chosen freely.
fn shape(program: &str) -> Vec<&str> {
    let lines = program.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.filter_map(|line| line.split_whitespace().next()).collect()
}

#[test]
fn no_name_and_no_label_changes_the_statements() {
    let program = |place: usize, text: &str| {
        let cell = |at: usize, usual: &str| {
            let text = if at == place { text } else { usual };
            format!("\"{}\"", text.replace('"', "\"\""))
        };
        let [a, b] = [cell(0, "leaf1"), cell(1, "leaf2")];
        let (rack, site, role) = (cell(2, "r1"), cell(3, "oslo"), cell(4, "Leaf"));
        let devices = format!(
            "name,role,manufacturer,device_type,site,rack\n\
             {a},{role},Arista,DCS-7050SX3-48YC8,{site},{rack}\n{b},Spine,Arista,DCS-7050SX3-48YC8,{site},r9\n{},Server,x,y,{site},\n",
            cell(5, "srv")
        );
        let cables = format!(
            "side_a_device,side_a_name,side_b_device,side_b_name,label\n\
             {a},Ethernet49/1,{b},Ethernet49/1,{}\n{},eth0,{a},Ethernet1,{}\n",
            cell(6, "one"),
            cell(5, "srv"),
            cell(6, "one")
        );
        let vlans = format!(
            "vid,name,site,description\n110,{},{site},{}\n",
            cell(7, "web"),
            cell(8, "the web")
        );
        let files = [("d.csv", devices.as_str()), ("c.csv", &cables), ("v.csv", &vlans)];
        imported(Origin::Netbox, &files)
    };
    let harmless = program(usize::MAX, "").expect("the harmless files give a program");
    let mut complaints = Vec::new();
    for place in 0..9 {
        for nasty in NASTY {
            let Some(program) = program(place, nasty) else {
                complaints.push(format!("{place}, {nasty:?}: no program"));
                continue;
            };
            let hidden =
                |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
            if program.chars().any(hidden) {
                complaints.push(format!("{place}, {nasty:?}: what is hidden is in the program"));
            }
            // A description that a system cannot print is left out: it stands on its statement's line.
            let keep = |shape: Vec<&str>| -> Vec<String> {
                shape.into_iter().filter(|word| *word != "description").map(str::to_owned).collect()
            };
            if keep(shape(&program)) != keep(shape(&harmless)) {
                complaints.push(format!("{place}, {nasty:?}:\n{program}"));
            }
        }
    }
    assert_none(complaints, "texts of a source stay texts");
}

/// A text of a fixture with pieces cut out, doubled and changed.
fn broken(text: &str, cuts: &[(usize, usize, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (at, length, what) in cuts {
        if bytes.is_empty() {
            break;
        }
        let start = at % bytes.len();
        let end = (start + length % 40).min(bytes.len());
        let piece = bytes.get(start..end).unwrap_or_default().to_vec();
        match what % 3 {
            0 => drop(bytes.drain(start..end)),
            1 => drop(bytes.splice(start..start, piece)),
            _ => bytes[start] = *what,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the files are: no panic, and a program only if it compiles.
    #[test]
    fn broken_files_give_a_program_that_compiles_or_none(
        cuts in proptest::collection::vec((any::<usize>(), any::<usize>(), any::<u8>()), 0..6),
        case in 0..5_usize,
    ) {
        let read = |path: &str| fs::read_to_string(project("fixtures/import").join(path)).unwrap();
        let (origin, names): (Origin, &[&str]) = match case {
            0 => (Origin::Netbox, &["netbox-csv/devices.csv", "netbox-csv/cables.csv"]),
            1 => (Origin::Netbox, &["netbox-json/devices.json", "netbox-json/cables.json"]),
            2 => (Origin::Nautobot, &["nautobot-graphql/answer.json"]),
            3 => (Origin::Netlab, &["netlab-evpn/topology.yml"]),
            _ => (Origin::Netlab, &["netlab-mlag/topology.yml"]),
        };
        let texts: Vec<(&str, String)> = names.iter().map(|name| (*name, broken(&read(name), &cuts))).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        if let Some(program) = imported(origin, &files) {
            let errors = compiled(&program).into_iter().filter(|one| one.severity == rackc::diagnostic::Severity::Error);
            prop_assert_eq!(errors.count(), 0, "{}", program);
            prop_assert_eq!(imported(origin, &files), Some(program));
        }
    }
}
