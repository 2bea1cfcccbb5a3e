//! The conversation with the editor.

use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answers;
use super::convert;
use super::programs::{Analysed, Open};
use crate::vendor::Catalog;

/// Requests about a place in a file.
const OF_PLACES: [&str; 7] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/completion",
];
/// Requests about a file.
const OF_FILES: [&str; 3] =
    ["textDocument/formatting", "textDocument/documentSymbol", "textDocument/semanticTokens/full"];

/// What the server knows.
pub struct Server {
    catalog: Catalog,
    open: Open,
    /// Programs as they were last looked through.
    programs: Vec<Analysed>,
    /// Open files whose program must be looked through again.
    changed: BTreeSet<Utf8PathBuf>,
    /// Files for which messages stand in the editor.
    told: BTreeSet<Utf8PathBuf>,
}

impl Server {
    /// One that knows these vendors.
    pub fn new(catalog: Catalog) -> Self {
        let (open, changed) = (Open::default(), BTreeSet::new());
        Self { catalog, open, programs: Vec::new(), changed, told: BTreeSet::new() }
    }

    /// Answers until the editor says that it goes. Whether it asked for the end before.
    ///
    /// # Errors
    /// The editor is no longer there.
    pub fn serve(&mut self, connection: &Connection) -> io::Result<bool> {
        let mut ending = false;
        loop {
            // Programs are looked through when the editor has nothing more to say.
            let message = if let Ok(message) = connection.receiver.try_recv() {
                message
            } else {
                self.look(connection)?;
                let Ok(message) = connection.receiver.recv() else { return Ok(ending) };
                message
            };
            match message {
                Message::Request(request) if ending => {
                    let why = "the server was asked to end".to_owned();
                    let code = ErrorCode::InvalidRequest as i32;
                    send(connection, Response::new_err(request.id, code, why).into())?;
                }
                Message::Request(request) if request.method == "shutdown" => {
                    ending = true;
                    send(connection, Response::new_ok(request.id, Value::Null).into())?;
                }
                Message::Request(request) => {
                    self.look(connection)?;
                    let response = self.answer(request);
                    send(connection, response.into())?;
                }
                Message::Notification(notification) if notification.method == "exit" => {
                    return Ok(ending);
                }
                Message::Notification(notification) => self.hear(notification),
                Message::Response(_) => {}
            }
        }
    }

