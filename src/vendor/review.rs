//! What a vendor folder says of reading its configurations: `review.yaml`.
//!
//! Nothing here is needed to compile. A vendor without `review.yaml` is compared line by line.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::pattern::Pattern;

/// `review.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Review {
    /// The files of each format, by the format's name.
    #[serde(default)]
    pub formats: IndexMap<String, FormatReview>,
    /// How the files are to be read, by a name of your own.
    #[serde(default)]
    pub languages: IndexMap<String, Language>,
}

/// How a format's files are read and put in place.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FormatReview {
    /// The files; the first whose path fits counts.
    pub files: Vec<FileReview>,
    /// The one file that is the whole configuration of the switch as the switch itself prints it, for `rackc drift`.
    #[serde(default)]
    pub running: Option<String>,
}

/// How one file is read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileReview {
    /// The path below the switch's folder; `*` stands for any text.
    pub path: String,
    /// The language, one of `languages`.
    pub language: String,
    /// Whether the running system does not read it, but only one that is set up.
    #[serde(default)]
    pub setup_only: bool,
    /// What makes the system take a new file, where the file is replaced as a whole.
    #[serde(default)]
    pub reload: Vec<String>,
}

/// A language of configurations: how its text is a tree, what in it means what, and how it is changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Language {
    /// What makes the tree.
    pub hierarchy: Hierarchy,
    /// Beginnings of lines that are comments.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Words that alone on a line close a block.
    #[serde(default)]
    pub closers: Vec<String>,
    /// `stanza`: first words that open a stanza.
    #[serde(default)]
    pub headers: Vec<String>,
    /// `keys`: what stands between a key and its value; blanks when absent.
    #[serde(default)]
    pub separator: Option<String>,
    /// Texts of several lines.
    #[serde(default)]
    pub texts: Vec<TextBlock>,
    /// Statements that mean nothing, such as the time of the last change.
    #[serde(default)]
    pub noise: Vec<Pattern>,
    /// Blocks in which the order of the statements means something.
    #[serde(default)]
    pub ordered: Vec<Pattern>,
    /// Statements in such blocks that have no place among the others.
    #[serde(default)]
    pub unordered: Vec<Pattern>,
    /// Statements of the file that stand one behind another without numbers, where their order means something.
    #[serde(default)]
    pub sequences: Vec<Sequence>,
    /// `indent`: blocks that may be written without indentation.
    #[serde(default)]
    pub loose: Vec<Loose>,
    /// Statements of which there is one: a new value takes the place of the old one.
    #[serde(default)]
    pub single: Vec<Pattern>,
    /// Statements whose value is a set.
    #[serde(default)]
    pub lists: Vec<ListStatement>,
    /// Statements with a list of numbers that say the same as one statement for each of them.
    #[serde(default)]
    pub expand: Vec<Pattern>,
    /// Attributes that may stand on one line or on lines of their own, by statement.
    #[serde(default)]
    pub attributes: Vec<Attributes>,
    /// Values that the switch shows in another form than they were given: passwords and keys.
    #[serde(default)]
    pub secrets: Vec<Pattern>,
    /// Statements that say what holds anyway: a switch may show or hide them.
    #[serde(default)]
    pub defaults: Vec<Pattern>,
    /// What a change of a statement does to traffic.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// How a configuration is changed; when absent, files are replaced as a whole.
    #[serde(default)]
    pub change: Option<ChangeRules>,
}

/// What makes the tree of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hierarchy {
    /// Blocks are indented below their header.
    Indent,
    /// Some words begin a stanza, all other lines belong to it.
    Stanza,
    /// Blocks stand in braces, statements end with `;`.
    Braces,
    /// Every line is `set` and a whole path.
    Set,
    /// YAML.
    Yaml,
    /// A key and its value on each line; order means nothing.
    Keys,
    /// Lines; order means nothing.
    List,
    /// Lines in order.
    #[default]
    Lines,
}

/// A text of several lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextBlock {
    /// The line that begins it.
    pub start: Pattern,
    /// The line that ends it; when absent, the last character of the first line does.
    #[serde(default)]
    pub end: Option<String>,
}

/// Statements that are one list: those with the same words where `*` stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sequence {
    /// The statements.
    pub statement: Pattern,
    /// Their order means something only when one of them is this.
    pub when: Pattern,
}

/// A block that may be written without indentation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Loose {
    /// The header.
    pub header: Pattern,
    /// Statements behind it that stand in its block.
    pub statements: Vec<Pattern>,
}

/// A statement whose value is a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ListStatement {
    /// The statement, with `{ids}` or `{words}` at its end.
    pub statement: Pattern,
    /// The statement that adds to the set, if there is one.
    #[serde(default)]
    pub more: Option<Pattern>,
    /// The command that adds to the set.
    #[serde(default)]
    pub add: Option<String>,
    /// The command that takes from the set.
    #[serde(default)]
    pub remove: Option<String>,
}

/// Attributes of a statement, each with the number of words that it takes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Attributes {
    /// The statement without them.
    pub statement: Pattern,
    /// How many words follow each.
    pub words: IndexMap<String, usize>,
}

