//! The modules of a crate, with the names that each one defines or imports.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Item, ItemUse, Meta, Token, UseTree, Visibility};

/// The sources of a crate: paths relative to its `src`, and texts.
pub(crate) type Sources = BTreeMap<String, String>;

/// Reads the Rust files in a folder and its subfolders.
pub(crate) fn read(folder: &Path) -> Sources {
    let mut sources = Sources::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).expect("a path in the folder").to_str().expect("a path in UTF-8");
                sources.insert(name.replace('\\', "/"), fs::read_to_string(&path).expect("a source file"));
            }
        }
    }
    sources
}

/// The index of a module in [`Tree::modules`].
pub(crate) type Id = usize;

/// The modules of a crate, except for its test modules. The first one is the root.
pub(crate) struct Tree {
    pub(crate) modules: Vec<Module>,
    /// The module that defines each `macro_rules!`. Macros are visible by their name alone.
    pub(crate) macros: BTreeMap<String, Id>,
}

pub(crate) struct Module {
    /// Empty for the root.
    pub(crate) path: Vec<String>,
    pub(crate) parent: Option<Id>,
    /// The module of the file that contains it: the module itself, unless it is written inline.
    pub(crate) of_file: Id,
    pub(crate) file: String,
    pub(crate) names: BTreeMap<String, Vec<Name>>,
    /// The paths of `use path::*`.
    pub(crate) globs: Vec<Vec<String>>,
    /// Whether it contains a macro call that may define further names.
    pub(crate) has_item_macros: bool,
    pub(crate) uses: Vec<Use>,
    /// The rest of its code.
    pub(crate) tokens: Vec<TokenStream>,
    /// The rules of its `macro_rules!`, except for exported macros: their rules are code of the crates that call them.
    pub(crate) macro_bodies: Vec<TokenStream>,
}

/// The meaning of a name.
#[derive(Clone)]
pub(crate) enum Name {
    Item,
    Module(Id),
    Import(Vec<String>),
}

/// A leaf of a `use`.
pub(crate) struct Use {
    pub(crate) path: Vec<String>,
    pub(crate) is_reexport: bool,
    pub(crate) line: usize,
}

impl Module {
    /// Returns the name, such as `a::b`; `crate` for the root.
    pub(crate) fn name(&self) -> String {
        if self.path.is_empty() { "crate".to_owned() } else { self.path.join("::") }
    }

    /// Returns the module at the top of the crate that contains it.
    pub(crate) fn folder(&self) -> String {
        self.path.first().cloned().unwrap_or_else(|| "crate".to_owned())
    }
}

impl Tree {
    pub(crate) fn of(sources: &Sources) -> Self {
        let mut tree = Self { modules: Vec::new(), macros: BTreeMap::new() };
        tree.load_file(sources, "lib.rs", Vec::new(), None);
        tree
    }

    fn load_file(&mut self, sources: &Sources, file: &str, path: Vec<String>, parent: Option<Id>) -> Id {
        let source = sources.get(file).unwrap_or_else(|| panic!("there is no file {file}"));
        let parsed = syn::parse_file(source).unwrap_or_else(|error| panic!("{file} cannot be parsed: {error}"));
        let id = self.modules.len();
        self.add(path, parent, id, file);
        self.load_items(sources, id, parsed.items);
        id
    }

    fn add(&mut self, path: Vec<String>, parent: Option<Id>, of_file: Id, file: &str) {
        self.modules.push(Module {
            path,
            parent,
            of_file,
            file: file.to_owned(),
            names: BTreeMap::new(),
            globs: Vec::new(),
            has_item_macros: false,
            uses: Vec::new(),
            tokens: Vec::new(),
            macro_bodies: Vec::new(),
        });
    }

    fn load_items(&mut self, sources: &Sources, id: Id, items: Vec<Item>) {
        for item in items.into_iter().filter(|item| !is_of_tests(attributes(item))) {
            match item {
                Item::Mod(module) => self.load_module(sources, id, module),
                Item::Use(item) => self.load_use(id, &item),
                Item::Macro(item) if item.ident.is_some() => {
                    let name = plain(item.ident.as_ref().expect("a name"));
                    let is_exported = item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"));
                    self.macros.insert(name.clone(), id);
                    self.name(id, &name, Name::Item);
                    if is_exported && id != 0 {
                        let path = ["crate".to_owned()].into_iter().chain(self.modules[id].path.clone());
                        let path = path.chain([name.clone()]).collect();
                        self.name(0, &name, Name::Import(path));
                    }
                    if !is_exported {
                        self.modules[id].macro_bodies.push(item.mac.tokens);
                    }
                }
                Item::Macro(item) => {
                    self.modules[id].has_item_macros = true;
                    self.modules[id].tokens.push(item.into_token_stream());
                }
                item => {
                    if let Some(name) = defined(&item) {
                        self.name(id, &plain(name), Name::Item);
                    }
                    self.modules[id].tokens.push(item.into_token_stream());
                }
            }
        }
    }

