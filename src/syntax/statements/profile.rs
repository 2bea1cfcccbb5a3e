use crate::syntax::ast::{Profile, ProfileSetting};
use crate::syntax::blocks::Block;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::values;

impl<'i> Builder<'i> {
    pub(super) fn profile(&mut self, node: Node<'i>) -> Option<Profile> {
        let name = self.name(node.clone())?;
        let block = Self::part(node, Rule::profile_block)?;
        let settings = self.block(block, Block::Profile, Self::profile_setting);
        Some(Profile { name, settings })
    }

    pub(super) fn profile_setting(&mut self, node: Node<'i>) -> Option<ProfileSetting> {
        let span = self.span(&node);
        match node.as_rule() {
            Rule::access => self.name(node).map(ProfileSetting::Access),
            Rule::trunk => Some(match Self::part(node.clone(), Rule::ALL) {
                Some(_) => ProfileSetting::TrunkAll(span),
                None => ProfileSetting::Trunk(self.names(node)),
            }),
            Rule::native => match Self::part(node.clone(), Rule::NONE) {
                Some(word) => Some(ProfileSetting::Native(self.word(&word).map(|_| None))),
                None => self.name(node).map(|name| ProfileSetting::Native(name.map(Some))),
            },
            Rule::lacp => self.keyword(node, Rule::lacp_mode).map(ProfileSetting::Lacp),
            Rule::active_backup => Some(ProfileSetting::ActiveBackup(span)),
            Rule::fallback => Some(ProfileSetting::Fallback(span)),
            Rule::edge => Some(ProfileSetting::Edge(span)),
            Rule::storm_control => self.storm_control(node),
            Rule::mtu => self.number(node).map(ProfileSetting::Mtu),
            Rule::speed => self.rate(node).map(ProfileSetting::Speed),
            Rule::fec => self.keyword(node, Rule::fec_kind).map(ProfileSetting::Fec),
            Rule::description => self.text(node).map(ProfileSetting::Description),
            Rule::profile_survives => Some(ProfileSetting::Survives(self.plain_names(node))),
            _ => None,
        }
    }

    fn storm_control(&mut self, node: Node<'i>) -> Option<ProfileSetting> {
        let share = Self::part(node.clone(), Rule::percent)?;
        let share = self.value(&share, values::percent)?;
        let kinds = node.into_inner().filter(|part| part.as_rule() == Rule::traffic);
        let kinds = kinds.map(|part| self.word(&part)).collect();
        Some(ProfileSetting::StormControl { share, kinds })
    }
}
