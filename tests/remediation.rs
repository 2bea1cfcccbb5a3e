//! The commands of `rackc diff --remediation`, given to switches that are as simple as can be: a tree, a list of paths.
//! What comes out must mean what the new configuration means.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::items_after_statements,
    clippy::too_many_lines,
    reason = "tests read their fixtures; each simple switch is one function with its helpers inside"
)]

mod common;

use std::collections::BTreeMap;

use rackc::review::{Files, Reader, Switch, SwitchReview};
use rackc::vendor::Catalog;
use rackc::vendor::pattern::Pattern;
use rackc::vendor::review::{Hierarchy, Language};
use rayon::prelude::*;

use common::{assert_none, project, tree};

/// Every switch of every golden tree, with its tree.
fn switches() -> Vec<(String, Switch)> {
    let mut found = Vec::new();
    let mut trees: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, bytes) in tree(&project("fixtures")) {
        if let Some((before, file)) = path.split_once("/configs/") {
            let text = String::from_utf8(bytes).unwrap();
            trees.entry(before.to_owned()).or_default().insert(file.to_owned(), text);
        }
    }
    for (folder, files) in trees.into_iter().filter(|(folder, _)| !folder.starts_with("errors/")) {
        let manifest =
            std::fs::read_to_string(project(&format!("fixtures/{folder}/manifest.json")));
        let Ok(manifest) = manifest else { continue };
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        for (name, facts) in manifest["switches"].as_object().unwrap() {
            let fact = |key: &str| facts[key].as_str().unwrap().to_owned();
            let start = format!("{name}/");
            let files: Files = files
                .iter()
                .filter_map(|(path, text)| {
                    Some((path.strip_prefix(&start)?.to_owned(), text.clone()))
                })
                .collect();
            let switch = Switch {
                vendor: fact("vendor"),
                platform: fact("platform"),
                format: fact("format"),
                files,
            };
            found.push((format!("{folder}/{name}"), switch));
        }
    }
    found
}

/// A switch with the path of its tree.
type Named = (String, Switch);

/// Pairs of switches with one format: the next of the same tree, and one of another tree.
fn pairs(switches: &[Named]) -> Vec<(&Named, &Named)> {
    let mut by_format: BTreeMap<(&str, &str), Vec<&(String, Switch)>> = BTreeMap::new();
    for one in switches {
        by_format.entry((&one.1.vendor, &one.1.format)).or_default().push(one);
    }
    let mut pairs = Vec::new();
    for list in by_format.values() {
        for (at, one) in list.iter().enumerate() {
            for other in [list.get(at + 1), list.get((at + 7) % list.len())].into_iter().flatten() {
                pairs.push((*one, *other));
                pairs.push((*other, *one));
            }
        }
    }
    pairs
}

/// What is left to change after the commands of `old` to `new` were given to a switch with the old configuration.
fn left(reader: &Reader<'_>, catalog: &Catalog, old: &Switch, new: &Switch) -> Option<String> {
    let remedy = reader.remedy("switch", old, new).unwrap();
    let commands = remedy.map(|remedy| remedy.commands).unwrap_or_default();
    let after = apply(catalog, old, new, &commands);
    match reader.compare("switch", Some(&after), Some(new)).unwrap() {
        SwitchReview::Same => None,
        SwitchReview::Changed(changes) => {
            let shown: Vec<String> = changes
                .iter()
                .filter(|change| !forgiven(catalog, change))
                .map(|change| {
                    format!(
                        "  {:?} {:?} {:?} {:?}",
                        change.kind, change.path, change.old, change.new
                    )
                })
                .collect();
            (!shown.is_empty())
                .then(|| format!("{}\n--- commands\n{}", shown.join("\n"), commands.join("\n")))
        }
        other => Some(format!("{other:?}")),
    }
}

