//! Lists of ports.

use super::context::Resolver;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fabric::codes::{PORTS_UNFIT, UNKNOWN_PORT_NAME, VALUE_OUT_OF_RANGE};
use crate::fabric::{Switch, SwitchId};
use crate::source::{Origin, Spanned};
use crate::syntax::ast::Ports;
use crate::vendor::ports::{PortNumber, parse_split};

/// A list of ports: those that are named, and from where on it goes on if it is open.
pub(super) struct PortList {
    pub(super) named: Vec<Spanned<PortNumber>>,
    pub(super) open: Option<Spanned<u16>>,
}

/// The switch whose ports are listed.
#[derive(Clone, Copy)]
pub(super) enum On<'a> {
    /// One that is declared.
    Declared(SwitchId),
    /// One that is being declared.
    New(&'a Switch),
}

impl Resolver<'_> {
    /// The ports of a list, on a switch.
    pub(super) fn ports(
        &mut self,
        switch: On<'_>,
        origin: Origin,
        list: &[Spanned<Ports>],
    ) -> PortList {
        let mut out = PortList { named: Vec::new(), open: None };
        for element in list {
            match &element.value {
                Ports::Panel { first, last, lanes } => {
                    for panel in *first..=*last {
                        match lanes {
                            None => {
                                out.named
                                    .push(Spanned::new(PortNumber::whole(panel), element.span));
                            }
                            Some((lowest, highest)) => {
                                let split = (*lowest..=*highest)
                                    .map(|lane| PortNumber { panel, lane: Some(lane) });
                                out.named
                                    .extend(split.map(|port| Spanned::new(port, element.span)));
                            }
                        }
                    }
                }
                Ports::From(first) => out.open = Some(Spanned::new(*first, element.span)),
                Ports::Native(name) => {
                    if let Some(port) = self.native_port(switch, origin.at(element.span), name) {
                        out.named.push(Spanned::new(port, element.span));
                    }
                }
            }
        }
        out
    }

    /// The ports of a list that must not be open.
    pub(super) fn fixed_ports(
        &mut self,
        switch: On<'_>,
        origin: Origin,
        list: &[Spanned<Ports>],
    ) -> Vec<Spanned<PortNumber>> {
        let ports = self.ports(switch, origin, list);
        if let Some(open) = ports.open {
            self.error(
                Diagnostic::new(&PORTS_UNFIT, "an open range of ports has no end here")
                    .from(origin.at(open.span), "how many?")
                    .help(format!("write the last port: `{}..LAST`", open.value)),
            );
        }
        ports.named
    }

    /// The ports of a list on a switch that is declared.
    pub(super) fn fixed_ports_of(
        &mut self,
        switch: SwitchId,
        origin: Origin,
        list: &[Spanned<Ports>],
    ) -> Vec<Spanned<PortNumber>> {
        self.fixed_ports(On::Declared(switch), origin, list)
    }

    fn native_port(&mut self, switch: On<'_>, origin: Origin, name: &str) -> Option<PortNumber> {
        let switch = match switch {
            On::Declared(switch) => &self.fabric.switches[switch],
            On::New(switch) => switch,
        };
        let vendor = self.catalog.vendors.get(&switch.vendor)?;
        let platform = vendor.platforms.get(&switch.platform)?;
        let found =
            platform.find_port(name, |panel| switch.breakouts.get(&panel).map(|split| split.value));
        if found.is_none() {
            let known: Vec<String> = platform
                .panels()
                .filter_map(|panel| {
                    platform
                        .block(panel)
                        .and_then(|block| block.name(panel, block.default_megabits()))
                })
                .collect();
            let help = did_you_mean(name, known.iter().map(String::as_str))
                .unwrap_or_else(|| format!("`rackc vendors {}` lists the ports", vendor.name));
            let message = format!("`{}` ({}) has no port `{name}`", switch.name, platform.name);
            self.error(
                Diagnostic::new(&UNKNOWN_PORT_NAME, message)
                    .from(origin, "no such port")
                    .help(help),
            );
        }
        found
    }

    pub(super) fn breakout(
        &mut self,
        switch: &mut Switch,
        origin: Origin,
        ports: &[Spanned<Ports>],
        split: &Spanned<String>,
    ) {
        let Some(value) = parse_split(&split.value) else {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("`{}` is no way to split a port", split.value),
                )
                .from(origin.at(split.span), "lanes and speed are needed, such as `4x25g`"),
            );
            return;
        };
        for port in self.fixed_ports(On::New(switch), origin, ports) {
            if port.value.lane.is_some() {
                self.error(
                    Diagnostic::new(&PORTS_UNFIT, "a lane cannot be split again")
                        .from(origin.at(port.span), "name the whole port"),
                );
                continue;
            }
            switch.breakouts.insert(port.value.panel, Spanned::new(value, split.span));
        }
    }
}
