//! `#[derive(Event)]`: an enum of named events.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, LitStr, Type, Variant};

use super::frame;
use crate::attr::event::EventArgs;
use crate::attr::{OwnKeys, key};
use crate::diag::message::items as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;
use crate::site::Site;
use crate::{model, types};

/// A variant: the events with some names.
struct Named<'a> {
    variant: &'a Ident,
    names: Vec<String>,
    /// The type that the data is read as; `None` if the data is ignored.
    data: Option<&'a Type>,
}

/// The variants of the enum.
struct Events<'a> {
    named: Vec<Named<'a>>,
    /// The variant for all other events, with the type of its value.
    other: Option<(&'a Ident, &'a Type)>,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand_with_keys(item, "event", &key::OF_EVENTS_DERIVE, |input, keys, diag| {
        model::check_generics(&input.generics, "an enum of events", diag);
        let rule = rename_rule(keys, diag);
        let events = events(input, rule, diag);
        let body = match events {
            Some(events) if diag.is_empty() => events.body(&names::plain(&input.ident)),
            _ => frame::stub(),
        };
        implementation(input, &body)
    })
}

/// The rule for the names of variants without a name of their own.
fn rename_rule(keys: &OwnKeys, diag: &mut Diagnostics) -> RenameRule {
    let Some(written) = keys.rename_all.given() else { return RenameRule::Snake };
    RenameRule::from_name(&written.value()).unwrap_or_else(|| {
        diag.on(written, message::unknown_rename_rule(&written.value(), &RenameRule::NAMES));
        RenameRule::Snake
    })
}

fn events<'a>(input: &'a DeriveInput, rule: RenameRule, diag: &mut Diagnostics) -> Option<Events<'a>> {
    SerdeAttrs::of(&input.attrs, Site::Event, diag);
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_event(found));
        return None;
    };
    if data.variants.is_empty() {
        diag.on(&input.ident, message::no_event("no variant"));
    }
    let mut events = Events { named: Vec::new(), other: None };
    let mut taken = Taken::by_events();
    for variant in &data.variants {
        SerdeAttrs::of(&variant.attrs, Site::EventVariant, diag);
        variant.fields.iter().for_each(|field| drop(SerdeAttrs::of(&field.attrs, Site::EventValue, diag)));
        let args = EventArgs::parse(&variant.attrs, diag);
        if let Some(mark) = &args.other {
            events.take_other(variant, mark, &args, diag);
            continue;
        }
        match data_of(variant) {
            Ok(data) => {
                let names = names_of(variant, &args, rule, &mut taken, diag);
                events.named.push(Named { variant: &variant.ident, names, data });
            }
            Err(mistake) => diag.push(mistake),
        }
    }
    Some(events)
}

impl<'a> Events<'a> {
    /// Reads the variant with `#[event(other)]`.
    fn take_other(&mut self, variant: &'a Variant, mark: &Ident, args: &EventArgs, diag: &mut Diagnostics) {
        if let Some(key) = &args.name_key {
            diag.at(key.span(), message::name_of_the_open_variant(key::NAME));
        }
        if let Some((first, _)) = self.other {
            diag.at(mark.span(), message::two_open_variants("#[event(other)]", &first.to_string()));
            return;
        }
        match (&variant.fields, variant.fields.iter().next(), variant.fields.len()) {
            (Fields::Unnamed(_), Some(field), 1) => self.other = Some((&variant.ident, &field.ty)),
            _ => {
                let (name, value) = (variant.ident.to_string(), "callsheet::Event<callsheet::Text>");
                diag.on(&variant.ident, message::other_without_a_value("#[event(other)]", &name, value));
            }
        }
    }

    /// The body of `from_event`.
    ///
    /// ```text
    /// match __callsheet::String::as_str(&__event.name) {
    ///     "added" | "changed" => __callsheet::read_event(__event, <Row as FromEvent>::from_event, Self::Added),
    ///     "cleared" => __callsheet::Result::Ok(__callsheet::Option::Some(Self::Cleared)),
    ///     _ => __callsheet::skip_event("Change", &__event),
    /// }
    /// ```
    fn body(&self, owner: &str) -> TokenStream {
        let arms = self.named.iter().map(|Named { variant, names, data }| {
            let value = match data {
                None => quote!(__callsheet::Result::Ok(__callsheet::Option::Some(Self::#variant))),
                Some(ty) => {
                    let read = types::of_trait(ty, "FromEvent", "from_event");
                    quote!(__callsheet::read_event(__event, #read, Self::#variant))
                }
            };
            quote!(#(#names)|* => #value,)
        });
        let other = match self.other {
            None => quote!(__callsheet::skip_event(#owner, &__event)),
            Some((variant, ty)) => {
                let keep = types::of_trait(&ty, "AnyEvent", "keep");
                quote!(__callsheet::keep_event(#owner, __event, #keep, Self::#variant))
            }
        };
        quote! {
            match __callsheet::String::as_str(&__event.name) {
                #(#arms)*
                _ => #other,
            }
        }
    }
}

/// The type of the data; `None` for a variant without a value.
fn data_of(variant: &Variant) -> Parsed<Option<&Type>> {
    match (&variant.fields, variant.fields.iter().next(), variant.fields.len()) {
        (Fields::Unit, ..) => Ok(None),
        (Fields::Unnamed(_), Some(field), 1) => Ok(Some(&field.ty)),
        _ => Err(Mistake::on(variant, message::no_event_data(&variant.ident.to_string()))),
    }
}

/// The names of a variant's events. An event without a name is called `message`.
fn names_of(
    variant: &Variant,
    args: &EventArgs,
    rule: RenameRule,
    taken: &mut Taken,
    diag: &mut Diagnostics,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut take = |name: String, diag: &mut Diagnostics| {
        taken.take(&name, &variant.ident, diag);
        names.push(name);
    };
    match args.names.given() {
        None if args.names.is_broken() => {}
        None => take(rule.variant(&names::plain(&variant.ident)), diag),
        Some(written) => {
            for (at, literal) in written.iter().enumerate() {
                let before = written.iter().take(at).any(|earlier| earlier.value() == literal.value());
                match name_of(literal, diag) {
                    Some(name) if before => diag.on(literal, message::doubled_event_name(&name)),
                    Some(name) => take(name, diag),
                    None => {}
                }
            }
        }
    }
    names
}

fn name_of(literal: &LitStr, diag: &mut Diagnostics) -> Option<String> {
    let name = literal.value();
    if name.is_empty() {
        diag.on(literal, message::empty_event_name());
    } else if name.contains(['\r', '\n']) {
        diag.on(literal, message::event_name_of_several_lines(&name.replace(['\r', '\n'], "")));
    } else {
        return Some(name);
    }
    None
}

fn implementation(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::FromEvent for #ident #ty_generics #clause {
            fn from_event(
                __event: __callsheet::Event<__callsheet::String>,
            ) -> __callsheet::Result<__callsheet::Option<Self>, __callsheet::DecodeError> {
                #body
            }
        }
    }
}
