//! The language server, spoken to as an editor does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests write files")]
#![allow(clippy::needless_pass_by_value, reason = "JSON is written where it is sent")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use common::{project, rackc, tree, write_tree};

struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    id: u64,
    /// Messages about files, as last told.
    told: BTreeMap<String, Vec<Value>>,
}

impl Editor {
    fn start(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            common::write(&folder.path().join(path), text.as_bytes());
        }
        Self::in_folder(folder)
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let mut child = rackc(folder.path())
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut editor = Self { child, input, output, folder, id: 0, told: BTreeMap::new() };
        let answer = editor.ask("initialize", json!({ "capabilities": {} }));
        assert!(answer["capabilities"]["hoverProvider"].as_bool().unwrap());
        editor.tell("initialized", json!({}));
        editor
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.path(file).display())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server is gone");
            match line.trim() {
                "" => break,
                line => {
                    length = line
                        .strip_prefix("Content-Length: ")
                        .map_or(length, |n| n.parse().unwrap());
                }
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer, or the error.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" {
                let list = message["params"]["diagnostics"].as_array().unwrap().clone();
                self.told.insert(message["params"]["uri"].as_str().unwrap().to_owned(), list);
            } else if message["id"] == self.id {
                return if message["error"].is_null() {
                    message["result"].clone()
                } else {
                    message["error"].clone()
                };
            }
        }
    }

    fn open(&mut self, file: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        let document =
            json!({ "uri": self.uri(file), "languageId": "rack", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "version": 2 });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", params);
    }

    /// Asks about the first place of `word` in a file.
    fn about(&mut self, method: &str, file: &str, word: &str, more: &[(&str, Value)]) -> Value {
        let text = fs::read_to_string(self.path(file)).unwrap();
        let at = text.find(word).unwrap_or_else(|| panic!("{file} has no {word}"));
        let line = text[..at].matches('\n').count();
        let character = at - text[..at].rfind('\n').map_or(0, |at| at + 1);
        let mut params = json!({
            "textDocument": { "uri": self.uri(file) },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": true },
        });
        for (key, value) in more {
            params[*key] = value.clone();
        }
        self.ask(method, params)
    }

    fn messages(&self, file: &str) -> Vec<String> {
        let told = self.told.get(&self.uri(file)).cloned().unwrap_or_default();
        told.iter()
            .map(|one| {
                format!("{}:{}", one["range"]["start"]["line"], one["code"].as_str().unwrap())
            })
            .collect()
    }

    fn stop(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

/// `file:line` of places, lines counted from 1.
fn places(answer: &Value) -> Vec<String> {
    let place = |one: &Value| {
        let file = one["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        format!("{file}:{}", one["range"]["start"]["line"].as_u64().unwrap() + 1)
    };
    answer.as_array().unwrap().iter().map(place).collect()
}

fn fabric() -> Editor {
    let folder = tempfile::tempdir().unwrap();
    write_tree(folder.path(), &tree(&project("fixtures/clos-mixed")));
    Editor::in_folder(folder)
}

const MAIN: &str = "fabric x { pool loopback 10.0.0.0/24 }\ninclude \"racks.rack\"\nvlan web 10\n";
const RACKS: &str = "switch leaf model arista/DCS-7050SX3-48YC8\nprofile p { access web  edge }\nattach server s to leaf port 1 as p\n";

#[test]
fn messages_come_as_one_types_over_several_files() {
    let mut editor = Editor::start(&[("main.rack", MAIN), ("racks.rack", RACKS)]);
    editor.open("racks.rack");
    editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": editor.uri("racks.rack") } }),
    );
    assert_eq!(editor.messages("racks.rack"), [""; 0]);
    assert!(editor.told.contains_key(&editor.uri("main.rack")), "{:?}", editor.told);
    // A VLAN that another file would have to declare.
    editor.change("racks.rack", &RACKS.replace("web", "wbe"));
    editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": editor.uri("racks.rack") } }),
    );
    assert_eq!(editor.messages("racks.rack"), ["1:R0202"]);
    let text = editor.told[&editor.uri("racks.rack")][0]["message"].as_str().unwrap().to_owned();
    assert!(text.contains("help: did you mean `web`?"), "{text}");
    // The other file in the editor counts, not that on disk.
    editor.open("main.rack");
    editor.change("main.rack", &MAIN.replace("web", "wbe"));
    editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": editor.uri("racks.rack") } }),
    );
    assert_eq!(editor.messages("racks.rack"), [""; 0]);
    editor.stop();
}

