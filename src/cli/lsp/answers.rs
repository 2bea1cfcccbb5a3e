//! Answers to what the editor asks.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use camino::Utf8Path;
use gen_lsp_types as lsp;

use super::convert::{range, uri};
use super::programs::Analysed;
use crate::editor::{self, At, ChoiceKind, Positions};
use crate::syntax::{Class, Mention, Scope, Space, format, mentions, words};
use crate::vendor::Catalog;

/// Kinds of words, by their numbers in answers.
pub const TOKENS: [&str; 6] = ["keyword", "variable", "number", "string", "macro", "operator"];
/// Most lines of a statement that are shown.
const MOST_LINES: usize = 8;
/// Most things that one name is explained as.
const MOST_THINGS: usize = 4;

/// The statements behind a name, and what it stands for.
pub fn hover(program: &Analysed, path: &Utf8Path, byte: usize) -> Option<lsp::Hover> {
    let at = program.index.at(path, byte)?;
    let mention = program.index.mention(at)?;
    let declared = program.index.declarations(at);
    let mut text = String::new();
    for (space, name) in things(program, mention, &declared).into_iter().take(MOST_THINGS) {
        let output = program.output.as_ref();
        if let Some(said) = output.and_then(|output| editor::describe(output, space, &name)) {
            _ = writeln!(text, "{said}\n");
        }
    }
    for one in declared.iter().take(MOST_THINGS) {
        let (file, source) = program.index.file(*one)?;
        let statement = program.index.mention(*one)?.statement.clone();
        let line = source.get(..statement.start)?.matches('\n').count() + 1;
        let lines: Vec<&str> = source.get(statement)?.lines().take(MOST_LINES).collect();
        _ = writeln!(
            text,
            "```rack\n{}\n```\n{}:{line}\n",
            lines.join("\n"),
            file.file_name().unwrap_or_default()
        );
    }
    (!text.is_empty()).then(|| lsp::Hover {
        contents: lsp::Contents::MarkupContent(lsp::MarkupContent {
            kind: lsp::MarkupKind::Markdown,
            value: text,
        }),
        range: Some(place(program, at).range),
    })
}

/// What a name stands for in the whole fabric: in a rack type, what its racks have.
fn things(program: &Analysed, mention: &Mention, declared: &BTreeSet<At>) -> Vec<(Space, String)> {
    let first = declared.first().and_then(|at| program.index.mention(*at)).unwrap_or(mention);
    let space = first.spaces.first().copied().unwrap_or(Space::Place);
    let racks: Vec<&str> = match first.scope.as_ref() {
        // A stamped name is whole already.
        _ if mention.scope.is_none() => Vec::new(),
        Some(Scope::Type(of)) => program.index.racks_of(of).collect(),
        Some(Scope::Rack(racks, _)) => racks.iter().map(String::as_str).collect(),
        None => Vec::new(),
    };
    if racks.is_empty() {
        return mention.names.iter().map(|name| (space, name.clone())).collect();
    }
    let stamped = |name: &String| {
        racks.iter().map(move |rack| (space, format!("{rack}-{name}"))).collect::<Vec<_>>()
    };
    mention.names.iter().flat_map(stamped).collect()
}

/// Where a name is declared.
pub fn definition(program: &Analysed, path: &Utf8Path, byte: usize) -> Option<Vec<lsp::Location>> {
    let at = program.index.at(path, byte)?;
    let declared = program.index.declarations(at);
    Some(declared.into_iter().map(|one| place(program, one)).collect())
}

/// Everything that names the same.
pub fn references(program: &Analysed, path: &Utf8Path, byte: usize) -> Option<Vec<lsp::Location>> {
    let at = program.index.at(path, byte)?;
    let uses = program.index.uses(&program.index.declarations(at));
    Some(uses.into_iter().map(|one| place(program, one)).collect())
}

/// The same in one file.
pub fn highlights(
    program: &Analysed,
    path: &Utf8Path,
    byte: usize,
) -> Option<Vec<lsp::DocumentHighlight>> {
    let here = uri(path);
    let all = references(program, path, byte)?.into_iter().filter(|one| one.uri == here);
    Some(all.map(|one| lsp::DocumentHighlight { range: one.range, kind: None }).collect())
}

/// Whether what stands there can have another name.
pub fn renameable(program: &Analysed, path: &Utf8Path, byte: usize) -> Option<lsp::Range> {
    let at = program.index.at(path, byte)?;
    let free = "a-name-that-nothing-has";
    editor::rename(&program.index, at, free).ok().map(|_| place(program, at).range)
}

