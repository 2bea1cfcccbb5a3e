//! The push: `ansible/` of the output tree, from the fabric, its devices and what the vendors' folders say.
//!
//! What every fabric has in common lies in `skeleton/`, what a vendor does its own way in `vendors/NAME/ansible/FORMAT/`;
//! both are copied as they are. What this module writes is data: who is in which group and batch, and what is expected of
//! each switch.

mod batches;
mod check;
pub mod codes;
mod groups;
mod host;
mod inventory;
mod playbooks;
mod secrets;
mod skeleton;
mod yaml;

pub use check::check;
pub use host::{Host, passwords as password_names};
pub use secrets::names as secret_names;

use std::collections::{BTreeMap, BTreeSet};

use crate::device::model::Device;
use crate::fabric::{Fabric, SwitchId};
use crate::render::OutputFile;
use crate::vendor::Catalog;
use crate::vendor::schema::Ansible;
use batches::Batches;

/// What was printed for a switch, as far as the push wants to know.
#[derive(Debug, Clone, Default)]
pub struct Printed {
    /// Its files, below its folder.
    pub files: Vec<String>,
    /// Variables of the secrets that they ask for.
    pub secrets: BTreeSet<String>,
}

/// All that the push is made of.
#[derive(Debug)]
pub struct Push<'a> {
    fabric: &'a Fabric,
    catalog: &'a Catalog,
    /// By host name, as the devices are.
    hosts: Vec<Host<'a>>,
    plan: Plan<'a>,
}

/// What is known of the push before any switch is printed.
#[derive(Debug)]
pub struct Plan<'a> {
    fabric: &'a Fabric,
    catalog: &'a Catalog,
    batches: Batches,
    ids: BTreeMap<&'a str, SwitchId>,
}

impl<'a> Plan<'a> {
    /// Says which switch goes when.
    pub fn of(fabric: &'a Fabric, catalog: &'a Catalog) -> Self {
        let batches = Batches::of(fabric);
        let ids = fabric.switches.iter().map(|(id, switch)| (switch.name.as_str(), id)).collect();
        Self { fabric, catalog, batches, ids }
    }

    /// What the push wants to know of a switch, and its file of variables.
    pub fn host(&self, device: &Device, printed: Printed) -> Option<(Host<'a>, OutputFile)> {
        let id = *self.ids.get(device.hostname.as_str())?;
        let switch = &self.fabric.switches[id];
        let ansible = ansible(self.catalog, &switch.vendor, &switch.format);
        let file = host::file(self, id, device, &printed);
        let host = Host {
            id,
            switch,
            rack: device.rack.clone(),
            address: host::address(device).map(|address| address.to_string()),
            passwords: host::passwords(device),
            secrets: printed.secrets,
            ansible,
            batch: self.batches.number(id),
        };
        Some((host, file))
    }
}

impl<'a> Push<'a> {
    /// The push to `hosts`, which are what the plan made of all devices in order.
    pub fn of(plan: Plan<'a>, hosts: Vec<Host<'a>>) -> Self {
        Self { fabric: plan.fabric, catalog: plan.catalog, hosts, plan }
    }

    /// Every file of `ansible/` but those of hosts, in order.
    pub fn files(&self) -> Vec<OutputFile> {
        let mut files = skeleton::files();
        files.extend(self.vendor_files());
        files.push(playbooks::push(self));
        files.push(playbooks::rollback(self));
        files.push(inventory::hosts(self));
        files.push(inventory::variables(self));
        files.extend(inventory::formats(self));
        files.push(inventory::requirements(self));
        files.push(inventory::vault(self));
        files
    }

    /// Vendors and formats in use that can be pushed, each once.
    fn formats(&self) -> BTreeSet<(&'a str, &'a str)> {
        let pushed = self.hosts.iter().filter(|host| host.ansible.is_some());
        pushed.map(|host| (host.switch.vendor.as_str(), host.switch.format.as_str())).collect()
    }

    fn vendor_files(&self) -> Vec<OutputFile> {
        let mut files = Vec::new();
        for (vendor, format) in self.formats() {
            for (name, text) in self.catalog.ansible(vendor, format) {
                let path = format!("ansible/{}/{name}", groups::tasks(vendor, format));
                files.push(OutputFile { path, text: text.to_owned() });
            }
        }
        files
    }
}

/// How a format is pushed, if its vendor's folder says so.
fn ansible<'a>(catalog: &'a Catalog, vendor: &str, format: &str) -> Option<&'a Ansible> {
    catalog.vendor(vendor)?.formats.get(format)?.ansible.as_ref()
}
