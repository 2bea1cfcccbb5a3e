//! Names, names with ranges, and ports.

use super::ast::{Endpoint, Name, Names, Ports};
use super::builder::Builder;
use super::codes;
use super::grammar::{Node, Rule};
use super::values::shorten;
use super::{Part, Pattern};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

impl<'i> Builder<'i> {
    /// The name in a clause.
    pub fn name(&self, node: Node<'i>) -> Option<Name> {
        Self::part(node, Rule::name).map(|part| self.word(&part))
    }

    /// All plain names in a statement.
    pub fn plain_names(&self, node: Node<'i>) -> Vec<Name> {
        node.into_inner()
            .filter(|part| part.as_rule() == Rule::name)
            .map(|part| self.word(&part))
            .collect()
    }

    /// All names with ranges in a statement.
    pub fn names(&mut self, node: Node<'i>) -> Vec<Names> {
        node.into_inner()
            .filter(|part| part.as_rule() == Rule::pattern)
            .filter_map(|part| self.pattern(&part))
            .collect()
    }

    /// A name with ranges.
    pub fn pattern(&mut self, node: &Node<'i>) -> Option<Names> {
        let span = self.span(node);
        match pattern(node.as_str()) {
            Ok(pattern) => Some(Spanned::new(pattern, span)),
            Err(wrong) => {
                let message = format!("`{}` {wrong}", shorten(node.as_str()));
                self.errors
                    .push(Diagnostic::new(&codes::BAD_RANGE, message).at(span, "these names"));
                None
            }
        }
    }

    /// All ports in a clause.
    pub fn ports(&mut self, node: Node<'i>) -> Vec<Spanned<Ports>> {
        let mut listed: Vec<Spanned<Ports>> = Vec::new();
        for part in node.into_inner().filter(|part| part.as_rule() == Rule::port) {
            if let Some(Ports::From(_)) = listed.last().map(|last| &last.value) {
                let error =
                    Diagnostic::new(&codes::BAD_RANGE, "an open range of ports ends its list")
                        .at(self.span(&part), "never reached")
                        .help("put `N..` last");
                self.errors.push(error);
            }
            listed.extend(self.port(&part));
        }
        listed
    }

    fn port(&mut self, node: &Node<'i>) -> Option<Spanned<Ports>> {
        let span = self.span(node);
        match ports(node.as_str()) {
            Ok(ports) => Some(Spanned::new(ports, span)),
            Err(wrong) => {
                let message = format!("`{}` {wrong}", shorten(node.as_str()));
                self.errors
                    .push(Diagnostic::new(&codes::BAD_RANGE, message).at(span, "these ports"));
                None
            }
        }
    }

    /// Switches and a port of each.
    pub fn endpoint(&mut self, node: Node<'i>) -> Option<Endpoint> {
        let span = self.span(&node);
        let mut ends = node.into_inner();
        let switch = self.pattern(&ends.next()?);
        let ports = self.port(&ends.next()?);
        Some(Endpoint { switch: switch?, ports: ports?, span })
    }

    /// All endpoints in a statement.
    pub fn endpoints(&mut self, node: Node<'i>) -> Vec<Endpoint> {
        node.into_inner()
            .filter(|part| part.as_rule() == Rule::endpoint)
            .filter_map(|part| self.endpoint(part))
            .collect()
    }
}

/// Splits a name into its parts.
pub(super) fn pattern(text: &str) -> Result<Pattern, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        let (choices, behind) = after.split_once(']').ok_or("lacks a `]`")?;
        parts.push(choice_part(choices)?);
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    let pattern = Pattern::new(parts);
    if pattern.plain().is_none() && pattern.longest() > Pattern::LONGEST {
        return Err(format!("stands for names of more than {} characters", Pattern::LONGEST));
    }
    Ok(pattern)
}

