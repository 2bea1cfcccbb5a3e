//! The command line.

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// A compiler for data-centre switches: one .rack program in, the configs of every vendor out.
#[derive(Debug, Parser)]
#[command(name = "rackc", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 fine, 1 errors in the input or the output, 2 wrong use, \
                        3 out of date (build --check, fmt --check).")]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// Lay the vendor folders in DIR over the built-in ones
    #[arg(long, value_name = "DIR", global = true)]
    pub vendors: Option<Utf8PathBuf>,
    /// How messages are shown
    #[arg(long, value_name = "FORMAT", global = true, value_enum, default_value_t)]
    pub message_format: MessageFormat,
    /// Whether messages are coloured
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t)]
    pub color: Color,
}

/// How messages are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on standard error
    #[default]
    Human,
    /// One JSON object per line; on standard output when a command has no other output
    Json,
    /// Annotations of GitHub Actions, where JSON would be
    Github,
    /// One SARIF 2.1.0 document, where JSON would be
    Sarif,
}

/// Whether messages are coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Yes
    Always,
    /// No
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile a program and write the configuration of every switch
    Build(Build),
    /// Check a program and write nothing
    Check(Check),
    /// Give programs one layout
    Fmt(Fmt),
    /// Show what a change does: to sessions, VLANs, pairs, access lists and the rest
    Diff(Diff),
    /// Compare what switches run with what the program says
    Drift(Drift),
    /// Show what is lost, cut off and weaker when something fails
    Fail(Fail),
    /// Draw the fabric
    Graph(Graph),
    /// Show the way of packets from one thing to another, switch by switch
    Trace(Trace),
    /// Show which statements of the program a line of a config comes from
    Why(Why),
    /// Explain a message
    Explain(Explain),
    /// Show what each vendor's switches can do
    Vendors(Vendors),
    /// Show what each two vendors' switches do together, or where those of a program meet
    Interop(Interop),
    /// Write a small program to start from
    New(New),
    /// Make a program of what NetBox, Nautobot or netlab know of a network
    Import(Import),
    /// Look after the lock file
    #[command(subcommand)]
    Lock(Lock),
    /// Print the device model of the switches, which is what templates see
    Model(Model),
    /// Answer an editor, as a language server on standard input and output
    Lsp,
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page, or write those of all commands
    Man(Man),
}

impl Command {
    /// Whether what it prints is data, so that messages go elsewhere.
    pub fn has_data(&self) -> bool {
        match self {
            Self::Explain(_)
            | Self::Vendors(_)
            | Self::Interop(_)
            | Self::Model(_)
            | Self::Fail(_)
            | Self::Diff(_)
            | Self::Drift(_)
            | Self::Graph(_)
            | Self::Why(_)
            | Self::Lsp
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Trace(_) => true,
            Self::Import(args) => args.output.is_none(),
            // A text from standard input comes back on standard output.
            Self::Fmt(args) => args.paths.iter().any(|path| path == "-") && !args.check,
            Self::Build(_) | Self::Check(_) | Self::New(_) | Self::Lock(_) => false,
        }
    }

    /// The program that it is about.
    pub fn program(&self) -> Option<&Utf8Path> {
        match self {
            Self::Build(args) => Some(&args.compile.path),
            Self::Check(args) => Some(&args.compile.path),
            Self::Model(args) => Some(&args.compile.path),
            Self::Fail(args) => Some(&args.path),
            Self::Trace(args) => Some(&args.path),
            Self::Graph(args) => Some(&args.path),
            Self::Why(args) => args.path.as_deref(),
            Self::Drift(args) => Some(&args.path),
            Self::Interop(args) => args.path.as_deref(),
            Self::Fmt(args) => args.paths.first().map(Utf8PathBuf::as_path),
            Self::Import(args) => args.files.first().map(Utf8PathBuf::as_path),
            Self::Lock(Lock::Prune(args)) => Some(&args.path),
            Self::Explain(_)
            | Self::Vendors(_)
            | Self::New(_)
            | Self::Diff(_)
            | Self::Lsp
            | Self::Completions(_)
            | Self::Man(_) => None,
        }
    }
}

/// How a program is compiled.
#[derive(Debug, Clone, Args)]
pub struct Compile {
    /// The program: a .rack file, or a folder that holds one
    pub path: Utf8PathBuf,
    /// Fail if rackc.lock would change
    #[arg(long)]
    pub locked: bool,
    /// Write a vendor's switches in another of its formats (may be repeated)
    #[arg(long = "format", value_name = "VENDOR=FORMAT", value_parser = vendor_format)]
    pub formats: Vec<(String, String)>,
    /// Say what each phase took, and how much memory all of them
    #[arg(long)]
    pub timings: bool,
}

