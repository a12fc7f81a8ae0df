//! Fields whose place is a type, so that a value that does not fit the place of its field does not compile.
//!
//! An expansion states the place of each field once, as the type of a constant. The row of the table and the value of
//! a call are created from that constant.

use super::{BesidePath, Field, Place, QueryStyle};

/// A field in a place. The type of `place` is the place; its value contains the options of the definition.
#[derive(Debug, Clone, Copy)]
pub struct Placed<P> {
    /// Its row of the table.
    pub row: Field,
    pub(crate) place: P,
}

/// The options of a place.
pub trait Options: Copy {
    /// The options if the definition sets none.
    const DEFAULT: Self;
    /// The place with these options, as in the table.
    const PLACE: Place;
}

impl<P: Options> Placed<P> {
    /// Marks the value as a secret.
    #[must_use]
    pub const fn sensitive(self) -> Self {
        let mut changed = self;
        changed.row.sensitive = true;
        changed
    }
}

/// Creates a field with default options, whose value is not a secret.
#[must_use]
pub const fn placed<P: Options>(name: &'static str, wire: &'static str) -> Placed<P> {
    Placed { row: Field { name, wire, place: P::PLACE, sensitive: false }, place: P::DEFAULT }
}

/// Declares the type of each place: its options with their defaults, and the place in the table.
///
/// No two options have the same name, because the compiler finds the function of an option before it knows the place
/// of its field.
macro_rules! places {
    ($($field:ident = $options:ident { $($option:ident: $ty:ty = $default:expr),* } => $place:expr;)*) => {$(
        #[doc(hidden)]
        pub type $field = Placed<$options>;

        #[doc(hidden)]
        #[derive(Debug, Clone, Copy)]
        pub struct $options {
            $(pub(crate) $option: $ty,)*
        }

        impl $options {
            const fn in_table(self) -> Place {
                let Self { $($option),* } = self;
                $place
            }
        }

        impl Options for $options {
            const DEFAULT: Self = Self { $($option: $default),* };
            const PLACE: Place = Self::DEFAULT.in_table();
        }

        #[doc(hidden)]
        impl Placed<$options> {
            $(
                #[must_use]
                pub const fn $option(self, $option: $ty) -> Self {
                    let mut changed = self;
                    changed.place.$option = $option;
                    changed.row.place = changed.place.in_table();
                    changed
                }
            )*
        }
    )*};
}

places! {
    HostField = InHost {} => Place::Host;
    PathField = InPath { allow_empty: bool = false, beside: Option<BesidePath> = None } => match beside {
        Some(beside) => Place::Lookup { beside },
        None => Place::Path { allow_empty },
    };
    PathListField = InPathAsList { separator: char = ',' } => Place::PathList { separator };
    PathSegmentsField = InPathSegments { allow_empty_segments: bool = false } => Place::PathSegments { allow_empty: allow_empty_segments };
    QueryField = InQuery { style: QueryStyle = QueryStyle::DEFAULT } => Place::Query(style);
    QueryMapField = InQueryAsMap { style_of_map: QueryStyle = QueryStyle::DEFAULT } => Place::QueryMap(style_of_map);
    HeaderField = InHeader { secret: bool = false } => Place::Header { sensitive: secret };
    HeaderMapField = InHeaderAsMap { secret_map: bool = false } => Place::HeaderMap { sensitive: secret_map };
    MemberField = InObject {} => Place::Member;
    FormField = InForm { style_in_form: QueryStyle = QueryStyle::DEFAULT } => Place::Form(style_in_form);
    PartField = InParts { file_name: Option<&'static str> = None, part_type: Option<&'static str> = None } => Place::Part { file_name, content_type: part_type };
    PayloadField = AsBody { content_types: &'static [&'static str] = &[] } => Place::Payload { content_types };
}

impl PathField {
    /// Also sends the field beside the path, if its type is a lookup.
    #[must_use]
    pub const fn lookup(self, is_lookup: bool, beside: BesidePath) -> Self {
        if is_lookup { self.beside(Some(beside)) } else { self }
    }
}
