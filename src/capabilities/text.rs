//! Whether texts can be printed as they are.

use super::codes::{TEXT_UNFIT, VERBATIM_FILE};
use crate::device::model::Device;
use crate::diagnostic::{Diagnostic, Sink, did_you_mean};
use crate::fabric::{Fabric, Switch};
use crate::vendor::schema::{Format, TextRules, Vendor};

/// A text of a device.
struct Text<'a> {
    written: &'a str,
    what: &'static str,
    place: Place,
}

/// Where a text stands, as far as its length matters there.
#[derive(Debug, Clone, Copy)]
enum Place {
    Interface,
    Peer,
    Remark,
    Elsewhere,
}

/// Holds a device's texts against the rules of its format.
pub(super) fn check(
    fabric: &Fabric,
    device: &Device,
    vendor: &Vendor,
    switch: &Switch,
    sink: &mut Sink,
) {
    let Some(format) = vendor.formats.get(&device.format) else { return };
    let plain = Plain::of(&format.text);
    texts(device).for_each(|text| {
        let Some(why) = unfit(&format.text, &plain, &text) else { return };
        let mut diagnostic = Diagnostic::new(
            &TEXT_UNFIT,
            format!("{} cannot carry this {}: {why}", vendor.title, text.what),
        );
        if let Some(span) = fabric.texts.get(text.written) {
            diagnostic = diagnostic.at(*span, "this text");
        }
        sink.push(
            diagnostic
                .from(switch.model_origin, format!("on `{}`", switch.name))
                .help("write it in other words"),
        );
    });
    verbatim_files(fabric, device, vendor, format, sink);
}

fn texts(device: &Device) -> impl Iterator<Item = Text<'_>> {
    let text = |written, what| Text { written, what, place: Place::Elsewhere };
    let at = |written, place| Text { written, what: "description", place };
    let described = move |written| at(written, Place::Interface);
    let system = &device.system;
    let snmp = system.snmp.iter().flat_map(|snmp| snmp.location.iter().chain(&snmp.contact));
    let keys = system.users.iter().flat_map(|user| &user.keys);
    let routes = device.static_routes.iter().filter_map(|route| route.description.as_deref());
    let vrfs = device.vrfs.iter().filter_map(|vrf| vrf.description.as_deref());
    let vlans = device.vlans.iter().filter_map(|vlan| vlan.description.as_deref());
    system
        .banner
        .iter()
        .map(move |line| text(line.as_str(), "banner"))
        .chain(snmp.map(move |line| text(line.as_str(), "SNMP text")))
        .chain(keys.map(move |key| text(key.line.as_str(), "SSH key")))
        .chain(routes.chain(vrfs).chain(vlans).map(move |line| text(line, "description")))
        .chain(device.ports.iter().map(move |port| described(port.description.as_str())))
        .chain(device.lags.iter().map(move |lag| described(lag.description.as_str())))
        .chain(
            device
                .ports
                .iter()
                .flat_map(|port| &port.subinterfaces)
                .map(move |one| described(one.description.as_str())),
        )
        .chain(
            device
                .acls
                .iter()
                .flat_map(|acl| &acl.entries)
                .filter_map(|entry| entry.remark.as_deref())
                .map(move |line| at(line, Place::Remark)),
        )
        .chain(
            device
                .bgp
                .iter()
                .flat_map(|bgp| &bgp.vrfs)
                .flat_map(|vrf| &vrf.groups)
                .flat_map(|group| {
                    group
                        .neighbors
                        .iter()
                        .map(|one| one.description.as_str())
                        .chain([group.description.as_str()])
                })
                .map(move |line| at(line, Place::Peer)),
        )
        .chain(device.svis.iter().map(move |svi| described(svi.description.as_str())))
}

/// A character as messages show it.
fn shown(character: char) -> String {
    match character {
        '`' => "a backtick".to_owned(),
        other => format!("`{other}`"),
    }
}

/// Whether each octet is a printable character of ASCII that a format's texts may hold. Nearly all texts hold no others.
#[derive(Debug)]
struct Plain([bool; 256]);

impl Plain {
    fn of(rules: &TextRules) -> Self {
        let mut plain = [false; 256];
        plain[usize::from(b' ')..=usize::from(b'~')].fill(true);
        for byte in rules.refuse.bytes() {
            plain[usize::from(byte)] = false;
        }
        Self(plain)
    }

    fn holds(&self, text: &str) -> bool {
        text.bytes().all(|byte| self.0[usize::from(byte)])
    }
}

/// Why a text cannot be printed, if it cannot.
fn unfit(rules: &TextRules, plain: &Plain, text: &Text<'_>) -> Option<String> {
    if text.what == "banner" && rules.refuse_lines.iter().any(|line| line == text.written.trim()) {
        return Some("this line would end it".to_owned());
    }
    let is_plain = plain.holds(text.written);
    if !is_plain
        && let Some(found) = text.written.chars().find(|found| rules.refuse.contains(*found))
    {
        return Some(format!("{} means something else there", shown(found)));
    }
    if let Some(found) =
        text.written.chars().next().filter(|found| rules.refuse_first.contains(*found))
    {
        return Some(format!("it may not begin with {}", shown(found)));
    }
    if !is_plain
        && let Some(found) = text
            .written
            .chars()
            .find(|found| found.is_control() || (rules.ascii && !found.is_ascii()))
    {
        let number = u32::from(found);
        return Some(if found.is_control() {
            format!("U+{number:04X} is a control character")
        } else {
            format!("`{found}` (U+{number:04X}) is not a character of ASCII")
        });
    }
    let most = match text.place {
        Place::Interface => Some(rules.description_max),
        Place::Peer => rules.peer_description_max,
        Place::Remark => rules.remark_max,
        Place::Elsewhere => None,
    };
    // There are no more characters than octets.
    let most = most.filter(|most| text.written.len() > *most)?;
    let length = text.written.chars().count();
    if length <= most {
        return None;
    }
    Some(format!("it has {length} characters, and {most} are allowed"))
}

fn verbatim_files(
    fabric: &Fabric,
    device: &Device,
    vendor: &Vendor,
    format: &Format,
    sink: &mut Sink,
) {
    for file in device.verbatim.iter().filter_map(|verbatim| verbatim.file.as_deref()) {
        if format.files.iter().any(|spec| spec.path == file) {
            continue;
        }
        let known: Vec<&str> = format.files.iter().map(|spec| spec.path.as_str()).collect();
        let said = fabric
            .verbatim
            .iter()
            .filter_map(|verbatim| verbatim.file.as_ref())
            .find(|said| said.value == file);
        let mut diagnostic = Diagnostic::new(
            &VERBATIM_FILE,
            format!("format `{}` of {} has no file `{file}`", device.format, vendor.title),
        );
        if let Some(said) = said {
            diagnostic = diagnostic.at(said.span, "no such file");
        }
        let help = did_you_mean(file, known.iter().copied());
        sink.push(
            diagnostic
                .help(
                    help.unwrap_or_else(|| "name one of its files, or leave `file` out".to_owned()),
                )
                .note(format!("files: {}", known.join(" "))),
        );
    }
}
