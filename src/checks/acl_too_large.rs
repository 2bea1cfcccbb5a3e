use super::covered::{MAX_ENTRIES, expanded, family, size};
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Acl;

declare_rule! {
    /// An access list has too many entries when it is written out.
    ///
    /// A switch wants one entry for each source with each destination and each range of ports. Two
    /// objects with a hundred prefixes each make ten thousand entries of one line. More than 10,000
    /// in a family fit into no switch's tables beside anything else.
    ///
    /// ```rack
    /// object branches 10.20.0.0/24, 10.20.2.0/24       // and 300 more
    /// acl branches-in { permit tcp from branches to branches port 80, 443 }
    /// ```
    ///
    /// Name wider prefixes, leave out one side, or split the list among the places that need its
    /// parts.
    "R1111", "acl-too-large", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for acl in &context.fabric.acls {
        let too_large = [false, true].into_iter().find(|ipv6| size(acl, *ipv6) > MAX_ENTRIES);
        sink.extend(too_large.map(|ipv6| report(acl, ipv6)));
    }
}

fn report(acl: &Acl, ipv6: bool) -> Diagnostic {
    let entries = match size(acl, ipv6) {
        usize::MAX => "too many".to_owned(),
        size => size.to_string(),
    };
    let diagnostic = Diagnostic::new(
        &CODE,
        format!("access list `{}` makes {entries} {} entries", acl.name, family(ipv6)),
    )
    .from(acl.origin, format!("at most {MAX_ENTRIES} are taken"));
    let largest = acl.entries.iter().max_by_key(|entry| expanded(entry, ipv6));
    let diagnostic = match largest {
        Some(entry) => {
            diagnostic.at(entry.span, format!("{} of them are from here", expanded(entry, ipv6)))
        }
        None => diagnostic,
    };
    diagnostic.help("name wider prefixes, or leave out the source or the destination")
}
