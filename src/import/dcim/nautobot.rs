//! How Nautobot calls what is imported: the REST API with related objects by their ids or written out, its CSV with natural keys
//! (`role__name`), and answers of GraphQL.

use super::fields::{Ends, Fields};

/// The fields of Nautobot.
pub const FIELDS: Fields = Fields {
    from: "Nautobot",
    maker: &["device_type.manufacturer", "manufacturer"],
    model: &["device_type.model", "device_type", "type"],
    other_models: &["device_type.part_number", "device_type.display", "part_number"],
    role: &["role", "device_role"],
    site: &["location", "site"],
    zones: &[("site", "site"), ("location", "location")],
    rack: &["rack"],
    status: &["status"],
    primary: &["primary_ip4", "primary_ip6", "primary_ip", "ip_address"],
    out_of_band: &["oob_ip"],
    ends: [
        Ends {
            list: &["termination_a", "a_terminations"],
            device: &[
                "_termination_a_device",
                "termination_a_device",
                "side_a_device",
                "termination_a_parent",
                "side_a",
            ],
            port: &["side_a_name", "termination_a"],
            kind: &["termination_a_type", "side_a_type"],
            id: &["termination_a_id"],
        },
        Ends {
            list: &["termination_b", "b_terminations"],
            device: &[
                "_termination_b_device",
                "termination_b_device",
                "side_b_device",
                "termination_b_parent",
                "side_b",
            ],
            port: &["side_b_name", "termination_b"],
            kind: &["termination_b_type", "side_b_type"],
            id: &["termination_b_id"],
        },
    ],
    peers: &["connected_interface", "connected_endpoint", "connected_endpoints"],
    group: &["virtual_chassis", "device_redundancy_group"],
};
