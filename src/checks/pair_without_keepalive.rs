use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Keepalive, Pair, SwitchId};

declare_rule! {
    /// An MLAG pair has no keepalive.
    ///
    /// When the peer link fails, each member must know whether the other one is still alive. If
    /// it cannot tell, both go on by themselves, and hosts hear two switches that claim to be one.
    /// The second path is the management network, or a cable of its own.
    ///
    /// rackc takes the management network when nothing is said, which needs a management address
    /// for both members.
    ///
    /// ```rack
    /// fabric dc1 { }                                 // pool mgmt 192.0.2.0/24
    /// mlag core = core-a + core-b {
    ///   peer-link 31..32                             // or: keepalive 30
    /// }
    /// ```
    "R0503", "pair-without-keepalive", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    for pair in fabric.pairs.values().filter(|pair| !pair.esi) {
        let Some(lacking) = lacking(fabric, pair) else { continue };
        findings.add(pair.origin.at, &pair.name, || {
            let message = match pair.keepalive {
                Some(_) => format!("the keepalive of pair `{}` takes the management network, which its members are not in", pair.name),
                None => format!("pair `{}` has no keepalive", pair.name),
            };
            let member = &context.switch(lacking).name;
            Diagnostic::new(&CODE, message)
                .from(pair.origin, format!("`{member}` has no management address"))
                .help("give the members management addresses, `pool mgmt 192.0.2.0/24` in the fabric block, or a cable: `keepalive PORT`")
        });
    }
    findings.report(sink);
}

/// A member without a management address, when the keepalive needs one.
fn lacking(fabric: &Fabric, pair: &Pair) -> Option<SwitchId> {
    let needed = !matches!(pair.keepalive, Some(Keepalive::Cable(_)));
    let pool = &fabric.settings.pools.management;
    let pooled = !pool.ipv4.is_empty() || !pool.ipv6.is_empty();
    let mut members = pair.members.into_iter().filter(|_| needed && !pooled);
    members.find(|member| fabric.switches[*member].management.is_empty())
}