#[test]
fn a_name_is_explained_with_what_was_chosen_for_it() {
    let mut editor = fabric();
    editor.open("racks.rack");
    editor.open("tenants.rack");
    let said = |answer: &Value| answer["contents"]["value"].as_str().unwrap_or_default().to_owned();
    let rack = said(&editor.about("textDocument/hover", "racks.rack", "r01 of", &[]));
    for fact in [
        "**rack r01**, row row-1",
        "management 192.0.2.",
        "10.255.0.",
        "110 web",
        "r01-node1",
        "rack r01 of compute",
    ] {
        assert!(rack.contains(fact), "no {fact} in {rack}");
    }
    let switch = said(&editor.about("textDocument/hover", "racks.rack", "spine1 model", &[]));
    assert!(switch.contains("- AS 42000000") && switch.contains("| Ethernet1/1 |"), "{switch}");
    let local = said(&editor.about("textDocument/hover", "racks.rack", "a in feed-a", &[]));
    assert!(local.contains("**switch r01-a**") && local.contains("MLAG with r01-b"), "{local}");
    let vlan = said(&editor.about("textDocument/hover", "tenants.rack", "web ", &[]));
    assert!(
        vlan.contains("**VLAN 110 web** in VRF `prod`") && vlan.contains("10.1.110.1/24"),
        "{vlan}"
    );
    editor.stop();
}

#[test]
fn names_lead_to_their_statements_and_back() {
    let mut editor = fabric();
    editor.open("racks.rack");
    let found = editor.about("textDocument/definition", "racks.rack", "metrics  edge", &[]);
    assert_eq!(places(&found), ["tenants.rack:14"]);
    let uses = editor.about("textDocument/references", "racks.rack", "hypervisor\n", &[]);
    assert_eq!(uses.as_array().unwrap().len(), 3, "{uses}");
    editor.stop();
}

#[test]
fn a_new_name_is_given_everywhere_or_nowhere() {
    let mut editor = fabric();
    editor.open("racks.rack");
    let new = [("newName", json!("telemetry"))];
    let edit = editor.about("textDocument/rename", "racks.rack", "metrics  edge", &new);
    let mut files: Vec<(String, usize)> = edit["changes"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(uri, edits)| {
            (uri.rsplit('/').next().unwrap().to_owned(), edits.as_array().unwrap().len())
        })
        .collect();
    files.sort();
    assert_eq!(files, [("racks.rack".to_owned(), 2), ("tenants.rack".to_owned(), 1)]);
    for (name, why) in [("web", "is the name of something else"), ("No Name", "is no name")] {
        let refused = editor.about(
            "textDocument/rename",
            "racks.rack",
            "metrics  edge",
            &[("newName", json!(name))],
        );
        assert!(refused["message"].as_str().unwrap().contains(why), "{refused}");
    }
    let range = editor.about("textDocument/rename", "racks.rack", "node[1..2]", &new);
    assert!(range["message"].as_str().unwrap().contains("several things at once"), "{range}");
    editor.stop();
}

#[test]
fn what_may_be_written_is_offered() {
    let mut editor = fabric();
    editor.open("racks.rack");
    let labels = |answer: &Value| -> Vec<String> {
        answer
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["label"].as_str().unwrap().to_owned())
            .collect()
    };
    let vlans = labels(&editor.about("textDocument/completion", "racks.rack", "web, app", &[]));
    assert!(
        vlans.contains(&"storage".to_owned()) && !vlans.contains(&"spine".to_owned()),
        "{vlans:?}"
    );
    let words =
        labels(&editor.about("textDocument/completion", "racks.rack", "lacp     fast", &[]));
    assert!(words.contains(&"native".to_owned()), "{words:?}");
    editor.stop();
}

