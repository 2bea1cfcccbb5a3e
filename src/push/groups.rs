//! Names of Ansible groups. Ansible takes letters, digits and `_`; rackc's names have no `_`, so that each name keeps a
//! group of its own, and the kind in front keeps a zone, a rack and a tier of one name apart.

use std::collections::BTreeMap;

use crate::fabric::{Fabric, Zone, ZoneId, ZoneKind};

/// A name as a part of a group's.
fn part(name: &str) -> String {
    name.replace('-', "_")
}

pub(super) fn vendor(name: &str) -> String {
    format!("vendor_{}", part(name))
}

pub(super) fn format(vendor: &str, format: &str) -> String {
    format!("format_{}_{}", part(vendor), part(format))
}

/// The folder with the tasks of a format, below `ansible/`.
pub(super) fn tasks(vendor: &str, format: &str) -> String {
    format!("tasks/{}", self::format(vendor, format))
}

pub(super) fn tier(name: &str) -> String {
    format!("tier_{}", part(name))
}

pub(super) fn rack(name: &str) -> String {
    format!("rack_{}", part(name))
}

pub(super) fn pair(name: &str) -> String {
    format!("pair_{}", part(name))
}

/// Batches count from 1; as many digits as the last one needs, so that they sort.
pub(super) fn batch(number: usize, count: usize) -> String {
    let width = count.to_string().len().max(2);
    format!("batch_{number:0width$}")
}

/// The groups of the declared zones: `zone_KIND_NAME`. Where two would get the same (kind `a-b` zone `c`, kind `a` zone
/// `b-c`), `zone__NAME`, for a zone's name is its own.
pub(super) fn zones(fabric: &Fabric) -> BTreeMap<ZoneId, String> {
    let declared = || {
        fabric.zones.iter().filter_map(|(id, zone)| match &zone.kind {
            ZoneKind::Named(kind) => Some((id, kind, zone)),
            ZoneKind::Rack => None,
        })
    };
    let long = |kind: &str, zone: &Zone| format!("zone_{}_{}", part(kind), part(&zone.name));
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (_, kind, zone) in declared() {
        *taken.entry(long(kind, zone)).or_default() += 1;
    }
    let group = |(id, kind, zone): (ZoneId, &String, &Zone)| {
        let long = long(kind, zone);
        let name = if taken.get(&long).is_some_and(|count| *count > 1) {
            format!("zone__{}", part(&zone.name))
        } else {
            long
        };
        (id, name)
    };
    declared().map(group).collect()
}

/// The group of all zones of a kind.
pub(super) fn kind(kind: &str) -> String {
    format!("zones_{}", part(kind))
}
