//! Compares `#[derive(Arguments)]` with serde's own derive, which needs an attribute for everything that ours does by
//! default.

use std::collections::BTreeMap;

use callsheet::{Arguments, Patch, with};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

/// The same members under serde's derive, with all attributes.
mod by_serde {
    use super::{BTreeMap, Patch, Serialize, with};

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Properties {
        pub(super) full_name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(super) time_zone: Option<String>,
        #[serde(skip_serializing_if = "Patch::is_absent")]
        pub(super) parent_id: Patch<u32>,
        #[serde(rename = "type")]
        pub(super) kind: u8,
        #[serde(with = "with::base64")]
        pub(super) key: Vec<u8>,
        #[serde(flatten)]
        pub(super) limits: Limits,
        #[serde(flatten)]
        pub(super) more: BTreeMap<String, bool>,
    }

    #[derive(Serialize, Clone)]
    pub(super) struct Limits {
        pub(super) max_users: u32,
    }
}

#[derive(Arguments)]
#[serde(rename_all = "camelCase")]
struct Properties {
    full_name: String,
    time_zone: Option<String>,
    parent_id: Patch<u32>,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(with = "with::base64")]
    key: Vec<u8>,
    #[serde(flatten)]
    limits: by_serde::Limits,
    #[serde(flatten)]
    more: BTreeMap<String, bool>,
}

fn patches() -> impl Strategy<Value = Patch<u32>> {
    prop_oneof![Just(Patch::Absent), Just(Patch::Null), any::<u32>().prop_map(Patch::Value)]
}

proptest! {
    #[test]
    fn derived_arguments_write_the_same_as_serde(
        full_name in ".*",
        time_zone in proptest::option::of(".*"),
        parent_id in patches(),
        kind: u8,
        key: Vec<u8>,
        max_users: u32,
        more in proptest::collection::btree_map("[a-z]{9}", any::<bool>(), 0..3),
    ) {
        let ours = Properties {
            full_name: full_name.clone(),
            time_zone: time_zone.clone(),
            parent_id,
            kind,
            key: key.clone(),
            limits: by_serde::Limits { max_users },
            more: more.clone(),
        };
        let limits = by_serde::Limits { max_users };
        let theirs = by_serde::Properties { full_name, time_zone, parent_id, kind, key, limits, more };
        prop_assert_eq!(serde_json::to_string(&ours).unwrap(), serde_json::to_string(&theirs).unwrap());
    }
}

macro_rules! renamed {
    ($rule:literal) => {{
        #[derive(Arguments)]
        #[serde(rename_all = $rule)]
        struct Ours {
            time_zone: u8,
        }

        #[derive(Serialize)]
        #[serde(rename_all = $rule)]
        struct Theirs {
            time_zone: u8,
        }

        let ours = serde_json::to_value(Ours { time_zone: 1 }).unwrap();
        assert_eq!(ours, serde_json::to_value(Theirs { time_zone: 1 }).unwrap(), $rule);
        ours
    }};
}

#[test]
fn rename_rules_are_the_same_as_serdes() {
    let names = [
        renamed!("lowercase"),
        renamed!("UPPERCASE"),
        renamed!("PascalCase"),
        renamed!("camelCase"),
        renamed!("snake_case"),
        renamed!("SCREAMING_SNAKE_CASE"),
        renamed!("kebab-case"),
        renamed!("SCREAMING-KEBAB-CASE"),
    ];
    assert_eq!(names[3], json!({"timeZone": 1}));
}

#[test]
fn builder_accepts_values_options_and_patches() {
    let limits = by_serde::Limits { max_users: 1 };
    let begun = || {
        Properties::builder()
            .full_name("a")
            .kind(1)
            .key([0])
            .limits(limits.clone())
            .more(BTreeMap::<String, bool>::new())
    };
    let written = |properties: Properties| serde_json::to_value(properties).unwrap();
    let expected = |more: Value| {
        let mut all = json!({"fullName": "a", "type": 1, "key": "AA==", "max_users": 1});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    assert_eq!(written(begun().build()), expected(json!({})));
    let all = begun().time_zone("UTC").parent_id(3).build();
    assert_eq!(written(all), expected(json!({"timeZone": "UTC", "parentId": 3})));
    let null = begun().maybe_time_zone(None).parent_id(Patch::Null).build();
    assert_eq!(written(null), expected(json!({"parentId": null})));
}
