//! Names of fields. Of several the first that holds something counts.

/// How one source calls what is imported.
#[derive(Debug)]
pub struct Fields {
    /// The source's name.
    pub from: &'static str,
    /// Of a device: who makes it.
    pub maker: &'static [&'static str],
    /// Its type.
    pub model: &'static [&'static str],
    /// Other names of its type.
    pub other_models: &'static [&'static str],
    /// Its role.
    pub role: &'static [&'static str],
    /// Where it is, to tell racks of one name apart.
    pub site: &'static [&'static str],
    /// Fields that are failure zones, with the kind of each.
    pub zones: &'static [(&'static str, &'static str)],
    /// Its rack.
    pub rack: &'static [&'static str],
    /// Its status.
    pub status: &'static [&'static str],
    /// Its primary addresses.
    pub primary: &'static [&'static str],
    /// Its address out of band.
    pub out_of_band: &'static [&'static str],
    /// Of a cable: its ends.
    pub ends: [Ends; 2],
    /// Of an interface: what is at the far end.
    pub peers: &'static [&'static str],
    /// Of a device: something that it shares with another one, and that may be a pair.
    pub group: &'static [&'static str],
}

/// An end of a cable.
#[derive(Debug)]
pub struct Ends {
    /// The terminations, written out.
    pub list: &'static [&'static str],
    /// The device's name.
    pub device: &'static [&'static str],
    /// The interface's name.
    pub port: &'static [&'static str],
    /// What is at the end: `dcim.interface`.
    pub kind: &'static [&'static str],
    /// Its id.
    pub id: &'static [&'static str],
}
