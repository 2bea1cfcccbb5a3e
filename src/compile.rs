//! The whole story: a program in, devices and a lock out.

use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::syntax::Program;
use crate::vendor::Catalog;

/// What a compilation is told besides the program.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The text of the lock file, if there is one.
    pub lock: Option<String>,
    /// The same text among the program's sources, so that messages can point into it.
    pub lock_file: Option<crate::source::FileId>,
    /// Where the lock file is, for messages.
    pub lock_path: String,
    /// Refuse to change the lock.
    pub locked: bool,
    /// Output formats that the command line asks for: vendor and format.
    pub formats: Vec<(String, String)>,
}

/// What comes of a compilation.
#[derive(Debug)]
pub struct Compilation {
    /// Messages, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was made; nothing when an error stands among the messages.
    pub output: Option<Output>,
}

/// A compiled fabric.
#[derive(Debug)]
pub struct Output {
    /// The fabric's name.
    pub fabric: String,
    /// Every switch, by host name.
    pub devices: Vec<Device>,
    /// The text of the lock file as it must now be.
    pub lock: String,
}

/// Compiles a program.
pub fn compile(_program: &Program, _catalog: &Catalog, _options: &Options) -> Compilation {
    Compilation { diagnostics: Vec::new(), output: None }
}
