//! Configurations of Junos as statements: the words from the root of the hierarchy to the value.

use std::collections::BTreeSet;

/// Every statement, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct Paths(Vec<Vec<String>>);

impl Paths {
    /// Reads `set` commands, or text in braces.
    pub fn read(text: &str) -> Self {
        let mut found = Vec::new();
        if text.lines().any(|line| line.starts_with("set ")) {
            for line in text.lines().filter_map(|line| line.strip_prefix("set ")) {
                spread(&words(line), &mut found);
            }
        } else {
            let text: Vec<&str> =
                text.lines().filter(|line| !line.trim().starts_with('#')).collect();
            let (mut above, mut current): (Vec<usize>, Vec<String>) = (Vec::new(), Vec::new());
            let mut said = 0;
            for word in words(&text.join("\n")) {
                match word.as_str() {
                    "{" => above.push(std::mem::replace(&mut said, 0)),
                    ";" => {
                        spread(&current, &mut found);
                        current.truncate(current.len() - said);
                        said = 0;
                    }
                    "}" => {
                        said = above.pop().expect("an open brace");
                        current.truncate(current.len() - said);
                        said = 0;
                    }
                    _ => {
                        current.push(word);
                        said += 1;
                    }
                }
            }
            assert!(above.is_empty(), "an open brace");
        }
        Self(found)
    }

    /// What stands behind these words, of every statement that begins with them.
    pub fn all<'a>(&'a self, words: &[&str]) -> impl Iterator<Item = &'a [String]> + use<'a> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.0.iter().filter_map(move |path| path.strip_prefix(words.as_slice()))
    }

    /// The word behind these, of the first statement that begins with them.
    pub fn get(&self, words: &[&str]) -> Option<&str> {
        self.all(words).find_map(|rest| rest.first()).map(String::as_str)
    }

    /// The words behind these, of each statement that begins with them once.
    pub fn next(&self, words: &[&str]) -> BTreeSet<&str> {
        self.all(words).filter_map(|rest| rest.first()).map(String::as_str).collect()
    }

    /// Whether any statement begins with these words.
    pub fn has(&self, words: &[&str]) -> bool {
        self.all(words).next().is_some()
    }
}

/// A statement for each element of a list in brackets.
fn spread(path: &[String], found: &mut Vec<Vec<String>>) {
    let Some(open) = path.iter().position(|word| word == "[") else {
        found.push(path.to_vec());
        return;
    };
    for word in path[open + 1..].iter().filter(|word| *word != "]") {
        found.push(path[..open].iter().chain([word]).cloned().collect());
    }
}

/// Words, text between quotes as one of them, and the marks `{`, `}`, `;`, `[` and `]`.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => word.push(c),
            c if c.is_whitespace() || "{};[]".contains(c) => {
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                }
                if !c.is_whitespace() {
                    found.push(c.to_string());
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

#[test]
fn braces_and_set_commands_are_the_same() {
    let braces = "a {\n  # said\n  b \"c d\";\n  e {\n    f [ g h ];\n  }\n  i;\n}\n";
    let set = "set a b \"c d\"\nset a e f g\nset a e f h\nset a i\n";
    assert_eq!(Paths::read(braces).0, Paths::read(set).0);
}
