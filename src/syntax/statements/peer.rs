use ipnet::IpNet;

use crate::source::Spanned;
use crate::syntax::ast::{BoundaryOspf, Endpoint, OspfSetting, Peer, PeerOption};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

/// A clause of `peer`.
pub(super) enum PeerSetting {
    Port(Endpoint),
    Tag(Spanned<u32>),
    Option(PeerOption),
}

impl<'i> Builder<'i> {
    pub(super) fn peer(&mut self, node: Node<'i>) -> Option<Peer> {
        let span = self.head(&node);
        let name = self.name(node.clone());
        let asn = self.asn(node.clone());
        let at = Self::part(node.clone(), Rule::peer_at);
        let (at, with_length) = at.map(|at| self.peer_addresses(at)).unwrap_or_default();
        let (mut port, mut tag, mut options, mut seen) = (None, None, Vec::new(), Vec::new());
        for clause in self.peer_clauses(node) {
            self.first_time(&mut seen, &clause);
            match self.peer_setting(clause) {
                Some(PeerSetting::Port(endpoint)) => port = Some(endpoint),
                Some(PeerSetting::Tag(number)) => tag = Some(number),
                Some(PeerSetting::Option(option)) => options.push(option),
                None => {}
            }
        }
        Some(Peer { name: name?, asn: asn?, at, with_length, port, tag, options, span })
    }

    /// The clauses on the line and those in the block.
    fn peer_clauses(&mut self, node: Node<'i>) -> Vec<Node<'i>> {
        let mut clauses = Vec::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::PEER | Rule::name | Rule::ASN | Rule::asn_value | Rule::peer_at => {}
                Rule::peer_block => {
                    clauses.extend(self.block(part, Block::Peer, |_, node| Some(node)));
                }
                _ => clauses.push(part),
            }
        }
        clauses
    }

    /// Addresses, and whether each was written with a length.
    fn peer_addresses(&mut self, node: Node<'i>) -> (Vec<Spanned<IpNet>>, Vec<bool>) {
        let address = |part: Node<'i>| match part.as_rule() {
            Rule::prefix => self.value(&part, values::prefix).map(|prefix| (prefix, true)),
            Rule::address => {
                self.value(&part, values::address).map(|one| (one.map(IpNet::from), false))
            }
            _ => None,
        };
        node.into_inner().filter_map(address).unzip()
    }

    pub(super) fn peer_setting(&mut self, node: Node<'i>) -> Option<PeerSetting> {
        match node.as_rule() {
            Rule::peer_port => {
                self.endpoint(Self::part(node, Rule::endpoint)?).map(PeerSetting::Port)
            }
            Rule::tag => self.number(node).map(PeerSetting::Tag),
            _ => self.peer_option(node).map(PeerSetting::Option),
        }
    }

    fn peer_option(&mut self, node: Node<'i>) -> Option<PeerOption> {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::password => self.secret(node).map(PeerOption::Password),
            Rule::tcp_ao => self.secret(node).map(PeerOption::TcpAo),
            Rule::ttl_security => Some(PeerOption::TtlSecurity { hops: self.number(node), span }),
            Rule::multihop => self.number(node).map(PeerOption::Multihop),
            Rule::max_prefixes => self.number(node).map(PeerOption::MaxPrefixes),
            Rule::bfd => Some(PeerOption::Bfd(self.bfd(node))),
            Rule::bgp_timers => self.timers(node).map(PeerOption::Timers),
            Rule::import => self.name(node).map(PeerOption::Import),
            Rule::peer_export => Some(PeerOption::Export(self.plain_names(node))),
            Rule::remove_private_as => Some(PeerOption::RemovePrivateAs(span)),
            Rule::peer_on => Some(PeerOption::On(self.names(node))),
            Rule::description => self.text(node).map(PeerOption::Description),
            _ => None,
        }
    }

    pub(super) fn boundary_ospf(&mut self, node: Node<'i>) -> BoundaryOspf {
        let span = self.head(&node);
        let block = Self::part(node, Rule::ospf_block);
        let settings = block.map(|block| self.block(block, Block::Ospf, Self::ospf_setting));
        BoundaryOspf { settings: settings.unwrap_or_default(), span }
    }

    pub(super) fn ospf_setting(&mut self, node: Node<'i>) -> Option<OspfSetting> {
        match node.as_rule() {
            Rule::area => self.area(node).map(OspfSetting::Area),
            Rule::cost => self.number(node).map(OspfSetting::Cost),
            Rule::point_to_point => Some(OspfSetting::PointToPoint(self.span(&node))),
            Rule::password => self.secret(node).map(OspfSetting::Password),
            Rule::ospf_timers => self.timers(node).map(OspfSetting::Timers),
            Rule::bfd => Some(OspfSetting::Bfd(self.bfd(node))),
            Rule::import => self.name(node).map(OspfSetting::Import),
            Rule::ospf_export => Some(OspfSetting::Export(self.plain_names(node))),
            _ => None,
        }
    }
}