/// `no …` may be left over, what holds anyway, and blocks in which nothing is.
fn forgiven(catalog: &Catalog, change: &rackc::review::Change) -> bool {
    let Some(said) = change.old.as_ref().filter(|_| change.new.is_none()) else { return false };
    let mut headers: Vec<String> = change.path.clone();
    let depth = headers.len();
    said.text.iter().all(|(below, text)| {
        headers.truncate(depth + below);
        let fine = holds_anyway(catalog, change, &headers, text);
        headers.push(text.clone());
        fine
    })
}

fn holds_anyway(
    catalog: &Catalog,
    change: &rackc::review::Change,
    path: &[String],
    text: &str,
) -> bool {
    let mut words: Vec<&str> = Vec::new();
    for header in path {
        words.extend(header.split(' '));
        words.push(">");
    }
    words.extend(text.split(' '));
    let holds = |language: &Language| language.defaults.iter().any(|pattern| pattern.fits(&words));
    text.starts_with("no ")
        || is_block(text)
        || catalog.reviews[&change.vendor].languages.values().any(holds)
}

fn is_block(text: &str) -> bool {
    ["interface ", "vrf ", "address-family ", "management ", "exit"]
        .iter()
        .any(|word| text.starts_with(word))
}

fn apply(catalog: &Catalog, old: &Switch, new: &Switch, commands: &[String]) -> Switch {
    let mut after = old.clone();
    let (written, rest) = take_files(commands);
    for (path, text) in written {
        match text {
            _ if path.starts_with("tmp/") => {}
            Some(text) => _ = after.files.insert(path, text),
            None => _ = after.files.remove(&path),
        }
    }
    // What only sets up a switch is not touched.
    if let Some(text) = new.files.get("cumulus-ztp") {
        after.files.insert("cumulus-ztp".to_owned(), text.clone());
    }
    let review = &catalog.reviews[&new.vendor];
    for spec in &review.formats[&new.format].files {
        let language = &review.languages[&spec.language];
        let Some(text) = old.files.get(&spec.path).filter(|_| language.change.is_some()) else {
            continue;
        };
        let target = new.files.get(&spec.path).cloned().unwrap_or_default();
        let text = match language.hierarchy {
            Hierarchy::Indent => blocks(language, text, &rest),
            Hierarchy::Yaml => yaml(text, &target, commands),
            _ => paths(language, text, &rest),
        };
        after.files.insert(spec.path.clone(), text);
    }
    after
}

/// Files that are written by `cat`, and the other commands.
fn take_files(commands: &[String]) -> (Vec<(String, Option<String>)>, Vec<String>) {
    let mut files = Vec::new();
    let mut rest = Vec::new();
    let mut lines = commands.iter();
    while let Some(line) = lines.next() {
        if let Some((path, end)) =
            line.strip_prefix("cat > /").and_then(|line| line.split_once(" <<'"))
        {
            let end = end.trim_end_matches('\'');
            let text: Vec<&str> =
                lines.by_ref().map(String::as_str).take_while(|line| *line != end).collect();
            files.push((path.to_owned(), Some(format!("{}\n", text.join("\n")))));
        } else if let Some(path) = line.strip_prefix("rm /") {
            files.push((path.to_owned(), None));
        } else {
            rest.push(line.clone());
        }
    }
    (files, rest)
}

#[derive(Debug, Default, Clone)]
struct Node {
    text: String,
    children: Vec<Node>,
}

