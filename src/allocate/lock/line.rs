use std::borrow::Cow;

use super::scalar;

/// Longest key or value, in bytes.
const MAX_SCALAR: usize = 1000;

/// Reads `key: value`, or `key:` alone. The indentation is already off.
pub(super) fn entry(text: &str) -> Result<(Cow<'_, str>, Option<Cow<'_, str>>), &'static str> {
    let (key, rest) = scalar::read(text)?;
    let rest = rest.strip_prefix(':').ok_or("a key and a colon are expected")?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return Err("a space is missing after the colon");
    }
    let value = value(rest.trim_start_matches([' ', '\t']))?;
    if key.len() > MAX_SCALAR || value.as_ref().is_some_and(|value| value.len() > MAX_SCALAR) {
        return Err("this is too long");
    }
    Ok((key, value))
}

/// What stands after a key's colon, without a comment.
fn value(text: &str) -> Result<Option<Cow<'_, str>>, &'static str> {
    if text.is_empty() || text.starts_with('#') || text == "{}" {
        return Ok(None);
    }
    let (value, rest) = scalar::read(text)?;
    let after = rest.trim_start_matches([' ', '\t']);
    if after.is_empty() || (after.starts_with('#') && after.len() < rest.len()) {
        return Ok(Some(value));
    }
    Err("the line should end after the value")
}
