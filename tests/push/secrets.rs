//! Secrets reach a configuration in one step that refuses what would change it, and the text around them is never read as a
//! template.

use std::process::Command;

use crate::common::project;
use crate::place::ansible;
use crate::skipped;

/// Runs a few lines of Python against the filters, and gives what they print.
fn filters(lines: &str) -> String {
    let program = format!(
        "import importlib.util as u, sys\ns = u.spec_from_file_location('rackc', {:?})\nr = u.module_from_spec(s)\ns.loader.exec_module(r)\n\
         def refused(*a):\n    try:\n        return r.fill(*a)\n    except Exception as e:\n        return 'refused: ' + str(e)\n{lines}",
        project("src/push/skeleton/filter_plugins/rackc.py").display().to_string()
    );
    let output = Command::new(ansible("python")).args(["-B", "-c", &program]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_secret_takes_its_place_and_nothing_else_is_read() {
    if skipped() {
        return;
    }
    let said = filters(
        "print(r.fill('{{ 7*7 }} {% x %} {{ rackc_secret_a }} {{rackc_secret_a}}', {'rackc_secret_a': 'b}}c'}))",
    );
    assert_eq!(said, "{{ 7*7 }} {% x %} b}}c {{rackc_secret_a}}\n");
}

#[test]
fn a_secret_that_would_change_the_configuration_is_refused_and_not_shown() {
    if skipped() {
        return;
    }
    for secret in [
        "'a b'", "'a\\nb'", "'a\"b'", "\"a'b\"", "'a\\\\b'", "'aäb'", "'a?b'", "'a{{b'", "''",
        "None",
    ] {
        let said = filters(&format!(
            "print(refused('x {{{{ rackc_secret_k }}}}', {{'rackc_secret_k': {secret}}}, {{'refuse': '?'}}))"
        ));
        assert!(said.starts_with("refused: rackc_secret_k "), "{secret}: {said}");
        assert!(!said.contains("a?b") && !said.contains("aäb"), "{said}");
    }
}

#[test]
fn a_password_is_the_hash_that_the_system_takes() {
    if skipped() {
        return;
    }
    let of = |value: &str, form: &str| {
        filters(&format!(
            "print(refused('{{{{ rackc_secret_p }}}}', {{'rackc_secret_p': {value}}}, {{'passwords': ['rackc_secret_p'], 'form': '{form}'}}))"
        ))
    };
    let both = "{'sha512-crypt': '$6$salt$' + 'A' * 86, 'sha256-crypt': '$5$salt$' + 'B' * 43}";
    assert!(of(both, "sha512-crypt").starts_with("$6$salt$AA"));
    assert!(of(both, "sha256-crypt").starts_with("$5$salt$BB"));
    assert!(of("'$5$salt$' + 'B' * 43", "sha512-crypt").contains("must be a sha512-crypt hash"));
    assert!(of("'hunter2'", "sha512-crypt").contains("must be a sha512-crypt hash"));
}

#[test]
fn a_difference_shows_no_secret_of_either_side() {
    if skipped() {
        return;
    }
    let said = filters(
        "old = 'user a secret hunter2\\nuser b secret other3\\nkeep\\n'\nnew = 'user a secret {{ rackc_secret_a }}\\nkeep\\nadded\\n'\n\
         print('\\n'.join(r.config_diff(old, new)))",
    );
    assert!(said.contains("+added") && said.contains("-user b secret ********"), "{said}");
    assert!(!said.contains("hunter2") && !said.contains("other3"), "{said}");
    assert!(!said.contains("+user a"), "what is only filled in is no change: {said}");
}
