use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{AttachmentMode, CableEnd, HostId, SwitchId};

declare_rule! {
    /// A host's LAG is cabled to one member of a pair only.
    ///
    /// The pair would let the bundle end in both members. As it is, the host loses its network
    /// whenever that member is restarted, and its traffic may have to cross the peer link.
    ///
    /// ```rack
    /// mlag tor = tor-a + tor-b { peer-link 53..54 }
    /// attach web01 to tor-a ports 1..2 as hypervisor  // attach web01 to tor port 1
    /// ```
    "R0514", "orphan-lag", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    for attachment in
        fabric.attachments.values().filter(|attachment| attachment.mode == AttachmentMode::Lag)
    {
        let profile = &fabric.profiles[attachment.profile];
        // A promise that is broken is an error of its own.
        if profile.survives.iter().any(|kind| kind.value == super::zones::SWITCH) {
            continue;
        }
        let switches = switches(context, attachment.host);
        let Some(switch) = switches.first().filter(|_| switches.len() == 1) else { continue };
        let Some(pair) = context.switch(*switch).pair.map(|pair| &fabric.pairs[pair]) else {
            continue;
        };
        let host = &fabric.hosts[attachment.host].name;
        findings.add((attachment.origin.at, pair.origin.at), host, || {
            let name = &context.switch(*switch).name;
            Diagnostic::new(&CODE, format!("the LAG of host `{host}` ends in `{name}` only"))
                .from(attachment.origin, format!("loses the network with `{name}`"))
                .from(pair.origin, format!("`{name}` is one of this pair"))
                .help(format!("attach it to both members: `to {} port …`", pair.name))
        });
    }
    findings.report(sink);
}

/// Switches that a host is cabled to, by all of its attachments.
fn switches(context: &Context<'_>, host: HostId) -> BTreeSet<SwitchId> {
    let fabric = context.fabric;
    let cables =
        fabric.hosts[host].attachments.iter().flat_map(|id| &fabric.attachments[*id].cables);
    let ends = cables
        .flat_map(|cable| fabric.cables[*cable].ends.iter().filter_map(CableEnd::switch_port));
    ends.map(|end| end.switch).collect()
}
