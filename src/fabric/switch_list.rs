use std::ops::Deref;

use super::SwitchId;

/// Switches in an order that matters, of which one can ask quickly whether some switch is among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SwitchList {
    order: Vec<SwitchId>,
    /// The same, ascending.
    sorted: Vec<SwitchId>,
}

impl SwitchList {
    /// Whether a switch is among them.
    pub fn contains(&self, switch: &SwitchId) -> bool {
        self.sorted.binary_search(switch).is_ok()
    }
}

impl Deref for SwitchList {
    type Target = [SwitchId];

    fn deref(&self) -> &[SwitchId] {
        &self.order
    }
}

impl From<Vec<SwitchId>> for SwitchList {
    fn from(order: Vec<SwitchId>) -> Self {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        Self { order, sorted }
    }
}

impl<'a> IntoIterator for &'a SwitchList {
    type Item = &'a SwitchId;
    type IntoIter = std::slice::Iter<'a, SwitchId>;

    fn into_iter(self) -> Self::IntoIter {
        self.order.iter()
    }
}
