//! `rackc fail`

use std::fmt::Write as _;

use super::args::{Compile, Fail, Global, TableFormat};
use super::exit::{Exit, Failure};
use super::project::{Looked, Project};
use super::shell::Shell;
use super::things;
use crate::compile::Checked;
use crate::output::write_file;
use crate::picture::{HostGroup, Marks, PairLoss, Summary, svg};
use crate::proof::{self, Network, Prover};

/// Columns of the table.
const COLUMNS: usize = 100;
/// Width of its first column.
const FIRST: usize = 18;
/// So many names are listed in a row of the table; the JSON document has them all.
const NAMES: usize = 12;

/// Tells what is lost, cut off and weaker when something fails.
///
/// # Errors
/// The program has errors, there is no such thing in it, or the picture cannot be written.
pub fn run(args: &Fail, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let project = Project::open(&Compile::plain(&args.path), global)?;
    let Looked { checked: Checked { fabric, topology }, sources } = project.look(shell)?;
    let failure = proof::Failure::of(things::parts(&fabric, &args.things)?);
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    let summary = Summary::of(&prover, &failure, &sources);
    let title = failure.text(&fabric);
    match args.format {
        TableFormat::Json => {
            let mut text = serde_json::to_string_pretty(&summary).unwrap_or_default();
            text.push('\n');
            shell.data(&text)?;
        }
        TableFormat::Human => shell.data(&table(&title, &summary))?,
    }
    if let Some(path) = &args.svg {
        let effects = prover.effects(&failure);
        let drawn = svg(&fabric, &Marks::of(&effects, &summary, title));
        write_file(path.as_std_path(), &drawn)?;
        shell.status(&format!("wrote `{path}`"))?;
    }
    Ok(Exit::Fine)
}

fn table(title: &str, summary: &Summary) -> String {
    let mut out = Table { text: format!("without {title}\n") };
    let lost = &summary.lost;
    out.names("switches lost", &lost.switches);
    out.names("cables lost", &lost.cables);
    out.rows("hosts lost", hosts(&lost.hosts));
    out.rows("hosts cut off", hosts(&summary.cut_off));
    out.rows("hosts degraded", hosts(&summary.degraded));
    out.rows("pairs", summary.pairs.iter().map(pair).collect());
    let gateways = summary.gateways.iter().map(|one| match one.left {
        0 => format!("VLAN {}: no gateway left of {}", one.vlan, one.before),
        left => format!("VLAN {}: {left} of {}, no standby", one.vlan, one.before),
    });
    out.rows("gateways", gateways.collect());
    out.names("VLANs apart", &summary.vlans_apart);
    let mut uplinks: Vec<(String, Vec<String>)> = Vec::new();
    for one in &summary.uplinks {
        match uplinks.iter_mut().find(|(percent, _)| *percent == one.percent) {
            Some((_, names)) => names.push(one.name.clone()),
            None => uplinks.push((one.percent.clone(), vec![one.name.clone()])),
        }
    }
    let uplinks = uplinks.iter().map(|(percent, names)| format!("{}: {percent} %", some(names)));
    out.rows("uplinks", uplinks.collect());
    let boundaries = summary.boundaries.iter().map(|one| match one.left {
        0 => format!("{}: no way out left of {}", one.name, one.before),
        left => format!("{}: {left} of {} ways out", one.name, one.before),
    });
    out.rows("boundaries", boundaries.collect());
    if summary.underlay_sessions_down > 0 {
        let count = summary.underlay_sessions_down;
        out.rows("underlay", vec![format!("{count} {} down", plural(count, "session"))]);
    }
    let broken = summary
        .expectations_broken
        .iter()
        .map(|one| format!("{} ({}:{})", one.expectation, one.file, one.line));
    out.rows("no longer holds", broken.collect());
    if summary.is_harmless() {
        out.text.push_str("  nothing else is lost, and nothing is weaker\n");
    }
    out.text
}

/// ``12 hosts of each of r01, r02: 50 %``: places in which as many hosts fare alike are told together.
fn hosts(groups: &[HostGroup]) -> Vec<String> {
    let mut alike: Vec<(&HostGroup, Vec<String>)> = Vec::new();
    for group in groups {
        let same = |other: &HostGroup| {
            (other.count, &other.percent, &other.no_gateway_in)
                == (group.count, &group.percent, &group.no_gateway_in)
        };
        match alike.iter_mut().find(|(first, _)| same(first)) {
            Some((_, places)) => places.push(group.place.clone()),
            None => alike.push((group, vec![group.place.clone()])),
        }
    }
    let rows = alike.iter().map(|(group, places)| {
        let each = if places.len() > 1 { "each of " } else { "" };
        let mut row =
            format!("{} {} of {each}{}", group.count, plural(group.count, "host"), some(places));
        if places.len() == 1 && group.hosts.len() <= 4 {
            row = format!("{} of {}", group.hosts.join(", "), some(places));
        }
        if let Some(percent) = &group.percent {
            _ = write!(row, ": {percent} %");
        }
        if let Some(vlan) = &group.no_gateway_in {
            _ = write!(row, ": no gateway in VLAN {vlan}");
        }
        row
    });
    rows.collect()
}

fn pair(pair: &PairLoss) -> String {
    let name = &pair.name;
    let left = pair.left.as_deref().unwrap_or_default();
    match pair.state {
        "gone" => format!("{name}: gone"),
        "single" => format!("{name}: {left} alone"),
        "no-peer-link" => format!("{name}: no peer link; {left} goes on, the other stands aside"),
        "thin-peer-link" => format!("{name}: the peer link has lost cables"),
        _ => format!("{name}: no keepalive"),
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// Some names of many.
fn some(names: &[String]) -> String {
    let first = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Rows of two columns.
struct Table {
    text: String,
}

impl Table {
    fn names(&mut self, head: &str, names: &[String]) {
        if !names.is_empty() {
            let count = if names.len() > 4 { format!("{}: ", names.len()) } else { String::new() };
            self.rows(head, vec![format!("{count}{}", some(names))]);
        }
    }

    fn rows(&mut self, head: &str, rows: Vec<String>) {
        let mut head = head;
        for row in rows {
            let mut line = format!("  {head:FIRST$}");
            let mut empty = true;
            for word in row.split(' ') {
                if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
                    self.text.push_str(line.trim_end());
                    self.text.push('\n');
                    line = " ".repeat(FIRST + 4);
                    empty = true;
                }
                if !empty {
                    line.push(' ');
                }
                line.push_str(word);
                empty = false;
            }
            self.text.push_str(line.trim_end());
            self.text.push('\n');
            head = "";
        }
    }
}
