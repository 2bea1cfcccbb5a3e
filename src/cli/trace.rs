//! `rackc trace`

use std::fmt::Write as _;

use serde::Serialize;

use super::args::{Compile, Global, TableFormat, Trace};
use super::entry;
use super::exit::{Exit, Failure};
use super::hops::{Hop, Teller, What};
use super::project::{Looked, Project};
use super::shell::{self, Shell};
use super::things;
use crate::compile::Checked;
use crate::fabric::Fabric;
use crate::picture::{LostPart, lost_part};
use crate::proof::{self, Network, Obstacle, Prover, Stop, Traced};

/// The JSON document, whose fields are stable.
#[derive(Serialize)]
struct Document {
    from: String,
    to: String,
    without: Vec<LostPart>,
    reached: bool,
    /// The way, switch by switch.
    hops: Vec<Hop>,
    /// What keeps packets, all or some, from getting there and back.
    obstacle: Option<Why>,
    /// The way while nothing is lost, when there is none now.
    way_before: Option<Vec<Hop>>,
}

/// What keeps packets from getting there.
#[derive(Serialize)]
struct Why {
    from: Option<String>,
    to: Option<String>,
    /// It is the answers that get lost.
    back: bool,
    reason: String,
}

/// Tells the way of packets from one thing to another.
///
/// # Errors
/// The program has errors, or there is no such thing in it.
pub fn run(args: &Trace, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    entry::look_before(&args.path, &args.places, "trace")?;
    let project = Project::open(&Compile::plain(&args.path), global)?;
    let Looked { checked: Checked { fabric, topology }, sources, .. } = project.look(shell)?;
    let [from, to] = things::places(&fabric, &args.places)?;
    let failure = proof::Failure::of(things::parts(&fabric, &args.without)?);
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    let effects = prover.effects(&failure);
    let teller = Teller { fabric: &fabric, sources: &sources, lost: &effects };
    let traced = prover.explain(from, to, &failure);
    let hops = |traced: &Traced| {
        traced.path.as_ref().map(|path| teller.hops(path, traced.from, traced.to))
    };
    let name = |subject: Option<proof::Subject>, place: crate::fabric::Place| {
        subject.map_or_else(|| place.text(&fabric), |subject| subject.text(&fabric))
    };
    let found = hops(&traced);
    let before = || hops(&prover.explain(from, to, &proof::Failure::none()));
    let document = Document {
        from: name(traced.from, from),
        to: name(traced.to, to),
        without: failure.parts().iter().map(|part| lost_part(&fabric, *part)).collect(),
        reached: found.is_some(),
        way_before: if found.is_none() && !failure.parts().is_empty() { before() } else { None },
        hops: found.unwrap_or_default(),
        obstacle: traced.obstacle.as_ref().map(|obstacle| why(&fabric, obstacle)),
    };
    let text = match args.format {
        TableFormat::Json => shell::document(&document),
        TableFormat::Human => page(&document, &failure.text(&fabric)),
    };
    shell.data(&text)?;
    Ok(Exit::Fine)
}

fn why(fabric: &Fabric, obstacle: &Obstacle) -> Why {
    // These name the thing themselves.
    let plain = matches!(obstacle.stop, Stop::Detached(_) | Stop::Down(_) | Stop::NoExit(_));
    let obstacle = &Obstacle {
        from: obstacle.from.filter(|_| !plain),
        to: obstacle.to.filter(|_| !plain),
        ..obstacle.clone()
    };
    Why {
        from: obstacle.from.map(|subject| subject.text(fabric)),
        to: obstacle.to.map(|subject| subject.text(fabric)),
        back: obstacle.back,
        reason: obstacle.stop.text(fabric),
    }
}

fn page(document: &Document, lost: &str) -> String {
    let Document { from, to, without, .. } = document;
    let without = if without.is_empty() { String::new() } else { format!(" without {lost}") };
    let mut out = String::new();
    if document.reached {
        let count = document.hops.len();
        let word = if count == 1 { "switch" } else { "switches" };
        _ = writeln!(out, "{from} to {to}{without}: {count} {word}\n");
        table(&document.hops, &mut out);
        if let Some(why) = &document.obstacle {
            _ = writeln!(out, "\nbut not all packets get through: {}", reason(why));
        }
        return out;
    }
    _ = writeln!(out, "no way from {from} to {to}{without}");
    if let Some(why) = &document.obstacle {
        _ = writeln!(out, "  {}", reason(why));
    }
    if let Some(before) = &document.way_before {
        out.push_str("\nthe way while nothing is lost:\n\n");
        table(before, &mut out);
    }
    out
}

fn reason(why: &Why) -> String {
    let ends = match (&why.from, &why.to) {
        (Some(from), Some(to)) => format!("{from} to {to}: "),
        (Some(one), None) | (None, Some(one)) => format!("{one}: "),
        (None, None) => String::new(),
    };
    let back = if why.back { "answers get lost: " } else { "" };
    format!("{ends}{back}{}", why.reason)
}

fn table(hops: &[Hop], out: &mut String) {
    let said = |step: &What| {
        if step.lost { format!("{} (lost)", step.text) } else { step.text.clone() }
    };
    let name = |hop: &Hop| {
        if hop.lost { format!("{} (lost)", hop.switch) } else { hop.switch.clone() }
    };
    let first = hops.iter().map(|hop| name(hop).chars().count()).max().unwrap_or_default();
    let steps = hops.iter().flat_map(|hop| &hop.steps);
    let second = steps.map(|step| said(step).chars().count()).max().unwrap_or_default();
    for (position, hop) in hops.iter().enumerate() {
        let mut head = format!("{:>3}  {:first$}", position + 1, name(hop));
        for step in &hop.steps {
            let places: Vec<String> =
                step.places.iter().map(|at| format!("{}:{}", at.file, at.line)).collect();
            let line = format!("{head}  {:second$}  {}", said(step), places.join(", "));
            out.push_str(line.trim_end());
            out.push('\n');
            head = " ".repeat(first + 5);
        }
    }
}
