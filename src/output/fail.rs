//! The system's refusals as messages.

use std::io;
use std::path::Path;

use super::codes::IO_FAILS;
use crate::diagnostic::Diagnostic;

/// Turns an error of the system into a message: `cannot write …: no space left on device`.
pub fn fails(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Diagnostic {
    move |error| {
        let message = format!("cannot {what} `{}`: {}", path.display(), reason(&error));
        Diagnostic::new(&IO_FAILS, message).maybe_help(advice(&error))
    }
}

/// The system's words in the style of a message, without the error's number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn advice(error: &io::Error) -> Option<String> {
    let text = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "name a folder in which you may write: `-o DIR`"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room and build again; what was there before is untouched"
        }
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            "a mount point cannot be replaced: name a folder below it"
        }
        io::ErrorKind::NotADirectory => "a part of the path is a file: name a folder with `-o DIR`",
        _ => return None,
    };
    Some(text.to_owned())
}
