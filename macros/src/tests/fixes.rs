//! Applies the help of each message to its fixture, and expands the result: the mistake is gone, and no other appears.

use std::collections::BTreeSet;
use std::ops::Range;

use callsheet_fixes::applied;
use proc_macro2::TokenStream;

use super::fixtures::{fixtures, messages_of};
use crate::diag::message::Message;

/// Why a help is not a text to insert at the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Only the author knows the value, the type or the name.
    Author,
    /// The help changes another place, or moves something to it.
    Elsewhere,
}
use Why::{Author, Elsewhere};

/// All messages that have such a help, possibly beside others.
const WITHOUT_TEXT: [(&str, Why); 65] = [
    ("arguments_before_an_endpoint", Elsewhere),
    ("attribute_twice", Elsewhere),
    ("base_url_key", Elsewhere),
    ("body_of_constants", Elsewhere),
    ("borrowed", Author),
    ("cfg_inside", Elsewhere),
    ("constants_without_a_body", Author),
    ("detail_and_body", Author),
    ("doubled_key", Elsewhere),
    ("doubled_parameter", Author),
    ("doubled_status", Author),
    ("doubled_variant", Author),
    ("doubled_variant_name", Author),
    ("doubled_wire_name", Author),
    ("empty_text", Author),
    ("error_in_success_of_api", Elsewhere),
    ("expected_key", Author),
    ("generic", Author),
    ("items_of_another_response", Author),
    ("header_of_the_transport", Author),
    ("key_of_a_call", Elsewhere),
    ("no_arguments", Elsewhere),
    ("no_colon", Elsewhere),
    ("no_endpoints", Author),
    ("no_host_character", Author),
    ("no_event", Elsewhere),
    ("no_lookup", Elsewhere),
    ("no_module", Author),
    ("no_name", Author),
    ("no_open_enum", Elsewhere),
    ("no_payload", Elsewhere),
    ("no_response", Elsewhere),
    ("no_scalar", Elsewhere),
    ("no_variant_name", Author),
    ("not_a_path", Author),
    ("nothing_inside", Author),
    ("not_a_struct", Elsewhere),
    ("not_an_empty_enum", Elsewhere),
    ("option_in_a_payload", Elsewhere),
    ("payload_on_the_value", Elsewhere),
    ("query_in_path", Elsewhere),
    ("retry_of_what_is_not_repeatable", Author),
    ("serde_form", Author),
    ("serde_key_of_no_use", Elsewhere),
    ("serde_on_endpoint", Elsewhere),
    ("status_out_of_range", Author),
    ("stream_with_errors_in_success", Elsewhere),
    ("two_sources", Author),
    ("two_variants_of_an_event", Author),
    ("unknown_key", Author),
    ("unknown_key_beside", Elsewhere),
    ("unknown_method", Author),
    ("unknown_option", Author),
    ("unknown_style", Author),
    ("unnamed_parameter", Author),
    ("unusable_reply", Author),
    ("unusable_type", Author),
    ("without_value", Author),
    ("wrong_value", Author),
    ("cursor_without_next", Author),
    ("no_field_of_a_page", Author),
    ("page_key_without_effect", Elsewhere),
    ("pages_without_items", Author),
    ("pages_without_step", Author),
    ("size_is_the_step", Author),
];

/// The messages for the corrected source, if each of them is also one for the source, and this one is not among them.
fn rest_of<'a>(before: &'a [(Message, Range<usize>)], at: usize, fixed: &str) -> Option<Vec<&'a str>> {
    fixed.parse::<TokenStream>().ok()?;
    let mut others: Vec<&str> =
        before.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (it, _))| it.what.as_str()).collect();
    let count = others.len();
    for (message, _) in messages_of(fixed) {
        others.remove(others.iter().position(|what| *what == message.what)?);
    }
    // A correction may correct several mistakes.
    (others.len() <= count).then_some(others)
}

#[test]
fn each_help_removes_its_mistake_and_adds_none() {
    let (mut wrong, mut without, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for (path, source, _) in fixtures() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let before = messages_of(&source);
        for (at, (message, range)) in before.iter().enumerate() {
            let Some(fixed) = applied(&source, &message.help, range) else {
                without.insert(message.rule);
                continue;
            };
            count += 1;
            let is_item = syn::parse_file(&source).is_err() || syn::parse_file(&fixed).is_ok();
            if rest_of(&before, at, &fixed).is_none() || !is_item {
                let line = fixed.lines().zip(source.lines()).find(|(new, old)| new != old).map_or("", |(new, _)| new);
                wrong.push(format!("{name}: {}: {}: {line}", message.rule, message.help));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 380, "{count}");
    let expected: BTreeSet<&str> = WITHOUT_TEXT.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(without, expected);
}