/// A switch that keeps lines in blocks.
fn blocks(language: &Language, text: &str, commands: &[String]) -> String {
    let mut root = Node { text: String::new(), children: read_blocks(language, text) };
    let rules = language.change.as_ref().unwrap();
    // What stands between the words that frame the commands; a shell's commands stand outside.
    let start = commands
        .iter()
        .position(|line| rules.enter.last().is_some_and(|rule| is_rule(line, rule)))
        .map_or(commands.len(), |at| at + 1);
    let length = commands[start..]
        .iter()
        .position(|line| rules.leave.first().is_some_and(|rule| is_rule(line, rule)));
    let length = length.unwrap_or(0);
    let commands = &commands[start..start + length];
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut lines = commands.iter();
    while let Some(line) = lines.next() {
        let depth = (line.len() - line.trim_start().len()) / 2;
        let mut word = line.trim().to_owned();
        if word == "exit" {
            path.retain(|(at, _)| *at + 1 < depth);
            continue;
        }
        if let Some(end) = text_end(&word) {
            for line in lines.by_ref() {
                word.push('\n');
                word.push_str(line);
                if *line == end {
                    break;
                }
            }
        }
        path.retain(|(at, _)| *at < depth);
        let mut node = &mut root;
        for (_, header) in &path {
            let at = node.children.iter().position(|child| child.text == *header);
            let at = at.unwrap_or_else(|| panic!("{line} is given where no `{header}` is"));
            node = &mut node.children[at];
        }
        if let [(_, header)] = path.as_slice() {
            let statement = rules.members.iter().find(|_| is_member(node));
            let refused = statement.is_some_and(|member| refused(header, &word, &member.refused));
            assert!(!refused, "{header} is a member and refuses: {word}");
        }
        give(node, &word, &path);
        if let [(_, header)] = path.as_slice()
            && let Some(number) = header.strip_prefix("interface port-channel")
            && rules
                .members
                .iter()
                .any(|member| refused("interface Ethernet1", &word, &member.refused))
        {
            // What is given to the whole is the members' as well.
            let of = format!("channel-group {number} ");
            let (path, members) = (path.clone(), root.children.iter_mut());
            for node in
                members.filter(|node| node.children.iter().any(|child| child.text.starts_with(&of)))
            {
                give(node, &word, &path);
            }
        }
        path.push((depth, word));
    }
    print_blocks(&root)
}

/// Whether a command is one of those that frame the others; the number of the change is any.
fn is_rule(line: &str, rule: &str) -> bool {
    match rule.split_once("{id}") {
        Some((before, after)) => line.starts_with(before) && line.ends_with(after),
        None => line == rule,
    }
}

fn is_member(node: &Node) -> bool {
    node.children.iter().any(|child| child.text.starts_with("channel-group "))
}

fn refused(header: &str, command: &str, patterns: &[Pattern]) -> bool {
    let words = header.split(' ').chain([">"]).chain(command.trim_start_matches("no ").split(' '));
    let words: Vec<&str> = words.collect();
    // A statement is removed without its value as well.
    let longer: Vec<&str> = words.iter().copied().chain(["x"]).collect();
    patterns
        .iter()
        .any(|pattern| pattern.fits(&words) || command.starts_with("no ") && pattern.fits(&longer))
}

fn text_end(line: &str) -> Option<String> {
    match line {
        "banner login" | "banner motd" => Some("EOF".to_owned()),
        "banner motd ^" => Some("^".to_owned()),
        _ => None,
    }
}

