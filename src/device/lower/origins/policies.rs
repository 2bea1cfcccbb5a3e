//! Access lists; route policies are told their statements while they are made.

use super::One;
use crate::device::model::{Device, Origins};

impl One<'_> {
    pub(super) fn tell_policies(self, device: &mut Device) {
        for acl in &mut device.acls {
            let of = self
                .all
                .fabric
                .acls
                .iter()
                .find(|known| acl.name == super::super::acls::name_of(known, acl.ipv6));
            acl.origins = Origins::whole(of.map(|known| known.origin));
        }
    }
}
