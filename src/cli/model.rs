//! `rackc model`

use super::args::{Global, Model};
use super::catalog::{list, unknown};
use super::exit::{Exit, Failure, usage};
use super::project::{Compiled, Project};
use super::shell::Shell;
use crate::device::model::Device;
use crate::diagnostic::did_you_mean;

/// Prints the device model of one switch, or of all as a stream of YAML documents.
///
/// # Errors
/// The program has errors, or there is no such switch.
pub fn run(args: &Model, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let project = Project::open(&args.compile, global)?;
    let Compiled { output, .. } = project.compile(shell)?;
    let Some(name) = &args.switch else {
        for device in &output.devices {
            shell.data(&format!("---\n{}", yaml(device)?))?;
        }
        return Ok(Exit::Fine);
    };
    let Some(device) = output.devices.iter().find(|device| device.hostname == *name) else {
        let known = output.devices.iter().map(|device| device.hostname.as_str());
        let help = did_you_mean(name, known.clone())
            .unwrap_or_else(|| format!("the first switches are {}", list(known.take(5))));
        return Err(usage(unknown(format!("there is no switch `{name}`"), help)));
    };
    shell.data(&yaml(device)?)?;
    Ok(Exit::Fine)
}

fn yaml(device: &Device) -> Result<String, Failure> {
    serde_yaml::to_string(device).map_err(|error| Failure::Stream(std::io::Error::other(error)))
}