fn give(node: &mut Node, command: &str, path: &[(usize, String)]) {
    let taken = |text: &str, name: &str| {
        text == name
            || text.starts_with(&format!("{name} "))
            || text.starts_with(&format!("{name}\n"))
    };
    // The VRF takes the addresses with it.
    let plain = command.trim_start_matches("no ").trim_start_matches("default ");
    let interface = path.last().is_some_and(|(_, header)| header.starts_with("interface "));
    if interface && (plain.starts_with("vrf ") || plain == "vrf") {
        let has = node.children.iter().any(|child| child.text == command);
        if !has {
            node.children.retain(|child| {
                !["ip address", "ipv6 address", "ip virtual-router", "ipv6 virtual-router"]
                    .iter()
                    .any(|word| child.text.starts_with(word))
            });
        }
    }
    if let Some(name) = command.strip_prefix("default interface ") {
        let header = format!("interface {name}");
        node.children.retain(|child| child.text != header);
    } else if let Some(name) = command.strip_prefix("default ") {
        let no = format!("no {name}");
        let exact = node.children.iter().any(|child| child.text == no);
        node.children.retain(|child| {
            if exact {
                child.text != no
            } else {
                !taken(&child.text, name) && !taken(&child.text, &no)
            }
        });
    } else if let Some(name) = command.strip_prefix("no ") {
        if let Some(group) = name.strip_suffix(" peer group").or(name.strip_suffix(" peer-group")) {
            // A group goes with all that was said of it.
            node.children.retain(|child| !taken(&child.text, group));
        }
        let peer = name
            .strip_prefix("neighbor ")
            .and_then(|rest| rest.split_once(" peer-group "))
            .map(|(peer, _)| format!("neighbor {peer}"));
        if let Some(peer) = peer {
            node.children.retain(|child| !taken(&child.text, &peer));
        }
        // Without the rest of a statement it means all that begin so, unless one says no more.
        let exact = name == "switchport" || node.children.iter().any(|child| child.text == name);
        node.children.retain(
            |child| {
                if exact { child.text != name } else { !taken(&child.text, name) }
            },
        );
        node.children.push(Node { text: command.to_owned(), children: Vec::new() });
    } else if command.starts_with("system nve infra-vlans ") {
        node.children.retain(|child| !child.text.starts_with("system nve infra-vlans "));
        node.children.push(Node { text: command.to_owned(), children: Vec::new() });
    } else if let Some((head, ids)) = command.split_once(" allowed vlan add ") {
        change_set(node, head, ids, true);
    } else if let Some((head, ids)) = command.split_once(" allowed vlan remove ") {
        change_set(node, head, ids, false);
    } else {
        // The opposite goes, and what was restored to what holds anyway is not shown.
        let no = format!("no {command}");
        let before = node.children.len();
        node.children.retain(|child| {
            child.text != no
                && !child
                    .text
                    .strip_prefix("no ")
                    .is_some_and(|name| name != "switchport" && taken(command, name))
        });
        let restored = node.children.len() < before;
        let hidden = restored && command == "bgp default ipv4-unicast";
        if !hidden && !node.children.iter().any(|child| child.text == command) {
            node.children.push(Node { text: command.to_owned(), children: Vec::new() });
        }
    }
}

fn ids(text: &str) -> std::collections::BTreeSet<u32> {
    text.split(',')
        .filter(|part| !part.is_empty() && *part != "none")
        .flat_map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let number =
                |text: &str| text.trim().parse::<u32>().unwrap_or_else(|_| panic!("{text:?}"));
            number(first)..=number(last)
        })
        .collect()
}

fn change_set(node: &mut Node, head: &str, more: &str, add: bool) {
    let start = format!("{head} allowed vlan ");
    let mut set = std::collections::BTreeSet::new();
    node.children.retain(|child| match child.text.strip_prefix(&start) {
        Some(text) => {
            set.extend(ids(text.trim_start_matches("add ")));
            false
        }
        None => true,
    });
    for id in ids(more) {
        if add {
            set.insert(id)
        } else {
            set.remove(&id)
        };
    }
    let text: Vec<String> = set.iter().map(u32::to_string).collect();
    node.children.push(Node { text: format!("{start}{}", text.join(",")), children: Vec::new() });
}

fn read_blocks(language: &Language, text: &str) -> Vec<Node> {
    let mut stack: Vec<(usize, Node)> = Vec::new();
    let mut root = Vec::new();
    fn close(stack: &mut Vec<(usize, Node)>, root: &mut Vec<Node>) {
        let (_, node) = stack.pop().unwrap();
        let list = match stack.last_mut() {
            Some((_, parent)) => &mut parent.children,
            None => root,
        };
        match list.iter_mut().find(|known| known.text == node.text) {
            Some(known) => known.children.extend(node.children),
            None => list.push(node),
        }
    }
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let word = line.trim();
        if word.is_empty()
            || word.starts_with(['!', '#'])
            || language.closers.iter().any(|closer| closer == word)
        {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut word = word.to_owned();
        if let Some(end) = text_end(&word) {
            for line in lines.by_ref() {
                word.push('\n');
                word.push_str(line);
                if line == end {
                    break;
                }
            }
        }
        while stack.last().is_some_and(|(at, _)| *at >= indent) {
            close(&mut stack, &mut root);
        }
        // A list of VLANs is each of them.
        match word.strip_prefix("vlan ").filter(|list| indent == 0 && list.contains([',', '-'])) {
            Some(list) => {
                for id in ids(list) {
                    let text = format!("vlan {id}");
                    if !root.iter().any(|node| node.text == text) {
                        root.push(Node { text, children: Vec::new() });
                    }
                }
            }
            None => stack.push((indent, Node { text: word, children: Vec::new() })),
        }
    }
    while !stack.is_empty() {
        close(&mut stack, &mut root);
    }
    root
}

