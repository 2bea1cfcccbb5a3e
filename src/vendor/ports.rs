//! Which ports a hardware model has, what they are called and what they can do.

use std::fmt;
use std::str::FromStr;

use super::schema::{BreakoutSpec, Platform, PortBlock};
use super::values::NamePattern;

/// A front-panel port in rackc's counting: panel number from 1, and lane from 1 when split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortNumber {
    /// Panel number, counted from 1 on every model.
    pub panel: u16,
    /// Lane, counted from 1, when the port is split.
    pub lane: Option<u8>,
}

impl PortNumber {
    /// An unsplit port.
    pub fn whole(panel: u16) -> Self {
        Self { panel, lane: None }
    }
}

impl fmt::Display for PortNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lane {
            None => write!(f, "{}", self.panel),
            Some(lane) => write!(f, "{}/{lane}", self.panel),
        }
    }
}

impl FromStr for PortNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.split_once('/') {
            None => Self::whole(text.parse()?),
            Some((panel, lane)) => Self { panel: panel.parse()?, lane: Some(lane.parse()?) },
        })
    }
}

/// How a port is split: `4x25g`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Split {
    /// How many lanes.
    pub lanes: u8,
    /// Speed of a lane in megabits per second.
    pub speed: u32,
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.lanes, speed_text(self.speed))
    }
}

/// `25g`, `2.5g`, `100m` for a speed in megabits per second.
pub fn speed_text(megabits: u32) -> String {
    if megabits < 1000 { format!("{megabits}m") } else { format!("{}g", gigabits_text(megabits)) }
}

/// `25`, `2.5` for a speed in megabits per second.
pub fn gigabits_text(megabits: u32) -> String {
    match (megabits / 1000, megabits % 1000) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
    }
}

/// Megabits per second of `25g`, `2.5g`, `100m`.
pub fn parse_speed(text: &str) -> Option<u32> {
    if let Some(megabits) = text.strip_suffix('m') {
        return megabits.parse().ok();
    }
    let text = text.strip_suffix('g')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = fraction.get(..fraction.len().min(3))?;
    let shift = 10_u32.pow(u32::try_from(3 - digits.len()).ok()?);
    let thousandths = if digits.is_empty() { 0 } else { digits.parse::<u32>().ok()? } * shift;
    whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(thousandths)
}

/// Lanes and lane speed of `4x25g`.
pub fn parse_split(text: &str) -> Option<Split> {
    let (lanes, speed) = text.split_once('x')?;
    Some(Split { lanes: lanes.parse().ok()?, speed: parse_speed(speed)? })
}

impl Platform {
    /// The block in which a panel number lies.
    pub fn block(&self, panel: u16) -> Option<&PortBlock> {
        self.ports.iter().find(|block| block.panel.contains(panel))
    }

    /// All panel numbers, ascending.
    pub fn panels(&self) -> impl Iterator<Item = u16> + '_ {
        let mut blocks: Vec<&PortBlock> = self.ports.iter().collect();
        blocks.sort_by_key(|block| block.panel.first);
        blocks.into_iter().flat_map(|block| block.panel.first..=block.panel.last)
    }

    /// The port that the vendor calls `name`, where `split_of` tells how a panel is split. On some
    /// systems a lane of a split port has the name of the whole one.
    pub fn find_port(
        &self,
        name: &str,
        split_of: impl Fn(u16) -> Option<Split>,
    ) -> Option<PortNumber> {
        self.ports.iter().find_map(|block| {
            (block.panel.first..=block.panel.last)
                .find_map(|panel| block.find_port(panel, name, split_of(panel)))
        })
    }
}

impl PortBlock {
    fn find_port(&self, panel: u16, name: &str, split: Option<Split>) -> Option<PortNumber> {
        let n = self.vendor_number(panel);
        let lane_of = |split: Split, spec: &BreakoutSpec| {
            let lane = (1..=split.lanes).find(|lane| spec.lane_name(n, *lane) == name)?;
            Some(PortNumber { panel, lane: Some(lane) })
        };
        let split = split.and_then(|split| lane_of(split, self.breakout(split)?));
        let whole = || {
            self.names
                .values()
                .any(|pattern| pattern.number(n) == name)
                .then(|| PortNumber::whole(panel))
        };
        let any =
            || self.breakouts.iter().find_map(|(text, spec)| lane_of(parse_split(text)?, spec));
        split.or_else(whole).or_else(any)
    }

    /// The vendor's own number of a panel number in this block.
    pub fn vendor_number(&self, panel: u16) -> u16 {
        self.number + panel.saturating_sub(self.panel.first)
    }

    /// The vendor's word for a speed in megabits per second, if the port can run at it unsplit.
    pub fn speed_word(&self, megabits: u32) -> Option<&str> {
        self.speeds.get(&speed_text(megabits)).map(String::as_str)
    }

    /// Name of an unsplit port at a speed in megabits per second.
    pub fn name(&self, panel: u16, megabits: u32) -> Option<String> {
        let (of_speed, any) = (|| self.names.get(&speed_text(megabits)), || self.names.get("any"));
        let pattern: Option<&NamePattern> = match self.names.len() {
            // On most models the speed does not matter, and need not be spelled.
            1 => any().or_else(of_speed),
            _ => of_speed().or_else(any),
        };
        pattern.map(|pattern| pattern.number(self.vendor_number(panel)))
    }

    /// What the vendor wants for a split, if the port can be split so.
    pub fn breakout(&self, split: Split) -> Option<&BreakoutSpec> {
        self.breakouts.get(&split.to_string())
    }

    /// The speed of a port of which nothing is said, in megabits per second.
    pub fn default_megabits(&self) -> u32 {
        parse_speed(&self.default_speed).unwrap_or(0)
    }
}

impl BreakoutSpec {
    /// Name of a lane, counted from 1, of the port with the vendor's number `n`.
    pub fn lane_name(&self, n: u16, lane: u8) -> String {
        self.lane.lane(
            n,
            lane.saturating_sub(1).saturating_mul(self.lane_step).saturating_add(self.first_lane),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_read_and_written_alike() {
        for text in ["100m", "1g", "2.5g", "25g", "400g"] {
            assert_eq!(speed_text(parse_speed(text).unwrap()), text);
        }
        assert_eq!(parse_speed("2.5g"), Some(2500));
        assert_eq!(parse_speed("fast"), None);
        assert_eq!(parse_split("4x25g"), Some(Split { lanes: 4, speed: 25_000 }));
    }
}
