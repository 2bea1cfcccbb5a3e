use crate::diagnostic::declare_codes;

declare_codes! {
    /// A switch is asked for something that its system or its hardware model cannot do.
    ///
    /// A config that silently left it out would load, and the network would not do what the program
    /// says. The message names the vendor, the feature, why it is not there, and what to write
    /// instead. `rackc vendors` shows what every vendor can do.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 via hsrp on core }   // on switches without HSRP
    /// ```
    ///
    /// Write the alternative that the message names, or give the task to another model.
    NOT_SUPPORTED = "R0801", "not-supported", Error;

    /// A switch is asked for two things that its system cannot do together.
    ///
    /// Each would load by itself; together one of them stops working, or the system refuses the
    /// config.
    ///
    /// Drop one of the two, or use the alternative that the message names.
    FEATURES_EXCLUDE = "R0802", "features-exclude", Error;

    /// A text holds a character that a system's config cannot carry, or is too long for it.
    ///
    /// Descriptions, banners, contacts and the like are printed into configs. A character that the
    /// system would take for something else, or that ends the line or the quotes, is refused rather
    /// than changed.
    ///
    /// ```rack
    /// profile db { access web  description "why?" }   // `?` asks for help on many command lines
    /// ```
    TEXT_UNFIT = "R0803", "text-unfit", Error;

    /// Raw lines name a file that the switch's format does not have.
    ///
    /// ```rack
    /// verbatim VENDOR file "etc/frr/frr.cfg" { … }
    /// ```
    VERBATIM_FILE = "R0804", "verbatim-file", Error;

    /// A number is beyond what a switch's system takes.
    ///
    /// The language allows what protocols allow; systems have limits of their own, such as the shortest
    /// interval of BFD, or how many neighbours may come by themselves. The message says the limit.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp { bfd interval 10ms } }
    /// ```
    BEYOND_LIMIT = "R0805", "beyond-limit", Error;
}
