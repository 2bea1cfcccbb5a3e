//! What the prover finds, in words.

use super::failure::end_name;
use super::path::{Entry, Path};
use super::permitted::Barrier;
use super::reach::Stop;
use super::verdict::Subject;
use crate::fabric::{CableId, Fabric, VlanId};

impl Subject {
    /// ``host `web01` ``, ``VLAN `web` at `leaf1` ``, ``boundary `internet` at `border1` ``
    pub fn text(self, fabric: &Fabric) -> String {
        match self {
            Self::Host(host) => format!("host `{}`", fabric.hosts[host].name),
            Self::Port(switch, vlan) => {
                format!("VLAN `{}` at `{}`", fabric.vlans[vlan].name, fabric.switches[switch].name)
            }
            Self::Exit(boundary, switch) => format!(
                "boundary `{}` at `{}`",
                fabric.boundaries[boundary].name, fabric.switches[switch].name
            ),
            Self::Switch(switch) => format!("switch `{}`", fabric.switches[switch].name),
        }
    }
}

impl Path {
    /// `` `web01` – `leaf1` – `spine1` ⇢ `leaf2` – `db01` ``: a dash for a cable, `=` for a peer link.
    pub fn text(&self, fabric: &Fabric) -> String {
        let far_end = |cable: CableId| end_name(fabric, &fabric.cables[cable].ends[1]);
        let mut pieces: Vec<(&str, String)> = Vec::new();
        let mut before = None;
        for step in &self.steps {
            let between = match step.entry {
                Entry::Start(cable) => {
                    pieces.extend(cable.map(|cable| ("", far_end(cable))));
                    " – "
                }
                Entry::Inside if before == Some(step.switch) => continue,
                Entry::PeerLink(_) => " = ",
                Entry::Inside | Entry::Cable(_) | Entry::NextHop(_) => " – ",
            };
            pieces.push((between, fabric.switches[step.switch].name.clone()));
            before = Some(step.switch);
        }
        pieces.extend(self.last.map(|cable| (" – ", far_end(cable))));
        let mut text = String::new();
        for (position, (between, name)) in pieces.iter().enumerate() {
            text.push_str(if position == 0 { "" } else { between });
            text.push('`');
            text.push_str(name);
            text.push('`');
        }
        text
    }
}

impl Stop {
    /// Why packets stop, as a clause: ``no gateway of VLAN `web` is up where `leaf1` is``.
    pub fn text(&self, fabric: &Fabric) -> String {
        let vlan = |vlan: VlanId| format!("VLAN `{}`", fabric.vlans[vlan].name);
        let switch = |switch| format!("`{}`", fabric.switches[switch].name);
        match self {
            Self::NothingLeft => "nothing of it is left".to_owned(),
            Self::Detached(host) => {
                format!("host `{}` has no cable left that is up", fabric.hosts[*host].name)
            }
            Self::Down(at) => format!("nothing attached to {} has a port that is up", switch(*at)),
            Self::Cut { vlan: id, at } => {
                format!("{} falls apart, and {} is cut off in it", vlan(*id), switch(*at))
            }
            Self::NoGateway { vlan: id, at } => {
                format!("no gateway of {} is up where {} is", vlan(*id), switch(*at))
            }
            Self::NoRoute { vrf, at } => {
                format!("{} knows no way in {}", switch(*at), fabric.vrf_text(*vrf))
            }
            Self::Barrier(barrier) => barrier.text(fabric),
            Self::NoExit(boundary) => {
                format!("no way out of boundary `{}` is up", fabric.boundaries[*boundary].name)
            }
        }
    }
}

impl Barrier {
    /// Why nothing passes, as a clause.
    pub fn text(&self, fabric: &Fabric) -> String {
        match self {
            Self::Vrf => "their VRFs do not know each other's routes".to_owned(),
            Self::NoGateway(vlan) => {
                format!("VLAN `{}` has no gateway", fabric.vlans[*vlan].name)
            }
            Self::Acl(acl) => format!("access list `{}` drops everything", fabric.acls[*acl].name),
            Self::NoRouteOut(boundary) => format!(
                "the fabric has no route to what is beyond boundary `{}`",
                fabric.boundaries[*boundary].name
            ),
            Self::NotAnnounced(boundary, Some(vlan)) => format!(
                "nobody beyond boundary `{}` is told of VLAN `{}`",
                fabric.boundaries[*boundary].name, fabric.vlans[*vlan].name
            ),
            Self::NotAnnounced(boundary, None) => format!(
                "nobody beyond boundary `{}` is told of it",
                fabric.boundaries[*boundary].name
            ),
        }
    }

    /// What to do about it.
    pub fn help(&self, fabric: &Fabric) -> String {
        match self {
            Self::Vrf => "put both into one VRF, or write `leak from` in both".to_owned(),
            Self::NoGateway(vlan) => {
                format!("give VLAN `{}` a `gateway`", fabric.vlans[*vlan].name)
            }
            Self::Acl(acl) => {
                format!("add a `permit` to access list `{}`", fabric.acls[*acl].name)
            }
            Self::NoRouteOut(boundary) => format!(
                "give a peer of boundary `{}` an `import`, or write a `route`",
                fabric.boundaries[*boundary].name
            ),
            Self::NotAnnounced(boundary, _) => format!(
                "name it in an `export` of boundary `{}`",
                fabric.boundaries[*boundary].name
            ),
        }
    }
}
