//! Tests of serde's keys on items with our derives: each has an effect, or needs serde's own derive, or is a mistake.
//! None is ignored.

use std::path::PathBuf;

use proc_macro2::TokenStream;

use super::broken::messages;
use crate::site::{OF_SERDE, Site};
use crate::{
    derive::arguments, derive::event, derive::lookup, derive::open_enum, derive::response, derive::scalar, endpoint,
};

const SITES: [(Site, &str); 19] = [
    (Site::Arguments, "@ struct Name { field_name: T }"),
    (Site::ArgumentsField, "struct Name { @ field_name: T }"),
    (Site::Lookup, "@ enum Name { FirstKey(T) }"),
    (Site::LookupVariant, "enum Name { @ FirstKey(T) }"),
    (Site::LookupValue, "enum Name { FirstKey(@ T) }"),
    (Site::ScalarStruct, "@ struct Name(T);"),
    (Site::ScalarEnum, "@ enum Name { FirstOne, Other(T) }"),
    (Site::ScalarVariant, "enum Name { @ FirstOne, Other(T) }"),
    (Site::ScalarOther, "enum Name { FirstOne, @ Other(T) }"),
    (Site::ScalarValue, "enum Name { FirstOne, Other(@ T) }"),
    (Site::OpenEnum, "@ enum Name { FirstOne(T), SecondOne(T), #[serde(other)] Other(T) }"),
    (Site::OpenEnumVariant, "enum Name { @ FirstOne, Other(T) }"),
    (Site::OpenEnumValue, "enum Name { FirstOne, Other(@ T) }"),
    (Site::Event, "@ enum Name { FirstOne(T), Other }"),
    (Site::EventVariant, "enum Name { @ FirstOne(T), Other }"),
    (Site::EventValue, "enum Name { FirstOne(@ T), Other }"),
    (Site::Response, "@ struct Name { field_name: T }"),
    (Site::ResponseMember, "struct Name { @ field_name: T }"),
    (Site::ResponseElsewhere, "struct Name { #[header] @ field_name: T }"),
];

fn expand(site: Site, template: &str, attribute: &str) -> TokenStream {
    let item: TokenStream = template.replace('@', attribute).parse().expect("tokens");
    match site.derive() {
        "Arguments" => arguments::expand(item),
        "Lookup" => lookup::expand(item),
        "Scalar" => scalar::expand(item),
        "OpenEnum" => open_enum::expand(item),
        "Event" => event::expand(item),
        _ => response::expand(item),
    }
}

/// A key in a form that serde accepts.
fn form(site: Site, key: &str) -> String {
    match key {
        "rename_all" | "rename_all_fields" => format!("{key} = \"SCREAMING-KEBAB-CASE\""),
        "skip"
        | "skip_serializing"
        | "skip_deserializing"
        | "flatten"
        | "untagged"
        | "transparent"
        | "other"
        | "default"
        | "deny_unknown_fields"
        | "borrow"
        | "field_identifier"
        | "variant_identifier" => key.to_owned(),
        "content" if site == Site::OpenEnum => "tag = \"kind\", content = \"x\"".to_owned(),
        _ => format!("{key} = \"x\""),
    }
}

/// Keys that describe what the derive does by default.
const SAYS_SO: [(Site, &str); 2] = [(Site::ScalarStruct, "transparent"), (Site::ScalarOther, "untagged")];

#[test]
fn each_key_at_each_site_has_an_effect_or_is_reported() {
    for (site, template) in SITES {
        let plain = expand(site, template, "").to_string();
        assert!(messages(plain.parse().unwrap()).is_empty(), "{plain}");
        for key in OF_SERDE {
            let expansion = expand(site, template, &format!("#[serde({})]", form(site, key)));
            let text = expansion.to_string();
            let told = messages(expansion);
            let needs_serde = text.contains("AlsoRead") || text.contains("AlsoWritten");
            let is_other_alone = (site, key) == (Site::OpenEnumVariant, "other");
            let has_effect = text != plain && !needs_serde && told.is_empty();
            let is_supported = site.supported().contains(&key);
            let is_beside = site.beside().contains(&key);
            assert!(!(is_supported && is_beside), "{site:?} {key}");
            if is_supported && !is_other_alone {
                assert!(has_effect || SAYS_SO.contains(&(site, key)), "{site:?} ignores `{key}`: {told:?}");
            } else if is_beside {
                assert!(needs_serde && told.is_empty(), "{site:?} ignores `{key}`: {told:?}");
            } else {
                assert_eq!(told.len(), 1, "{site:?} `{key}`: {told:?}");
                assert!(told[0].contains(&format!("`{key}`")) || is_other_alone, "{site:?} `{key}`: {told:?}");
            }
        }
    }
}