#[test]
fn a_text_is_laid_out_and_coloured() {
    let loose = "vlan   web 10 // é\nvlan db 200\n";
    let mut editor = Editor::start(&[("main.rack", loose)]);
    editor.open("main.rack");
    let file = json!({ "textDocument": { "uri": editor.uri("main.rack") }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.ask("textDocument/formatting", file.clone());
    assert_eq!(edits[0]["newText"], "vlan web 10  // é\nvlan db  200\n");
    let tokens = editor.ask("textDocument/semanticTokens/full", file);
    assert_eq!(tokens["data"].as_array().unwrap().len(), 6 * 5);
    assert_eq!(json!(tokens["data"].as_array().unwrap()[5..10]), json!([0, 7, 3, 1, 0]));
    editor.stop();
}

#[test]
fn nothing_an_editor_sends_ends_the_server() {
    let mut editor = Editor::start(&[("main.rack", MAIN), ("racks.rack", RACKS)]);
    editor.open("main.rack");
    for text in [
        "",
        "vlan",
        "vlan {{{{",
        "\u{feff}vlan \u{1d11e} \0 }",
        "vlan web 10 {\n  gateway \"",
        "include \"main.rack\"",
    ] {
        editor.change("main.rack", text);
        for method in [
            "hover",
            "definition",
            "references",
            "completion",
            "prepareRename",
            "rename",
            "formatting",
            "semanticTokens/full",
        ] {
            let params = json!({
                "textDocument": { "uri": editor.uri("main.rack") },
                "position": { "line": 1, "character": 4 }, "newName": "x", "context": { "includeDeclaration": true }
            });
            editor.ask(&format!("textDocument/{method}"), params);
        }
    }
    assert_eq!(editor.ask("textDocument/hover", json!({ "nonsense": true }))["code"], -32602);
    for (body, code) in [("{abc}", -32700), ("[1]", -32600)] {
        let input = editor.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
        let mut answer = editor.receive();
        while answer["method"] == "textDocument/publishDiagnostics" {
            answer = editor.receive();
        }
        assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(code), &Value::Null));
    }
    assert!(
        editor.ask("no/such", json!([]))["message"].as_str().unwrap().contains("not supported")
    );
    let elsewhere = json!({ "textDocument": { "uri": "file:///no/such.rack" }, "position": { "line": 0, "character": 0 } });
    assert!(editor.ask("textDocument/hover", elsewhere).is_null());
    assert!(Path::new(&editor.path("main.rack")).is_file());
    editor.stop();
}

#[test]
fn changes_of_parts_come_one_after_the_other_in_units_of_utf_16() {
    let text = "fabric x { } // \u{1d11e}\r\nvlan a 10 /* \u{1d11e} */ vlan b 20\r\n";
    let mut editor = Editor::start(&[("main.rack", text)]);
    editor.open("main.rack");
    let at = |character: u32| json!({ "line": 1, "character": character });
    let part = |from: u32, to: u32, text: &str| json!({ "range": { "start": at(from), "end": at(to) }, "text": text });
    let document = json!({ "uri": editor.uri("main.rack"), "version": 2 });
    // A statement to a line; then the name behind the character of two units.
    let changes = json!([part(18, 18, "\r\n"), { "range": { "start": { "line": 2, "character": 6 }, "end": { "line": 2, "character": 99 } }, "text": "bb 5000" }]);
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": document, "contentChanges": changes }),
    );
    editor.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": editor.uri("main.rack") }, "position": at(0) }),
    );
    assert_eq!(editor.messages("main.rack"), ["2:R0210"]);
    editor.stop();
}

#[test]
fn who_goes_without_asking_first_is_told_by_the_exit_code() {
    let mut editor = Editor::start(&[("main.rack", MAIN)]);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().unwrap().code(), Some(1));
    let mut editor = Editor::start(&[("main.rack", MAIN)]);
    assert!(editor.ask("shutdown", Value::Null).is_null());
    assert_eq!(editor.ask("textDocument/hover", json!({}))["code"], -32600);
    editor.tell("exit", Value::Null);
    assert!(editor.child.wait().unwrap().success());
}
