//! Expectations.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Named, Resolver, Scope};
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{
    AMBIGUOUS_NAME, CONTRADICTION, UNKNOWN_NAME, VALUE_OUT_OF_RANGE, WRONG_KIND,
};
use crate::fabric::{Expectation, Fabric, Loss, Place, Relation, ZoneKind};
use crate::source::{Origin, Span, Spanned};
use crate::syntax::ast::{self, Name};

/// What an expectation can be about, in the words of a message.
const PLACES: &str = "VLAN, VRF, host, service, boundary, zone, rack or switch";

/// Names that only the names' own statements know by position.
struct Positions {
    services: BTreeMap<String, usize>,
    boundaries: BTreeMap<String, usize>,
}

impl Resolver<'_> {
    pub(super) fn expects(&mut self, statements: &[&ast::Expect]) {
        if statements.is_empty() {
            return;
        }
        let positions = Positions {
            services: positions(self.fabric.services.iter().map(|service| &service.name)),
            boundaries: positions(self.fabric.boundaries.iter().map(|boundary| &boundary.name)),
        };
        let zones = self.fabric.zones.values();
        let kinds: BTreeSet<String> = zones.map(|zone| zone.kind.word().to_owned()).collect();
        let mut known: BTreeMap<(Place, Place), Vec<usize>> = BTreeMap::new();
        for statement in statements {
            let Some(expectation) = self.expectation(statement, &positions, &kinds) else {
                continue;
            };
            let alike = known.entry((expectation.from.value, expectation.to.value)).or_default();
            let first = alike.iter().map(|at| &self.fabric.expectations[*at]);
            if let Some(first) = first.into_iter().find(|first| same(first, &expectation)) {
                self.said_twice("this expectation", first.span, expectation.span);
                continue;
            }
            alike.push(self.fabric.expectations.len());
            self.fabric.expectations.push(expectation);
        }
    }

    fn expectation(
        &mut self,
        statement: &ast::Expect,
        positions: &Positions,
        kinds: &BTreeSet<String>,
    ) -> Option<Expectation> {
        let from = self.subject(&statement.from, positions);
        let to = self.subject(&statement.to, positions);
        let relation =
            if statement.isolated.value { Relation::Isolated } else { Relation::Reaches };
        if relation == Relation::Isolated {
            self.clauses_of_paths(statement);
        }
        let within =
            statement.within.and_then(|hops| self.number(hops, 1..=255, "a number of hops of"));
        let bandwidth = statement.bandwidth.and_then(|share| self.share(share));
        let losses = self.losses(&statement.losses, kinds)?;
        // What is left of a statement that is wrong is not the same as another.
        if within.is_some() != statement.within.is_some()
            || bandwidth.is_some() != statement.bandwidth.is_some()
        {
            return None;
        }
        let (from, to) = (from?, to?);
        if from.value == to.value {
            self.itself(from.value, relation, from.span, to.span)?;
        }
        Some(Expectation {
            from,
            relation,
            to,
            within,
            bandwidth,
            symmetric: statement.symmetric,
            losses,
            span: statement.span,
        })
    }

    fn share(&mut self, share: Spanned<u32>) -> Option<Spanned<u32>> {
        if share.value == 0 {
            self.error(
                Diagnostic::new(&VALUE_OUT_OF_RANGE, "a share of 0% is always left")
                    .at(share.span, "more than 0% is needed")
                    .help("delete `bandwidth`: `reaches` alone asks for some path"),
            );
        }
        (share.value > 0).then_some(share)
    }

    /// What is isolated has no path of which something could be said.
    fn clauses_of_paths(&mut self, statement: &ast::Expect) {
        let clauses = [
            ("within", statement.within.map(|hops| hops.span)),
            ("bandwidth", statement.bandwidth.map(|share| share.span)),
            ("symmetric", statement.symmetric),
        ];
        for (word, span) in clauses {
            let Some(span) = span else { continue };
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("`{word}` speaks of a path, and there is to be none"),
                )
                .at(span, "said of the path")
                .at(statement.isolated.span, "there is to be no path")
                .help(format!("delete `{word}`, or write `reaches`")),
            );
        }
    }

    /// The same on both sides: the members of a VLAN can reach each other, a host cannot. None when it is wrong.
    fn itself(&mut self, place: Place, relation: Relation, first: Span, again: Span) -> Option<()> {
        let alone = matches!(place, Place::Host(_) | Place::Switch(_) | Place::Boundary(_));
        if relation == Relation::Reaches && !alone {
            return Some(());
        }
        let text = place.text(&self.fabric);
        let message = match relation {
            Relation::Reaches => format!("{text} is to reach itself"),
            Relation::Isolated => format!("{text} is to be isolated from itself"),
        };
        self.error(
            Diagnostic::new(&CONTRADICTION, message)
                .at(again, "the same again")
                .at(first, "named here")
                .help("name two things"),
        );
        None
    }

    fn subject(&mut self, subject: &ast::Subject, positions: &Positions) -> Option<Spanned<Place>> {
        let name = &subject.name;
        let place = match &subject.kind {
            Some(kind) => self.subject_of_kind(&kind.value, name, positions),
            None => self.subject_of_any_kind(name, positions),
        };
        place.map(|place| Spanned::new(place, subject.span))
    }

    fn subject_of_kind(&mut self, kind: &str, name: &Name, positions: &Positions) -> Option<Place> {
        match kind {
            "vlan" => self.vlan(name).map(Place::Vlan),
            "vrf" => self.vrf(name).map(Place::Vrf),
            "service" => self.positioned("service", name, &positions.services).map(Place::Service),
            "boundary" => {
                self.positioned("boundary", name, &positions.boundaries).map(Place::Boundary)
            }
            "zone" => self.zone(Scope::TOP, name).map(Place::Zone),
            "switch" => self.switch(Scope::TOP, &name.value, name.span).map(Place::Switch),
            _ => match (kind, self.named(Scope::TOP, &name.value, name.span, kind)?) {
                ("host", Named::Host(host)) => Some(Place::Host(host)),
                ("rack", Named::Rack(rack)) => Some(Place::Zone(self.fabric.racks[rack].zone)),
                (_, other) => {
                    self.wrong_kind(Scope::TOP, &name.value, name.span, other, kind);
                    None
                }
            },
        }
    }

    fn positioned(
        &mut self,
        kind: &str,
        name: &Name,
        known: &BTreeMap<String, usize>,
    ) -> Option<usize> {
        let found = known.get(&name.value).copied();
        if found.is_none() {
            let help = self
                .guesses
                .did_you_mean(&name.value, known.keys().map(String::as_str))
                .unwrap_or_else(|| format!("declare it: `{kind} {} {{ … }}`", name.value));
            self.unknown(kind, name, help);
        }
        found
    }

    /// A name without its kind: it must mean one thing.
    fn subject_of_any_kind(&mut self, name: &Name, positions: &Positions) -> Option<Place> {
        let shared = self.find(Scope::TOP, &name.value);
        let of_shared = shared.and_then(|named| match named {
            Named::Host(host) => Some(Place::Host(host)),
            Named::Zone(zone) => Some(Place::Zone(zone)),
            Named::Rack(rack) => Some(Place::Zone(self.fabric.racks[rack].zone)),
            Named::Switch(switch) => Some(Place::Switch(switch)),
            Named::Pair(_) | Named::Tier(_) => None,
        });
        let meanings: Vec<Place> = [
            self.vlans.get(&name.value).map(|vlan| Place::Vlan(*vlan)),
            self.vrfs.get(&name.value).map(|vrf| Place::Vrf(*vrf)),
            positions.services.get(&name.value).map(|at| Place::Service(*at)),
            positions.boundaries.get(&name.value).map(|at| Place::Boundary(*at)),
            of_shared,
        ]
        .into_iter()
        .flatten()
        .collect();
        match (meanings.as_slice(), shared) {
            ([one], _) => Some(*one),
            ([], Some(named)) => {
                self.switches_instead(name, named);
                None
            }
            ([], None) => {
                self.nothing_called(name, positions);
                None
            }
            (several, _) => {
                self.ambiguous(name, several);
                None
            }
        }
    }

    fn switches_instead(&mut self, name: &Name, named: Named) {
        self.error(
            Diagnostic::new(
                &WRONG_KIND,
                format!("`{}` is a {}, not a {PLACES}", name.value, named.kind()),
            )
            .at(name.span, format!("nothing can be expected of a {}", named.kind()))
            .help("name what is attached to it, such as a VLAN or a host, or one of its switches"),
        );
    }

    fn nothing_called(&mut self, name: &Name, positions: &Positions) {
        let shared = self
            .names
            .iter()
            .filter(|(_, (named, _))| !matches!(named, Named::Pair(_) | Named::Tier(_)))
            .map(|(name, _)| name);
        let known = shared
            .chain(self.vlans.keys())
            .chain(self.vrfs.keys())
            .chain(positions.services.keys())
            .chain(positions.boundaries.keys());
        let help = self
            .guesses
            .did_you_mean(&name.value, known.map(String::as_str))
            .unwrap_or_else(|| format!("name a {PLACES} that is declared"));
        self.error(
            Diagnostic::new(&UNKNOWN_NAME, format!("nothing is called `{}`", name.value))
                .at(name.span, "not declared anywhere")
                .help(help),
        );
    }

    fn ambiguous(&mut self, name: &Name, meanings: &[Place]) {
        let fabric = &self.fabric;
        let words: Vec<String> = meanings
            .iter()
            .map(|place| format!("`{} {}`", word(*place, fabric), name.value))
            .collect();
        let mut diagnostic =
            Diagnostic::new(&AMBIGUOUS_NAME, format!("`{}` means several things", name.value))
                .at(name.span, "which one?");
        for place in meanings {
            diagnostic = diagnostic.from(origin(*place, fabric), place.text(fabric));
        }
        self.error(diagnostic.help(format!("write the kind: {}", words.join(" or "))));
    }
}

