//! Addresses of interfaces.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// An interface address. It is kept as what it is; its texts are made where it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Printed", into = "Printed")]
pub struct Address(IpNet);

/// An interface address as templates see it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Printed {
    /// The address alone: `10.1.110.2`.
    ip: IpAddr,
    /// Prefix length in bits.
    length: u8,
    /// Address and length: `10.1.110.2/24`.
    cidr: IpNet,
    /// The subnet: `10.1.110.0/24`.
    subnet: IpNet,
}

impl Address {
    /// The address alone: `10.1.110.2`.
    pub fn ip(self) -> IpAddr {
        self.0.addr()
    }

    /// Prefix length in bits.
    pub fn length(self) -> u8 {
        self.0.prefix_len()
    }

    /// Address and length: `10.1.110.2/24`.
    pub fn cidr(self) -> IpNet {
        self.0
    }

    /// The subnet: `10.1.110.0/24`.
    pub fn subnet(self) -> IpNet {
        self.0.trunc()
    }
}

impl<N: Into<IpNet>> From<N> for Address {
    fn from(net: N) -> Self {
        Self(net.into())
    }
}

impl From<Printed> for Address {
    fn from(printed: Printed) -> Self {
        Self(printed.cidr)
    }
}

impl From<Address> for Printed {
    fn from(address: Address) -> Self {
        Self {
            ip: address.ip(),
            length: address.length(),
            cidr: address.cidr(),
            subnet: address.subnet(),
        }
    }
}
