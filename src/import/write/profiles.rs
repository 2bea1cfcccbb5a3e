//! Port profiles out of the VLANs of interfaces.

use super::super::draft::Kind;
use super::super::inventory::Carried;
use super::Writer;

/// What a port is to be like.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    /// Its VLANs; all of them where nothing is said.
    pub carried: Option<Carried>,
    /// It is a member of a LAG.
    pub lag: bool,
    /// How that speaks LACP, if the source says it.
    pub lacp: Option<&'static str>,
    /// It faces a host.
    pub edge: bool,
}

impl Writer<'_> {
    /// The profile of such a port and its statement.
    pub fn profile(&mut self, wish: &Wish) -> (String, usize) {
        let key = format!("{wish:?}");
        let (stem, carries, needs) = self.carries(wish.carried.as_ref());
        let stem = match (wish.edge, wish.lag) {
            (false, _) => format!("link-{stem}"),
            (true, true) => format!("{stem}-lag"),
            (true, false) => stem,
        };
        if wish.lag && wish.lacp.is_none() {
            let why = "the source does not say how a LAG speaks LACP; `lacp fast` and `lacp static` are the others";
            self.notes.chosen("`lacp slow` in profiles of LAGs", why, None);
        }
        if wish.edge {
            let why = "spanning tree lets ports to hosts forward at once; take it out where a bridge is attached";
            self.notes.chosen("`edge` in profiles of ports to hosts", why, None);
        }
        let known = self.profile_names.known(&key);
        let name = self.profile_names.give(&key, &stem, "profile");
        if let Some(statement) = known {
            return (name, statement);
        }
        let mut settings = carries;
        let lacp = wish.lacp.or(wish.lag.then_some("slow"));
        settings.extend(lacp.map(|lacp| format!("lacp {lacp}")));
        if wish.edge {
            settings.push("edge".to_owned());
        }
        let text = format!("profile {name} {{ {} }}", settings.join("; "));
        let statement = self.add(Kind::Profile, format!("profile `{name}`"), None, needs, text);
        self.profile_names.note(&key, statement);
        (name, statement)
    }

    /// A stem for the name, the settings, and the statements that these need.
    fn carries(&self, carried: Option<&Carried>) -> (String, Vec<String>, Vec<usize>) {
        let Some(carried) = carried.filter(|carried| self.says_anything(carried)) else {
            return ("all-vlans".to_owned(), vec!["trunk all".to_owned()], Vec::new());
        };
        let untagged = carried.untagged.as_ref().and_then(|key| self.vlan.get(key));
        let tagged: Vec<&(String, usize)> = carried
            .tagged
            .iter()
            .filter(|key| Some(*key) != carried.untagged.as_ref())
            .filter_map(|key| self.vlan.get(key))
            .collect();
        let mut needs: Vec<usize> = tagged.iter().map(|(_, statement)| *statement).collect();
        needs.extend(untagged.map(|(_, statement)| *statement));
        if carried.all {
            let native = untagged.map(|(name, _)| format!("native {name}"));
            let settings = std::iter::once("trunk all".to_owned()).chain(native).collect();
            return ("trunk-all".to_owned(), settings, needs);
        }
        let mut names: Vec<&str> = tagged.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.is_empty() {
            let name = untagged.map_or("", |(name, _)| name);
            return (format!("access-{name}"), vec![format!("access {name}")], needs);
        }
        let mut settings = vec![format!("trunk {}", names.join(", "))];
        settings.extend(untagged.map(|(name, _)| format!("native {name}")));
        let stem =
            if names.len() < 3 { format!("trunk-{}", names.join("-")) } else { "trunk".to_owned() };
        (stem, settings, needs)
    }

    /// Whether any of the VLANs is in the program.
    pub fn says_anything(&self, carried: &Carried) -> bool {
        carried.all
            || carried.untagged.iter().chain(&carried.tagged).any(|key| self.vlan.contains_key(key))
    }
}