/// `1..4`, `a,b` or a mixture.
fn choice_part(text: &str) -> Result<Part, String> {
    let whole = |_: &(&str, &str)| !text.contains(',') && every(text).is_none();
    if let Some((first, last)) = text.trim().split_once("..").filter(whole) {
        let (first, last, width) = number_range(first, last)?;
        return Ok(Part::Range(first, last, width));
    }
    let mut choices = Vec::new();
    for choice in text.split(',').map(str::trim) {
        match choice.split_once("..") {
            Some((first, last)) => {
                let parity = every(last);
                let last = last.split([' ', '\t']).next().unwrap_or_default();
                let (first, last, width) = number_range(first, last)?;
                let taken =
                    (first..=last).filter(|number| parity.is_none_or(|rest| number % 2 == rest));
                choices.extend(taken.map(|number| format!("{number:0width$}")));
            }
            None => match choice
                .split_once('-')
                .filter(|(first, last)| is_number(first) && is_number(last))
            {
                Some((first, last)) => {
                    return Err(format!(
                        "holds `{choice}`, which is no range: write `{first}..{last}`"
                    ));
                }
                None => choices.push(choice.to_owned()),
            },
        }
        if choices.len() as u64 > Pattern::MAX {
            return Err(format!("stands for more than {} names", Pattern::MAX));
        }
    }
    if choices.is_empty() {
        return Err("stands for no name".into());
    }
    Ok(Part::Choice(choices))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Which numbers of `1..9 odd` count, by what is left when they are halved.
fn every(range: &str) -> Option<u32> {
    let range = range.trim();
    if range.ends_with("odd") { Some(1) } else { range.ends_with("even").then_some(0) }
}

/// First, last and the least number of digits.
fn number_range(first: &str, last: &str) -> Result<(u32, u32, usize), String> {
    const DIGITS: usize = 9;
    let width = first.len();
    if width.max(last.len()) > DIGITS {
        return Err(format!("has a number of more than {DIGITS} digits"));
    }
    let number =
        |text: &str| text.parse::<u32>().map_err(|_| "has a range without numbers".to_owned());
    let (first, last) = (number(first)?, number(last)?);
    if first > last {
        return Err("has a range that runs backwards".into());
    }
    if u64::from(last - first) >= Pattern::MAX {
        return Err(format!("stands for more than {} names", Pattern::MAX));
    }
    Ok((first, last, width))
}

/// Reads one element of a list of ports.
fn ports(text: &str) -> Result<Ports, String> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(Ports::Native(text.to_owned()));
    }
    let (panel, lanes) =
        text.split_once('/').map_or((text, None), |(panel, lanes)| (panel, Some(lanes)));
    if let (Some(first), None) = (panel.strip_suffix(".."), lanes) {
        return port_number(first).map(Ports::From);
    }
    let (first, last) = port_range(panel, port_number::<u16>)?;
    let lanes = lanes.map(|lanes| port_range(lanes, port_number::<u8>)).transpose()?;
    Ok(Ports::Panel { first, last, lanes })
}

fn port_range<T: PartialOrd + Copy>(
    text: &str,
    read: fn(&str) -> Result<T, String>,
) -> Result<(T, T), String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (read(first)?, read(last)?);
    if first > last { Err("runs backwards".into()) } else { Ok((first, last)) }
}

fn port_number<T: std::str::FromStr + PartialOrd + From<u8>>(text: &str) -> Result<T, String> {
    match text.parse::<T>() {
        Ok(number) if number >= T::from(1) => Ok(number),
        Ok(_) => Err("counts from 0; ports and lanes count from 1 on every model".into()),
        Err(_) => Err("is no port: the number is too large".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Vec<String> {
        pattern(text).unwrap().expand().unwrap()
    }

    #[test]
    fn ranges_stand_anywhere_and_mix_with_choices() {
        assert_eq!(expanded("r[09..10]-a"), ["r09-a", "r10-a"]);
        assert_eq!(expanded("leaf[1..2][a,b]"), ["leaf1a", "leaf1b", "leaf2a", "leaf2b"]);
        assert_eq!(expanded("r[1,3..5]"), ["r1", "r3", "r4", "r5"]);
        assert_eq!(expanded("r[ 1, 3 ]"), ["r1", "r3"]);
    }

    #[test]
    fn ranges_take_odd_or_even_numbers() {
        assert_eq!(expanded("r[01..06 odd]"), ["r01", "r03", "r05"]);
        assert_eq!(expanded("r[01..06 even, 9]-a"), ["r02-a", "r04-a", "r06-a", "r9-a"]);
        assert!(pattern("r[2..2 odd]").unwrap_err().contains("no name"));
    }

    #[test]
    fn ranges_that_are_backwards_or_huge_are_refused() {
        assert!(pattern("r[4..1]").unwrap_err().contains("backwards"));
        assert!(pattern("r[1..99999999]").unwrap_err().contains("more than 20000"));
        assert!(pattern("r[1..9999999999]").unwrap_err().contains("digits"));
        assert!(pattern("r[a,1..15000,1..15000]").unwrap_err().contains("more than 20000"));
    }

    #[test]
    fn ports_have_panel_numbers_lanes_and_native_names() {
        assert_eq!(ports("1..48"), Ok(Ports::Panel { first: 1, last: 48, lanes: None }));
        assert_eq!(
            ports("49..52/1..4"),
            Ok(Ports::Panel { first: 49, last: 52, lanes: Some((1, 4)) })
        );
        assert_eq!(ports("7.."), Ok(Ports::From(7)));
        assert_eq!(ports("xe-0/0/3"), Ok(Ports::Native("xe-0/0/3".into())));
        assert!(ports("0").is_err());
        assert!(ports("4..2").is_err());
        assert!(ports("99999").is_err());
    }
}
