//! How a command ends.

use std::io;
use std::process::ExitCode;

use crate::diagnostic::Diagnostic;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine,
    /// The input has errors, or the output could not be written.
    Errors,
    /// The command line asks for something that is not there.
    Usage,
    /// The output on disk is not what the program says.
    OutOfDate,
}

impl Exit {
    /// The process's exit code.
    pub fn number(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Errors => 1,
            Self::Usage => 2,
            Self::OutOfDate => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// Why a command could not go on.
#[derive(Debug)]
pub enum Failure {
    /// It has been said already.
    Told(Exit),
    /// To be said.
    Say(Exit, Vec<Diagnostic>),
    /// Standard output or standard error does not take what is written.
    Stream(io::Error),
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Say(Exit::Errors, vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::Say(Exit::Errors, diagnostics)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

/// A wrong use of the command line.
pub fn usage(diagnostic: Diagnostic) -> Failure {
    Failure::Say(Exit::Usage, vec![diagnostic])
}
