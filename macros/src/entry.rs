//! The entry point that all macros share: it handles reserved names and turns panics into errors.
//!
//! Every name that an expansion introduces begins with `__`: imports, type parameters, lifetimes, parameters and
//! variables. A definition may use such names too. The macro then works on a copy in which the user's names are raw
//! identifiers, so that it can recognize and rename the generated ones afterwards.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::diag::{Mistake, message};
use crate::names;
use crate::spelled::RESERVED;
use crate::text::part;

/// The tool whose attributes carry our messages to rustc. A type or module of the user with this name would hide the
/// tool.
const DIAGNOSTIC: &str = "diagnostic";

/// The output for an item whose macro panicked: the item and these errors.
pub(crate) type Fallback = fn(&TokenStream, &TokenStream) -> TokenStream;

/// An attribute macro, from tokens to tokens.
pub(crate) fn attribute(
    name: &str,
    (args, item): (TokenStream, TokenStream),
    expand: fn(TokenStream, &TokenStream) -> TokenStream,
    fallback: Fallback,
) -> TokenStream {
    caught(name, &item, fallback, || {
        let reserved = Reserved::in_all(&[&args, &item]);
        reserved.renamed(expand(reserved.marked(args.clone()), &reserved.marked(item.clone())))
    })
}

/// A derive, from tokens to tokens.
pub(crate) fn derive(
    name: &str,
    item: &TokenStream,
    expand: fn(TokenStream) -> TokenStream,
    fallback: Fallback,
) -> TokenStream {
    caught(name, item, fallback, || {
        let reserved = Reserved::in_all(&[item]);
        reserved.renamed(expand(reserved.marked(item.clone())))
    })
}

/// A macro that is called like a function, from tokens to tokens.
pub(crate) fn function(name: &str, tokens: &TokenStream, expand: fn(TokenStream) -> TokenStream) -> TokenStream {
    caught(name, tokens, errors_alone, || {
        let reserved = Reserved::in_all(&[tokens]);
        reserved.renamed(expand(reserved.marked(tokens.clone())))
    })
}

/// The fallback of a derive. rustc already has the item, so only the errors are emitted.
pub(crate) fn errors_alone(_: &TokenStream, errors: &TokenStream) -> TokenStream {
    errors.clone()
}

/// Turns a panic into an error at the name of the item. The item is still emitted, so that its uses cause no further
/// errors.
fn caught(name: &str, item: &TokenStream, fallback: Fallback, run: impl Fn() -> TokenStream) -> TokenStream {
    catch_unwind(AssertUnwindSafe(&run)).unwrap_or_else(|panic| {
        let place = place_of_panic(&run).unwrap_or_else(|| "an unknown place".to_owned());
        let mistake = Mistake::at(name_of(item), message::panicked(name, &place, reason(&*panic)));
        fallback(item, &mistake.tell())
    })
}

/// The crate, file and line at which this function panics. Only a panic hook can see them, so the function runs once
/// more. The hook exists only during that time, and passes the panics of other threads on.
fn place_of_panic(run: &dyn Fn() -> TokenStream) -> Option<String> {
    static HOOK: Mutex<()> = Mutex::new(());
    let _one_at_a_time = HOOK.lock();
    let place = Arc::new(Mutex::new(None));
    let before = Arc::new(panic::take_hook());
    let (found, others, thread) = (Arc::clone(&place), Arc::clone(&before), thread::current().id());
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() != thread {
            others(panic);
        } else if let (Ok(mut found), Some(place)) = (found.lock(), panic.location()) {
            *found = Some(format!("{}:{}", in_crate(place.file()), place.line()));
        }
    }));
    let _ = catch_unwind(AssertUnwindSafe(run));
    drop(panic::take_hook());
    if let Ok(before) = Arc::try_unwrap(before) {
        panic::set_hook(before);
    }
    place.lock().ok()?.take()
}

/// A path without the folders above the crate.
fn in_crate(path: &str) -> &str {
    let end = path.rfind("/src/").or_else(|| path.rfind("\\src\\")).unwrap_or(0);
    let start = part(path, ..end).rfind(['/', '\\']).map_or(0, |at| at + 1);
    part(path, start..)
}

fn reason(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason was given")
}

/// The span of the name of an item.
fn name_of(item: &TokenStream) -> Span {
    let mut tokens = item.clone().into_iter();
    let keyword = |token: &TokenTree| ["struct", "enum", "union", "mod"].iter().any(|word| token.to_string() == *word);
    let found = tokens.any(|token| keyword(&token)).then(|| tokens.next()).flatten();
    found.map_or_else(Span::call_site, |token| token.span())
}

/// The reserved names that the definition itself uses.
struct Reserved(BTreeSet<String>);

impl Reserved {
    fn in_all(all: &[&TokenStream]) -> Self {
        let mut names = BTreeSet::new();
        for tokens in all {
            collect(tokens, &mut names);
        }
        Self(names)
    }

    /// The user's tokens, with these names as raw identifiers.
    fn marked(&self, tokens: TokenStream) -> TokenStream {
        if self.0.is_empty() {
            return tokens;
        }
        mapped(tokens, &|ident| {
            let name = names::plain(&ident);
            if self.0.contains(&name) { Ident::new_raw(&name, ident.span()) } else { ident }
        })
    }

