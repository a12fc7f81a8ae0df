//! Tests of whole expansions, without rustc.

mod broken;
mod fixes;
mod fixtures;
mod fuzz;
mod names;
mod pages;
mod serde_keys;
mod typing;
mod wording;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

use crate::derive::{arguments, lookup, response};
use crate::{docs, endpoint};

/// The reference endpoint, as the example declares it.
fn reference() -> TokenStream {
    let args = quote! {
        method = "PATCH",
        path = "/organizations/<organization>",
        response = UpdatedOrganization,
        success = 200,
        errors(
            /// No organization was found.
            organization_not_found = 404,
            /// The identity may not do this.
            permission_denied(status = 403, detail = PermissionDetail),
            /// The input was refused.
            validation_error(status = 422, detail = ValidationDetail),
        ),
        scopes("organizations"),
    };
    let item = quote! {
        /// Update organization details.
        #[derive(Debug, Clone)]
        pub struct UpdateOrganization {
            /// The organization to update.
            #[path]
            #[body]
            pub organization: OrganizationLookup,
            /// What to change.
            pub properties: OrganizationUpdateProperties,
        }
    };
    endpoint::expand(args, &item)
}

fn derived() -> TokenStream {
    let properties = arguments::expand(quote! {
        pub struct Properties {
            /// Its name.
            pub name: Option<String>,
            pub time_zone: Patch<String>,
            #[serde(rename = "type")]
            pub kind: String,
            #[serde(with = "seconds")]
            pub until: Option<Timestamp>,
            #[serde(flatten)]
            pub rest: Rest,
        }
    });
    let lookup = lookup::expand(quote! {
        pub enum Organization {
            Id(String),
            PublicName(String),
        }
    });
    quote!(#properties #lookup)
}

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("an expansion is Rust"))
}

/// Compares an expansion with the file in `src/snapshots`. `UPDATE_SNAPSHOTS=1` writes the file.
fn assert_snapshot(name: &str, tokens: TokenStream) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshots").join(name);
    let expansion = pretty(tokens);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &expansion).expect("the snapshot is written");
    }
    let snapshot = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expansion == snapshot, "the expansion of {name} changed: run with `UPDATE_SNAPSHOTS=1` and check git diff");
}

/// The docs of the first item in an expansion.
fn docs_of(expansion: TokenStream) -> String {
    // Remove everything after the braces of the item: it is not part of the docs.
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(body) if body.delimiter() == Delimiter::Brace);
    let mut tokens: Vec<TokenTree> = expansion.into_iter().collect();
    tokens.truncate(tokens.iter().position(is_body).expect("an item") + 1);
    let item: syn::DeriveInput = syn::parse2(tokens.into_iter().collect()).expect("an item");
    docs::text(&item.attrs)
}

#[test]
fn docs_of_an_endpoint_describe_request_example_and_errors() {
    let args = quote! {
        method = "GET", path = "/organizations/<organization>/invites", api = crate::Identity,
        response = Vec<Invite>, success = [200, 203],
        errors(
            /// No organization has this id.
            ///
            /// Or it is gone.
            organization_not_found = 404,
            slow_down(status = "4XX", code = none),
            include(auth::AuthErrors),
        )
    };
    let item = quote! {
        /// List invites.
        pub struct ListInvites {
            #[path] #[query] pub organization: Lookup,
            #[query(default = "open")] pub state: Option<State>,
            #[query(name = "pageSize")] page_size: Option<Size>,
        }
    };
    // rustdoc warns about a link to a private type, and the type of a private field may be private.
    let expected = "\
List invites.

# Request

`GET /organizations/<organization>/invites`

A success (status 200, 203) returns `Vec<Invite>`.

| field | type | sent in | |
| --- | --- | --- | --- |
| `organization` | [`Lookup`] | path; query, unless the path contains it | required |
| `state` | [`State`] | query | optional, default `\"open\"` |
| `page_size` | `Size` | query as `pageSize` | optional |

# Example

```text
ListInvites::builder()
    .organization(organization)
    // .state(state)
    // .page_size(page_size)
    .send(&client)
    .await?
```

# Errors

| status | code | variant | meaning |
| --- | --- | --- | --- |
| 404 | `organization_not_found` | [`OrganizationNotFound`](ListInvitesError::OrganizationNotFound) | No organization has this id. |
| 400 to 499 | any | [`SlowDown`](ListInvitesError::SlowDown) |  |
|  |  | [`AuthErrors`](ListInvitesError::AuthErrors) | An error of [`auth::AuthErrors`]. |
|  |  | [`Shared`](ListInvitesError::Shared) | An error that any endpoint of [`crate::Identity`] can return. |";
    assert_eq!(docs_of(endpoint::expand(args, &item)), expected);
}

