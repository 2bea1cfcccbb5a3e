//! The files that are the same for every fabric.

use crate::render::OutputFile;

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        [$(($path, include_str!(concat!("skeleton/", $path)))),+]
    };
}

/// The files, by path.
pub(super) fn files() -> Vec<OutputFile> {
    let files = embedded![
        "ansible.cfg",
        "backup.yml",
        "diff.yml",
        "filter_plugins/rackc.py",
        "plays/after.yml",
        "plays/batch.yml",
        "plays/before.yml",
        "tasks/after.yml",
        "tasks/again.yml",
        "tasks/backup.yml",
        "tasks/before.yml",
        "tasks/health.yml",
        "tasks/push.yml",
    ];
    files
        .into_iter()
        .map(|(path, text)| OutputFile { path: format!("ansible/{path}"), text: text.to_owned() })
        .collect()
}