impl Compile {
    /// As the program itself says.
    pub fn plain(path: &Utf8Path) -> Self {
        Self { path: path.to_owned(), locked: false, formats: Vec::new(), timings: false }
    }
}

/// `rackc build`
#[derive(Debug, Args)]
pub struct Build {
    /// How the program is compiled.
    #[command(flatten)]
    pub compile: Compile,
    /// Where the tree is written
    #[arg(short, long, value_name = "OUT", default_value = "out")]
    pub output: Utf8PathBuf,
    /// Write nothing; show what would change, and end with 3 if anything would
    #[arg(long)]
    pub check: bool,
    /// Write or compare only the files of switches whose names match, such as 'r1*' (may be repeated);
    /// everything is still checked
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
}

/// `rackc check`
#[derive(Debug, Args)]
pub struct Check {
    /// How the program is compiled.
    #[command(flatten)]
    pub compile: Compile,
}

/// `rackc import`
#[derive(Debug, Args)]
pub struct Import {
    /// What the files come from
    #[arg(value_name = "FROM", value_enum)]
    pub from: ImportFrom,
    /// The files: exports of devices, cables, interfaces, VLANs … as CSV or JSON, or one topology
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<Utf8PathBuf>,
    /// Write the program into FILE rather than to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
    /// Overwrite FILE if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Which model stands for a device type, such as "Acme T-100=VENDOR/MODEL"; * stands for every type
    /// that is not known (may be repeated)
    #[arg(long = "model", value_name = "TYPE=MODEL", value_parser = type_model)]
    pub models: Vec<(String, String)>,
}

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportFrom {
    /// Tables that NetBox exports, or answers of its API
    Netbox,
    /// Tables that Nautobot exports, or answers of its API and of GraphQL
    Nautobot,
    /// A topology of netlab
    Netlab,
}

/// `rackc fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files, folders with `.rack` files in them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<Utf8PathBuf>,
    /// Write nothing; show what would change, and end with 3 if anything would
    #[arg(long)]
    pub check: bool,
}

/// `rackc diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// What was: an output tree, a program, or either in a revision of git (REVISION:PATH, or REVISION)
    pub old: Utf8PathBuf,
    /// What is to be: an output tree, a program, or either in a revision of git
    pub new: Utf8PathBuf,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Print the commands that turn each old configuration into the new one, in a safe order
    #[arg(long)]
    pub remediation: bool,
    /// End with 1 if anything changes
    #[arg(long)]
    pub exit_code: bool,
}

/// `rackc drift`
#[derive(Debug, Args)]
pub struct Drift {
    /// The program: a .rack file, or a folder that holds one
    pub path: Utf8PathBuf,
    /// What was collected: one file or folder for each switch, with the switch's name
    #[arg(long, value_name = "DIR")]
    pub running: Utf8PathBuf,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Print what makes both say the same: commands for the switches, or lines for the program
    #[arg(long, value_name = "WHERE", value_enum)]
    pub remediation: Option<Direction>,
}

/// Which side is to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Direction {
    /// The switches are made to run what the program says
    Switch,
    /// The program is made to say what the switches run
    Program,
}

/// How a review is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// For a comment on a pull request
    Markdown,
    /// As one JSON document
    Json,
}

/// `rackc fail`
#[derive(Debug, Args)]
pub struct Fail {
    /// The program: a .rack file, or a folder that holds one
    pub path: Utf8PathBuf,
    /// What is lost, all at once: names of switches, racks and zones, and cables such as leaf1:49 or
    /// leaf1--spine1; before a name may stand what it is
    #[arg(value_name = "THING", required = true)]
    pub things: Vec<String>,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: TableFormat,
    /// Draw it too, with what is lost struck out
    #[arg(long, value_name = "FILE")]
    pub svg: Option<Utf8PathBuf>,
}

/// `rackc graph`
#[derive(Debug, Args)]
pub struct Graph {
    /// The program: a .rack file, or a folder that holds one
    pub path: Utf8PathBuf,
    /// How it is drawn; as SVG unless said
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<GraphFormat>,
    /// Write it into FILE rather than to standard output; its ending says how it is drawn, unless --format does
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
}

/// How a fabric is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture: spines on top, racks as boxes, pairs side by side, zones as marks
    Svg,
    /// For Graphviz
    Dot,
    /// For Markdown viewers
    Mermaid,
}

