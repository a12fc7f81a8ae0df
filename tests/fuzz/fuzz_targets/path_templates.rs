//! Any text as a path template: nothing panics, every mistake is on characters of the text, and every mistake has a
//! message.
#![no_main]
#![allow(dead_code, unused_imports, reason = "more of the macros than is used here")]

// The modules of the macros, because a crate of macros exports nothing else. A test of the macros compares this list
// with their `lib.rs`.
#[path = "../../../macros/src"]
mod macros {
    pub(crate) mod attr;
    pub(crate) mod derive;
    pub(crate) mod diag;
    pub(crate) mod docs;
    pub(crate) mod endpoint;
    pub(crate) mod endpoint_list;
    pub(crate) mod entry;
    pub(crate) mod error_set;
    pub(crate) mod expand;
    pub(crate) mod fallback;
    pub(crate) mod host;
    pub(crate) mod http;
    pub(crate) mod item;
    pub(crate) mod model;
    pub(crate) mod names;
    pub(crate) mod path;
    pub(crate) mod serde_attr;
    pub(crate) mod site;
    pub(crate) mod spelled;
    pub(crate) mod suggest;
    pub(crate) mod text;
    pub(crate) mod types;
    pub(crate) mod validate;
}

extern crate proc_macro;

use libfuzzer_sys::fuzz_target;

use crate::macros::path::Piece;
use crate::macros::*;

fn printed(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text += piece,
            Piece::Parameter(parameter) => {
                text += &format!("<{}{}>", parameter.name, if parameter.is_multi { ".." } else { "" });
            }
        }
    }
    text
}

fuzz_target!(|path: &str| {
    let (pieces, mistakes) = path::parse(path);
    for mistake in &mistakes {
        assert!(path.get(mistake.range.clone()).is_some(), "{mistake:?}");
        assert!(!mistake.message.what.is_empty() && !mistake.message.help.is_empty());
        let _ = mistake.message.drawn(path, &mistake.range);
    }
    if mistakes.is_empty() {
        assert_eq!(printed(&pieces), path);
        assert!(path.starts_with('/'));
        // With two values of several segments, a path would have several readings.
        let several = |piece: &&Piece<'_>| matches!(piece, Piece::Parameter(parameter) if parameter.is_multi);
        assert!(pieces.iter().filter(several).count() <= 1);
        // A field name may contain any letters, but the text between the parameters is sent in the URL unchanged.
        assert!(pieces.iter().all(|piece| !matches!(piece, Piece::Text(text) if !text.is_ascii())));
    }
});
