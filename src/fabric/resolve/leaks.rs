//! Routes that VRFs take from each other.

use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::CONTRADICTION;
use crate::fabric::{Leak, VrfId};
use crate::source::Spanned;
use crate::syntax::ast;

impl Resolver<'_> {
    pub(super) fn leaks(&mut self, statements: &[&ast::Vrf]) {
        for statement in statements {
            let Some(vrf) = self.vrfs.get(&statement.name.value).copied() else { continue };
            // Not those of a second declaration of the name.
            if self.fabric.vrfs[vrf].origin.at == statement.name.span {
                for leak in &statement.leaks {
                    self.leak(vrf, leak);
                }
            }
        }
    }

    fn leak(&mut self, vrf: VrfId, statement: &ast::Leak) {
        let Some(from) = self.vrf(&statement.from) else { return };
        if from == vrf {
            self.error(
                Diagnostic::new(&CONTRADICTION, "a VRF has its own routes already")
                    .at(statement.from.span, "the VRF itself")
                    .help("name another VRF"),
            );
            return;
        }
        let known = &self.fabric.vrfs[vrf].leaks;
        if let Some(first) = known.iter().find(|leak| leak.from.value == from).map(|leak| leak.span)
        {
            let what = format!("`leak from {}`", statement.from.value);
            self.said_twice(&what, first, statement.span);
            return;
        }
        let prefixes =
            (!statement.prefixes.is_empty()).then(|| self.prefix_set(&statement.prefixes));
        self.fabric.vrfs[vrf].leaks.push(Leak {
            from: Spanned::new(from, statement.from.span),
            prefixes,
            span: statement.span,
        });
    }
}
