//! Messages about the push.

use crate::diagnostic::declare_codes;

declare_codes! {
    /// The vendor's folder does not say how its switches are pushed.
    ///
    /// rackc writes playbooks for the systems whose folder has an `ansible` part: how they are
    /// reached, and the tasks that load a configuration with a timer that takes it back. These
    /// switches are in the inventory, in the group `rackc_not_pushed`, but no playbook touches
    /// them.
    ///
    /// ```yaml
    /// formats:
    ///   toy:
    ///     ansible:
    ///       vars: { ansible_connection: ansible.netcommon.network_cli }
    ///       collections: {}
    /// ```
    ///
    /// Push them in your own way, or add the `ansible` part to the folder that `--vendors` names:
    /// "Adding a vendor" in the book says what belongs into it.
    NOT_PUSHED = "R1301", "not-pushed", Note;

    /// A switch has a name that means something else to Ansible.
    ///
    /// `all` and `ungrouped` are groups that Ansible makes by itself, and `localhost` is the machine
    /// on which it runs. A playbook for such a switch would do its work on every switch, or on the
    /// wrong machine.
    ///
    /// ```rack
    /// switch localhost model acme/T-48Y      // write: switch leaf1 model acme/T-48Y
    /// ```
    ///
    /// Give the switch another name.
    ANSIBLE_NAME = "R1302", "ansible-name", Error;
}