fn print_blocks(root: &Node) -> String {
    fn print(node: &Node, depth: usize, text: &mut String) {
        for child in &node.children {
            text.push_str(&" ".repeat(depth));
            text.push_str(&child.text);
            text.push('\n');
            print(child, depth + 1, text);
        }
    }
    let mut text = String::new();
    print(root, 0, &mut text);
    text
}

/// A switch that keeps paths of words.
fn paths(language: &Language, text: &str, commands: &[String]) -> String {
    let mut lines: Vec<Vec<String>> = flat(text);
    for command in commands {
        let words = split(command);
        let (Some(first), rest) = (words.first(), words.get(1..).unwrap_or_default()) else {
            continue;
        };
        match first.as_str() {
            "set" => {
                let plain: Vec<&str> = rest.iter().map(String::as_str).collect();
                if language.single.iter().any(|pattern: &Pattern| pattern.fits(&plain)) {
                    lines.retain(|line| {
                        line.len() != rest.len() || line[..line.len() - 1] != rest[..rest.len() - 1]
                    });
                }
                if !lines.iter().any(|line| line == rest) {
                    // A term keeps its place among the terms.
                    let term = rest
                        .iter()
                        .position(|word| word == "term")
                        .map_or(rest.len(), |at| (at + 2).min(rest.len()));
                    let place = lines
                        .iter()
                        .rposition(|line| line.starts_with(&rest[..term]) && term < rest.len());
                    lines.insert(place.map_or(lines.len(), |at| at + 1), rest.to_vec());
                }
            }
            "delete" => {
                let at = lines.iter().position(|line| line.starts_with(rest));
                let at = at.unwrap_or_else(|| panic!("nothing to delete: {command}"));
                lines.retain(|line| !line.starts_with(rest));
                // What is empty is still there, and keeps its place.
                lines.insert(at, [&rest[..rest.len() - 1], &[EMPTY.to_owned()]].concat());
            }
            "insert" => insert(&mut lines, rest),
            _ => {}
        }
    }
    lines.retain(|line| line.last().is_none_or(|word| word != EMPTY));
    lines.iter().fold(String::new(), |text, line| format!("{text}set {}\n", line.join(" ")))
}

/// Stands where nothing is left.
const EMPTY: &str = "<empty>";

/// `insert P term A after term B`
fn insert(lines: &mut Vec<Vec<String>>, words: &[String]) {
    let at = words.iter().position(|word| word == "after" || word == "before").unwrap();
    let (what, place) = (&words[..at], &words[at + 1..]);
    let other = [&what[..what.len() - place.len()], place].concat();
    let moved: Vec<Vec<String>> =
        lines.iter().filter(|line| line.starts_with(what)).cloned().collect();
    lines.retain(|line| !line.starts_with(what));
    let at = if words[at] == "after" {
        lines.iter().rposition(|line| line.starts_with(&other)).unwrap() + 1
    } else {
        lines.iter().position(|line| line.starts_with(&other)).unwrap()
    };
    lines.splice(at..at, moved);
}

fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('"') {
            Some(inner) => inner.find("\" ").map_or(rest.len(), |end| end + 2),
            None => rest.find(' ').unwrap_or(rest.len()),
        };
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    words
}

