//! Names on the command line: what is lost, and what packets go between.

use std::collections::BTreeSet;

use super::catalog::list;
use super::codes::{AMBIGUOUS_ARGUMENT, UNKNOWN_ARGUMENT};
use super::exit::{Failure, usage};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fabric::{CableEnd, CableId, Fabric, Place, ZoneKind};
use crate::picture::{cable_name, end_name};
use crate::proof::Part;
use crate::vendor::ports::PortNumber;

/// What joins the two ends of a cable.
const JOINS: [&str; 2] = ["--", "-"];

/// What may stand between two places. A shell leaves `-` of an arrow that is not quoted.
const ARROWS: [&str; 3] = ["->", ARROW, "-"];
/// An arrow that does not look like a flag.
pub const ARROW: &str = "\u{2192}";

/// A thing and the words for it.
struct Thing<T> {
    /// Words that may stand before the name; the first is shown.
    kinds: Vec<String>,
    name: String,
    is: T,
}

/// What a command line says is lost: names, each with or without its kind before it.
///
/// # Errors
/// Nothing is called so, or several things are.
pub fn parts(fabric: &Fabric, words: &[String]) -> Result<Vec<Part>, Failure> {
    let things = losable(fabric);
    let kinds = kinds(&things, &["cable", "link"]);
    let words = split(words);
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let kind = Some(word.as_str()).filter(|word| kinds.contains(*word) && at + 1 < words.len());
        at += usize::from(kind.is_some());
        let Some(name) = words.get(at) else { break };
        at += 1;
        let is_cable = matches!(kind, Some("cable" | "link"))
            || (kind.is_none() && (name.contains(':') || name.contains("--")));
        if is_cable {
            let join = words.get(at).filter(|word| JOINS.contains(&word.as_str()));
            let other = join.and_then(|_| words.get(at + 1));
            at += if other.is_some() { 2 } else { 0 };
            let cables = cables(fabric, name, other.map(String::as_str))?;
            parts.extend(cables.into_iter().map(Part::Cable));
        } else {
            parts.push(find(&things, kind, name)?);
        }
    }
    Ok(parts)
}

/// Two places between which packets go: `A B`, `A -> B`, with or without kinds.
///
/// # Errors
/// Nothing is called so, several things are, or there are not two.
pub fn places(fabric: &Fabric, words: &[String]) -> Result<[Place; 2], Failure> {
    let things = reachable(fabric);
    let kinds = kinds(&things, &[]);
    let words = split(words).into_iter().filter(|word| !ARROWS.contains(&word.as_str()));
    let words: Vec<String> = words.collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let kind = Some(word.as_str()).filter(|word| kinds.contains(*word) && at + 1 < words.len());
        at += usize::from(kind.is_some());
        let Some(name) = words.get(at) else { break };
        at += 1;
        found.push(find(&things, kind, name)?);
    }
    found.try_into().map_err(|found: Vec<Place>| {
        let message = format!("packets go between two things, and {} are named", found.len());
        usage(
            Diagnostic::new(&UNKNOWN_ARGUMENT, message)
                .help("write `rackc trace PATH A B`, with the kind before a name where that is needed; an arrow must be quoted: `'->'`"),
        )
    })
}

