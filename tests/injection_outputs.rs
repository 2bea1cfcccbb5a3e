//! What a program, a file's name or a message holds cannot change the structure of anything that rackc prints beside the configs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]

mod common;

use std::fs;

use rackc::compile::{Options, compile};
use rackc::diagnostic::{Code, Diagnostic, Severity, Sink};
use rackc::output::{Manifest, Switch};
use rackc::picture::{Page, page};
use rackc::report::{Ending, Human, Root, Sarif, Width, folded, github, json};
use rackc::source::{Sources, Span};
use rackc::syntax::{MemoryFiles, Program};
use serde_json::Value;

use common::compile::CATALOG;
use common::{project, run, stderr, write};

static CODE: Code = Code { id: "R9999", name: "test", severity: Severity::Warning, page: "Page" };

const HOSTILE: [&str; 24] = [
    "\n::error::hacked",
    "\r\n::set-env name=A::b",
    "%0A::error::hacked",
    "##[error]hacked",
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "\u{202e}esrever",
    "\u{2066}a\u{2069}",
    "\u{200f}a",
    "a\u{200b}b\u{feff}",
    "\u{85}a",
    "a\u{2028}b\u{2029}c",
    "\u{b}\u{c}\t",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\"><img src=x onerror=alert(1)>",
    "]]>",
    "&amp;&#0;",
    "'\"`\\",
    "[click](https://example.net)",
    "{0} {1}",
    "{{ device }}",
    "$(reboot) `reboot`",
    "\0",
    "é😀",
];

/// One message that holds a text wherever a message may hold one.
fn message(text: &str) -> (Diagnostic, Sources) {
    let mut sources = Sources::default();
    let whole = format!("one {text} two\n");
    let file = sources.add(format!("a{text}b.rack"), whole.as_str());
    let end = u32::try_from(whole.trim_end().len()).unwrap();
    let span = |start| Span { file, start, end };
    let message = Diagnostic::new(&CODE, format!("wrong {text}"))
        .at(span(0), format!("here {text}"))
        .at(span(4), format!("there {text}"))
        .note(format!("note {text}"))
        .help(format!("help {text}"));
    (message, sources)
}

/// Neither steers a terminal nor hides from a reader.
fn is_plain(c: char) -> bool {
    let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !hides && (!c.is_control() || matches!(c, '\n' | '\t'))
}

#[test]
fn messages_for_people_hold_nothing_that_steers() {
    for text in HOSTILE {
        let (message, sources) = message(text);
        let shown = Human::new(false, Width(100)).all(&[message], &sources);
        assert!(shown.chars().all(is_plain), "{text:?}: {shown:?}");
    }
}

#[test]
fn one_message_is_one_line_for_programs() {
    for text in HOSTILE {
        let (message, sources) = message(text);
        let line = json(std::slice::from_ref(&message), &sources);
        assert_eq!(line.matches('\n').count(), 1, "{text:?}");
        let parsed: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(parsed["message"], format!("wrong {text}"));
        let line = github(&[message], &sources, &Root::default());
        assert_eq!(line.matches(['\n', '\r']).count(), 1, "{text:?}: {line:?}");
        assert!(line.trim_end().chars().all(is_plain), "{text:?}: {line:?}");
        let (head, _) = line.strip_prefix("::warning ").unwrap().split_once("::").unwrap();
        let names: Vec<&str> =
            head.split(',').map(|pair| pair.split('=').next().unwrap()).collect();
        let end = ["title"];
        assert!(names.starts_with(&["file", "line"]) && names.ends_with(&end), "{text:?}: {head}");
    }
}

#[test]
fn sarif_holds_no_link_and_no_control_character() {
    let text = fs::read_to_string(project("tests/schemas/sarif-2.1.0.json")).unwrap();
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&serde_json::from_str(&text).unwrap())
        .unwrap();
    for text in HOSTILE {
        let (message, sources) = message(text);
        let mut sarif = Sarif::new(Root::default());
        sarif.results(std::slice::from_ref(&message), &sources, "main.rack");
        sarif.notifications(&[message]);
        let document = sarif.document(Ending { code: 1, ran: true });
        let document: Value = serde_json::from_str(&document).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{text:?}: {faults:?}");
        let result = &document["runs"][0]["results"][0];
        let shown = result["message"]["text"].as_str().unwrap();
        assert!(shown.chars().all(is_plain) && !shown.contains("]("), "{text:?}: {shown:?}");
        let uri =
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains([' ', '<', '"', ':', '\n']), "{text:?}: {uri}");
    }
}