#[test]
fn default_is_in_the_docs_of_the_field_and_its_setter() {
    let item = quote! {
        pub struct List {
            /// How many.
            #[query(default = 30)]
            pub limit: Option<u32>,
            #[query(default = true)]
            pub sorted: Option<bool>,
        }
    };
    let expansion = pretty(endpoint::expand(quote!(method = "GET", path = "/"), &item));
    let docs = |text: &str| {
        let words = expansion.replace("///", "").split_whitespace().collect::<Vec<_>>().join(" ");
        words.matches(text).count()
    };
    assert_eq!(docs("How many. Default: `30`. The API uses it if nothing is sent. pub limit: Option<u32>"), 1);
    assert_eq!(docs("How many. Optional. Default: `30`. The API uses it if nothing is sent. pub fn limit("), 1);
    assert_eq!(docs("Sets `sorted`. Optional. Default: `true`. The API uses it if nothing is sent. pub fn sorted("), 1);
}

#[test]
fn reference_endpoint_expands_as_recorded() {
    assert_snapshot("update_organization.rs", reference());
}

#[test]
fn derives_expand_as_recorded() {
    assert_snapshot("derives.rs", derived());
}

#[test]
fn response_without_json_members_does_not_scan_the_body() {
    let reads_json = |member: TokenStream| {
        let expansion = response::expand(quote! { pub struct Page { #[status] status: u16, #member } });
        expansion.to_string().contains("Members")
    };
    assert!(!reads_json(quote!(#[header] etag: String)));
    assert!(!reads_json(quote!(#[payload] rows: Vec<u8>)));
    assert!(reads_json(quote!(name: String)));
}

/// Collects every identifier of an expansion that does not come after `::`.
fn unqualified(tokens: TokenStream, found: &mut Vec<String>) {
    let mut after_colons = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                unqualified(group.stream(), found);
                after_colons = false;
            }
            TokenTree::Ident(ident) => {
                if !after_colons {
                    found.push(ident.to_string());
                }
                after_colons = false;
            }
            TokenTree::Punct(punct) => after_colons = punct.as_char() == ':',
            TokenTree::Literal(_) => after_colons = false,
        }
    }
}

#[test]
fn prelude_names_are_always_qualified() {
    // `Option`, `String` and similar types that the user wrote are in the input, not in the expansion.
    let args =
        quote!(method = "PATCH", path = "/a/<id>", response = Answer, errors(gone(status = 410, detail = Detail)));
    let item = quote!(
        pub struct Update {
            pub id: Id,
            pub name: Name,
        }
    );
    let mut found = Vec::new();
    unqualified(endpoint::expand(args, &item), &mut found);
    unqualified(
        arguments::expand(quote!(
            pub struct Update {
                pub id: Id,
            }
        )),
        &mut found,
    );
    unqualified(
        lookup::expand(quote!(
            pub enum Lookup {
                Id(Id),
            }
        )),
        &mut found,
    );
    for name in
        ["Option", "Result", "Vec", "String", "Some", "None", "Ok", "Err", "Into", "Box", "std", "core", "callsheet"]
    {
        assert!(!found.iter().any(|ident| ident == name), "`{name}` is not qualified in an expansion");
    }
}
