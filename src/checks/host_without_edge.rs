use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SpanningTreeMode;

/// Seconds that a port may listen and learn before it forwards: twice the forward delay (IEEE 802.1Q, table 13-5).
const SILENT: u32 = 30;

declare_rule! {
    /// Ports of servers are no edge ports.
    ///
    /// Spanning tree may keep such a port silent for 30 s after its link comes up (twice the forward delay of 15 s),
    /// and a server that boots over the network gives up before. Some systems find out sooner that nobody sends BPDUs
    /// there, others do not. Each time such a port goes up or down, all switches forget the MAC addresses that they know
    /// and flood. And nothing guards it against a switch that somebody plugs in; `edge` turns BPDU guard on too.
    ///
    /// ```rack
    /// profile server { access web }                 // access web  edge
    /// ```
    ///
    /// Appliances, firewalls and routers may bridge and send BPDUs themselves, so that this is not said of them.
    "R1405", "host-without-edge", Note
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    if context.fabric.settings.spanning_tree.mode == SpanningTreeMode::None {
        return;
    }
    let mut findings = Repeated::new();
    for attachment in context.fabric.attachments.values() {
        let profile = &context.fabric.profiles[attachment.profile];
        let host = &context.fabric.hosts[attachment.host];
        if profile.edge || &*host.kind != "server" {
            continue;
        }
        findings.add(profile.origin.at, &host.name, || {
            let message = format!(
                "ports of servers with profile `{}` may be silent for {SILENT} s, and nothing guards them",
                profile.name
            );
            Diagnostic::new(&CODE, message)
                .from(profile.origin, format!("not `edge`; of `{}`", host.name))
                .help("add `edge` to the profile")
        });
    }
    findings.report(sink);
}
