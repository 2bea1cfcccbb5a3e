//! Pools of addresses and AS numbers.

use std::net::IpAddr;

use ipnet::IpNet;

use super::bounds::PREFIXES_OF_A_POOL;
use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::AddressPool;
use crate::fabric::codes::{CONTRADICTION, RANGE_TOO_LARGE, VALUE_OUT_OF_RANGE};
use crate::source::{Span, Spanned};
use crate::syntax::ast;

impl Resolver<'_> {
    pub(super) fn pool(&mut self, pool: &ast::Pool) {
        self.pool_gateways(pool);
        if pool.kind.value == "asn" {
            self.asn_pool(pool);
            return;
        }
        if let Some(range) = pool.asns.first() {
            self.error(
                Diagnostic::new(
                    &CONTRADICTION,
                    format!("pool `{}` takes prefixes", pool.kind.value),
                )
                .at(range.span, "a range of numbers"),
            );
        }
        for prefix in &pool.prefixes {
            self.no_host_bits(*prefix);
        }
        let pools = &mut self.fabric.settings.pools;
        let place: &mut AddressPool = match pool.kind.value.as_str() {
            "loopback" => &mut pools.loopback,
            "link" => &mut pools.link,
            "mgmt" => &mut pools.management,
            "vtep" => &mut pools.vtep,
            // The grammar knows no other pools.
            _ => return,
        };
        let room = PREFIXES_OF_A_POOL.saturating_sub(place.ipv4.len() + place.ipv6.len());
        if let Some(extra) = pool.prefixes.get(room) {
            let help = "give fewer and shorter prefixes";
            self.pool_too_large(&pool.kind.value, "prefixes", extra.span, help);
            return;
        }
        place.span.get_or_insert(pool.span);
        for prefix in &pool.prefixes {
            match prefix.value.trunc() {
                IpNet::V4(net) => place.ipv4.push(Spanned::new(net, prefix.span)),
                IpNet::V6(net) => place.ipv6.push(Spanned::new(net, prefix.span)),
            }
        }
        for gateway in &pool.gateways {
            match gateway.value {
                IpAddr::V4(address) => {
                    pools.management_gateway_ipv4 = Some(Spanned::new(address, gateway.span));
                }
                IpAddr::V6(address) => {
                    pools.management_gateway_ipv6 = Some(Spanned::new(address, gateway.span));
                }
            }
        }
    }

    fn pool_too_large(&mut self, kind: &str, what: &str, extra: Span, help: &str) {
        let message = format!("pool `{kind}` has more than {PREFIXES_OF_A_POOL} {what}");
        let what = Diagnostic::new(&RANGE_TOO_LARGE, message);
        self.error(what.at(extra, "one too many").help(help));
    }

    fn pool_gateways(&mut self, pool: &ast::Pool) {
        if pool.kind.value != "mgmt" {
            if let Some(gateway) = pool.gateways.first() {
                self.error(
                    Diagnostic::new(&CONTRADICTION, "only the management pool has a gateway")
                        .at(gateway.span, "no use for it here"),
                );
            }
            return;
        }
        for ipv6 in [false, true] {
            let mut of_family = pool.gateways.iter().filter(|known| known.value.is_ipv6() == ipv6);
            if let (Some(first), Some(extra)) = (of_family.next(), of_family.next()) {
                self.said_twice("the management gateway", first.span, extra.span);
            }
        }
    }

    fn asn_pool(&mut self, pool: &ast::Pool) {
        if let Some(prefix) = pool.prefixes.first() {
            self.error(
                Diagnostic::new(&CONTRADICTION, "pool `asn` takes AS numbers")
                    .at(prefix.span, "a prefix")
                    .help("write a range, such as `pool asn 64512..65534`"),
            );
        }
        for range in &pool.asns {
            let Some(range) = self.asn_range(*range) else { continue };
            let known = &self.fabric.settings.pools.asn;
            if known.len() >= PREFIXES_OF_A_POOL {
                let help = "give fewer and longer ranges";
                self.pool_too_large("asn", "ranges", range.span, help);
                return;
            }
            let overlaps = |other: &&Spanned<(u32, u32)>| {
                other.value.0 <= range.value.1 && range.value.0 <= other.value.1
            };
            if let Some(other) = known.iter().find(overlaps).copied() {
                self.error(
                    Diagnostic::new(&CONTRADICTION, "two ranges of AS numbers overlap")
                        .at(range.span, "overlaps")
                        .at(other.span, "with this one")
                        .help("say each number once"),
                );
                continue;
            }
            self.fabric.settings.pools.asn.push(range);
        }
    }

    /// Refuses bits of the host part; whether there are none.
    pub(super) fn no_host_bits(&mut self, prefix: Spanned<IpNet>) -> bool {
        let fits = prefix.value.addr() == prefix.value.network();
        if !fits {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("`{}` is an address in a prefix, not a prefix", prefix.value),
                )
                .at(prefix.span, "bits of the host part are set")
                .help(format!("write `{}`", prefix.value.trunc())),
            );
        }
        fits
    }
}