/// `rackc trace`
#[derive(Debug, Args)]
pub struct Trace {
    /// The program: a .rack file, or a folder that holds one
    pub path: Utf8PathBuf,
    /// From where, and where to: hosts, VLANs, VRFs, services, boundaries, zones, racks or switches; before a
    /// name may stand what it is
    #[arg(value_name = "PLACE", required = true)]
    pub places: Vec<String>,
    /// What is lost meanwhile, named as in `rackc fail`
    #[arg(long, value_name = "THING", num_args = 1..)]
    pub without: Vec<String>,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: TableFormat,
}

/// `rackc why`
#[derive(Debug, Args)]
#[command(allow_missing_positional = true)]
pub struct Why {
    /// The program: a .rack file, or a folder that holds one; this folder unless said
    pub path: Option<Utf8PathBuf>,
    /// The line, or lines such as 12..14: SWITCH:LINE, SWITCH/FILE:LINE, or the path of a config that was
    /// written and :LINE
    #[arg(value_name = "PLACE:LINE")]
    pub place: String,
    /// How it is shown, human or json; and VENDOR=FORMAT for a tree in another of a vendor's formats
    #[arg(long = "format", value_name = "FORMAT", value_parser = shown)]
    pub formats: Vec<Shown>,
}

/// What `--format` of a command says that both compiles and shows a table.
#[derive(Debug, Clone)]
pub enum Shown {
    /// How the answer is shown.
    As(TableFormat),
    /// In which format a vendor's switches are written.
    Vendor(String, String),
}

/// `rackc explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// A code such as R0301, or its name; lists all codes when absent
    pub code: Option<String>,
}

/// `rackc vendors`
#[derive(Debug, Args)]
pub struct Vendors {
    /// Show all about this vendor
    pub name: Option<String>,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: TableFormat,
}

/// `rackc interop`
#[derive(Debug, Args)]
pub struct Interop {
    /// A program: show where its vendors meet, and what both sides do there
    pub path: Option<Utf8PathBuf>,
    /// Show all that is known of these two vendors
    #[arg(long, value_names = ["VENDOR", "VENDOR"], num_args = 2, conflicts_with = "path")]
    pub between: Vec<String>,
    /// How it is shown
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: PageFormat,
}

/// How a page of tables is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// For people, on a terminal
    #[default]
    Human,
    /// For people, in a browser
    Markdown,
    /// As one JSON document
    Json,
}

/// How a table is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    #[default]
    Human,
    /// As one JSON document
    Json,
}

/// `rackc new`
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make
    pub dir: Utf8PathBuf,
    /// The switches' hardware model; `rackc vendors` lists them
    #[arg(long, value_name = "VENDOR/MODEL")]
    pub model: Option<String>,
}

/// `rackc lock`
#[derive(Debug, Subcommand)]
pub enum Lock {
    /// Forget what was removed from the program, so that its addresses and numbers are free again
    Prune(Prune),
}

/// `rackc lock prune`
#[derive(Debug, Args)]
pub struct Prune {
    /// The program whose lock it is
    pub path: Utf8PathBuf,
}

/// `rackc model`
#[derive(Debug, Args)]
pub struct Model {
    /// How the program is compiled.
    #[command(flatten)]
    pub compile: Compile,
    /// The switch; all of them when absent
    pub switch: Option<String>,
}

/// `rackc completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `rackc man`
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for each command into DIR: rackc.1, rackc-build.1 and so on
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
}

fn type_model(text: &str) -> Result<(String, String), String> {
    let parts = text.rsplit_once('=').map(|(what, model)| (what.trim(), model.trim()));
    match parts {
        Some((what, model)) if !what.is_empty() && model.contains('/') => {
            Ok((what.to_owned(), model.to_owned()))
        }
        _ => Err("write TYPE=VENDOR/MODEL".to_owned()),
    }
}

fn vendor_format(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((vendor, format)) if !vendor.is_empty() && !format.is_empty() => {
            Ok((vendor.to_owned(), format.to_owned()))
        }
        _ => Err("write VENDOR=FORMAT".to_owned()),
    }
}

fn shown(text: &str) -> Result<Shown, String> {
    if let Ok(format) = TableFormat::from_str(text, false) {
        return Ok(Shown::As(format));
    }
    let (vendor, format) = vendor_format(text).map_err(|_| "write human, json or VENDOR=FORMAT")?;
    Ok(Shown::Vendor(vendor, format))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
