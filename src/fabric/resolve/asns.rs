//! AS numbers.

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::VALUE_OUT_OF_RANGE;
use crate::source::Spanned;

/// AS numbers that no router may have, ascending, and why.
const RESERVED: [(u32, &str); 4] = [
    (0, "reserved (RFC 7607)"),
    (23456, "stands for numbers that do not fit into 16 bits (RFC 6793)"),
    (65535, "reserved (RFC 7300)"),
    (u32::MAX, "reserved (RFC 7300)"),
];

impl Resolver<'_> {
    /// An AS number that a router may have.
    pub(super) fn asn(&mut self, asn: Spanned<u32>) -> Option<Spanned<u32>> {
        let Some((_, why)) = RESERVED.iter().find(|(reserved, _)| *reserved == asn.value) else {
            return Some(asn);
        };
        self.error(
            Diagnostic::new(
                &VALUE_OUT_OF_RANGE,
                format!("AS {} cannot be any router's number", asn.value),
            )
            .at(asn.span, *why)
            .help("private numbers go from 64512 to 65534 and from 4200000000 to 4294967294"),
        );
        None
    }

    /// An AS number to look for in paths: what no router may have is there by mistake, and filtered for that reason. Paths
    /// with 0 are dropped by every speaker (RFC 7607).
    pub(super) fn path_asn(&mut self, asn: Spanned<u32>) -> Option<Spanned<u32>> {
        if asn.value == 0 { self.asn(asn) } else { Some(asn) }
    }

    /// A range of AS numbers, both ends included.
    pub(super) fn asn_range(&mut self, range: Spanned<(u32, u32)>) -> Option<Spanned<(u32, u32)>> {
        let (first, last) = range.value;
        if first > last {
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("`{first}..{last}` ends before it begins"),
                )
                .at(range.span, "the smaller number stands first")
                .help(format!("write `{last}..{first}`")),
            );
            return None;
        }
        if first == last {
            return self.asn(Spanned::new(first, range.span)).map(|_| range);
        }
        let inside = |reserved: u32| (first..=last).contains(&reserved);
        let Some((reserved, why)) = RESERVED.iter().find(|(reserved, _)| inside(*reserved)) else {
            return Some(range);
        };
        self.error(
            Diagnostic::new(
                &VALUE_OUT_OF_RANGE,
                format!("the range `{first}..{last}` holds AS {reserved}, which cannot be any router's number"),
            )
            .at(range.span, *why)
            .help(format!("write `{}`", around(range.value, *reserved))),
        );
        None
    }
}

/// The range without a number of it.
fn around((first, last): (u32, u32), hole: u32) -> String {
    let below = hole.checked_sub(1).filter(|end| *end >= first);
    let above = hole.checked_add(1).filter(|start| *start <= last);
    let below = below.map(|end| format!("{first}..{end}"));
    let above = above.map(|start| format!("{start}..{last}"));
    below.into_iter().chain(above).collect::<Vec<_>>().join(", ")
}
