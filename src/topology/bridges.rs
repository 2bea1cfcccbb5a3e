use crate::fabric::{Fabric, Handle, PairId, SwitchId, Table, handles};

handles! {
    /// Handle of a bridge.
    BridgeId;
}

/// What acts as one bridge: an MLAG pair, or a switch that is in none.
#[derive(Debug)]
pub struct Bridge {
    /// Name of the pair or switch.
    pub name: String,
    /// The pair, if it is one.
    pub pair: Option<PairId>,
    /// The switches.
    pub switches: Vec<SwitchId>,
}

/// Bridges by name, so that nothing depends on the order of statements.
pub(super) fn of(fabric: &Fabric) -> (Vec<Bridge>, Table<SwitchId, BridgeId>) {
    let pairs = fabric.pairs.iter().map(|(id, pair)| Bridge {
        name: pair.name.clone(),
        pair: Some(id),
        switches: pair.members.to_vec(),
    });
    let single =
        fabric.switches.iter().filter(|(_, switch)| switch.pair.is_none()).map(|(id, switch)| {
            Bridge { name: switch.name.clone(), pair: None, switches: vec![id] }
        });
    let mut bridges: Vec<Bridge> = pairs.chain(single).collect();
    bridges.sort_by(|a, b| a.name.cmp(&b.name));
    let bridge_of = bridges
        .iter()
        .enumerate()
        .flat_map(|(position, bridge)| {
            bridge.switches.iter().map(move |switch| (*switch, BridgeId::new(position)))
        })
        .collect();
    (bridges, bridge_of)
}