    fn hear(&mut self, notification: Notification) {
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                if let Some(lsp::DidOpenTextDocumentParams { text_document }) =
                    read(notification.params)
                    && let Some(path) = convert::path(&text_document.uri)
                {
                    self.change(path, Some(text_document.text));
                }
            }
            "textDocument/didChange" => {
                let Some(params) = read::<lsp::DidChangeTextDocumentParams>(notification.params)
                else {
                    return;
                };
                let path = convert::path(&params.text_document.text_document_identifier.uri);
                let text = path.as_ref().and_then(|path| self.open.texts.get(path)).cloned();
                if let (Some(path), Some(text)) = (path, text) {
                    let text = params.content_changes.into_iter().fold(text, changed);
                    self.change(path, Some(text));
                }
            }
            "textDocument/didClose" => {
                if let Some(lsp::DidCloseTextDocumentParams { text_document }) =
                    read(notification.params)
                    && let Some(path) = convert::path(&text_document.uri)
                {
                    self.change(path, None);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.changed.extend(self.open.texts.keys().cloned());
            }
            _ => {}
        }
    }

    fn change(&mut self, path: Utf8PathBuf, text: Option<String>) {
        match text {
            Some(text) => _ = self.open.texts.insert(path.clone(), text),
            None => _ = self.open.texts.remove(&path),
        }
        self.changed.insert(path);
    }

    /// Looks through the programs of changed files, and tells the editor about them.
    fn look(&mut self, connection: &Connection) -> io::Result<()> {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return Ok(());
        }
        self.programs.retain(|program| program.files.is_disjoint(&changed));
        let unseen = |programs: &[Analysed], path: &Utf8PathBuf| {
            !programs.iter().any(|program| program.files.contains(path))
        };
        let open: Vec<Utf8PathBuf> = self.open.texts.keys().cloned().collect();
        for path in open {
            if unseen(&self.programs, &path) {
                self.programs.push(self.open.analyse(&path, &self.catalog));
            }
        }
        let mut told = BTreeSet::new();
        let programs = self.programs.iter().map(convert::diagnostics);
        for (file, diagnostics) in programs.flatten() {
            told.insert(file.clone());
            publish(connection, &file, diagnostics)?;
        }
        for file in self.told.difference(&told) {
            publish(connection, file, Vec::new())?;
        }
        self.told = told;
        Ok(())
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let has = |path: &str| params.pointer(path).is_some_and(|value| !value.is_null());
        let lacks = |known: &[&str], path: &str| known.contains(&method.as_str()) && !has(path);
        let position =
            lacks(&OF_PLACES, "/position/line") || lacks(&OF_PLACES, "/position/character");
        let all = [&OF_PLACES[..], &OF_FILES].concat();
        if position || lacks(&all, "/textDocument/uri") {
            let why = format!("`{method}` is about a file, or a place in one, and none is named");
            return Response::new_err(id, ErrorCode::InvalidParams as i32, why);
        }
        let result = match method.as_str() {
            "textDocument/hover" => self.at(params, answers::hover),
            "textDocument/definition" => self.at(params, answers::definition),
            "textDocument/references" => self.at(params, answers::references),
            "textDocument/documentHighlight" => self.at(params, answers::highlights),
            "textDocument/prepareRename" => self.at(params, answers::renameable),
            "textDocument/rename" => {
                let new = params.get("newName").and_then(Value::as_str).map(str::to_owned);
                let renamed = self.at(params, |program, path, byte| {
                    Some(answers::rename(program, path, byte, new.as_deref().unwrap_or_default()))
                });
                match serde_json::from_value::<Result<Value, String>>(renamed) {
                    Ok(Err(why)) => {
                        return Response::new_err(id, ErrorCode::RequestFailed as i32, why);
                    }
                    Ok(Ok(edit)) => edit,
                    Err(_) => Value::Null,
                }
            }
            "textDocument/completion" => self.at(params, |program, path, byte| {
                Some(answers::completion(program, path, byte, &self.catalog))
            }),
            "textDocument/formatting" => self.in_file(&params, answers::formatting),
            "textDocument/documentSymbol" => self.in_file(&params, answers::symbols),
            "textDocument/semanticTokens/full" => self.in_file(&params, answers::tokens),
            method => {
                let why = format!("`{method}` is not supported");
                return Response::new_err(id, ErrorCode::MethodNotFound as i32, why);
            }
        };
        Response::new_ok(id, result)
    }

    /// Answers about a place in a file of a program.
    fn at<T: serde::Serialize>(
        &self,
        params: Value,
        answer: impl FnOnce(&Analysed, &Utf8Path, usize) -> Option<T>,
    ) -> Value {
        let answered = || {
            let params: lsp::TextDocumentPositionParams = read(params)?;
            let path = convert::path(&params.text_document.uri)?;
            let text = self.open.texts.get(&path)?;
            let lines = crate::editor::Positions::of(text);
            let byte = lines.byte(params.position.line, params.position.character);
            let program = self.programs.iter().find(|program| program.files.contains(&path))?;
            answer(program, &path, byte)
        };
        answered().and_then(|answer| serde_json::to_value(answer).ok()).unwrap_or_default()
    }

    /// Answers about a file by itself.
    fn in_file<T: serde::Serialize>(
        &self,
        params: &Value,
        answer: impl FnOnce(&str) -> T,
    ) -> Value {
        let answered = || {
            let uri = params.get("textDocument")?.get("uri")?.as_str()?;
            let path = convert::path(&lsp::Uri(uri.to_owned()))?;
            Some(answer(self.open.texts.get(&path)?))
        };
        answered().and_then(|answer| serde_json::to_value(answer).ok()).unwrap_or_default()
    }
}

/// A text after a change: of a part of it, or of the whole.
fn changed(mut text: String, change: lsp::TextDocumentContentChangeEvent) -> String {
    use lsp::TextDocumentContentChangeEvent as Event;
    match change {
        Event::TextDocumentContentChangeWholeDocument(whole) => whole.text,
        Event::TextDocumentContentChangePartial(part) => {
            let lines = crate::editor::Positions::of(&text);
            let byte = |place: lsp::Position| lines.byte(place.line, place.character);
            let (start, end) = (byte(part.range.start), byte(part.range.end));
            text.replace_range(start.min(end)..end.max(start), &part.text);
            text
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn publish(
    connection: &Connection,
    file: &Utf8Path,
    diagnostics: Vec<lsp::Diagnostic>,
) -> io::Result<()> {
    let params =
        lsp::PublishDiagnosticsParams { uri: convert::uri(file), version: None, diagnostics };
    let params = serde_json::to_value(params).unwrap_or_default();
    let notification =
        Notification { method: "textDocument/publishDiagnostics".to_owned(), params };
    send(connection, notification.into())
}

fn send(connection: &Connection, message: Message) -> io::Result<()> {
    connection.sender.send(message).map_err(|_| io::ErrorKind::BrokenPipe.into())
}
