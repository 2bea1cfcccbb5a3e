use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// An MLAG pair has no peer link.
    ///
    /// The members agree over the peer link on which of them forwards what, and send over it
    /// the frames for hosts that have lost one of their cables. Without it they are two
    /// switches that claim to be one.
    ///
    /// ```rack
    /// mlag core = core-a + core-b                    // { peer-link 31..32 }
    /// ```
    "R0502", "pair-without-peer-link", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values().filter(|pair| pair.peer_link.is_empty() && !pair.esi)
    {
        findings.add(pair.origin.at, &pair.name, || {
            let [first, second] = pair.members.map(|member| &context.switch(member).name);
            Diagnostic::new(&CODE, format!("pair `{}` has no peer link", pair.name))
                .from(pair.origin, format!("joins `{first}` and `{second}`"))
                .help("name the ports between the members: `peer-link 53..54`")
        });
    }
    findings.report(sink);
}
