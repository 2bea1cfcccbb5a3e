// Starts `rackc lsp` for .rack files.
const { workspace } = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

exports.activate = () => {
  const settings = workspace.getConfiguration('rackc');
  const vendors = settings.get('vendors');
  const args = vendors ? ['lsp', '--vendors', vendors] : ['lsp'];
  const server = { command: settings.get('path'), args };
  client = new LanguageClient('rackc', 'rackc', server, {
    documentSelector: [{ scheme: 'file', language: 'rack' }],
    synchronize: { fileEvents: workspace.createFileSystemWatcher('**/{*.rack,rackc.lock}') },
  });
  return client.start();
};

exports.deactivate = () => client && client.stop();
