//! Finds the module that defines the item of a path.

use std::collections::BTreeSet;

use crate::tree::{Id, Name, Tree};

/// The target of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Module(Id),
    /// An item, with the module that defines it. Modules that only re-export it do not count.
    Item(Id),
    /// An item of another crate, or a name that is only known inside a function.
    External,
    /// A path of this crate without a target.
    Unknown,
}

impl Tree {
    /// Resolves a path in a module. A name may have several meanings, for example a module and a function.
    pub(crate) fn resolve(&self, from: Id, path: &[String]) -> BTreeSet<Target> {
        self.resolved(from, path, &mut BTreeSet::new())
    }

    fn resolved(&self, from: Id, path: &[String], seen: &mut BTreeSet<(Id, String)>) -> BTreeSet<Target> {
        let Some((first, rest)) = path.split_first() else { return BTreeSet::from([Target::Module(from)]) };
        let mut found = match first.as_str() {
            "crate" => BTreeSet::from([Target::Module(0)]),
            "self" => BTreeSet::from([Target::Module(from)]),
            "super" => BTreeSet::from([self.modules[from].parent.map_or(Target::Unknown, Target::Module)]),
            name => self.named(from, name, seen),
        };
        if found.is_empty() {
            found.insert(Target::External);
        }
        for name in rest {
            // If a macro and a module have the same name, only the module contains items.
            if found.iter().any(|target| matches!(target, Target::Module(_))) {
                found.retain(|target| matches!(target, Target::Module(_)));
            }
            let next = found.iter().flat_map(|target| match target {
                Target::Module(id) if name == "super" => {
                    BTreeSet::from([self.modules[*id].parent.map_or(Target::Unknown, Target::Module)])
                }
                Target::Module(id) => self.member(*id, name, seen),
                // The rest of the path is a variant or an associated item.
                other => BTreeSet::from([*other]),
            });
            found = next.collect();
            // If a name has several meanings, ignore those without a target.
            if found.iter().any(|target| *target != Target::Unknown) {
                found.remove(&Target::Unknown);
            }
        }
        found
    }

    /// Resolves a name that a path looks up in a module.
    fn member(&self, id: Id, name: &str, seen: &mut BTreeSet<(Id, String)>) -> BTreeSet<Target> {
        let found = self.named(id, name, seen);
        if !found.is_empty() {
            return found;
        }
        let may_be_generated = self.modules[id].has_item_macros || self.has_external_glob(id);
        BTreeSet::from([if may_be_generated { Target::Item(id) } else { Target::Unknown }])
    }

    fn has_external_glob(&self, id: Id) -> bool {
        let is_external = |path: &Vec<String>| self.resolve(id, path).contains(&Target::External);
        self.modules[id].globs.iter().any(is_external)
    }

    /// Resolves a name in the scope of a module.
    fn named(&self, id: Id, name: &str, seen: &mut BTreeSet<(Id, String)>) -> BTreeSet<Target> {
        // `pub use self::b::b` leads back to the name `b`, which here means the module `b`. So an import that is being
        // resolved has no meaning of its own.
        let is_new = seen.insert((id, name.to_owned()));
        let mut found = BTreeSet::new();
        for meaning in self.modules[id].names.get(name).into_iter().flatten() {
            match meaning {
                Name::Item => _ = found.insert(Target::Item(id)),
                Name::Module(module) => _ = found.insert(Target::Module(*module)),
                Name::Import(path) if is_new => {
                    let imported = self.resolved(id, path, seen).into_iter();
                    // An item of another crate counts as defined where this crate imports it.
                    found.extend(
                        imported.map(|target| if target == Target::External { Target::Item(id) } else { target }),
                    );
                }
                Name::Import(_) => {}
            }
        }
        if !is_new {
            return found;
        }
        if found.is_empty() {
            for path in &self.modules[id].globs {
                for target in self.resolved(id, path, seen) {
                    if let Target::Module(module) = target {
                        found.extend(self.named(module, name, seen));
                    }
                }
            }
        }
        seen.remove(&(id, name.to_owned()));
        found
    }
}
