//! `push.yml` and `rollback.yml`: the batches, one after the other.
//!
//! A play for each batch, and not `serial`: its sizes would shift under `--limit`, and then a batch would hold the end of
//! one group and the beginning of the next.

use std::fmt::Write;

use super::Push;
use super::inventory::{HEAD, batches};
use crate::render::OutputFile;

/// Names of switches that a batch's title shows at most.
const SHOWN: usize = 4;
/// Most characters of them.
const WIDEST: usize = 100;

/// `push.yml`.
pub(super) fn push(push: &Push<'_>) -> OutputFile {
    let mut text = String::from(HEAD);
    text.push_str(
        "# Pushes the program, batch by batch. A switch that does not answer afterwards, or has lost something, is not\n\
         # confirmed and goes back by itself; then nothing further is touched.\n\
         - name: Look at the fabric before anything is touched\n  \
           ansible.builtin.import_playbook: plays/before.yml\n",
    );
    walk(push, &mut text, "program");
    text.push_str(
        "- name: Look at the fabric after the last batch\n  \
           ansible.builtin.import_playbook: plays/after.yml\n",
    );
    OutputFile { path: "ansible/push.yml".to_owned(), text }
}

/// `rollback.yml`.
pub(super) fn rollback(push: &Push<'_>) -> OutputFile {
    let mut text = String::from(HEAD);
    text.push_str(
        "# Puts back what backup.yml, or the push itself, has saved: the newest backup of each switch, or that of a run\n\
         # with -e rackc_backup=RUN. Batch by batch, like a push, and with the timer armed.\n",
    );
    walk(push, &mut text, "backup");
    OutputFile { path: "ansible/rollback.yml".to_owned(), text }
}

/// The first few switches of a batch, as far as a line holds them.
fn title(names: &[&str]) -> String {
    let mut shown = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 && (at == SHOWN || shown.len() + name.len() > WIDEST) {
            _ = write!(shown, " and {} more", names.len() - at);
            break;
        }
        _ = write!(shown, "{}{name}", if at > 0 { ", " } else { "" });
    }
    shown
}

fn walk(push: &Push<'_>, text: &mut String, from: &str) {
    let batches = batches(push);
    for (at, (group, names)) in batches.iter().enumerate() {
        let shown = title(names);
        _ = writeln!(
            text,
            "- name: \"Batch {} of {}: {shown}\"\n  ansible.builtin.import_playbook: plays/batch.yml\n  \
             vars: {{rackc_batch_group: {group}, rackc_from: {from}}}",
            at + 1,
            batches.len(),
        );
    }
}
