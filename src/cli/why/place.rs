//! Which lines are asked about.

use std::fs;
use std::ops::RangeInclusive;

use camino::{Utf8Component, Utf8Path};

use super::super::catalog::{list, unknown};
use super::super::codes::{LINE_CHANGED, NO_SUCH_LINE};
use super::super::exit::{Failure, usage};
use crate::device::model::Device;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::render::TracedFile;

/// Largest config that is read from the disk, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The folder of the output tree in which configs lie.
const CONFIGS: &str = "configs";

/// `SWITCH[/FILE]:LINE`, or the path of a file that was written, and lines of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    path: String,
    /// Counted from 1.
    lines: RangeInclusive<usize>,
}

/// Lines of a file.
pub struct Found<'a> {
    /// The file.
    pub file: &'a TracedFile,
    /// Its lines that are asked about, counted from 1.
    pub lines: RangeInclusive<usize>,
}

impl Place {
    /// Reads `r01-a:12`, `r01-a/startup-config:12..14` or `out/configs/r01-a/startup-config:12`.
    ///
    /// # Errors
    /// There is no line in it.
    pub fn read(text: &str) -> Result<Self, Failure> {
        let refuse = || {
            let message = format!("`{text}` names no line");
            let help = "write SWITCH:LINE, SWITCH/FILE:LINE or the path of a config and :LINE, such as `r01-a:12`; several lines are `12..14`";
            usage(Diagnostic::new(&NO_SUCH_LINE, message).help(help))
        };
        let (path, lines) = text.rsplit_once(':').ok_or_else(refuse)?;
        let (first, last) = lines.split_once("..").unwrap_or((lines, lines));
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
        match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last && !path.is_empty() => {
                Ok(Self { path: path.to_owned(), lines: first..=last })
            }
            _ => Err(refuse()),
        }
    }

    /// The parts of the path from the switch on.
    fn parts(&self) -> Vec<&str> {
        let components = Utf8Path::new(&self.path).components();
        let parts: Vec<&str> = components
            .filter_map(|part| match part {
                Utf8Component::Normal(part) => Some(part),
                _ => None,
            })
            .collect();
        let configs = parts.iter().rposition(|part| *part == CONFIGS);
        match configs.and_then(|at| parts.get(at + 1..)).filter(|rest| !rest.is_empty()) {
            Some(rest) => rest.to_vec(),
            // Many call the one file of a switch after it.
            None => match parts[..] {
                [only] => {
                    vec![only.strip_suffix(".cfg").or(only.strip_suffix(".conf")).unwrap_or(only)]
                }
                _ => parts,
            },
        }
    }

    /// The switch that is meant.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn switch<'a>(&self, devices: &'a [Device]) -> Result<&'a Device, Failure> {
        let parts = self.parts();
        let name = parts.first().copied().unwrap_or_default();
        devices.iter().find(|device| device.hostname == name).ok_or_else(|| {
            let known = devices.iter().map(|device| device.hostname.as_str());
            let help = did_you_mean(name, known.clone())
                .unwrap_or_else(|| format!("the first switches are {}", list(known.take(5))));
            usage(unknown(format!("there is no switch `{name}`"), help))
        })
    }

    /// The lines that are meant.
    ///
    /// # Errors
    /// The switch has no such file, the file has no such line, or what is on the disk is another one.
    pub fn find<'a>(&self, switch: &str, files: &'a [TracedFile]) -> Result<Found<'a>, Failure> {
        let folder = format!("{CONFIGS}/{switch}/");
        let named: Vec<(&str, &TracedFile)> = files
            .iter()
            .map(|file| (file.file.path.strip_prefix(&folder).unwrap_or_default(), file))
            .collect();
        let wanted = self.parts().get(1..).map(|rest| rest.join("/")).unwrap_or_default();
        let file = if wanted.is_empty() {
            files.first()
        } else {
            let last = |name: &str| name.rsplit('/').next() == Some(wanted.as_str());
            let whole = named.iter().find(|(name, _)| *name == wanted);
            let mut ends = named.iter().filter(|(name, _)| last(name));
            let end = || ends.next().filter(|_| ends.next().is_none());
            whole.or_else(end).map(|(_, file)| *file)
        };
        let Some(file) = file else {
            let all = || named.iter().map(|(name, _)| *name);
            let help = did_you_mean(&wanted, all())
                .unwrap_or_else(|| format!("its files are {}", list(all())));
            let message = format!("`{switch}` has no file `{wanted}`");
            return Err(usage(unknown(message, help)));
        };
        let lines: Vec<&str> = file.file.text.lines().collect();
        if *self.lines.end() > lines.len() {
            let (path, count) = (&file.file.path, lines.len());
            let message = format!("`{path}` has no line {}", self.lines.end());
            let help = format!("its last line is {count}");
            return Err(usage(Diagnostic::new(&NO_SUCH_LINE, message).help(help)));
        }
        self.same_on_disk(&lines)?;
        Ok(Found { file, lines: self.lines.clone() })
    }

    /// Makes sure that a file on the disk, if one is named, has the same lines there.
    fn same_on_disk(&self, lines: &[&str]) -> Result<(), Failure> {
        let size =
            fs::metadata(&self.path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        if size.is_none_or(|size| size > LARGEST) {
            return Ok(());
        }
        let Ok(text) = fs::read_to_string(&self.path) else { return Ok(()) };
        let written: Vec<&str> = text.lines().collect();
        let differs = |line: &usize| written.get(line - 1) != lines.get(line - 1);
        let Some(line) = self.lines.clone().find(differs) else { return Ok(()) };
        let text = |lines: &[&str]| match lines.get(line - 1) {
            Some(line) => format!("`{}`", line.trim()),
            None => "missing".to_owned(),
        };
        let message = format!("line {line} of `{}` is not what the program gives now", self.path);
        let diagnostic = Diagnostic::new(&LINE_CHANGED, message)
            .note(format!("in the file it is {}", text(&written)))
            .note(format!("the program gives {}", text(lines)))
            .help(
                "write the tree anew with `rackc build`, or ask about the switch: SWITCH/FILE:LINE",
            );
        Err(diagnostic.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Place> {
        Place::read(text).ok()
    }

    #[test]
    fn a_place_is_a_path_and_lines() {
        let place = read("out/configs/r01-a/etc/frr/frr.conf:12..14").unwrap();
        assert_eq!(place.parts(), ["r01-a", "etc", "frr", "frr.conf"]);
        assert_eq!(place.lines, 12..=14);
        assert_eq!(read("r01-a:3").unwrap().parts(), ["r01-a"]);
        assert_eq!(read("./r01-a/startup-config:3").unwrap().parts(), ["r01-a", "startup-config"]);
    }

    #[test]
    fn what_names_no_line_is_refused() {
        for text in ["r01-a", "r01-a:", "r01-a:0", "r01-a:4..3", ":3", "r01-a:x", "r01-a:3..", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
