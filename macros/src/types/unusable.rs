//! Types that no field and no reply can have, whatever traits they implement, and the types that are meant.

use syn::punctuated::Punctuated;
use syn::{GenericArgument, Lifetime, PathArguments, Token, Type, TypeParamBound, TypePath, parse_quote};

use super::ungrouped;
use crate::spelled::written;

/// What is wrong with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// `&T`, or a type with a lifetime.
    Borrowed,
    /// `str`, `[T]` or `dyn Trait`.
    Unsized,
    /// `impl Trait`.
    Opaque,
    /// `fn(..)`.
    Function,
    /// `*const T`.
    Pointer,
    /// `!`.
    Never,
    /// `_`.
    Inferred,
    /// `Self`.
    Itself,
}

impl Flaw {
    /// Whether a function of the user could still write such a value.
    pub(crate) fn is_only_not_serializable(self) -> bool {
        matches!(self, Self::Function | Self::Pointer)
    }
}

/// Which value has the type. Only a field can have a `&'static str`: a reply does not live that long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Field,
    Reply,
}

/// The part of a type that is wrong.
pub(crate) struct Unusable {
    pub(crate) flaw: Flaw,
    pub(crate) part: Type,
    /// What is probably meant instead of that part, as text.
    pub(crate) instead: Option<String>,
    /// The type that is probably meant instead of the whole type.
    pub(crate) meant: Option<Type>,
}

/// Containers whose elements must have a size. `Box`, `Rc`, `Arc` and `Cow` accept a `str`.
const SIZED_INSIDE: [&str; 9] =
    ["Option", "Patch", "Vec", "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "Result"];

/// The first part of a type that is wrong.
pub(crate) fn unusable(ty: &Type, owner: Owner) -> Option<Unusable> {
    let (flaw, part) = flaw_of(ty, owner, true)?;
    let instead = meant(&part, owner).as_ref().map(written);
    Some(Unusable { flaw, part, instead, meant: meant(ty, owner) })
}

/// `is_value` is false for a type behind a pointer such as `Box`, which may have no size.
fn flaw_of(ty: &Type, owner: Owner, is_value: bool) -> Option<(Flaw, Type)> {
    let ty = ungrouped(ty);
    let whole = |flaw| Some((flaw, ty.clone()));
    match ty {
        Type::Reference(reference) if is_static(reference.lifetime.as_ref()) && owner == Owner::Field => {
            flaw_of(&reference.elem, owner, false)
        }
        Type::Reference(_) => whole(Flaw::Borrowed),
        Type::Infer(_) => whole(Flaw::Inferred),
        Type::ImplTrait(_) => whole(Flaw::Opaque),
        Type::TraitObject(_) | Type::Slice(_) if is_value => whole(Flaw::Unsized),
        Type::FnPtr(_) if is_value => whole(Flaw::Function),
        Type::Ptr(_) if is_value => whole(Flaw::Pointer),
        Type::Never(_) if is_value => whole(Flaw::Never),
        Type::Slice(slice) => flaw_of(&slice.elem, owner, true),
        Type::Array(array) => flaw_of(&array.elem, owner, true),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(|ty| flaw_of(ty, owner, true)),
        Type::Path(path) if is_named(path, "Self") => whole(Flaw::Itself),
        Type::Path(path) if is_named(path, "str") && is_value => whole(Flaw::Unsized),
        Type::Path(path) => flaw_of_arguments(path, owner),
        _ => None,
    }
}

fn flaw_of_arguments(path: &TypePath, owner: Owner) -> Option<(Flaw, Type)> {
    let is_value = path.path.segments.last().is_some_and(|last| holds_values(&last.ident.to_string()));
    path.path.segments.iter().find_map(|segment| {
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Lifetime(lifetime) if !is_static(Some(lifetime)) => {
                Some((Flaw::Borrowed, Type::Path(path.clone())))
            }
            GenericArgument::Type(ty) => flaw_of(ty, owner, is_value),
            _ => None,
        })
    })
}

fn is_static(lifetime: Option<&Lifetime>) -> bool {
    lifetime.is_some_and(|lifetime| lifetime.ident == "static")
}

fn is_named(path: &TypePath, name: &str) -> bool {
    path.qself.is_none() && path.path.is_ident(name)
}

fn holds_values(container: &str) -> bool {
    SIZED_INSIDE.contains(&container)
}

