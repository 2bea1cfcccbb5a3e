use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Carried;

declare_rule! {
    /// A profile's native VLAN is in its `trunk` list too.
    ///
    /// The list is of tagged VLANs, the native one is untagged; a frame is one or the other. rackc sends it
    /// untagged. A host that expects tags drops it.
    ///
    /// ```rack
    /// profile hypervisor { trunk web, storage  native web }
    /// ```
    ///
    /// Take the VLAN out of `trunk` (the native one is carried anyway), or write `native none`.
    "R0623", "native-also-tagged", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for profile in context.fabric.profiles.values() {
        let (Some(native), Carried::Trunk(list)) = (profile.native, &profile.carried) else {
            continue;
        };
        let Some(tagged) = list.iter().find(|vlan| vlan.value == native.value) else {
            continue;
        };
        let name = &context.fabric.vlans[native.value].name;
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("VLAN `{name}` is both tagged and native in profile `{}`", profile.name),
            )
            .at(native.span, "untagged")
            .at(tagged.span, "tagged")
            .help(format!("take `{name}` out of `trunk`: the native VLAN is carried anyway")),
        );
    }
}