/// What a change of a statement does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Risk {
    /// The kind of harm.
    pub class: RiskClass,
    /// The statements.
    pub statements: Vec<Pattern>,
    /// Which changes of them.
    pub when: Vec<When>,
    /// Only if the change itself is of this statement.
    #[serde(default)]
    pub at: Option<Pattern>,
    /// Why, in a few words.
    pub why: String,
}

/// What happened to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// It is new in a block that was there.
    Added,
    /// It is gone from a block that is still there.
    Removed,
    /// It says something else.
    Changed,
    /// It stands in another place.
    Moved,
    /// It is new with the block in which it stands.
    New,
    /// It went with the block in which it stood.
    Gone,
    /// Something was taken from its set.
    Less,
    /// Something was added to its set.
    More,
}

/// Kinds of harm that a change can do, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskClass {
    /// A routing session ends for good.
    SessionDropped,
    /// A routing session is torn down and comes back.
    SessionReset,
    /// A VLAN no longer passes.
    VlanRemoved,
    /// The pair's domain or its peer link changes.
    MlagChanged,
    /// A port or an interface goes down or away.
    InterfaceDown,
    /// A LAG or what belongs to it changes.
    LagChanged,
    /// A port is split, joined or runs at another speed.
    PortSpeed,
    /// The largest packet changes.
    MtuChanged,
    /// The gateway or an address of hosts changes.
    GatewayChanged,
    /// Another address on an interface.
    AddressChanged,
    /// Tunnels, VNIs or route targets change.
    OverlayChanged,
    /// Spanning tree computes anew.
    SpanningTree,
    /// What was dropped may pass now.
    AclLoosened,
    /// What passed may be dropped now.
    AclTightened,
    /// Routes are taken, sent or preferred differently.
    RoutesChanged,
    /// Who may log in, and how the switch is reached.
    ManagementAccess,
    /// A feature is switched off.
    FeatureRemoved,
    /// It takes effect when the switch starts again.
    ReloadNeeded,
    /// Something else is changed or removed.
    Other,
    /// Nothing that was there is touched.
    AddsOnly,
    /// Descriptions and names.
    Cosmetic,
}

/// How a configuration is changed by commands.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChangeRules {
    /// Commands before all others.
    #[serde(default)]
    pub enter: Vec<String>,
    /// Commands behind all others.
    #[serde(default)]
    pub leave: Vec<String>,
    /// Commands that make the change last, for the one who gives them to say once all is well: until then the system
    /// takes the change back by itself. In these, `enter`, `leave` and `undo` `{id}` is a number of the change.
    #[serde(default)]
    pub confirm: Vec<String>,
    /// Commands that take the change back.
    #[serde(default)]
    pub undo: Vec<String>,
    /// Whether all commands take effect at once.
    #[serde(default)]
    pub atomic: bool,
    /// What sets a statement: `set {statement}`; the statement itself when absent.
    #[serde(default)]
    pub set: Option<String>,
    /// What removes a statement: `no {statement}`.
    pub remove: String,
    /// Whether a statement is removed with its value.
    #[serde(default)]
    pub remove_value: bool,
    /// What takes a statement that begins with `no` back: `default {statement}`; the statement without `no` when absent.
    #[serde(default)]
    pub restore: Option<String>,
    /// What leaves a block.
    #[serde(default)]
    pub exit: Option<String>,
    /// Whether the commands are read by a shell.
    #[serde(default)]
    pub shell: bool,
    /// Statements that are removed by other words.
    #[serde(default)]
    pub removals: Vec<Removal>,
    /// Beginnings of statements that go together: when all of one are removed, the beginning is.
    #[serde(default)]
    pub objects: Vec<Pattern>,
    /// Blocks that cannot be removed: what is in them is.
    #[serde(default)]
    pub lasting: Vec<Pattern>,
    /// Statements that must be removed before they are given anew.
    #[serde(default)]
    pub replace: Vec<Pattern>,
    /// Statements that take others with them when they are given or removed.
    #[serde(default)]
    pub clears: Vec<Clear>,
    /// Blocks that take statements from a whole to which they belong.
    #[serde(default)]
    pub members: Vec<Member>,
    /// What must be there before it is used, in the order in which it is made.
    #[serde(default)]
    pub definitions: Vec<Pattern>,
    /// Numbered statements that cannot be given twice: a free number is used while one is exchanged.
    #[serde(default)]
    pub numbered: Vec<Pattern>,
    /// Statements that no command can set: they are given as a file.
    #[serde(default)]
    pub texts: Vec<Pattern>,
    /// The command that takes that file; `{file}` is its path.
    #[serde(default)]
    pub merge: Option<String>,
}

/// A statement that is removed by other words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Removal {
    /// The statement.
    pub statement: Pattern,
    /// The command; `{1}` is the first word that a `*` or a value stands for, `{statement}` all of it.
    pub by: String,
}

/// A block that belongs to another: a port to its LAG.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Member {
    /// The statement that says so.
    pub statement: Pattern,
    /// Statements that the system refuses in such a block, because it takes them from the whole.
    pub refused: Vec<Pattern>,
    /// Those of them that do not change while the block belongs to the whole: it leaves and joins again.
    #[serde(default)]
    pub fixed: Vec<Pattern>,
}

/// A statement that takes others with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clear {
    /// The statement.
    pub statement: Pattern,
    /// What goes, as patterns in which `{1}` is the first word that a `*` stands for.
    pub takes: Vec<String>,
}