/// Words, also where the shell was given several in quotes; `a->b` and `a, b` are two.
fn split(words: &[String]) -> Vec<String> {
    let spaced = words.iter().map(|word| word.replace("->", " -> ").replace(',', " "));
    spaced.flat_map(|word| word.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn kinds<T>(things: &[Thing<T>], more: &[&str]) -> BTreeSet<String> {
    let own = things.iter().flat_map(|thing| thing.kinds.iter().cloned());
    own.chain(more.iter().map(|word| (*word).to_owned())).collect()
}

fn zones<T>(fabric: &Fabric, make: impl Fn(crate::fabric::ZoneId) -> T) -> Vec<Thing<T>> {
    let zones = fabric.zones.iter();
    zones
        .map(|(id, zone)| {
            let kinds = match &zone.kind {
                ZoneKind::Rack => vec!["rack".to_owned()],
                ZoneKind::Named(kind) => vec!["zone".to_owned(), kind.clone()],
            };
            Thing { kinds, name: zone.name.clone(), is: make(id) }
        })
        .collect()
}

fn thing<T>(kind: &str, name: &str, is: T) -> Thing<T> {
    Thing { kinds: vec![kind.to_owned()], name: name.to_owned(), is }
}

fn losable(fabric: &Fabric) -> Vec<Thing<Part>> {
    let mut things = zones(fabric, Part::Zone);
    let switches = fabric.switches.iter();
    things.extend(switches.map(|(id, one)| thing("switch", &one.name, Part::Switch(id))));
    things
}

fn reachable(fabric: &Fabric) -> Vec<Thing<Place>> {
    let mut things = zones(fabric, Place::Zone);
    things.extend(
        fabric.switches.iter().map(|(id, one)| thing("switch", &one.name, Place::Switch(id))),
    );
    things.extend(fabric.hosts.iter().map(|(id, one)| thing("host", &one.name, Place::Host(id))));
    things.extend(fabric.vlans.iter().map(|(id, one)| thing("vlan", &one.name, Place::Vlan(id))));
    things.extend(fabric.vrfs.iter().map(|(id, one)| thing("vrf", &one.name, Place::Vrf(id))));
    let services = fabric.services.iter().enumerate();
    things.extend(services.map(|(at, one)| thing("service", &one.name, Place::Service(at))));
    let boundaries = fabric.boundaries.iter().enumerate();
    things.extend(boundaries.map(|(at, one)| thing("boundary", &one.name, Place::Boundary(at))));
    things
}

fn find<T: Copy>(things: &[Thing<T>], kind: Option<&str>, name: &str) -> Result<T, Failure> {
    let fits =
        |thing: &&Thing<T>| kind.is_none_or(|kind| thing.kinds.iter().any(|word| word == kind));
    let found: Vec<&Thing<T>> =
        things.iter().filter(fits).filter(|thing| thing.name == name).collect();
    match found.as_slice() {
        [one] => Ok(one.is),
        [] => Err(unknown(things, kind, name)),
        several => {
            let words: Vec<String> =
                several.iter().map(|one| format!("{} {name}", one.kinds[0])).collect();
            Err(usage(
                Diagnostic::new(&AMBIGUOUS_ARGUMENT, format!("`{name}` means several things"))
                    .help(format!("write {}", words_or(&words))),
            ))
        }
    }
}

fn unknown<T>(things: &[Thing<T>], kind: Option<&str>, name: &str) -> Failure {
    let same = things.iter().find(|thing| thing.name == name);
    let fits = things
        .iter()
        .filter(|thing| kind.is_none_or(|kind| thing.kinds.iter().any(|word| word == kind)));
    let names = fits.map(|thing| thing.name.as_str());
    let help = match (kind, same) {
        (Some(_), Some(other)) => format!("it is a {}: write `{0} {name}`", other.kinds[0]),
        _ => did_you_mean(name, names.clone()).unwrap_or_else(|| {
            let few: Vec<&str> = names.clone().take(5).collect();
            match (few.is_empty(), kind) {
                (true, Some(kind)) => format!("the program has no {kind}"),
                (true, None) => "the program has nothing of that sort".to_owned(),
                (false, _) => format!("there are {}, for example", list(few.into_iter())),
            }
        }),
    };
    let what =
        kind.map_or_else(|| "nothing is called".to_owned(), |kind| format!("there is no {kind}"));
    usage(Diagnostic::new(&UNKNOWN_ARGUMENT, format!("{what} `{name}`")).help(help))
}

/// Cables by one end, `leaf1:49`, or by both: `leaf1:49--spine1:1`, `leaf1 -- spine1`.
fn cables(fabric: &Fabric, name: &str, other: Option<&str>) -> Result<Vec<CableId>, Failure> {
    let (one, other) = match other {
        Some(other) => (name, Some(other)),
        None => match name.split_once("--") {
            Some((one, other)) => (one, Some(other)),
            None => (name, None),
        },
    };
    let ends =
        |end: &CableEnd, text: &str| end_name(fabric, end) == text || is_at(fabric, end, text);
    let found = fabric.cables.iter().filter(|(_, cable)| {
        let [a, b] = &cable.ends;
        match other {
            None => (ends(a, one) || ends(b, one)) && one.contains(':'),
            Some(other) => (ends(a, one) && ends(b, other)) || (ends(a, other) && ends(b, one)),
        }
    });
    let found: Vec<CableId> = found.map(|(id, _)| id).collect();
    if found.is_empty() {
        return Err(no_cable(fabric, one, other));
    }
    Ok(found)
}

/// Whether a cable ends in what a text names: a switch, one of its ports, or a host.
fn is_at(fabric: &Fabric, end: &CableEnd, text: &str) -> bool {
    match end {
        CableEnd::Switch(port) => {
            let name = &fabric.switches[port.switch].name;
            match text.split_once(':') {
                None => name == text,
                Some((switch, number)) => {
                    let number: Option<PortNumber> = number.parse().ok();
                    name == switch && number.is_some() && port.port.fixed() == number
                }
            }
        }
        CableEnd::Host(host) => fabric.hosts[*host].name == text,
        CableEnd::Outside(name) => name.as_deref() == Some(text),
    }
}

fn no_cable(fabric: &Fabric, one: &str, other: Option<&str>) -> Failure {
    let message = match other {
        None => format!("no cable ends in `{one}`"),
        Some(other) => format!("no cable joins `{one}` and `{other}`"),
    };
    let switch = one.split(':').next().unwrap_or_default();
    let known = fabric.switches.values().map(|switch| switch.name.as_str());
    let help = if fabric.switches.values().all(|known| known.name != switch) {
        did_you_mean(switch, known)
            .unwrap_or_else(|| "write a switch and its port, such as `leaf1:49`".to_owned())
    } else {
        let here = fabric.cables.ids().filter(|cable| {
            fabric.cables[*cable].ends.iter().any(|end| is_at(fabric, end, switch))
        });
        let names: Vec<String> = here.take(4).map(|cable| cable_name(fabric, cable)).collect();
        match names.as_slice() {
            [] => format!("no cable ends in `{switch}`"),
            names => format!("its cables are {}, …", list(names.iter().map(String::as_str))),
        }
    };
    usage(Diagnostic::new(&UNKNOWN_ARGUMENT, message).help(help))
}

fn words_or(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(" or ")
}