/// The paths of a text in braces or in `set` lines.
fn flat(text: &str) -> Vec<Vec<String>> {
    if text.lines().any(|line| line.starts_with("set ")) {
        return text
            .lines()
            .filter_map(|line| line.strip_prefix("set "))
            .map(|line| tidy(split(line)))
            .collect();
    }
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(['#', '/']) {
            continue;
        }
        if let Some(header) = line.strip_suffix(" {") {
            open.push(split(header));
        } else if line == "}" {
            open.pop();
        } else {
            let words = split(line.trim_end_matches(';'));
            let path = open.concat();
            match words.iter().position(|word| word == "[") {
                Some(list) => {
                    for member in &words[list + 1..words.len() - 1] {
                        found.push(tidy(
                            [path.clone(), words[..list].to_vec(), vec![member.clone()]].concat(),
                        ));
                    }
                }
                None => found.push(tidy([path, words].concat())),
            }
        }
    }
    found
}

/// Quotes only where they are needed.
fn tidy(words: Vec<String>) -> Vec<String> {
    words
        .into_iter()
        .map(|word| match word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
            Some(inner)
                if !inner.is_empty()
                    && inner
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "._-/:@+*,%=^$".contains(c)) =>
            {
                inner.to_owned()
            }
            _ => word,
        })
        .collect()
}

/// A switch that keeps YAML.
fn yaml(text: &str, target: &str, commands: &[String]) -> String {
    use serde_yaml::{Mapping, Value};
    let value: Value = serde_yaml::from_str(text).unwrap();
    let mut root =
        value.as_sequence().unwrap().iter().find_map(|one| one.get("set")).unwrap().clone();
    let wanted: Value = serde_yaml::from_str(target).unwrap();
    let mut wanted =
        wanted.as_sequence().unwrap().iter().find_map(|one| one.get("set")).unwrap().clone();
    expand(&mut wanted);
    expand(&mut root);
    let (files, rest) = take_files(commands);
    for command in &rest {
        let words = shell_words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["nv", "set", path @ ..] => set(&mut root, &wanted, path),
            ["nv", "unset", path @ ..] => unset(&mut root, path),
            _ => {}
        }
    }
    for (_, text) in files {
        let patch: Value = serde_yaml::from_str(&text.unwrap()).unwrap();
        merge(&mut root, patch[0].get("set").unwrap());
    }
    return serde_yaml::to_string(&Value::Sequence(vec![Value::Mapping(Mapping::from_iter([(
        Value::from("set"),
        root,
    )]))]))
    .unwrap();

    /// A switch keeps each VLAN of a range.
    fn expand(node: &mut Value) {
        let Some(map) = node.as_mapping_mut() else { return };
        for (name, value) in map.iter_mut() {
            expand(value);
            if text_of(name) == "vlan" && value.is_mapping() {
                let ranges = std::mem::take(value.as_mapping_mut().unwrap());
                for (range, below) in ranges {
                    if text_of(&range).contains(|c: char| c.is_ascii_alphabetic()) {
                        value.as_mapping_mut().unwrap().insert(range, below);
                        continue;
                    }
                    for id in ids(&text_of(&range)) {
                        value.as_mapping_mut().unwrap().insert(key(&id.to_string()), below.clone());
                    }
                }
            }
        }
    }
    fn key(word: &str) -> Value {
        Value::from(word)
    }
    fn child<'a>(map: &'a mut Mapping, word: &str) -> &'a mut Value {
        let known =
            map.keys().find(|known| text_of(known) == word).cloned().unwrap_or_else(|| key(word));
        map.entry(known).or_insert_with(|| Value::Mapping(Mapping::new()))
    }
    fn text_of(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            _ => String::new(),
        }
    }
    /// Whether the last word is a value is known from the schema, here from the target.
    fn set(root: &mut Value, wanted: &Value, path: &[&str]) {
        let (last, before) = path.split_last().unwrap();
        let mut schema = Some(wanted);
        for word in before {
            schema = schema.and_then(|value| {
                value
                    .as_mapping()?
                    .iter()
                    .find(|(key, _)| text_of(key) == *word)
                    .map(|(_, value)| value)
            });
        }
        if schema.is_some_and(|value| !value.is_mapping() && !value.is_sequence()) {
            let (name, before) = before.split_last().unwrap();
            let mut node = root;
            for word in before {
                node = child(node.as_mapping_mut().unwrap(), word);
            }
            *child(node.as_mapping_mut().unwrap(), name) = key(last);
            return;
        }
        let mut node = root;
        for word in path {
            if !node.is_mapping() {
                *node = Value::Mapping(Mapping::new());
            }
            node = child(node.as_mapping_mut().unwrap(), word);
        }
    }
    fn unset(root: &mut Value, path: &[&str]) {
        let (last, before) = path.split_last().unwrap();
        let mut node = root;
        for word in before {
            node = child(node.as_mapping_mut().unwrap(), word);
        }
        if let Some(map) = node.as_mapping_mut() {
            let known = map.keys().find(|known| text_of(known) == *last).cloned();
            map.remove(known.unwrap_or_else(|| panic!("nothing to unset: {path:?}")));
        }
    }
    fn merge(node: &mut Value, patch: &Value) {
        match patch {
            Value::Mapping(map) => {
                for (key, value) in map {
                    merge(child(node.as_mapping_mut().unwrap(), &text_of(key)), value);
                }
            }
            other => *node = other.clone(),
        }
    }
}