#[test]
fn name_for_one_direction_does_not_affect_the_other() {
    for (site, template) in SITES {
        for (key, value) in [("rename", "x"), ("rename_all", "UPPERCASE")] {
            if !site.supported().contains(&key) {
                continue;
            }
            let one =
                |direction| expand(site, template, &format!("#[serde({key}({direction} = {value:?}))]")).to_string();
            let plain = expand(site, template, "").to_string();
            let needs = |text: &str| text.contains("AlsoRead") || text.contains("AlsoWritten");
            let (written, read) = (one("serialize"), one("deserialize"));
            assert_ne!((&written, &read), (&plain, &plain), "{site:?} {key}");
            match site.derive() {
                "OpenEnum" | "Lookup" => {
                    assert!(written != read && written != plain && read != plain && !needs(&written));
                }
                "Response" => assert!(needs(&written) && !needs(&read) && read != plain),
                _ => assert!(needs(&read) && !needs(&written) && written != plain, "{site:?} {key}"),
            }
        }
    }
}

#[test]
fn misspelt_key_and_wrong_form_are_reported_at_each_site() {
    for (site, template) in SITES {
        for attribute in ["#[serde(renam = \"x\")]", "#[serde(non_exhaustive)]", "#[serde]", "#[serde = \"x\"]"] {
            let told = messages(expand(site, template, attribute));
            assert_eq!(told.len(), 1, "{site:?} {attribute}: {told:?}");
        }
        for form in ["rename", "rename()", "rename(reading = \"x\")", "rename = 1", "alias", "with = 1", "default = 1"]
        {
            let key = form.split(['(', ' ']).next().unwrap_or_default();
            if site.supported().contains(&key) {
                let told = messages(expand(site, template, &format!("#[serde({form})]")));
                assert_eq!(told.len(), 1, "{site:?} {form}: {told:?}");
            }
        }
    }
}

/// The platform of this compiler.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = std::process::Command::new(rustc).arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(version.stdout).expect("text");
    version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// The file in which `serde_derive` lists its keys.
fn symbols() -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // Only what this platform needs: cargo does not download the rest.
    let metadata = std::process::Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host(), "--manifest-path"])
        .arg(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .expect("cargo runs");
    let metadata = String::from_utf8(metadata.stdout).expect("text");
    let paths = metadata.split("\"manifest_path\":\"").filter_map(|rest| rest.split('"').next());
    let manifest = paths.map(PathBuf::from).find(|path| {
        let folder = path.parent().and_then(|folder| folder.file_name()).unwrap_or_default();
        folder.to_string_lossy().starts_with("serde_derive")
    });
    let symbols = manifest.expect("serde_derive is a dependency").with_file_name("src").join("internals/symbol.rs");
    std::fs::read_to_string(symbols).expect("serde_derive's symbols")
}

#[test]
fn list_of_keys_equals_that_of_serde() {
    // Two attributes of Rust that serde reads, and the name `serde` itself.
    const NOT_KEYS: [&str; 3] = ["non_exhaustive", "repr", "serde"];
    let symbols = symbols();
    let mut keys: Vec<&str> = symbols.split("Symbol(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    keys.retain(|key| !NOT_KEYS.contains(key));
    keys.sort_unstable();
    assert_eq!(keys, OF_SERDE);
}

#[test]
fn no_key_has_an_effect_on_an_endpoint() {
    for template in ["@ struct Get { name: T }", "struct Get { @ name: T }", "struct Get { #[header] @ name: T }"] {
        for key in OF_SERDE {
            let item = template.replace('@', &format!("#[serde({})]", form(Site::Arguments, key)));
            let args = "method = \"GET\", path = \"/\"".parse().expect("tokens");
            let told = messages(endpoint::expand(args, &item.parse().expect("tokens")));
            assert_eq!(told.len(), 1, "{item}: {told:?}");
        }
    }
}