fn positions<'a>(names: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(at, name)| (name.clone(), at)).collect()
}

/// The kind of a place, as it is written before its name.
fn word(place: Place, fabric: &Fabric) -> &'static str {
    match place {
        Place::Vlan(_) => "vlan",
        Place::Vrf(_) => "vrf",
        Place::Host(_) => "host",
        Place::Service(_) => "service",
        Place::Boundary(_) => "boundary",
        Place::Zone(zone) if fabric.zones[zone].kind == ZoneKind::Rack => "rack",
        Place::Zone(_) => "zone",
        Place::Switch(_) => "switch",
    }
}

/// Where a place is declared.
fn origin(place: Place, fabric: &Fabric) -> Origin {
    match place {
        Place::Vlan(vlan) => fabric.vlans[vlan].origin,
        Place::Vrf(vrf) => fabric.vrfs[vrf].origin,
        Place::Host(host) => fabric.hosts[host].origin,
        Place::Service(at) => fabric.services[at].origin,
        Place::Boundary(at) => fabric.boundaries[at].origin,
        Place::Zone(zone) => fabric.zones[zone].origin,
        Place::Switch(switch) => fabric.switches[switch].origin,
    }
}

/// Whether two expectations between the same places say the same.
fn same(one: &Expectation, other: &Expectation) -> bool {
    let value = |number: Option<Spanned<u32>>| number.map(|number| number.value);
    one.relation == other.relation
        && value(one.within) == value(other.within)
        && value(one.bandwidth) == value(other.bandwidth)
        && one.symmetric.is_some() == other.symmetric.is_some()
        && one.losses.len() == other.losses.len()
        && one.losses.iter().all(|loss| other.losses.iter().any(|known| same_loss(loss, known)))
}