fn shell_words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn commands_turn_one_golden_into_another() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let switches = switches();
    let only = std::env::var("RACKC_ONLY").unwrap_or_default();
    let complaints = pairs(&switches)
        .into_par_iter()
        .filter(|(old, _)| old.1.format.contains(&only))
        .filter_map(|(old, new)| {
            let left = left(&reader, &catalog, &old.1, &new.1)?;
            Some(format!("{} to {}:\n{left}", old.0, new.0))
        })
        .collect();
    assert_none(complaints, "what is left to change after the commands");
}

/// Numbers that are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// The configuration with a few statements less, more or other than they were.
fn edited(catalog: &Catalog, switch: &Switch, other: &Switch, random: &mut Random) -> Switch {
    let mut switch = switch.clone();
    let review = &catalog.reviews[&switch.vendor];
    for spec in &review.formats[&switch.format].files {
        let language = &review.languages[&spec.language];
        let (Some(text), true) = (switch.files.get(&spec.path), language.change.is_some()) else {
            continue;
        };
        let more = other.files.get(&spec.path).map_or("", String::as_str);
        let text = match language.hierarchy {
            Hierarchy::Indent => {
                let mut root = Node { text: String::new(), children: read_blocks(language, text) };
                let more = Node { text: String::new(), children: read_blocks(language, more) };
                for _ in 0..=random.below(4) {
                    edit_blocks(&mut root, &more, random);
                }
                print_blocks(&root)
            }
            Hierarchy::Yaml => {
                let mut root: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
                for _ in 0..=random.below(4) {
                    edit_yaml(&mut root, 0, random);
                }
                serde_yaml::to_string(&root).unwrap()
            }
            _ => edit_paths(text, more, random),
        };
        switch.files.insert(spec.path.clone(), text);
    }
    switch
}

/// Takes a statement away, takes one from another configuration, or changes a number.
fn edit_blocks(node: &mut Node, more: &Node, random: &mut Random) {
    if node.children.is_empty() {
        return;
    }
    let at = random.below(node.children.len());
    let class = |text: &str| {
        text.split(|c: char| c == ' ' || c.is_ascii_digit()).next().unwrap().to_owned()
    };
    let child = &mut node.children[at];
    // What belongs to a LAG says what the LAG says.
    if is_member(child) || child.text.starts_with("interface port-channel") {
        return;
    }
    if !child.children.is_empty() && random.below(4) > 0 {
        let kind = class(&child.text);
        let same: Vec<&Node> = more
            .children
            .iter()
            .filter(|other| {
                class(&other.text) == kind && !other.children.is_empty() && !is_member(other)
            })
            .collect();
        let empty = Node::default();
        let other = if same.is_empty() { &empty } else { same[random.below(same.len())] };
        return edit_blocks(child, other, random);
    }
    match random.below(3) {
        0 => _ = node.children.remove(at),
        1 if !more.children.is_empty() => {
            let new = &more.children[random.below(more.children.len())];
            let known = node.children.iter().any(|child| class(&child.text) == class(&new.text));
            if !known && !is_member(new) {
                node.children.push(new.clone());
            }
        }
        _ => {
            if child.children.is_empty()
                && let Some(text) = another_number(&child.text, random)
            {
                child.text = text;
            }
        }
    }
}