/// What is to be replaced for another name.
///
/// # Errors
/// Why the name stays.
pub fn rename(
    program: &Analysed,
    path: &Utf8Path,
    byte: usize,
    new: &str,
) -> Result<lsp::WorkspaceEdit, String> {
    let at = program.index.at(path, byte).ok_or("there is no name here")?;
    let own = program.index.mention(at).and_then(|one| {
        let (_, text) = program.index.file(at)?;
        text.get(one.range.clone())
    });
    if own == Some(new) {
        return Ok(lsp::WorkspaceEdit::default());
    }
    let edits = editor::rename(&program.index, at, new).map_err(|why| why.to_string())?;
    let mut changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
    for (file, ranges) in edits {
        let text =
            program.index.files().find(|(path, _)| *path == file).map_or("", |(_, text)| text);
        let lines = Positions::of(text);
        let edit = |bytes: &Range<usize>| lsp::TextEdit {
            range: range(&lines, bytes),
            new_text: new.to_owned(),
        };
        changes.insert(uri(&file), ranges.iter().map(edit).collect());
    }
    Ok(lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() })
}

/// What may be written there.
pub fn completion(
    program: &Analysed,
    path: &Utf8Path,
    byte: usize,
    catalog: &Catalog,
) -> Vec<lsp::CompletionItem> {
    let text = program.index.files().find(|(file, _)| *file == path).map_or("", |(_, text)| text);
    let choices = editor::complete(text, byte, &program.index, catalog);
    let item = |(position, choice): (usize, editor::Choice)| lsp::CompletionItem {
        label: choice.text,
        kind: Some(match choice.kind {
            ChoiceKind::Name => lsp::CompletionItemKind::Variable,
            ChoiceKind::Value => lsp::CompletionItemKind::EnumMember,
            ChoiceKind::Model => lsp::CompletionItemKind::Class,
            ChoiceKind::Keyword => lsp::CompletionItemKind::Keyword,
        }),
        sort_text: Some(format!("{position:05}")),
        ..lsp::CompletionItem::default()
    };
    choices.into_iter().enumerate().map(item).collect()
}

/// The whole text in rackc's layout; nothing when it has errors.
pub fn formatting(text: &str) -> Option<Vec<lsp::TextEdit>> {
    let new_text = format(text)?;
    if new_text == text {
        return Some(Vec::new());
    }
    let whole = range(&Positions::of(text), &(0..text.len()));
    Some(vec![lsp::TextEdit { range: whole, new_text }])
}

/// What a file declares.
#[allow(deprecated, reason = "a field that has no default must be named")]
pub fn symbols(text: &str) -> Vec<lsp::DocumentSymbol> {
    let lines = Positions::of(text);
    let symbol = |mention: Mention| {
        let keyword = mention.declares?;
        Some(lsp::DocumentSymbol {
            name: text.get(mention.range.clone())?.to_owned(),
            detail: Some(keyword.to_owned()),
            kind: match keyword {
                "rack-type" | "model" | "profile" => lsp::SymbolKind::Class,
                "switch" | "attach" => lsp::SymbolKind::Object,
                _ => lsp::SymbolKind::Namespace,
            },
            tags: None,
            deprecated: None,
            range: range(&lines, &mention.statement),
            selection_range: range(&lines, &mention.range),
            children: None,
        })
    };
    mentions(text).into_iter().filter_map(symbol).collect()
}

/// The colours of a file's words.
pub fn tokens(text: &str) -> lsp::SemanticTokens {
    let lines = Positions::of(text);
    let mut data = Vec::new();
    let mut last = (0, 0);
    for (bytes, class) in words(text) {
        let (line, start) = lines.position(bytes.start);
        let (end_line, end) = lines.position(bytes.end);
        // A token is on one line.
        if end_line != line {
            continue;
        }
        let same = line == last.0;
        data.push(lsp::SemanticToken {
            delta_line: line - last.0,
            delta_start: if same { start - last.1 } else { start },
            length: end - start,
            token_type: match class {
                Class::Keyword => 0,
                Class::Name => 1,
                Class::Value => 2,
                Class::Text => 3,
                Class::Raw => 4,
                Class::Sign => 5,
            },
            token_modifiers_bitset: 0,
        });
        last = (line, start);
    }
    lsp::SemanticTokens { result_id: None, data }
}

fn place(program: &Analysed, at: At) -> lsp::Location {
    let (path, text) = program.index.file(at).unwrap_or((Utf8Path::new(""), ""));
    let bytes = program.index.mention(at).map(|one| one.range.clone()).unwrap_or_default();
    lsp::Location { uri: uri(path), range: range(&Positions::of(text), &bytes) }
}