/// Whether two alternatives are the same. Neither has a part twice.
pub(super) fn same_loss(one: &Loss, other: &Loss) -> bool {
    one.parts.len() == other.parts.len() && one.parts.iter().all(|part| other.parts.contains(part))
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;
    use crate::diagnostic::Sink;
    use crate::fabric::{CableEnd, LossKind, Lost, resolve};
    use crate::syntax::{MemoryFiles, Program};
    use crate::vendor::Catalog;

    const HEAD: &str = "
fabric dc1 { mtu 9000 }
zone feed-[a,b] kind power
zone duct-1 kind duct
rack r[01..02]
tier spine { switches spine[1..2] model MODEL in rack r[01..02] }
mlag pair = spine1 + spine2 { peer-link 31..32 }
link spine1:1..2 -- spine2:1..2
vrf prod
vlan web 110 { vrf prod  gateway 10.1.110.1/24 }
vlan storage 120
vlan pair 130
profile server { access web  lacp fast }
attach server01 to pair port 5 as server
service k8s { vlan web  asn 64512 }
boundary internet { on spine1  vlan storage }
";

    fn resolved(statements: &str) -> (Fabric, Vec<String>) {
        let catalog = Catalog::load([]).unwrap();
        let (vendor, facts) = catalog.vendors.iter().next().unwrap();
        let model = format!("{vendor}/{}", facts.platforms.keys().next().unwrap());
        let text = format!("{}{statements}", HEAD.replace("MODEL", &model));
        let files = MemoryFiles::default().with("main.rack", text);
        let mut sink = Sink::default();
        let program = Program::load(&files, Utf8Path::new("main.rack"), &mut sink);
        let fabric = resolve(&program, &catalog, &[], &mut sink).unwrap();
        let said = |diagnostic: Diagnostic| format!("{} {}", diagnostic.code, diagnostic.message);
        (fabric, sink.into_sorted().into_iter().map(said).collect())
    }

    #[track_caller]
    fn sound(statements: &str) -> Fabric {
        let (fabric, said) = resolved(statements);
        assert!(said.is_empty(), "{said:#?}");
        fabric
    }

    #[track_caller]
    fn parts(alternative: &str) -> Vec<Lost> {
        let mut fabric = sound(&format!("expect web reaches storage despite {alternative}"));
        fabric.expectations.remove(0).losses.remove(0).parts
    }

    #[test]
    fn names_are_found_in_all_their_spaces() {
        let fabric = sound(
            "expect web reaches prod; expect server01 reaches k8s; expect internet reaches feed-a
             expect r01 reaches spine1; expect rack r01 reaches zone r02; expect pair reaches vlan pair",
        );
        let texts = fabric.expectations.iter().map(|expectation| {
            let text = |place: Spanned<Place>| place.value.text(&fabric);
            (text(expectation.from), text(expectation.to))
        });
        let texts: Vec<(String, String)> = texts.collect();
        let expected = [
            ("VLAN `web`", "VRF `prod`"),
            ("host `server01`", "service `k8s`"),
            ("boundary `internet`", "power zone `feed-a`"),
            ("rack `r01`", "switch `spine1`"),
            ("rack `r01`", "rack `r02`"),
            // A pair is nothing that could be expected to be reached.
            ("VLAN `pair`", "VLAN `pair`"),
        ];
        assert_eq!(texts, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }

    #[test]
    fn clauses_are_kept() {
        let fabric = sound(
            "expect web isolated from storage\nexpect web reaches storage bandwidth at least 12.5% symmetric within 4 hops",
        );
        let [isolated, reaches] = &fabric.expectations[..] else { panic!() };
        assert_eq!((isolated.relation, reaches.relation), (Relation::Isolated, Relation::Reaches));
        assert_eq!(reaches.within.map(|hops| hops.value), Some(4));
        assert_eq!(reaches.bandwidth.map(|share| share.value), Some(1250));
        assert!(reaches.symmetric.is_some() && isolated.symmetric.is_none());
        assert!(reaches.losses.is_empty());
    }

    #[test]
    fn losses_are_any_of_a_kind_or_named() {
        let any = |count, kind| Lost::Any { count, kind };
        let zone = |word: &str| LossKind::Zone(word.to_owned());
        assert_eq!(parts("any switch"), [any(1, LossKind::Switch)]);
        assert_eq!(parts("any link"), [any(1, LossKind::Cable)]);
        assert_eq!(parts("any zone of cable"), [any(1, LossKind::Cable)]);
        assert_eq!(parts("any power"), [any(1, zone("power"))]);
        assert_eq!(parts("any 3 of rack"), [any(3, zone("rack"))]);
        assert_eq!(
            parts("any 2 zones of power and any cable and any duct"),
            [any(2, zone("power")), any(1, LossKind::Cable), any(1, zone("duct"))]
        );
        let fabric = sound(
            "expect web reaches storage despite zone feed-[a,b], racks r[02,01], switch spine2, links spine[1..2]:1..2",
        );
        let losses = &fabric.expectations[0].losses;
        let zones = |names: &[&str]| {
            let found = fabric.zones.iter().filter(|(_, zone)| names.contains(&zone.name.as_str()));
            Lost::Zones(found.map(|(id, _)| id).collect())
        };
        assert_eq!(losses[0].parts, [zones(&["feed-a", "feed-b"])]);
        assert_eq!(losses[1].parts, [zones(&["r01", "r02"])]);
        assert!(matches!(&losses[2].parts[..], [Lost::Switches(one)] if one.len() == 1));
        let [Lost::Cables(cables)] = &losses[3].parts[..] else { panic!() };
        assert_eq!(cables.len(), 2, "each cable once, though both ends are named");
        let ends = |end: &CableEnd| end.switch_port().and_then(|port| port.port.fixed()).is_some();
        assert!(cables.iter().all(|cable| fabric.cables[*cable].ends.iter().all(ends)));
    }

    #[test]
    fn the_same_is_expected_once() {
        let same = [
            "expect web reaches storage; expect vlan web reaches storage",
            "expect web reaches storage despite any switch, any link
             expect web reaches storage despite any cable, any 1 of switch",
        ];
        for statements in same {
            let (fabric, said) = resolved(statements);
            assert_eq!(said, ["R0205 this expectation is said twice"]);
            assert_eq!(fabric.expectations.len(), 1);
        }
        sound("expect web reaches storage; expect storage reaches web; expect web reaches storage within 2 hops
               expect web reaches storage despite any switch; expect web isolated from storage despite any switch");
    }

    #[test]
    fn members_reach_each_other_and_single_things_do_not() {
        for name in ["web", "prod", "feed-a", "r01", "k8s"] {
            sound(&format!("expect {name} reaches {name}"));
            let (_, said) = resolved(&format!("expect {name} isolated from {name}"));
            assert!(said.len() == 1 && said[0].starts_with("R0217"), "{said:#?}");
        }
        for name in ["server01", "spine1", "internet"] {
            let (_, said) = resolved(&format!("expect {name} reaches {name}"));
            assert!(said.len() == 1 && said[0].starts_with("R0217"), "{said:#?}");
        }
    }
}
