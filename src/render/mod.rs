//! Printing: device model and vendor templates in, text out.

mod device;
mod filters;
mod trace;

pub use device::{OutputFile, Printers, TracedFile, Tracers};
pub use trace::{Line, Trace};

use std::borrow::Cow;

use minijinja::{
    AutoEscape, Environment, Error, UndefinedBehavior, Value, context, syntax::SyntaxConfig,
    value::Serde,
};
use serde::Serialize;

use crate::device::model::Device;
use crate::vendor::schema::Quote;

/// Most steps of a template of a user's vendor folder for one file; 64 bytes of text count as one. A switch with
/// thousands of sessions takes less than half of it. A template that never ends, or whose text has no bounds, fails: soon,
/// and before its text has filled the memory.
pub const MOST_STEPS: u64 = 50_000_000;

/// The templates of one vendor, ready to print in one format.
#[derive(Debug)]
pub struct Renderer {
    environment: Environment<'static>,
}

impl Renderer {
    /// Compiles `templates` (name and source) with text quoted as `quote` says. Those that came with the program are known
    /// to end; of others it is counted what they do.
    ///
    /// # Errors
    /// A template that does not parse.
    pub fn new(
        templates: impl IntoIterator<Item = (String, String)>,
        quote: Quote,
        built_in: bool,
    ) -> Result<Self, Error> {
        let mut environment = environment(quote)?;
        if built_in {
            environment.set_fuel(None);
        }
        for (name, source) in templates {
            environment.add_template_owned(name, source)?;
        }
        Ok(Self { environment })
    }

    /// A device as templates see it, for all of its files.
    pub fn value(device: &Device) -> Value {
        Value::from(Serde(device))
    }

    /// Prints `template` for a device's value; `instance` is what the file is repeated for, if anything.
    ///
    /// # Errors
    /// A template that is not there, or that asks for a value that the device model lacks.
    pub fn render<I: Serialize>(
        &self,
        template: &str,
        device: &Value,
        instance: Option<&I>,
    ) -> Result<String, Error> {
        self.environment
            .get_template(template)?
            .render(context! { device => device, instance => Serde(instance) })
    }
}

/// What templates are printed with: the syntax and the filters.
fn environment(quote: Quote) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.add_filter("ids", |numbers: Vec<u16>, separator: String| {
        filters::ids(&numbers, &separator)
    });
    environment.add_filter("id_lines", |numbers: Vec<u16>, separator: String, width: usize| {
        filters::id_lines(&numbers, &separator, width)
    });
    environment.add_filter("quoted", |text: Cow<'_, str>| filters::double_quoted(&text));
    environment.add_filter("yaml", |text: Cow<'_, str>| filters::yaml(&text));
    environment.add_filter("mac_dotted", |mac: Cow<'_, str>| filters::mac_dotted(&mac));
    environment.add_filter("text", move |text: Cow<'_, str>| filters::text(&text, quote));
    Ok(environment)
}