    /// The expansion, in which generated names are renamed if the user has the same names.
    fn renamed(&self, tokens: TokenStream) -> TokenStream {
        if self.0.is_empty() {
            return tokens;
        }
        let tokens = if self.0.contains(DIAGNOSTIC) { without_diagnostics(tokens) } else { tokens };
        mapped(tokens, &|ident| {
            let (written, name) = (ident.to_string(), names::plain(&ident));
            if !self.0.contains(&name) {
                return ident;
            }
            let is_generated = written == name;
            let name = if is_generated { names::free(&name, |name| self.0.contains(name)) } else { name };
            Ident::new(&name, ident.span())
        })
    }
}

fn collect(tokens: &TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), names),
            TokenTree::Ident(ident) => {
                let name = names::plain(&ident);
                if name.starts_with(RESERVED) || name == DIAGNOSTIC {
                    names.insert(name);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The tokens without the attributes of the tool: they carry messages for rustc and have no other effect.
fn without_diagnostics(tokens: TokenStream) -> TokenStream {
    let is_diagnostic = |token: &TokenTree| {
        let TokenTree::Group(group) = token else { return false };
        group.delimiter() == Delimiter::Bracket
            && group.stream().into_iter().next().is_some_and(|first| first.to_string() == DIAGNOSTIC)
    };
    let mut tokens = tokens.into_iter().peekable();
    let mut kept = TokenStream::new();
    while let Some(token) = tokens.next() {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && tokens.next_if(is_diagnostic).is_some()
        {
            continue;
        }
        kept.extend([match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_diagnostics(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other,
        }]);
    }
    kept
}

fn mapped(tokens: TokenStream, change: &dyn Fn(Ident) -> Ident) -> TokenStream {
    let changed = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), mapped(group.stream(), change));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        TokenTree::Ident(ident) => TokenTree::Ident(change(ident)),
        other => other,
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::fallback;

    /// The panic hook belongs to the process, so tests that change it run one at a time.
    static HOOK_OF_TESTS: Mutex<()> = Mutex::new(());

    #[test]
    fn panic_becomes_an_error_at_the_name_and_keeps_the_item() {
        let _one_at_a_time = HOOK_OF_TESTS.lock();
        let item = quote!(
            pub struct Update {
                #[path]
                id: u8,
            }
        );
        let line = line!() + 1;
        let text = attribute("endpoint", (quote!(), item.clone()), |_, _| panic!("at {}", 1), fallback::endpoint_of);
        let text = text.to_string();
        let place = format!("the macro `endpoint` panicked at macros/src/entry.rs:{line}: at 1");
        for expected in
            ["struct Update { id : u8 , }", &place, "report it together with this definition", "type UpdateError"]
        {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        let text = derive("Lookup", &item, |_| panic!("here"), errors_alone).to_string();
        assert!(
            text.contains("the macro `Lookup` panicked at ") && text.contains(": here") && !text.contains("struct"),
            "{text}"
        );
        // The same for an item that cannot be parsed.
        let text = attribute(
            "errors",
            (
                quote!(),
                quote!(
                    fn a() {}
                ),
            ),
            |_, _| panic!(),
            fallback::error_set_of,
        );
        assert!(text.to_string().contains("fn a () { }") && text.to_string().contains("compile_error"), "{text}");
    }

    #[test]
    fn panic_hook_of_the_process_is_kept() {
        static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        const MARK: &str = "of the hook test";
        let _one_at_a_time = HOOK_OF_TESTS.lock();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if panic.payload_as_str() == Some(MARK) {
                CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            } else {
                before(panic);
            }
        }));
        let run = || {
            derive(
                "Lookup",
                &quote!(
                    struct A;
                ),
                |_| panic!("{MARK}"),
                errors_alone,
            )
            .to_string()
        };
        let (first, second) = (run(), run());
        assert_eq!(first, second);
        // Each call panics once under the hook of the process, and once under ours.
        assert_eq!(CALLS.load(std::sync::atomic::Ordering::Relaxed), 2);
    }

    #[test]
    fn place_in_another_crate_is_shown_from_the_name_of_the_crate_on() {
        for (path, expected) in [
            ("/a/registry/src/index-1/syn-3.0.10/src/data.rs", "syn-3.0.10/src/data.rs"),
            ("C:\\a\\macros\\src\\entry.rs", "macros\\src\\entry.rs"),
            ("macros/src/attr/key.rs", "macros/src/attr/key.rs"),
            ("lib.rs", "lib.rs"),
        ] {
            assert_eq!(in_crate(path), expected);
        }
    }

    #[test]
    fn reserved_name_of_the_user_is_kept_and_the_generated_one_is_renamed() {
        let expand = |_, item: &TokenStream| quote!(use a as __callsheet; #item type __Other = __callsheet::B;);
        let expansion = attribute(
            "endpoint",
            (
                quote!(),
                quote!(
                    struct __callsheet;
                ),
            ),
            expand,
            fallback::endpoint_of,
        );
        let expected = quote!(
            use a as __callsheet_;
            struct __callsheet;
            type __Other = __callsheet_::B;
        );
        assert_eq!(expansion.to_string(), expected.to_string());
        let expansion = attribute(
            "endpoint",
            (
                quote!(__callsheet_),
                quote!(
                    struct __callsheet;
                ),
            ),
            expand,
            errors_alone,
        );
        let expected = quote!(
            use a as __callsheet__;
            struct __callsheet;
            type __Other = __callsheet__::B;
        );
        assert_eq!(expansion.to_string(), expected.to_string());
    }
}
