//! The types of partially set builders do not depend on the order in which a struct declares its fields.

use callsheet::builder::{Set, Unset};
use callsheet::endpoint;

/// Declares the same endpoint with its fields in this order, and functions with the types of its builder.
macro_rules! declared {
    ($($module:ident: $($field:ident)*;)*) => {$(
        mod $module {
            use super::*;

            #[endpoint(method = "POST", path = "/a")]
            pub(super) struct Few {
                $($field: String,)*
                note: Option<String>,
            }

            /// Of the fields `a`, `b` and `c`, only `b` is set.
            pub(super) fn partial() -> FewBuilder<Unset, Set, Unset> {
                Few::builder().note("n").b("B")
            }

            pub(super) fn whole(partial: FewBuilder<Unset, Set, Unset>) -> Few {
                partial.c("C").a("A").build()
            }
        }
    )*};
}

declared! {
    forward: a b c;
    backward: c b a;
    mixed: b c a;
}

/// The same with so many fields that their states are in groups.
macro_rules! many {
    ($($module:ident: $($field:ident)*;)*) => {$(
        mod $module {
            use super::*;

            #[endpoint(method = "POST", path = "/a")]
            pub(super) struct Many {
                $(pub(super) $field: u8,)*
            }

            type Rest = (Unset, Unset, Unset, Unset, Unset);

            /// Of ten fields, only `c` is set.
            pub(super) fn partial() -> ManyBuilder<(Unset, Unset, Set, Unset, Unset), Rest> {
                Many::builder().c(3)
            }
        }
    )*};
}

many! {
    many_forward: a b c d e f g h i j;
    many_backward: j i h g f e d c b a;
}

#[test]
fn reordered_fields_keep_the_types_of_partly_set_builders() {
    let one = forward::whole(forward::partial());
    let other = backward::whole(backward::partial());
    let third = mixed::whole(mixed::partial());
    for body in [super::request(&one), super::request(&other), super::request(&third)] {
        let body: serde_json::Value = serde_json::from_slice(body.unwrap().body()).unwrap();
        assert_eq!(body, serde_json::json!({"a": "A", "b": "B", "c": "C", "note": "n"}));
    }
    let ends = many_forward::partial().a(0).b(0).d(0).e(0).f(0).g(0).h(0).i(0).j(0).build();
    let other = many_backward::partial().a(0).b(0).d(0).e(0).f(0).g(0).h(0).i(0).j(0).build();
    assert_eq!((ends.c, other.c), (3, 3));
}
