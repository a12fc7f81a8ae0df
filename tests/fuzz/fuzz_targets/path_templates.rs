//! Any text as a path template: nothing panics, every mistake is on characters of the text, and every mistake has a
//! message.
#![no_main]
#![allow(dead_code, unused_imports, unused_macros, reason = "more of the macros than is used here")]

/// The part of the macros that needs no tokens.
#[path = "../../../macros/src"]
mod macros {
    pub(crate) mod path;
    pub(crate) mod suggest;
    pub(crate) mod diag {
        pub(crate) mod message;
    }
}

use libfuzzer_sys::fuzz_target;

use crate::macros::path::{self, Piece};
use crate::macros::{diag, suggest};

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
