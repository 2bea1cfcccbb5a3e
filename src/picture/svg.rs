//! The fabric as an SVG. Colours never say anything alone: zones have letters, what is lost is struck out.

use std::fmt::Write as _;

use super::escape::escape;
use super::marks::Marks;
use super::plan::{FOOT, MARGIN, MARK, PEER, Plan, SWITCH, Spot, Unit};
use crate::fabric::{Fabric, Handle, SwitchId, ZoneId};

const STYLE: &str = include_str!("style.css");
/// Colours of zones; they come again after so many.
const COLOURS: usize = 8;
/// With so many links they are drawn fainter.
const MANY: usize = 250;
/// With so many losses at most, lost links stand out among many.
const LOUD: usize = 12;
/// Width of a column of the legend.
const COLUMN: usize = 208;

/// Draws a fabric, with what is lost struck out.
pub fn svg(fabric: &Fabric, marks: &Marks) -> String {
    let plan = Plan::of(fabric);
    let columns = ((plan.width - 2 * MARGIN) / COLUMN).max(1);
    let entries = plan.zones.len() + 1;
    let legend = 26 + entries.div_ceil(columns) * 20;
    let title = match &marks.title {
        Some(lost) => format!("{} without {lost}", fabric.name),
        None => fabric.name.clone(),
    };
    let top = if marks.title.is_some() { 30 } else { 0 };
    let lost = marks.switches.len() + marks.cables.len();
    let loud = if (1..=LOUD).contains(&lost) { " loud" } else { "" };
    let mut out = format!(
        "<svg class=\"fabric{loud}\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" \
         height=\"{1}\" role=\"group\" aria-label=\"{2}\">\n<style>{STYLE}</style>\n<rect class=\"ground\" \
         width=\"{0}\" height=\"{1}\"/>\n",
        plan.width,
        plan.height + legend + top,
        escape(&title),
    );
    if marks.title.is_some() {
        let title = escape(&title.replace('`', ""));
        _ = writeln!(out, "<text class=\"title\" x=\"{MARGIN}\" y=\"24\">{title}</text>");
        _ = writeln!(out, "<g transform=\"translate(0 {top})\">");
    }
    let mut drawing = Drawing { fabric, plan: &plan, marks, out };
    // Few links are seen up to the switches; many would hide what is in the racks.
    let many = plan.joined.len() > MANY;
    drawing.links(many);
    drawing.ways();
    drawing.frames(many);
    drawing.peers();
    drawing.switches();
    drawing.legend(columns);
    let mut out = drawing.out;
    if marks.title.is_some() {
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

struct Drawing<'a> {
    fabric: &'a Fabric,
    plan: &'a Plan,
    marks: &'a Marks,
    out: String,
}

impl Drawing<'_> {
    /// Racks, and how many hosts there are.
    fn frames(&mut self, many: bool) {
        let class = if many { "frames" } else { "frames few" };
        _ = writeln!(self.out, "<g class=\"{class}\">");
        for unit in &self.plan.units {
            let Spot { x, y, width, height } = unit.spot;
            let place = escape(&unit.place);
            let said = self.marks.places.get(&unit.place);
            let class = if said.is_some() { "unit hit" } else { "unit" };
            _ = write!(self.out, "<g class=\"{class}\" data-place=\"{place}\"");
            if let Some(rack) = unit.rack {
                let name = escape(&self.fabric.racks[rack].name);
                _ = write!(self.out, " data-pick=\"rack-{name}\">");
                _ = write!(
                    self.out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"5\"/>\
                     <text class=\"name\" x=\"{}\" y=\"{}\">{name}</text>",
                    x + 7,
                    y + 13
                );
                let right = x + width - 5;
                self.zone_marks(&unit.zones, right - unit.zones.len() * MARK, y + 4);
            } else {
                self.out.push('>');
            }
            self.hosts(unit, said.map(String::as_str));
            self.out.push_str("</g>\n");
        }
        self.out.push_str("</g>\n");
    }

    fn hosts(&mut self, unit: &Unit, said: Option<&str>) {
        let count: usize = unit.hosts.values().sum();
        if count == 0 {
            return;
        }
        let kinds: Vec<String> =
            unit.hosts.iter().map(|(kind, count)| counted(*count, kind)).collect();
        let text = match (kinds.as_slice(), said) {
            (_, Some(said)) => said.to_owned(),
            ([one], None) => one.clone(),
            (_, None) => counted(count, "host"),
        };
        let y = unit.spot.bottom() - if unit.rack.is_some() { 5 } else { FOOT - 12 };
        let text = escape(&text);
        _ = write!(
            self.out,
            "<text class=\"hosts\" x=\"{}\" y=\"{y}\" data-text=\"{text}\"><title>{}</title>{text}</text>",
            unit.spot.middle(),
            escape(&kinds.join(", ")),
        );
    }

    fn links(&mut self, many: bool) {
        let class = if many { "links many" } else { "links" };
        _ = writeln!(self.out, "<g class=\"{class}\">");
        for ((a, b), cables) in &self.plan.joined {
            let (Some(one), Some(other)) = (self.plan.switches.get(a), self.plan.switches.get(b))
            else {
                continue;
            };
            let lost = cables.iter().filter(|cable| self.marks.cables.contains(cable)).count();
            let dead = [a, b].iter().any(|end| self.marks.switches.contains(end));
            let class = match lost {
                _ if dead => "link lost",
                0 => "link",
                some if some == cables.len() => "link lost",
                _ => "link thin",
            };
            let line = line(
                (one.spot, self.plan.levels[a.position()]),
                (other.spot, self.plan.levels[b.position()]),
            );
            self.link(class, [*a, *b], &line, cables.len());
        }
        self.out.push_str("</g>\n");
    }

    /// Peer links, on top of the frames that they lie in.
    fn peers(&mut self) {
        self.out.push_str("<g class=\"peers\">\n");
        for pair in self.fabric.pairs.values().filter(|pair| !pair.peer_link.is_empty()) {
            let [a, b] = pair.members;
            let (Some(one), Some(other)) = (self.plan.switches.get(&a), self.plan.switches.get(&b))
            else {
                continue;
            };
            let lost =
                pair.peer_link.iter().filter(|cable| self.marks.cables.contains(cable)).count();
            let dead = pair.members.iter().any(|end| self.marks.switches.contains(end));
            let class = match lost {
                _ if dead => "peer lost",
                0 => "peer",
                some if some == pair.peer_link.len() => "peer lost",
                _ => "peer thin",
            };
            let line = peer_line(one.spot, other.spot);
            self.link(class, [a, b], &line, pair.peer_link.len());
        }
        self.out.push_str("</g>\n");
    }

    fn link(&mut self, class: &str, [a, b]: [SwitchId; 2], line: &str, cables: usize) {
        let (a, b) = (&self.fabric.switches[a].name, &self.fabric.switches[b].name);
        let many = if cables > 1 { " stroke-width=\"2\"" } else { "" };
        _ = writeln!(
            self.out,
            "<path class=\"{class}\" data-a=\"{}\" data-b=\"{}\"{many} d=\"{line}\"/>",
            escape(a),
            escape(b)
        );
    }

    fn ways(&mut self) {
        self.out.push_str("<g class=\"ways\">\n");
        for way in &self.plan.ways {
            for switch in &way.switches {
                let Some(drawn) = self.plan.switches.get(switch) else { continue };
                let lost = if self.marks.switches.contains(switch) { " lost" } else { "" };
                _ = writeln!(
                    self.out,
                    "<path class=\"out{lost}\" data-a=\"{}\" d=\"M{} {}L{} {}\"/>",
                    escape(&self.fabric.switches[*switch].name),
                    way.spot.middle(),
                    way.spot.bottom(),
                    drawn.spot.middle(),
                    drawn.spot.y,
                );
            }
        }
        for way in &self.plan.ways {
            let Spot { x, y, width, height } = way.spot;
            _ = writeln!(
                self.out,
                "<g class=\"way\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\
                 <text x=\"{}\" y=\"{}\">{}</text></g>",
                way.spot.middle(),
                y + 16,
                escape(&self.fabric.boundaries[way.boundary].name),
            );
        }
        self.out.push_str("</g>\n");
    }

    fn switches(&mut self) {
        self.out.push_str("<g class=\"switches\">\n");
        for (id, drawn) in &self.plan.switches {
            let switch = &self.fabric.switches[*id];
            let Spot { x, y, width, height } = drawn.spot;
            let name = escape(&switch.name);
            let lost = if self.marks.switches.contains(id) { " lost" } else { "" };
            let zones = switch.zones.iter().map(|zone| {
                let zone = &self.fabric.zones[*zone];
                format!("{} {}", zone.kind.word(), zone.name)
            });
            let zones = zones.collect::<Vec<_>>().join(", ");
            let about =
                format!("{} · {}/{} · {zones}", switch.name, switch.vendor, switch.platform);
            _ = write!(
                self.out,
                "<g class=\"switch{lost}\" data-name=\"{name}\" data-pick=\"switch-{name}\"><title>{}</title>\
                 <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\
                 <path class=\"strike\" d=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>",
                escape(&about),
                cross(drawn.spot),
                drawn.spot.middle(),
                y + 13,
                escape(&drawn.label),
            );
            let marks = drawn.zones.len() * MARK;
            self.zone_marks(&drawn.zones, drawn.spot.middle() - marks / 2, y + SWITCH - MARK - 2);
            self.out.push_str("</g>\n");
        }
        self.out.push_str("</g>\n");
    }

    /// Marks of zones in a row, from the left.
    fn zone_marks(&mut self, zones: &[ZoneId], mut x: usize, y: usize) {
        for zone in zones {
            let Some((position, text)) = self.plan.mark(*zone) else { continue };
            _ = write!(
                self.out,
                "<g class=\"zone z{}\"><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"2\"/>\
                 <text x=\"{}\" y=\"{}\">{text}</text></g>",
                position % COLOURS,
                MARK - 2,
                MARK - 2,
                x + (MARK - 2) / 2,
                y + 9,
            );
            x += MARK;
        }
    }

    fn legend(&mut self, columns: usize) {
        self.out.push_str("<g class=\"legend\">\n");
        let top = self.plan.height + 8;
        _ = writeln!(
            self.out,
            "<path class=\"rule\" d=\"M{MARGIN} {}H{}\"/>",
            top - 6,
            self.plan.width - MARGIN
        );
        for (position, id) in self.plan.zones.iter().enumerate() {
            let zone = &self.fabric.zones[*id];
            let (column, row) = (position % columns, position / columns);
            let (x, y) = (MARGIN + column * COLUMN, top + row * 20);
            let name = escape(&zone.name);
            _ = write!(
                self.out,
                "<g class=\"entry\" data-pick=\"zone-{name}\"><rect class=\"pick\" x=\"{}\" y=\"{}\" \
                 width=\"{}\" height=\"20\" rx=\"4\"/>",
                x.saturating_sub(4),
                y.saturating_sub(4),
                COLUMN - 8,
            );
            self.zone_marks(&[*id], x, y);
            let kind = escape(zone.kind.word());
            _ = writeln!(
                self.out,
                "<text x=\"{}\" y=\"{}\"><tspan class=\"name\">{name}</tspan> {kind}</text></g>",
                x + 18,
                y + 10,
            );
        }
        let position = self.plan.zones.len();
        let (x, y) = (MARGIN + (position % columns) * COLUMN, top + (position / columns) * 20);
        _ = writeln!(
            self.out,
            "<g class=\"key\"><path class=\"peer\" d=\"M{x} {0}h{PEER}M{x} {1}h{PEER}\"/>\
             <text x=\"{2}\" y=\"{3}\">peer link</text></g>",
            y + 4,
            y + 8,
            x + 20,
            y + 10,
        );
        self.out.push_str("</g>\n");
    }
}

