//! The uses between modules, and their cycles.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::references::{Reference, references};
use crate::resolve::Target;
use crate::tree::{Id, Tree};

/// For each module, the modules that it uses and the places where it does, each as `file:line: name`.
#[derive(Default)]
pub(crate) struct Graph(BTreeMap<String, BTreeMap<String, Vec<String>>>);

/// The two graphs of a crate.
pub(crate) struct Graphs {
    pub(crate) files: Graph,
    pub(crate) folders: Graph,
    /// Paths of the crate that could not be resolved. They would hide a use.
    pub(crate) unknown: Vec<String>,
}

impl Graphs {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut graphs = Self { files: Graph::default(), folders: Graph::default(), unknown: Vec::new() };
        for (id, module) in tree.modules.iter().enumerate() {
            for used in &module.uses {
                graphs.add_use(tree, id, used.path.as_slice(), used.line, used.is_reexport);
            }
            // What `self` and `super` mean in a macro's rules depends on where the macro is called.
            let in_macros = module.macro_bodies.iter().cloned().flat_map(references);
            let in_macros = in_macros.filter(|found| !["self", "super"].contains(&found.path[0].as_str()));
            for reference in module.tokens.iter().cloned().flat_map(references).chain(in_macros) {
                graphs.add_reference(tree, id, &reference);
            }
        }
        graphs
    }

    fn add_use(&mut self, tree: &Tree, from: Id, path: &[String], line: usize, is_reexport: bool) {
        for target in tree.resolve(from, path) {
            let file = tree.modules[from].of_file;
            let is_below = |id: Id| tree.modules[id].path.starts_with(&tree.modules[file].path);
            match target {
                Target::Item(id) if is_reexport && is_below(id) => {}
                Target::Item(id) => self.add(tree, from, id, path, line),
                Target::Unknown => self.report(tree, from, path, line),
                // The path in the code shows which item of an imported module is used.
                Target::Module(_) | Target::External => {}
            }
        }
    }

    fn add_reference(&mut self, tree: &Tree, from: Id, reference: &Reference) {
        let Reference { path, line, is_use, is_macro } = reference;
        if *is_use {
            return self.add_use(tree, from, path, *line, false);
        }
        let mut targets = tree.resolve(from, path);
        if let (true, [name]) = (*is_macro, path.as_slice())
            && let (true, Some(id)) = (targets.contains(&Target::External), tree.macros.get(name))
        {
            targets = BTreeSet::from([Target::Item(*id)]);
        }
        for target in targets {
            match target {
                Target::Item(id) => self.add(tree, from, id, path, *line),
                Target::Unknown => self.report(tree, from, path, *line),
                Target::Module(_) | Target::External => {}
            }
        }
    }

    fn add(&mut self, tree: &Tree, from: Id, to: Id, path: &[String], line: usize) {
        let (from, to) = (&tree.modules[tree.modules[from].of_file], &tree.modules[tree.modules[to].of_file]);
        let place = format!("{}:{line}: {}", from.file, path.join("::"));
        self.files.add(from.name(), to.name(), place.clone());
        self.folders.add(from.folder(), to.folder(), place);
    }

    fn report(&mut self, tree: &Tree, from: Id, path: &[String], line: usize) {
        self.unknown.push(format!("{}:{line}: {}", tree.modules[from].file, path.join("::")));
    }
}

impl Graph {
    pub(crate) fn add(&mut self, from: String, to: String, place: String) {
        if from != to {
            let places = self.0.entry(from).or_default().entry(to).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }

    pub(crate) fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(from, uses)| uses.keys().map(move |to| (from.as_str(), to.as_str())))
    }

    /// Returns the uses that are part of a cycle, each with the shortest way back: for `a` uses `b`, the way from `b`
    /// to `a`.
    pub(crate) fn cycles(&self) -> BTreeMap<(&str, &str), Vec<&str>> {
        let back = |(from, to): (&'_ str, &'_ str)| self.shortest_path(to, from);
        self.uses().filter_map(|used| back(used).map(|path| (used, path))).collect()
    }

    /// Returns the shortest path of uses from one module to another, including both.
    fn shortest_path(&self, from: &str, to: &str) -> Option<Vec<&str>> {
        let (start, _) = self.0.get_key_value(from)?;
        let mut before: BTreeMap<&str, &str> = BTreeMap::new();
        let mut next = VecDeque::from([start.as_str()]);
        while let Some(at) = next.pop_front() {
            if at == to {
                let mut path = vec![at];
                while let Some(earlier) = before.get(path[path.len() - 1]).filter(|_| path[path.len() - 1] != from) {
                    path.push(earlier);
                }
                path.reverse();
                return Some(path);
            }
            for used in self.0.get(at).into_iter().flat_map(BTreeMap::keys) {
                if used != from && !before.contains_key(used.as_str()) {
                    before.insert(used, at);
                    next.push_back(used);
                }
            }
        }
        None
    }

    /// Formats a cycle: `a -> b -> a`, and the places of each use.
    fn describe(&self, used: (&str, &str), back: &[&str]) -> String {
        let nodes: Vec<&str> = std::iter::once(used.0).chain(back.iter().copied()).collect();
        let mut text = nodes.join(" -> ");
        for pair in nodes.windows(2) {
            text.push_str(&format!("\n  {} uses {}:", pair[0], pair[1]));
            text.push_str(&self.places(pair[0], pair[1]));
        }
        text
    }

    /// Lists the first places where one module uses another, one per line.
    fn places(&self, from: &str, to: &str) -> String {
        const SHOWN: usize = 3;
        let places = &self.0[from][to];
        let mut text: String = places.iter().take(SHOWN).flat_map(|place| ["\n    ", place.as_str()]).collect();
        if places.len() > SHOWN {
            text.push_str(&format!("\n    and {} more", places.len() - SHOWN));
        }
        text
    }

    /// Describes the cycles, each with the places of its uses.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut cycles: Vec<_> = self.cycles().into_iter().collect();
        cycles.sort_by_key(|((from, to), back)| (back.len(), self.0[*from][*to].len()));
        // If several cycles share a module, only the shortest one is reported: it shows where to remove a use.
        let mut reported: BTreeSet<&str> = BTreeSet::new();
        let mut mistakes = Vec::new();
        for (used, back) in cycles {
            if back.iter().all(|module| !reported.contains(module)) {
                mistakes.push(self.describe(used, &back));
            }
            reported.extend(back);
        }
        mistakes
    }

    /// Describes the uses that violate the order of `layers`, and the modules that are in no layer.
    pub(crate) fn outside_of_layers(&self, layers: &[Vec<String>]) -> Vec<String> {
        let layer = |module: &str| layers.iter().position(|layer| layer.iter().any(|name| name == module));
        let mut mistakes = Vec::new();
        for (from, to) in self.uses() {
            match (layer(from), layer(to)) {
                (Some(above), Some(below)) if above < below => {
                    mistakes.push(format!("{from} uses {to}, which is in a row below it:{}", self.places(from, to)));
                }
                (Some(_), Some(_)) => {}
                (None, _) => mistakes.push(format!("{from} is in no row, but it uses {to}:{}", self.places(from, to))),
                (_, None) => mistakes.push(format!("{to} is in no row, but {from} uses it:{}", self.places(from, to))),
            }
        }
        mistakes
    }
}