    fn load_module(&mut self, sources: &Sources, id: Id, module: syn::ItemMod) {
        let name = plain(&module.ident);
        let path: Vec<String> = self.modules[id].path.iter().cloned().chain([name.clone()]).collect();
        let child = match module.content {
            Some((_, items)) => {
                let child = self.modules.len();
                let (of_file, file) = (self.modules[id].of_file, self.modules[id].file.clone());
                self.add(path, Some(id), of_file, &file);
                self.load_items(sources, child, items);
                child
            }
            None => {
                let files = [format!("{}.rs", path.join("/")), format!("{}/mod.rs", path.join("/"))];
                let file = files.iter().find(|file| sources.contains_key(*file));
                let file = file.unwrap_or_else(|| panic!("the module {} has no file", path.join("::")));
                self.load_file(sources, file, path, Some(id))
            }
        };
        self.name(id, &name, Name::Module(child));
    }

    fn load_use(&mut self, id: Id, item: &ItemUse) {
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        for Leaf { path, name, line } in leaves(item) {
            match name.as_deref() {
                Some("*") => self.modules[id].globs.push(path.clone()),
                Some(name) => self.name(id, name, Name::Import(path.clone())),
                None => {}
            }
            self.modules[id].uses.push(Use { path, is_reexport, line });
        }
    }

    fn name(&mut self, id: Id, name: &str, meaning: Name) {
        self.modules[id].names.entry(name.to_owned()).or_default().push(meaning);
    }
}

/// A leaf of a `use`: the path, and the name under which it is imported. `*` for a glob, `None` for `as _`.
pub(crate) struct Leaf {
    pub(crate) path: Vec<String>,
    pub(crate) name: Option<String>,
    pub(crate) line: usize,
}

/// Returns the leaves of a `use` of this crate's own modules. A path that begins with `::` does not belong to this
/// crate.
pub(crate) fn leaves(item: &ItemUse) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    if item.leading_colon.is_none() {
        collect(&item.tree, &mut Vec::new(), &mut leaves);
    }
    leaves
}

fn collect(tree: &UseTree, before: &mut Vec<String>, leaves: &mut Vec<Leaf>) {
    let leaf = |before: &[String], ident: &Ident, name: Option<String>| {
        let mut path = before.to_vec();
        let here = plain(ident);
        // `use a::{self}` names `a`.
        if here != "self" || path.is_empty() {
            path.push(here);
        }
        let name = name.or_else(|| path.last().cloned());
        Leaf { path, name, line: ident.span().start().line }
    };
    match tree {
        UseTree::Path(path) => {
            before.push(plain(&path.ident));
            collect(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Name(name) => leaves.push(leaf(before, &name.ident, None)),
        UseTree::Rename(rename) => {
            let mut found = leaf(before, &rename.ident, Some(plain(&rename.rename)));
            found.name = found.name.filter(|name| name != "_");
            leaves.push(found);
        }
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            leaves.push(Leaf { path: before.clone(), name: Some("*".to_owned()), line });
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, before, leaves)),
    }
}

pub(crate) fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Returns the name of the defined item.
fn defined(item: &Item) -> Option<&Ident> {
    Some(match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item with these attributes exists only in tests.
fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_cfg_of_tests(&attribute.meta))
}

/// Whether an attribute is `#[cfg(test)]`, or a `#[cfg(all(..))]` that requires `test`.
pub(crate) fn is_cfg_of_tests(meta: &Meta) -> bool {
    let Meta::List(list) = meta else { return meta.path().is_ident("test") };
    let is_conjunction = ["cfg", "all"].iter().any(|name| list.path.is_ident(name));
    let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    is_conjunction && inner.is_ok_and(|inner| inner.iter().any(is_cfg_of_tests))
}

/// Whether the tokens in the brackets of an attribute are a `cfg` for tests.
pub(crate) fn is_cfg_of_tests_in(tokens: TokenStream) -> bool {
    let is_cfg =
        tokens.clone().into_iter().next().is_some_and(|first| matches!(first, TokenTree::Ident(name) if name == "cfg"));
    is_cfg && syn::parse2::<Meta>(tokens).is_ok_and(|meta| is_cfg_of_tests(&meta))
}
