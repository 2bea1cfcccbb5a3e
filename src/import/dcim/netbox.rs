//! How NetBox calls what is imported: the REST API, the tables that its pages export, and the columns of its bulk imports.

use super::fields::Fields;

/// The fields of NetBox.
pub const FIELDS: Fields = Fields {
    from: "NetBox",
    maker: &["device_type.manufacturer", "manufacturer"],
    model: &["device_type.model", "device_type", "type"],
    other_models: &[
        "device_type.part_number",
        "device_type.slug",
        "device_type.display",
        "part_number",
    ],
    role: &["role", "device_role"],
    site: &["site"],
    zones: &[("site", "site"), ("location", "location"), ("power_panel", "power")],
    rack: &["rack"],
    status: &["status"],
    primary: &[
        "primary_ip4",
        "primary_ip6",
        "ipv4_address",
        "ipv6_address",
        "primary_ip",
        "ip_address",
    ],
    out_of_band: &["oob_ip"],
    ends: [
        super::fields::Ends {
            list: &["a_terminations", "termination_a"],
            device: &["side_a_device", "device_a"],
            port: &["side_a_name", "termination_a"],
            kind: &["side_a_type", "termination_a_type"],
            id: &["termination_a_id"],
        },
        super::fields::Ends {
            list: &["b_terminations", "termination_b"],
            device: &["side_b_device", "device_b"],
            port: &["side_b_name", "termination_b"],
            kind: &["side_b_type", "termination_b_type"],
            id: &["termination_b_id"],
        },
    ],
    peers: &["connected_endpoints", "connected_endpoint", "connection"],
    group: &["virtual_chassis"],
};
