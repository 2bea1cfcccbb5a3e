//! All codes, for `rackc explain` and the book.

use crate::diagnostic::Code;
use crate::{
    allocate, capabilities, checks, cli, diagnostic, fabric, import, lab, output, push, review,
    syntax, vendor,
};

/// Every code, by number.
pub fn all() -> Vec<&'static Code> {
    let modules = [
        cli::CODES,
        diagnostic::codes::CODES,
        syntax::codes::CODES,
        fabric::CODES,
        allocate::codes::CODES,
        capabilities::CODES,
        vendor::codes::CODES,
        output::codes::CODES,
        review::codes::CODES,
        push::codes::CODES,
        lab::codes::CODES,
        import::codes::CODES,
    ];
    let mut codes: Vec<&Code> =
        modules.into_iter().flatten().copied().chain(checks::codes()).collect();
    codes.sort_by_key(|code| code.id);
    codes
}

/// The code of that number or name; any case.
pub fn find(word: &str) -> Option<&'static Code> {
    let fits =
        |code: &&Code| code.id.eq_ignore_ascii_case(word) || code.name.eq_ignore_ascii_case(word);
    all().into_iter().find(fits)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_and_names_are_given_once() {
        let codes = all();
        let ids: BTreeSet<&str> = codes.iter().map(|code| code.id).collect();
        let names: BTreeSet<&str> = codes.iter().map(|code| code.name).collect();
        assert_eq!((ids.len(), names.len()), (codes.len(), codes.len()));
    }

    #[test]
    fn every_code_has_a_page() {
        for code in all() {
            let four_digits = code
                .id
                .strip_prefix('R')
                .is_some_and(|id| id.len() == 4 && id.parse::<u16>().is_ok());
            assert!(four_digits, "{}", code.id);
            assert!(code.page.len() > 100, "{} says too little", code.id);
        }
    }

    #[test]
    fn a_code_is_found_by_number_and_name_in_any_case() {
        let code = all()[0];
        assert_eq!(find(&code.id.to_lowercase()), Some(code));
        assert_eq!(find(&code.name.to_uppercase()), Some(code));
        assert_eq!(find("R9999"), None);
    }
}
