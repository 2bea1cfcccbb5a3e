//! The configurations of a lab's switches.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::push::{password_names, secret_names};
use crate::render::{OutputFile, Printers};
use crate::vendor::Catalog;

/// What every secret that is no password of a user is in a lab: long enough for SNMP, short enough for OSPF.
pub(super) const SECRET: &str = "rackc-lab";

/// The configuration of a switch.
pub(super) struct Config {
    pub(super) switch: String,
    pub(super) file: OutputFile,
}

/// Prints every device, with the lab's secrets in the places of the real ones.
pub(super) fn all(catalog: &Catalog, devices: &[Device]) -> Result<Vec<Config>, Vec<Diagnostic>> {
    let formats: BTreeSet<(&str, &str)> =
        devices.iter().map(|one| (one.vendor.as_str(), one.format.as_str())).collect();
    let printers = Printers::of_formats(catalog, formats)?;
    let print = |device: &Device| {
        let lab = catalog.vendor(&device.vendor)?.lab.as_ref()?;
        let printed = match printers.print(device) {
            Ok(files) => files.into_iter().next()?,
            Err(error) => return Some(Err(vec![error])),
        };
        let passwords = password_names(device);
        let mut text = printed.text;
        for name in secret_names(&text) {
            let value = if passwords.contains(&name) { lab.password_hash.as_str() } else { SECRET };
            text = text.replace(&format!("{{{{ {name} }}}}"), value);
        }
        let path = format!("lab/startup/{}.{}", device.hostname, ending(&printed.path));
        Some(Ok(Config { switch: device.hostname.clone(), file: OutputFile { path, text } }))
    };
    devices.par_iter().filter_map(print).collect()
}

/// How the file's name ends: `cfg` for one without an ending.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("cfg", |(_, ending)| ending)
}
