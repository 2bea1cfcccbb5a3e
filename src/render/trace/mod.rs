//! Traced printing: from a line of a printed file to the statements of the program that it comes from.
//!
//! The vendor's own templates print, from a tree in which every element knows its statements. What a template reads is
//! logged, and what of it stands in the output is marked there by private characters, which flow through filters and
//! captures like any text. Without its marks the text must be what is printed otherwise; a file for which this does not
//! hold has no traces.

mod blocks;
mod lines;
mod log;
mod marks;
mod tree;

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::Object;
use minijinja::{Environment, Error, Value, context, escape_formatter};
use serde::Serialize;

use self::log::Log;
use self::tree::{Tree, value};
use super::filters;
use crate::device::model::{Device, DhcpRelayInstance};
use crate::source::Origin;
use crate::vendor::schema::Quote;

/// Where the lines of a file come from.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// For each line, the statements it comes from.
    pub lines: Vec<Line>,
    /// The marked text was the printed one; else nothing is known.
    pub exact: bool,
}

/// Where one line comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The statements, without repetition; none when every switch of the vendor has the line.
    pub origins: Vec<Origin>,
    /// The line says nothing of its own: it belongs to this line, counted from 0.
    pub block: Option<usize>,
}

impl Trace {
    /// Nothing is known of any line.
    pub(super) fn unknown(text: &str) -> Self {
        Self { lines: vec![Line::default(); text.lines().count()], exact: false }
    }
}

/// The templates of one vendor, ready to print with marks.
#[derive(Debug)]
pub(super) struct Tracer {
    environment: Environment<'static>,
    log: Arc<Log>,
}

/// The value at a line's end.
#[derive(Debug)]
struct LineEnd;

impl Object for LineEnd {}

/// What a template sees.
#[derive(Serialize)]
struct Seen<'a> {
    device: &'a Device,
    instance: Option<&'a DhcpRelayInstance>,
}

impl Tracer {
    pub(super) fn new(
        templates: impl IntoIterator<Item = (String, String)>,
        quote: Quote,
    ) -> Result<Self, Error> {
        let log = Arc::new(Log::default());
        let mut environment = super::environment(quote)?;
        traced_filters(&mut environment, quote, &log);
        environment.add_global(lines::LINE_END, Value::from_object(LineEnd));
        let of_formatter = Arc::clone(&log);
        environment.set_formatter(move |out, state, value| {
            if value.downcast_object_ref::<LineEnd>().is_some() {
                let mark = of_formatter.take_rest().map(marks::Mark::text);
                return out.write_str(&mark.unwrap_or_default()).map_err(Error::from);
            }
            escape_formatter(out, state, value)?;
            let marks = of_formatter.take_printed(&value.to_string());
            let marks: String = marks.into_iter().map(marks::Mark::text).collect();
            out.write_str(&marks).map_err(Error::from)
        });
        for (name, source) in templates {
            environment.add_template_owned(name, lines::with_line_ends(&source))?;
        }
        Ok(Self { environment, log })
    }

    /// Where the lines of `text` come from, which `template` printed for `device`.
    pub(super) fn trace(
        &self,
        template: &str,
        device: &Device,
        instance: Option<&DhcpRelayInstance>,
        text: &str,
    ) -> Trace {
        let marked = Tree::of(&Seen { device, instance })
            .ok()
            .and_then(|tree| Some((self.print(template, tree)?, text)));
        match marked {
            Some(((printed, tree, lines), text)) if printed == text => {
                Trace { lines: blocks::settled(text, &origins(&tree, &lines)), exact: true }
            }
            _ => Trace::unknown(text),
        }
    }

    fn print(
        &self,
        template: &str,
        tree: Tree,
    ) -> Option<(String, Arc<Tree>, Vec<Vec<marks::Mark>>)> {
        let tree = Arc::new(tree);
        let seen = value(&tree, &self.log, 0);
        self.log.clear();
        let part = |name: &str| seen.get_attr(name).unwrap_or_default();
        let seen = context! { device => part("device"), instance => part("instance") };
        let marked =
            self.environment.get_template(template).and_then(|one| one.render(seen)).ok()?;
        let (text, lines) = marks::read(&marked);
        Some((text, tree, lines))
    }
}

/// The statements of each line: of what is printed there, or else of what the line stands there for.
fn origins(tree: &Tree, lines: &[Vec<marks::Mark>]) -> Vec<Vec<Origin>> {
    let one = |marks: &Vec<marks::Mark>| {
        let of = |printed: bool| {
            let marks = marks.iter().filter(move |mark| mark.printed == printed);
            let mut seen = BTreeSet::new();
            let mut all: Vec<Origin> = marks.flat_map(|mark| tree.origins(mark.element)).collect();
            all.retain(|origin| seen.insert(*origin));
            all
        };
        let printed = of(true);
        if printed.is_empty() { of(false) } else { printed }
    };
    lines.iter().map(one).collect()
}

/// What a filter of texts does.
type Filter = fn(&str, Quote) -> Result<String, Error>;

/// The same filters, which say what they print in another form.
fn traced_filters(environment: &mut Environment<'static>, quote: Quote, log: &Arc<Log>) {
    let numbers = |log: &Log, numbers: &Value| -> Result<Vec<u16>, Error> {
        let mark = log.mark();
        let numbers = numbers.try_iter()?;
        let numbers = numbers.map(u16::try_from).collect();
        log.printed_since(mark);
        numbers
    };
    let of_filter = Arc::clone(log);
    environment.add_filter("ids", move |list: Value, separator: String| {
        Ok::<_, Error>(filters::ids(&numbers(&of_filter, &list)?, &separator))
    });
    let of_filter = Arc::clone(log);
    environment.add_filter("id_lines", move |list: Value, separator: String, width: usize| {
        Ok::<_, Error>(filters::id_lines(&numbers(&of_filter, &list)?, &separator, width))
    });
    let texts: [(&str, Filter); 4] = [
        ("quoted", |text, _| Ok(filters::double_quoted(text))),
        ("yaml", |text, _| filters::yaml(text)),
        ("mac_dotted", |text, _| Ok(filters::mac_dotted(text))),
        ("text", filters::text),
    ];
    for (name, filter) in texts {
        let of_filter = Arc::clone(log);
        environment.add_filter(name, move |text: String| {
            of_filter.printed(&text);
            filter(&text, quote)
        });
    }
}
