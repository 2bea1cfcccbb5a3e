//! What a vendor folder says of the virtual switch that stands in for its switches in a lab.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::values::{IdRange, NamePattern};

/// A virtual switch, as containerlab runs it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lab {
    /// What it is, and what it is virtually: `vJunos-switch, a virtual EX9214`.
    pub title: String,
    /// Containerlab's kind: `arista_ceos`.
    pub kind: String,
    /// The image, with its tag.
    pub image: String,
    /// Where the image comes from, in a sentence.
    pub obtain: String,
    /// The page of the kind.
    pub source: String,
    /// The format of its configuration, which is a single file; whatever the switch itself is printed in.
    pub format: String,
    /// How its ports are called.
    pub ports: LabPorts,
    /// Its management interface, when not the switch's own.
    #[serde(default)]
    pub management: Option<LabManagement>,
    /// Words by which templates tell it from hardware, in place of the model's.
    #[serde(default)]
    pub traits: Vec<String>,
    /// Environment of the container.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Where in the container the configuration must lie, when containerlab does not put it there.
    #[serde(default)]
    pub bind: Option<String>,
    /// The password of every user in the lab: best the one that the kind has by itself.
    pub password: String,
    /// Its hash, as the system stores it.
    pub password_hash: String,
    /// Parts of the configuration that are left out.
    #[serde(default)]
    pub without: Vec<LabPart>,
    /// What is not as on the hardware, in sentences.
    #[serde(default)]
    pub differs: Vec<String>,
}

/// How ports are called in a lab: they keep their names, or are numbered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabPorts {
    /// The switch knows them by their own names, and containerlab by those with these texts replaced: `Ethernet: eth`.
    #[serde(default)]
    pub keep: Option<IndexMap<String, String>>,
    /// The virtual switch counts them.
    #[serde(default)]
    pub number: Option<LabNumbers>,
}

/// Numbered ports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabNumbers {
    /// The name for the switch and for containerlab; `{n}` is the number.
    pub name: NamePattern,
    /// The numbers that there are.
    pub range: IdRange,
    /// Ports in use are numbered from the first on. Else a port has its own number, and lanes of split ports get numbers
    /// that no port has.
    #[serde(default)]
    pub in_order: bool,
}

/// The management interface of a virtual switch.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabManagement {
    /// Its name.
    pub interface: String,
    /// Its address and length, where the image has a network of its own behind the container's; the plan's when absent.
    #[serde(default)]
    pub ipv4: Option<ipnet::Ipv4Net>,
    /// The gateway in that network.
    #[serde(default)]
    pub gateway_ipv4: Option<std::net::Ipv4Addr>,
}

/// A part of a configuration that a lab does without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabPart {
    /// The login banner.
    Banner,
    /// TACACS+ and RADIUS servers.
    Aaa,
}

impl LabPart {
    /// What is left out, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::Banner => "the login banner",
            Self::Aaa => "TACACS+ and RADIUS servers",
        }
    }
}
