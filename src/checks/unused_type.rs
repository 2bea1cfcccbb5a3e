use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A rack type or a model is declared, but nothing uses it.
    ///
    /// Often a rack was meant to be of this type and is of another, or the `of` was forgotten.
    ///
    /// ```rack
    /// rack-type compute { switch a model tor }
    /// rack r01                                   // of nothing
    /// ```
    ///
    /// Write `rack r01 of compute`, or delete the type.
    "R0655", "unused-type", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for name in &context.fabric.unused_rack_types {
        sink.push(
            Diagnostic::new(&CODE, format!("no rack is of type `{}`", name.value))
                .at(name.span, "never stamped")
                .help(format!("write `rack NAME of {}`, or delete it", name.value)),
        );
    }
    for name in &context.fabric.unused_models {
        sink.push(
            Diagnostic::new(&CODE, format!("no switch is of model `{}`", name.value))
                .at(name.span, "never named")
                .help(format!("write `model {}` where it belongs, or delete it", name.value)),
        );
    }
}
