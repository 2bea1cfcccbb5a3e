use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Cable, CableEnd, PortChoice, SwitchId, SwitchPort};
use crate::source::Spanned;
use crate::vendor::ports::{PortNumber, speed_text};
use crate::vendor::schema::Fec;

declare_rule! {
    /// A forward error correction is asked of a cable that cannot have it.
    ///
    /// Both ends of a cable must use the same code, or the link stays down. Which codes there are to choose from
    /// depends on the speed: at 25G none, BASE-R (clause 74 of IEEE 802.3) and Reed-Solomon (clause 108), at 100G
    /// none and Reed-Solomon (clause 91). Ports of 10G and less have none, those of 200G and more always have theirs;
    /// at 50G each system has its own choice, and rackc leaves it to the transceiver. So it is with the lanes of 100G of a split
    /// port of 400G: they cannot do without Reed-Solomon (IEEE 802.3cd).
    ///
    /// ```rack
    /// link leaf1:49 -- spine1:1 fec base-r      // 100g: `fec reed-solomon`, or `fec none` for LR4 optics
    /// ```
    ///
    /// Say nothing, and both ends take what the standard wants of the transceiver that is plugged in.
    "R0412", "fec-unsupported", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, cable) in context.fabric.cables.iter() {
        let Some(said) = context.fabric.cable_fec(cable) else { continue };
        let Some(speed) = context.topology.speeds.get(id).copied() else { continue };
        let ends = cable.ends.iter().filter_map(CableEnd::switch_port);
        let lacking = ends.clone().find(|port| !can(context, port, said.value, speed));
        if let Some(switch) = lacking.map(|port| port.switch) {
            let names: Vec<String> =
                ends.map(|end| format!("`{}`", context.switch(end.switch).name)).collect();
            let key = (said.span, speed, context.switch(switch).vendor.clone());
            findings.add(key, &names.join(" -- "), || report(context, cable, said, speed, switch));
        }
    }
    findings.report(sink);
}

fn can(context: &Context<'_>, port: &SwitchPort, fec: Fec, speed: u32) -> bool {
    let word =
        context.vendor(port.switch).is_none_or(|vendor| vendor.fec_word(fec, speed).is_some());
    word && (fec == Fec::ReedSolomon || speed != 100_000 || !is_lane_of_400g(context, port))
}

/// Whether only a lane of a split port of 400G or more may be meant.
fn is_lane_of_400g(context: &Context<'_>, port: &SwitchPort) -> bool {
    let Some(platform) = context.platform(port.switch) else { return false };
    let fast = |number: &PortNumber| {
        let block = platform.block(number.panel).filter(|_| number.lane.is_some());
        block.is_some_and(|block| block.default_megabits() >= 400_000)
    };
    match &port.port {
        PortChoice::Fixed(number) => fast(number),
        PortChoice::AnyOf(numbers) => !numbers.is_empty() && numbers.iter().all(fast),
    }
}

fn report(
    context: &Context<'_>,
    cable: &Cable,
    said: Spanned<Fec>,
    speed: u32,
    switch: SwitchId,
) -> Diagnostic {
    let (word, rate) = (said.value.word(), speed_text(speed));
    let facts = context.switch(switch);
    let vendor = context.vendor(switch).map_or("", |vendor| vendor.title.as_str());
    let message = format!("`fec {word}` cannot be had at {rate} on `{}` ({vendor})", facts.name);
    let ends: Vec<&SwitchPort> = cable.ends.iter().filter_map(CableEnd::switch_port).collect();
    let both = |fec: Fec| ends.iter().all(|port| can(context, port, fec, speed));
    let choice = Fec::WORDS.into_iter().filter(|(_, fec)| both(*fec));
    let choice: Vec<String> = choice.map(|(word, _)| format!("`fec {word}`")).collect();
    let help = match choice.as_slice() {
        [] => format!("leave `fec` out: at {rate} both ends take what the transceiver wants"),
        some => format!("both ends can do {}", some.join(" and ")),
    };
    Diagnostic::new(&CODE, message)
        .from(cable.origin.at(said.span), format!("of a cable at {rate}"))
        .help(help)
}
