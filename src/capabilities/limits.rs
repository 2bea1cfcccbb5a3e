//! Whether numbers are within what systems take.

use super::codes::BEYOND_LIMIT;
use crate::device::model::Device;
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{BfdTimers, Fabric, Switch};
use crate::source::Span;
use crate::vendor::schema::Vendor;

/// Holds a device's numbers against its vendor's limits.
pub(super) fn check(
    fabric: &Fabric,
    device: &Device,
    vendor: &Vendor,
    switch: &Switch,
    sink: &mut Sink,
) {
    let facts = &vendor.routing;
    if let (Some(bfd), Some(range)) = (&device.bfd, facts.bfd_interval)
        && !u16::try_from(bfd.interval).is_ok_and(|interval| range.contains(interval))
    {
        let limit = format!("{} to {} ms", range.first, range.last);
        let what = format!("a BFD interval of {} ms", bfd.interval);
        sink.push(beyond(vendor, switch, &what, &limit, bfd_span(fabric)));
    }
    if let (Some(bfd), Some(range)) = (&device.bfd_multihop, facts.bfd_multihop_interval)
        && !u16::try_from(bfd.interval).is_ok_and(|interval| range.contains(interval))
    {
        let limit = format!("{} to {} ms", range.first, range.last);
        let what = format!("a BFD interval of {} ms over several hops", bfd.interval);
        sink.push(beyond(vendor, switch, &what, &limit, bfd_span(fabric)));
    }
    as_paths(fabric, device, vendor, switch, sink);
    let paths = fabric.settings.underlay.maximum_paths;
    let used = device.bgp.is_some() || !device.ospf.is_empty();
    if let Some(paths) = paths.filter(|paths| used && paths.value > facts.maximum_paths) {
        let what = format!("{} equal-cost paths", paths.value);
        let limit = format!("{} at most", facts.maximum_paths);
        sink.push(beyond(vendor, switch, &what, &limit, Some(paths.span)));
    }
    if let Some(most) = facts.listen_max {
        let groups = device.bgp.iter().flat_map(|bgp| &bgp.vrfs).flat_map(|vrf| &vrf.groups);
        for group in groups {
            let Some(limit) = group.listen_limit.filter(|limit| *limit > most) else { continue };
            let base = group.name.trim_end_matches("-ipv4").trim_end_matches("-ipv6");
            let service = fabric.services.iter().find(|service| service.name == base);
            let span = service.and_then(|service| service.max_neighbors).map(|said| said.span);
            let what = format!("{limit} neighbours that come by themselves");
            sink.push(beyond(vendor, switch, &what, &format!("{most} at most"), span));
        }
    }
}

fn as_paths(fabric: &Fabric, device: &Device, vendor: &Vendor, switch: &Switch, sink: &mut Sink) {
    let Some(most) = vendor.routing.as_path_max else { return };
    for list in &device.as_path_lists {
        let longest = list.entries.iter().map(|entry| entry.text_pattern.len()).max();
        let Some(length) = longest.filter(|length| *length > most) else { continue };
        let said = fabric.as_path_lists.iter().find(|known| known.name == list.name);
        let what = format!("a path of {length} characters in `{}`", list.name);
        let limit = format!("{most} characters at most");
        sink.push(beyond(vendor, switch, &what, &limit, said.map(|known| known.origin.at)));
    }
}

/// The statement that says the timers; where `bfd` stands alone, they are those of another.
fn bfd_span(fabric: &Fabric) -> Option<Span> {
    let services = fabric.services.iter().filter_map(|service| service.bfd);
    let peers = fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
    let ospf = fabric.boundaries.iter().filter_map(|boundary| boundary.ospf.as_ref()?.bfd);
    let all = fabric.settings.underlay.bfd.into_iter().chain(services);
    let all: Vec<BfdTimers> = all.chain(peers.filter_map(|peer| peer.bfd)).chain(ospf).collect();
    all.iter().find(|bfd| bfd.said).or(all.first()).map(|bfd| bfd.span)
}

fn beyond(
    vendor: &Vendor,
    switch: &Switch,
    what: &str,
    limit: &str,
    span: Option<Span>,
) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::new(&BEYOND_LIMIT, format!("{} does not take {what}", vendor.title));
    if let Some(span) = span {
        diagnostic = diagnostic.at(span, format!("allowed there: {limit}"));
    }
    diagnostic
        .from(switch.model_origin, format!("on `{}`", switch.name))
        .help(format!("stay within its limit: {limit}"))
}