/// The type with `String` for `&str`, `Vec<T>` for `&[T]` and so on. `None` if a part has no such type.
fn meant(ty: &Type, owner: Owner) -> Option<Type> {
    let ty = ungrouped(ty);
    match ty {
        Type::Reference(reference) if is_static(reference.lifetime.as_ref()) && owner == Owner::Field => {
            Some(ty.clone())
        }
        Type::Reference(reference) => meant(&reference.elem, owner),
        Type::Ptr(pointer) => meant(&pointer.elem, owner),
        Type::Slice(slice) => {
            let element = meant(&slice.elem, owner)?;
            Some(parse_quote!(Vec<#element>))
        }
        Type::Array(array) => {
            let (element, length) = (meant(&array.elem, owner)?, &array.len);
            Some(parse_quote!([#element; #length]))
        }
        Type::Tuple(tuple) => {
            let elements = tuple.elems.iter().map(|ty| meant(ty, owner));
            let elements = elements.collect::<Option<Punctuated<Type, Token![,]>>>()?;
            Some(if elements.len() == 1 { parse_quote!((#elements,)) } else { parse_quote!((#elements)) })
        }
        Type::Never(_) => (owner == Owner::Reply).then(|| parse_quote!(())),
        Type::ImplTrait(opaque) => opaque.bounds.iter().find_map(meant_by_bound),
        Type::Path(path) if is_named(path, "Self") => None,
        Type::Path(path) if is_named(path, "str") => Some(parse_quote!(String)),
        Type::Path(path) => meant_by_path(path, owner),
        Type::Infer(_) | Type::TraitObject(_) | Type::FnPtr(_) => None,
        _ => Some(ty.clone()),
    }
}

fn meant_by_path(path: &TypePath, owner: Owner) -> Option<Type> {
    let mut meant_path = path.clone();
    let last = meant_path.path.segments.last_mut()?;
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return Some(Type::Path(path.clone())) };
    let is_borrowed = |it: &GenericArgument| matches!(it, GenericArgument::Lifetime(it) if !is_static(Some(it)));
    if arguments.args.iter().any(is_borrowed) {
        let borrowed = arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(ty) if last.ident == "Cow" => Some(ty),
            _ => None,
        });
        return meant(borrowed?, owner);
    }
    let is_value = holds_values(&last.ident.to_string());
    for argument in &mut arguments.args {
        let GenericArgument::Type(ty) = argument else { continue };
        if flaw_of(ty, owner, is_value).is_some() {
            *ty = meant(ty, owner)?;
        }
    }
    Some(Type::Path(meant_path))
}

/// The type that is meant by a bound of an `impl Trait`.
fn meant_by_bound(bound: &TypeParamBound) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    let argument = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    };
    match (last.ident.to_string().as_str(), argument) {
        ("Into", Some(GenericArgument::Type(ty))) => meant(ty, Owner::Reply),
        ("AsRef" | "ToString" | "Display", _) => Some(parse_quote!(String)),
        ("Iterator" | "IntoIterator", Some(GenericArgument::AssocType(item))) => {
            let item = meant(&item.ty, Owner::Reply)?;
            Some(parse_quote!(Vec<#item>))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ty: &str, owner: Owner) -> Option<(Flaw, String, Option<String>)> {
        let found = unusable(&syn::parse_str(ty).expect("a type"), owner)?;
        Some((found.flaw, written(&found.part), found.meant.as_ref().map(written)))
    }

    #[test]
    fn unusable_part_of_a_type_is_found_with_the_type_to_write() {
        let rows = [
            ("Vec<str>", Flaw::Unsized, "str", Some("Vec<String>")),
            ("HashMap<String, [u8]>", Flaw::Unsized, "[u8]", Some("HashMap<String, Vec<u8>>")),
            ("(u8, &str)", Flaw::Borrowed, "&str", Some("(u8, String)")),
            ("Option<Page<'a>>", Flaw::Borrowed, "Page<'a>", None),
            ("Cow<'_, str>", Flaw::Borrowed, "Cow<'_, str>", Some("String")),
            ("Option<&[&str]>", Flaw::Borrowed, "&[&str]", Some("Option<Vec<String>>")),
            ("Box<_>", Flaw::Inferred, "_", None),
            ("impl Into<&'a str>", Flaw::Opaque, "impl Into<&'a str>", Some("String")),
        ];
        for (ty, flaw, part, meant) in rows {
            for owner in [Owner::Field, Owner::Reply] {
                assert_eq!(found(ty, owner), Some((flaw, part.to_owned(), meant.map(str::to_owned))), "{ty} {owner:?}");
            }
        }
    }

    #[test]
    fn type_that_a_field_can_have_is_not_refused() {
        for ty in [
            "Box<str>",
            "Arc<[u8]>",
            "Cow<'static, str>",
            "Box<dyn Serialize>",
            "PhantomData<fn()>",
            "a::str",
            "[u8; 4]",
        ] {
            assert_eq!(found(ty, Owner::Field), None, "{ty}");
            assert_eq!(found(ty, Owner::Reply), None, "{ty}");
        }
        assert_eq!(found("&'static str", Owner::Field), None);
        assert!(found("&'static str", Owner::Reply).is_some());
    }
}
