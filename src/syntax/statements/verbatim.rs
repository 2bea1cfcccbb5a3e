use crate::syntax::ast::Verbatim;
use crate::syntax::builder::Builder;
use crate::syntax::grammar::{Node, Rule};

impl<'i> Builder<'i> {
    pub(super) fn verbatim(&mut self, node: Node<'i>) -> Verbatim {
        let mut verbatim = Verbatim {
            vendor: None,
            on: Vec::new(),
            file: None,
            lines: Vec::new(),
            span: self.head(&node),
        };
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::vendor => verbatim.vendor = self.name(part),
                Rule::verbatim_on => verbatim.on.extend(self.names(part)),
                Rule::file_name => {
                    let text = self.text(part.clone());
                    self.once(&mut verbatim.file, &part, text);
                }
                Rule::raw_block => verbatim.lines = self.raw_lines(part),
                _ => {}
            }
        }
        verbatim
    }
}
