//! The files of one switch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use minijinja::{Error, ErrorKind, Value};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::trace::Tracer;
use super::{MOST_STEPS, Renderer, Trace};
use crate::device::model::{Device, DhcpRelayInstance};
use crate::diagnostic::Diagnostic;
use crate::vendor::Catalog;
use crate::vendor::codes::TEMPLATE_FAILS;
use crate::vendor::schema::{FileSpec, Format, PerFile};

/// A file of the output tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with `/` between parts.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A file of the output tree, and where its lines come from.
#[derive(Debug, Clone)]
pub struct TracedFile {
    /// The file.
    pub file: OutputFile,
    /// Its lines.
    pub trace: Trace,
}

/// The printers of all vendors and formats that a fabric uses.
#[derive(Debug)]
pub struct Printers<'a> {
    printers: BTreeMap<(&'a str, &'a str), Printer<'a>>,
}

#[derive(Debug)]
struct Printer<'a> {
    format: &'a Format,
    renderer: Renderer,
}

impl<'a> Printers<'a> {
    /// Compiles the templates that `devices` need.
    ///
    /// # Errors
    /// Templates that do not parse, and formats that the catalog lacks.
    pub fn new(catalog: &'a Catalog, devices: &'a [Device]) -> Result<Self, Vec<Diagnostic>> {
        let wanted: BTreeSet<(&str, &str)> =
            devices.iter().map(|device| (device.vendor.as_str(), device.format.as_str())).collect();
        Self::of_formats(catalog, wanted)
    }

    /// Compiles the templates of some formats: vendor and format of each.
    ///
    /// # Errors
    /// Templates that do not parse, and formats that the catalog lacks.
    pub fn of_formats(
        catalog: &'a Catalog,
        wanted: BTreeSet<(&'a str, &'a str)>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let wanted: Vec<(&str, &str)> = wanted.into_iter().collect();
        let made: Vec<_> = wanted.par_iter().map(|(v, f)| printer(catalog, v, f)).collect();
        let mut printers = BTreeMap::new();
        let mut errors = Vec::new();
        for (key, made) in wanted.into_iter().zip(made) {
            match made {
                Ok(printer) => _ = printers.insert(key, printer),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(Self { printers }) } else { Err(errors) }
    }

    fn of<'s>(&'s self, device: &'s Device) -> Result<&'s Printer<'s>, Diagnostic> {
        let key = (device.vendor.as_str(), device.format.as_str());
        let found = self.printers.get(&key);
        found.ok_or_else(|| no_format(&device.vendor, &device.format))
    }

    /// Prints every file of `device`, in the order of its format.
    ///
    /// # Errors
    /// The first template that fails.
    pub fn print(&self, device: &Device) -> Result<Vec<OutputFile>, Diagnostic> {
        let printer = self.of(device)?;
        let mut files = Vec::new();
        let value = Renderer::value(device);
        for spec in &printer.format.files {
            printer.print(spec, device, &value, &mut files).map_err(|error| {
                template_fails(&device.vendor, &spec.template, &error)
                    .note(format!("while printing `{}` of `{}`", spec.path, device.hostname))
            })?;
        }
        Ok(files)
    }
}

impl Printer<'_> {
    fn print(
        &self,
        spec: &FileSpec,
        device: &Device,
        value: &Value,
        files: &mut Vec<OutputFile>,
    ) -> Result<(), Error> {
        for (path, instance) in printed(spec, device) {
            let text = self.renderer.render(&spec.template, value, instance)?;
            // A template with nothing to say has no file: an empty one would clear the switch's own.
            if spec.per.is_some() || !text.trim().is_empty() {
                files.push(OutputFile { path, text });
            }
        }
        Ok(())
    }
}

/// The files of one template: their paths, and what each is repeated for.
fn printed<'a>(
    spec: &FileSpec,
    device: &'a Device,
) -> Vec<(String, Option<&'a DhcpRelayInstance>)> {
    let Some(per) = spec.per else { return vec![(path(device, &spec.path), None)] };
    let relays = device.dhcp_relays.iter().filter(|relay| serves(relay, per));
    let of = |relay: &'a DhcpRelayInstance| {
        let vrf = relay.vrf.as_deref().unwrap_or("default");
        (path(device, &spec.path.replace("{vrf}", vrf)), Some(relay))
    };
    relays.map(of).collect()
}

/// Printers that say where each line comes from.
#[derive(Debug)]
pub struct Tracers<'a> {
    catalog: &'a Catalog,
    printers: Printers<'a>,
    /// Tracers that no thread uses now, by vendor and format.
    idle: Mutex<BTreeMap<(String, String), Vec<Tracer>>>,
}

