use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// The DNS domain is malformed.
    ///
    /// A domain name consists of labels of 1 to 63 letters, digits and hyphens, with no hyphen at
    /// either end (RFC 1035, RFC 1123). With a switch's name before it, it has 253 characters at
    /// most. Systems refuse other domains, or make certificates that nobody accepts.
    ///
    /// ```rack
    /// fabric dc1 { domain dc1-.example.net }
    /// ```
    ///
    /// Correct the label that the message names.
    "R0324", "dns-domain", Error
}

/// Longest name, without the root's dot (RFC 1035, 2.3.4).
const LONGEST: usize = 253;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let Some(domain) = &fabric.settings.domain else {
        return;
    };
    for label in domain.value.split('.') {
        let wrong = match label.len() {
            0 => "an empty label",
            64.. => "a label of more than 63 characters",
            _ if label.starts_with('-') || label.ends_with('-') => {
                "a label with a hyphen at its end"
            }
            _ if label.chars().any(|c| !(c.is_ascii_alphanumeric() || c == '-')) => {
                "a label with an odd character"
            }
            _ => continue,
        };
        sink.push(
            Diagnostic::new(&CODE, format!("the DNS domain holds the label `{label}`"))
                .at(domain.span, wrong)
                .help("write letters, digits and hyphens between dots, such as `dc1.example.net`"),
        );
    }
    let longest = fabric.switches.values().max_by_key(|switch| switch.name.len());
    let length = domain.value.len() + longest.map_or(0, |switch| switch.name.len() + 1);
    if length > LONGEST {
        let name = longest.map_or("", |switch| switch.name.as_str());
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("the DNS domain is too long: with `{name}` it has {length} characters"),
            )
            .at(domain.span, format!("{LONGEST} at most"))
            .help("shorten the domain or the names of switches"),
        );
    }
}