#[test]
fn a_diff_stays_in_its_fold() {
    for text in HOSTILE {
        let shown = folded(&format!("out/{text}"), &format!("+{text}\n"));
        let lines: Vec<&str> = shown.lines().collect();
        let word = lines[1].strip_prefix("::stop-commands::").unwrap();
        assert!(lines[0].starts_with("::group::out/"), "{text:?}");
        assert_eq!(lines[lines.len() - 2..], [&format!("::{word}::"), "::endgroup::"], "{text:?}");
    }
}

/// The page of a small fabric with a message.
fn page_with(message: &Diagnostic, sources: &Sources) -> String {
    let text = "fabric dc1 {\n  domain dc1.example.net\n  pool loopback 10.255.0.0/24\n  pool mgmt 192.0.2.0/24\n}\n\
                switch core1 model arista/DCS-7050CX3-32S\n";
    let mut sink = Sink::default();
    let program = Program::load(
        &MemoryFiles::default().with("main.rack", text),
        "main.rack".into(),
        &mut sink,
    );
    let output = compile(&program, &CATALOG, &Options::default()).output.unwrap();
    page(&Page {
        fabric: &output.checked.fabric,
        topology: &output.checked.topology,
        proof: &output.proof,
        diagnostics: std::slice::from_ref(message),
        sources,
        folder: "".into(),
    })
}

#[test]
fn the_report_takes_nothing_for_a_tag_or_a_script() {
    let (usual, sources) = message("harmless");
    let usual = page_with(&usual, &sources);
    let count = |page: &str, c: char| page.matches(c).count();
    for text in HOSTILE {
        let (message, sources) = message(text);
        let page = page_with(&message, &sources);
        for c in ['<', '>', '"'] {
            assert_eq!(count(&page, c), count(&usual, c), "{text:?}: another number of `{c}`");
        }
        assert!(page.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')), "{text:?}");
    }
}

#[test]
fn the_manifest_is_read_as_it_was_written() {
    for text in HOSTILE {
        let mut manifest = Manifest::new(text);
        let switch = Switch {
            vendor: text.to_owned(),
            platform: text.to_owned(),
            format: text.to_owned(),
            files: [("configs/a/x".to_owned(), text.to_owned())].into(),
        };
        manifest.switches.insert(text.to_owned(), switch);
        assert_eq!(Manifest::parse(&manifest.text()), Some(manifest), "{text:?}");
    }
}

/// What a switch runs comes from whoever can log in to it.
#[test]
fn what_switches_run_does_not_steer_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("main.rack"), include_bytes!("../fixtures/tor-pair/main.rack"));
    assert!(run(place.path(), &["build", "."]).status.success());
    let config = place.path().join("out/configs/tor-a/startup-config");
    let mut text = std::fs::read_to_string(&config).unwrap();
    text.push_str(
        "interface \u{1b}[2JEthernet9\n   description \u{1b}]0;x\u{7} \u{202e}b\u{200b}\n",
    );
    write(&config, text.as_bytes());
    for format in ["human", "markdown", "json"] {
        for args in [&["drift", ".", "--running", "out/configs"][..], &["diff", "out", "."]] {
            let output = run(place.path(), &[args, &["--format", format]].concat());
            let said = stderr(&output) + &String::from_utf8(output.stdout.clone()).unwrap();
            assert!(said.contains("Ethernet9"), "{said}");
            let plain = |c: char| is_plain(c) || format == "json" && !c.is_control();
            assert!(said.chars().all(plain), "{args:?} {format}: {said:?}");
        }
    }
}

/// A file's name comes from whoever made the repository.
#[cfg(unix)]
#[test]
fn names_of_files_do_not_steer_the_terminal() {
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("main.rack"), b"include \"parts/*.rack\"\n");
    write(&place.path().join("parts/a\u{1b}[2J\u{202e}b\n.rack"), b"vlna oops\n");
    for format in ["human", "github"] {
        let output = run(place.path(), &["check", "main.rack", "--message-format", format]);
        let said = stderr(&output) + &String::from_utf8(output.stdout.clone()).unwrap();
        assert!(said.contains("vlna"), "{said}");
        assert!(said.chars().all(is_plain), "{format}: {said:?}");
    }
}
