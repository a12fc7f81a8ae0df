//! The type parameters of a builder: which required fields are set.
//!
//! The setter of a required field names all of them, since it changes one. With n parameters, the code would grow with
//! the square of n: so if there are many states, they are grouped, and a setter names only the other groups and the
//! members of its own group.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Struct};
use crate::names;
use crate::spelled::RESERVED;

/// The maximum number of parameters of a builder, and of members of a group.
const WIDTH: usize = 8;

/// A required field, with the names that it has in the builder.
pub(super) struct Required<'a> {
    pub(super) field: &'a Field,
    /// The builder's type parameter.
    pub(super) state: Ident,
    /// The trait that is implemented once the field is set.
    pub(super) given: Ident,
}

/// A type parameter: the state of a field, or the states of several.
pub(super) enum State<'a> {
    Field(Required<'a>),
    /// A tuple, and the name that it has if its members do not matter.
    Group(Ident, Vec<State<'a>>),
}

/// The states, sorted by the names of the fields, so that reordering the fields does not change the builder's type.
pub(super) fn states(shape: &Struct) -> Vec<State<'_>> {
    let (mut taken, mut traits) = (shape.names.clone(), BTreeSet::new());
    let mut fields: Vec<&Field> = shape.fields.iter().filter(|field| field.is_required()).collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    let fields = fields.into_iter().map(|field| {
        let name = names::upper_camel(&field.name);
        let state = taking(&format!("{}{name}State", shape.type_prefix()), &mut taken);
        State::Field(Required { field, state, given: taking(&format!("{name}IsSet"), &mut traits) })
    });
    grouped(fields.collect())
}

fn taking(name: &str, taken: &mut BTreeSet<String>) -> Ident {
    let name = names::free(name, |name| taken.contains(name));
    let ident = Ident::new(&name, Span::call_site());
    taken.insert(name);
    ident
}

/// At most as many states as a builder may have parameters: if there are more, groups, or groups of groups.
fn grouped(mut states: Vec<State<'_>>) -> Vec<State<'_>> {
    let mut level = 0;
    while states.len() > WIDTH {
        level += 1;
        // All groups have about the same size.
        let width = states.len().div_ceil(states.len().div_ceil(WIDTH));
        let mut rest = states.into_iter();
        let groups = std::iter::from_fn(|| Some(rest.by_ref().take(width).collect::<Vec<_>>()));
        let named = |(at, members)| State::Group(format_ident!("{RESERVED}States{level}_{at}"), members);
        states = groups.take_while(|members| !members.is_empty()).enumerate().map(named).collect();
    }
    states
}

impl<'a> State<'a> {
    /// The type parameter for the whole state.
    pub(super) fn ident(&self) -> &Ident {
        match self {
            Self::Field(required) => &required.state,
            Self::Group(ident, _) => ident,
        }
    }

    /// The type of the state, given a function from a field to the type of its state.
    pub(super) fn ty(&self, of_field: &dyn Fn(&Required<'_>) -> TokenStream) -> TokenStream {
        match self {
            Self::Field(required) => of_field(required),
            Self::Group(_, members) => {
                let members = members.iter().map(|member| member.ty(of_field));
                quote!((#(#members,)*))
            }
        }
    }

    /// The fields in this state.
    pub(super) fn fields(&self) -> Vec<&Required<'a>> {
        match self {
            Self::Field(required) => vec![required],
            Self::Group(_, members) => members.iter().flat_map(Self::fields).collect(),
        }
    }
}

/// The required fields of some states.
pub(super) fn fields<'a, 's>(states: &'s [State<'a>]) -> Vec<&'s Required<'a>> {
    states.iter().flat_map(State::fields).collect()
}

/// A place in the builder's type at which the states of some fields are named individually.
pub(super) struct Place<'s, 'a> {
    pub(super) fields: Vec<&'s Required<'a>>,
    /// The parameters that are named there.
    pub(super) parameters: Vec<Ident>,
    /// The states beside the group that contains the named states, then those beside the group around it, and so on.
    surrounding: Vec<Surrounding>,
}

/// The states before and after the named ones, on one level.
struct Surrounding {
    before: Vec<Ident>,
    behind: Vec<Ident>,
}

impl Place<'_, '_> {
    /// The arguments of the builder's type, given the types of the named states.
    pub(super) fn arguments(&self, states: &[TokenStream]) -> TokenStream {
        self.surrounding.iter().fold(
            quote!(#(#states,)*),
            |inner, Surrounding { before, behind }| quote!(#(#before,)* (#inner), #(#behind,)*),
        )
    }
}

/// All places at which fields are named.
pub(super) fn places<'s, 'a>(states: &'s [State<'a>]) -> Vec<Place<'s, 'a>> {
    let idents = |states: &'s [State<'a>]| states.iter().map(|state| state.ident().clone());
    let mut places = Vec::new();
    let mut direct = Vec::new();
    for (at, state) in states.iter().enumerate() {
        match state {
            State::Field(required) => direct.push(required),
            State::Group(_, members) => places.extend(self::places(members).into_iter().map(|mut place| {
                let (before, behind) =
                    (idents(states).take(at).collect::<Vec<_>>(), idents(states).skip(at + 1).collect::<Vec<_>>());
                place.parameters.extend(before.iter().chain(&behind).cloned());
                place.surrounding.push(Surrounding { before, behind });
                place
            })),
        }
    }
    if !direct.is_empty() {
        places.push(Place { fields: direct, parameters: idents(states).collect(), surrounding: Vec::new() });
    }
    places
}