impl<'a> Tracers<'a> {
    /// Compiles the templates that `devices` need.
    ///
    /// # Errors
    /// Templates that do not parse, and formats that the catalog lacks.
    pub fn new(catalog: &'a Catalog, devices: &'a [Device]) -> Result<Self, Vec<Diagnostic>> {
        let printers = Printers::new(catalog, devices)?;
        Ok(Self { catalog, printers, idle: Mutex::default() })
    }

    /// Prints every file of `device`, and says where each line comes from.
    ///
    /// # Errors
    /// A format that the catalog lacks, and the first template that fails.
    pub fn trace(&self, device: &Device) -> Result<Vec<TracedFile>, Diagnostic> {
        let (vendor, format) = (device.vendor.as_str(), device.format.as_str());
        let printer = self.printers.of(device)?;
        let key = (vendor.to_owned(), format.to_owned());
        // Templates that print but cannot be traced are no reason to know nothing of the text.
        let tracer = self.idle(|idle| idle.get_mut(&key)?.pop()).or_else(|| {
            Tracer::new(templates(self.catalog, vendor), printer.format.text.quote).ok()
        });
        let mut all = Vec::new();
        let value = Renderer::value(device);
        for spec in &printer.format.files {
            let mut files = Vec::new();
            printer
                .print(spec, device, &value, &mut files)
                .map_err(|error| template_fails(vendor, &spec.template, &error))?;
            for (path, instance) in printed(spec, device) {
                let Some(file) = files.iter().find(|file| file.path == path) else { continue };
                let traced_by =
                    |tracer: &Tracer| tracer.trace(&spec.template, device, instance, &file.text);
                let trace = tracer.as_ref().map_or_else(|| Trace::unknown(&file.text), traced_by);
                all.push(TracedFile { file: file.clone(), trace });
            }
        }
        self.idle(|idle| idle.entry(key).or_default().extend(tracer));
        Ok(all)
    }

    fn idle<T>(&self, with: impl FnOnce(&mut BTreeMap<(String, String), Vec<Tracer>>) -> T) -> T {
        with(&mut self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn serves(relay: &DhcpRelayInstance, per: PerFile) -> bool {
    match per {
        PerFile::DhcpRelayIpv4 => !relay.ipv4.is_empty(),
        PerFile::DhcpRelayIpv6 => !relay.ipv6.is_empty(),
    }
}

fn path(device: &Device, file: &str) -> String {
    format!("configs/{}/{file}", device.hostname)
}

fn printer<'a>(
    catalog: &'a Catalog,
    vendor: &str,
    format: &str,
) -> Result<Printer<'a>, Diagnostic> {
    let spec = catalog
        .vendor(vendor)
        .and_then(|facts| facts.formats.get(format))
        .ok_or_else(|| no_format(vendor, format))?;
    let built_in = catalog.built_in.contains(vendor);
    let renderer = Renderer::new(templates(catalog, vendor), spec.text.quote, built_in)
        .map_err(|error| template_fails(vendor, "", &error))?;
    Ok(Printer { format: spec, renderer })
}

fn templates(catalog: &Catalog, vendor: &str) -> Vec<(String, String)> {
    let all = catalog.templates(vendor);
    all.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn no_format(vendor: &str, format: &str) -> Diagnostic {
    Diagnostic::new(&TEMPLATE_FAILS, format!("vendor `{vendor}` has no format `{format}`"))
}

/// Names the innermost template at fault, its line, and what it says.
fn template_fails(vendor: &str, template: &str, error: &Error) -> Diagnostic {
    let mut at = error;
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(inner) = inner.downcast_ref::<Error>() {
            at = inner;
        }
        source = inner.source();
    }
    let name = at.name().filter(|name| !name.starts_with('<')).unwrap_or(template);
    let line = at.line().map(|line| format!(" at line {line}")).unwrap_or_default();
    let detail = at.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let message = format!(
        "template `{vendor}/templates/{name}` fails{line}: {kind}{detail}",
        kind = at.kind()
    );
    let diagnostic =
        Diagnostic::new(&TEMPLATE_FAILS, message.lines().collect::<Vec<_>>().join(" "));
    if at.kind() == ErrorKind::OutOfFuel {
        return diagnostic.help(format!(
            "a file may take {MOST_STEPS} steps: look for loops within loops, and for text that doubles"
        ));
    }
    diagnostic.help("mend the template; `rackc model PATH SWITCH` prints all that it can ask for")
}