/// Two lines across a thing and a little beyond.
fn cross(spot: Spot) -> String {
    let (left, top) = (spot.x.saturating_sub(3), spot.y.saturating_sub(3));
    let (right, bottom) = (spot.x + spot.width + 3, spot.bottom() + 3);
    format!("M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}")
}

/// `1 server`, `40 servers`.
pub(super) fn counted(count: usize, kind: &str) -> String {
    format!("{count} {kind}{}", if count == 1 { "" } else { "s" })
}

/// From the upper edge of the lower one to the lower edge of the upper one; an arc between equals.
fn line((one, one_level): (Spot, usize), (other, other_level): (Spot, usize)) -> String {
    if one_level == other_level {
        let (x1, x2) = (one.middle(), other.middle());
        let top = one.y.min(other.y).saturating_sub(34);
        return format!("M{x1} {}Q{} {top} {x2} {}", one.y, usize::midpoint(x1, x2), other.y);
    }
    let (low, high) = if one_level < other_level { (one, other) } else { (other, one) };
    format!("M{} {}L{} {}", low.middle(), low.y, high.middle(), high.bottom())
}

/// Two lines between neighbours; an arc below when something is between them.
fn peer_line(one: Spot, other: Spot) -> String {
    let (left, right) = if one.x <= other.x { (one, other) } else { (other, one) };
    let end = left.x + left.width;
    if left.y == right.y && right.x.saturating_sub(end) <= PEER {
        let (a, b) = (left.y + 9, left.y + 13);
        return format!("M{end} {a}H{0}M{end} {b}H{0}", right.x);
    }
    let (x1, x2) = (left.middle(), right.middle());
    let (y1, y2) = (left.bottom(), right.bottom());
    format!("M{x1} {y1}Q{} {} {x2} {y2}", usize::midpoint(x1, x2), y1.max(y2) + 30)
}
