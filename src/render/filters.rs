//! The few filters that templates may use.

use minijinja::{Error, ErrorKind};

use crate::vendor::schema::Quote;

/// Lengths of runs: `[10, 20, 21, 22]` becomes `10,20-22` with separator `,`.
pub fn ids(numbers: &[u16], separator: &str) -> String {
    runs(numbers).join(separator)
}

/// The same in pieces of at most `width` characters, for systems that limit a line.
pub fn id_lines(numbers: &[u16], separator: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for run in runs(numbers) {
        match lines.last_mut() {
            Some(line) if line.len() + separator.len() + run.len() <= width => {
                line.push_str(separator);
                line.push_str(&run);
            }
            _ => lines.push(run),
        }
    }
    lines
}

fn runs(numbers: &[u16]) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = numbers.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let mut last = first;
        while rest.next_if(|next| last.checked_add(1) == Some(*next)).is_some() {
            last += 1;
        }
        out.push(if first == last { first.to_string() } else { format!("{first}-{last}") });
    }
    out
}

/// Text between double quotes, with `"` and `\` escaped.
pub fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// Text as a YAML double-quoted string; JSON's form is one.
pub fn yaml(text: &str) -> Result<String, Error> {
    serde_json::to_string(text).map_err(|error| {
        Error::new(ErrorKind::InvalidOperation, "text cannot be written as YAML").with_source(error)
    })
}

/// Text as a format quotes it.
pub fn text(text: &str, quote: Quote) -> Result<String, Error> {
    match quote {
        Quote::None => Ok(text.to_owned()),
        Quote::Double => Ok(double_quoted(text)),
        Quote::Yaml => yaml(text),
    }
}

/// A MAC address in the form `4438.39ff.0001`.
pub fn mac_dotted(mac: &str) -> String {
    let digits: Vec<char> = mac.chars().filter(char::is_ascii_hexdigit).collect();
    digits.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_with_the_largest_number() {
        assert_eq!(ids(&[10, 65_534, 65_535, 0], ","), "10,65534-65535,0");
    }
}
