//! OSPF at a boundary.

use super::context::Resolver;
use super::peers::missing_policies;
use super::timers::Protocol;
use crate::fabric::BoundaryOspf;
use crate::source::Spanned;
use crate::syntax::ast::{self, OspfSetting};

impl Resolver<'_> {
    pub(super) fn boundary_ospf(&mut self, block: &ast::BoundaryOspf) -> BoundaryOspf {
        let mut ospf = BoundaryOspf {
            span: block.span,
            area: 0,
            cost: None,
            point_to_point: false,
            password: None,
            timers: None,
            bfd: None,
            import: None,
            export: None,
        };
        let (mut area, mut cost, mut point_to_point, mut password) = (None, None, None, None);
        let (mut import, mut export) = (None, Vec::new());
        for setting in &block.settings {
            match setting {
                OspfSetting::Area(number) => self.set(&mut area, *number, "`area`"),
                OspfSetting::Cost(number) => self.set(&mut cost, *number, "`cost`"),
                OspfSetting::PointToPoint(span) => {
                    self.set(&mut point_to_point, Spanned::new((), *span), "`point-to-point`");
                }
                OspfSetting::Password(secret) => self.set_secret(&mut password, secret),
                OspfSetting::Timers(timers) => {
                    self.set_timers(&mut ospf.timers, timers, Protocol::Ospf);
                }
                OspfSetting::Bfd(bfd) => self.set_bfd(&mut ospf.bfd, bfd),
                OspfSetting::Import(name) => self.set(&mut import, name.clone(), "`import`"),
                OspfSetting::Export(names) => export.extend(names.iter().cloned()),
            }
        }
        if let Some(missing) =
            missing_policies("OSPF", block.span, import.is_some(), !export.is_empty())
        {
            self.error(missing);
        }
        ospf.area = area.map_or(0, |area| area.value);
        ospf.cost = cost.and_then(|cost| self.number(cost, 1..=65535, "an OSPF cost of"));
        ospf.point_to_point = point_to_point.is_some();
        ospf.password = password.map(|password| password.value);
        ospf.import = import.and_then(|name| self.advertise(&name));
        ospf.export = self.export(&export);
        ospf
    }
}
