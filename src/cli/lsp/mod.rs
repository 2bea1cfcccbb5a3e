//! `rackc lsp`: a language server on standard input and output (Language Server Protocol 3.17).

mod answers;
mod convert;
mod programs;
mod server;
mod wire;

use std::io;

use super::args::Global;
use super::catalog;
use super::exit::{Exit, Failure};
use answers::TOKENS;
use gen_lsp_types::{
    CompletionOptions, DefinitionProvider, DocumentFormattingProvider, DocumentHighlightProvider,
    DocumentSymbolProvider, Full, HoverProvider, PositionEncodingKind, ReferencesProvider,
    RenameOptions, RenameProvider, SemanticTokensLegend, SemanticTokensOptions,
    SemanticTokensProvider, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind,
    WorkDoneProgressOptions,
};
use server::Server;

/// Answers an editor until it says that it goes.
///
/// # Errors
/// A vendor folder is wrong, or the editor is no longer there.
pub fn run(global: &Global) -> Result<Exit, Failure> {
    let catalog = catalog::load(global.vendors.as_deref())?;
    let (connection, writer) = wire::connect();
    let capabilities = serde_json::to_value(capabilities()).unwrap_or_default();
    connection.initialize(capabilities).map_err(io::Error::other)?;
    let served = Server::new(catalog).serve(&connection);
    drop(connection);
    writer.finish()?;
    // Who goes without saying so first has lost the server, or the other way round.
    if served? { Ok(Exit::Fine) } else { Err(Failure::Told(Exit::Errors)) }
}

fn capabilities() -> ServerCapabilities {
    let progress = WorkDoneProgressOptions::default();
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSync::Kind(TextDocumentSyncKind::Incremental)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(vec![" ".to_owned(), "/".to_owned()]),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: progress,
        })),
        semantic_tokens_provider: Some(SemanticTokensProvider::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: SemanticTokensLegend {
                    token_types: TOKENS.iter().map(|name| (*name).to_owned()).collect(),
                    token_modifiers: Vec::new(),
                },
                range: None,
                full: Some(Full::Bool(true)),
                work_done_progress_options: progress,
            },
        )),
        ..ServerCapabilities::default()
    }
}
