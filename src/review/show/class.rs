//! The names of the kinds of harm.

use crate::vendor::review::RiskClass;

/// What people call a kind of harm.
pub fn title(class: RiskClass) -> &'static str {
    match class {
        RiskClass::SessionDropped => "session dropped",
        RiskClass::SessionReset => "session reset",
        RiskClass::VlanRemoved => "VLAN removed",
        RiskClass::MlagChanged => "MLAG changed",
        RiskClass::InterfaceDown => "interface down",
        RiskClass::LagChanged => "LAG changed",
        RiskClass::PortSpeed => "port flaps",
        RiskClass::MtuChanged => "MTU changed",
        RiskClass::GatewayChanged => "gateway changed",
        RiskClass::AddressChanged => "address changed",
        RiskClass::OverlayChanged => "overlay changed",
        RiskClass::SpanningTree => "spanning tree changed",
        RiskClass::AclLoosened => "ACL loosened",
        RiskClass::AclTightened => "ACL tightened",
        RiskClass::RoutesChanged => "routes changed",
        RiskClass::ManagementAccess => "management access changed",
        RiskClass::FeatureRemoved => "feature removed",
        RiskClass::ReloadNeeded => "reload needed",
        RiskClass::Other => "other change",
        RiskClass::AddsOnly => "adds only",
        RiskClass::Cosmetic => "cosmetic",
    }
}