/// The text with another number at its end.
fn another_number(text: &str, random: &mut Random) -> Option<String> {
    let (before, last) = text.rsplit_once(' ')?;
    let number: u32 = last.parse().ok()?;
    let new = if number > 1 && random.below(2) == 0 { number - 1 } else { number + 1 };
    Some(format!("{before} {new}"))
}

fn edit_paths(text: &str, more: &str, random: &mut Random) -> String {
    let mut lines = flat(text);
    let more = flat(more);
    for _ in 0..=random.below(4) {
        if lines.is_empty() {
            break;
        }
        let at = random.below(lines.len());
        match random.below(4) {
            0 => _ = lines.remove(at),
            1 => {
                let start = lines[at][..(1 + random.below(5)).min(lines[at].len())].to_vec();
                if start.len() > 2 {
                    lines.retain(|line| !line.starts_with(&start));
                }
            }
            2 if !more.is_empty() => {
                let new = &more[random.below(more.len())];
                let head = &new[..new.len() - 1];
                if !lines.iter().any(|line| line.starts_with(head) || new.starts_with(line)) {
                    lines.push(new.clone());
                }
            }
            _ => {
                if let Some(text) = another_number(&lines[at].join(" "), random) {
                    lines[at] = split(&text);
                }
            }
        }
    }
    lines.iter().fold(String::new(), |text, line| format!("{text}set {}\n", line.join(" ")))
}

fn edit_yaml(value: &mut serde_yaml::Value, depth: usize, random: &mut Random) {
    use serde_yaml::Value;
    match value {
        Value::Sequence(list) => {
            list.iter_mut()
                .filter(|one| one.get("set").is_some())
                .for_each(|one| edit_yaml(one, depth, random));
        }
        Value::Mapping(map) if !map.is_empty() => {
            let at = random.below(map.len());
            if depth > 2 && map.len() > 1 && random.below(6) == 0 {
                let key = map.keys().nth(at).unwrap().clone();
                map.remove(&key);
            } else {
                edit_yaml(map.values_mut().nth(at).unwrap(), depth + 1, random);
            }
        }
        Value::Number(number) => *value = Value::from(number.as_u64().unwrap_or(1) + 1),
        _ => {}
    }
}

/// From a golden tree to one with edits, and back.
#[test]
fn commands_turn_edits_into_one_another() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let switches = switches();
    let only = std::env::var("RACKC_ONLY").unwrap_or_default();
    let seeds = std::env::var("RACKC_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(2);
    let runs: Vec<(usize, u64)> =
        (0..switches.len()).flat_map(|at| (0..seeds).map(move |seed| (at, seed))).collect();
    let complaints = runs
        .into_par_iter()
        .filter(|(at, _)| switches[*at].1.format.contains(&only))
        .filter_map(|(at, seed)| {
            let (name, old) = &switches[at];
            let mut random = Random(seed * 7919 + at as u64 + 1);
            random.below(1);
            let same: Vec<&Named> = switches
                .iter()
                .filter(|(_, other)| other.vendor == old.vendor && other.format == old.format)
                .collect();
            let new = edited(&catalog, old, &same[random.below(same.len())].1, &mut random);
            let there = left(&reader, &catalog, old, &new);
            let back = left(&reader, &catalog, &new, old);
            let said: String = [("there", there), ("back", back)]
                .into_iter()
                .filter_map(|(way, left)| Some(format!("{name}, seed {seed}, {way}:\n{}\n", left?)))
                .collect();
            (!said.is_empty()).then_some(said)
        })
        .collect();
    assert_none(complaints, "what is left to change after the commands");
}
