//! Path parameters in the notation of other frameworks and of OpenAPI, and their corrected form.

use std::ops::Range;

use crate::diag::message::Message;
use crate::diag::message::path as message;
use crate::names::{identifier, is_identifier};
use crate::text::part;

/// A parameter in another notation than `<name>`.
pub(crate) struct Foreign {
    pub(crate) range: Range<usize>,
    /// The corrected form.
    pub(crate) written: String,
}

/// The parameter that begins at `at`, in text that begins at `text`: `{name}`, `${name}`, `[name]`, `:name` or `*name`.
pub(crate) fn parameter(path: &str, at: usize, text: usize) -> Option<Foreign> {
    let rest = part(path, at..);
    let begins_segment = part(path, ..at).ends_with('/') || (at == 0 && text == 0);
    match rest.as_bytes() {
        [b'{', ..] => Some(bracketed(path, at..at + 1, '{', '}')),
        [b'$', b'{', ..] => Some(bracketed(path, at..at + 2, '{', '}')),
        [b'[', ..] if begins_segment && rest.contains(']') => Some(bracketed(path, at..at + 1, '[', ']')),
        [b':' | b'*', ..] if begins_segment => prefixed(at, rest),
        _ => None,
    }
}

/// `{name}`, with the possible additions: `{id:[0-9]{2}}`, `{rest:.*}`, `{*rest}`, `{+rest}`, `{rest+}`, and
/// `{name=projects/*}` of `google.api.http`.
fn bracketed(path: &str, open: Range<usize>, opens: char, closes: char) -> Foreign {
    let mut depth = 1;
    let close = part(path, open.end..).char_indices().find(|(_, char)| {
        depth += i32::from(*char == opens) - i32::from(*char == closes);
        depth == 0
    });
    let end = match close {
        Some((close, _)) => open.end + close,
        None => part(path, open.end..).find('/').map_or(path.len(), |slash| open.end + slash),
    };
    let inner = part(path, open.end..end);
    let at = inner.find([':', '=']).unwrap_or(inner.len());
    let (name, pattern) = inner.split_at(at);
    let is_multi = match pattern.split_at_checked(1) {
        Some(("=", pattern)) => has_segments(pattern),
        Some((_, pattern)) => {
            matches!(pattern, "*" | ".*" | ".+" | "path") || pattern.contains('/') && !pattern.contains("[^")
        }
        None => false,
    };
    let is_multi = is_multi || name.contains(['*', '+']) || name.contains("..");
    let dots = if is_multi { ".." } else { "" };
    let end = if close.is_some() { end + closes.len_utf8() } else { end };
    // `{self.id}` and `{request.id}` mean the field.
    let name = name.trim_end_matches(['.', '*', '+']).rsplit('.').next().unwrap_or(name);
    Foreign { range: open.start..end, written: format!("<{}{dots}>", identifier(name)) }
}

/// The path with all such parameters, and with `/` for `\\`, in the corrected form.
pub(crate) fn corrected(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut out = String::new();
    let mut at = 0;
    while let Some(char) = part(&path, at..).chars().next() {
        let foreign = parameter(&path, at, 0);
        at = foreign.as_ref().map_or(at + char.len_utf8(), |foreign| foreign.range.end);
        match foreign {
            Some(foreign) => out.push_str(&foreign.written),
            None => out.push(char),
        }
    }
    out
}

/// Whether a pattern of `google.api.http` matches several segments: `*` is one, `**` is any number of them.
fn has_segments(pattern: &str) -> bool {
    pattern.contains('/') || pattern == "**"
}

/// `:name` and `*name`, up to the end of the identifier, and `:name*` and `:name+`.
fn prefixed(at: usize, text: &str) -> Option<Foreign> {
    let rest = part(text, 1..);
    let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len());
    let name = part(rest, ..end);
    let is_repeated = part(rest, end..).starts_with(['*', '+']);
    let dots = if is_repeated || text.starts_with('*') { ".." } else { "" };
    let range = at..at + 1 + end + usize::from(is_repeated);
    is_identifier(name).then(|| Foreign { range, written: format!("<{name}{dots}>") })
}

/// Mistakes inside `<` and `>`, where other notations allow more than a name: `<id:int>`, `<int:id>`, `<*rest>`,
/// `<name=projects/*>`.
pub(super) fn inside(name: &str) -> Option<Message> {
    /// The names of types in path converters.
    const TYPES: [&str; 14] = [
        "int", "integer", "i32", "i64", "u32", "u64", "usize", "float", "number", "str", "string", "String", "uuid",
        "path",
    ];
    if let Some((left, right)) = name.split_once(':') {
        let (name, ty) = if TYPES.contains(&left) { (right, left) } else { (left, right) };
        let dots = if ty == "path" { ".." } else { "" };
        return Some(message::typed_parameter(&format!("<{}{dots}>", identifier(name))));
    }
    if let Some((name, pattern)) = name.split_once('=') {
        let dots = if has_segments(pattern) { ".." } else { "" };
        return Some(message::typed_parameter(&format!("<{}{dots}>", identifier(name))));
    }
    let plain = name.trim_matches(['*', '+', '.']);
    let is_multi = name.contains(['*', '+']) || name.starts_with("..") || name.ends_with("...");
    (is_multi && is_identifier(plain)).then(|| message::foreign_parameter(&format!("<{plain}..>")))
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn path_with_foreign_parameters_is_corrected() {
        for (path, corrected) in [
            ("/a/{id}/b/:c", "/a/<id>/b/<c>"),
            ("\\a\\{self.id}", "/a/<id>"),
            ("/ä/<id>/{rest:.*}", "/ä/<id>/<rest..>"),
            ("/a/b:c", "/a/b:c"),
        ] {
            assert_eq!(super::corrected(path), corrected);
        }
    }

    #[test]
    fn foreign_parameter_is_reported_with_its_corrected_form() {
        for (path, place, written) in [
            ("/a/{id}/b", "{id}", "<id>"),
            ("/a/{id", "{id", "<id>"),
            ("/a/{id:[0-9]{2}}/b", "{id:[0-9]{2}}", "<id>"),
            ("/a/{user-id}", "{user-id}", "<user_id>"),
            ("/a/{}", "{}", "<name>"),
            ("/a/{self.id}", "{self.id}", "<id>"),
            ("/a/${request.user.id}", "${request.user.id}", "<id>"),
            ("/a/{id:?}", "{id:?}", "<id>"),
            ("/a/{*rest}", "{*rest}", "<rest..>"),
            ("/a/{rest:.*}", "{rest:.*}", "<rest..>"),
            ("/a/{*rest}/b", "{*rest}", "<rest..>"),
            ("/v1/{name=projects/*/jobs/*}:cancel", "{name=projects/*/jobs/*}", "<name..>"),
            ("/v1/{resource=**}:setIamPolicy", "{resource=**}", "<resource..>"),
            ("/v1/{job.name=*}:cancel", "{job.name=*}", "<name>"),
            ("/{Key+}/acl", "{Key+}", "<Key..>"),
            ("/v1/{+name}:cancel", "{+name}", "<name..>"),
            ("/v2/{name:[a-z/]+}/tags", "{name:[a-z/]+}", "<name..>"),
            ("/v2/{name:[^/]+}/tags", "{name:[^/]+}", "<name>"),
            ("/v2/:name+/tags", ":name+", "<name..>"),
            ("/v2/:name*/tags", ":name*", "<name..>"),
            ("/a/<rest+>/b", "<rest+>", "<rest..>"),
            ("/v1/<name=projects/*/jobs/*>:cancel", "<name=projects/*/jobs/*>", "<name..>"),
            ("/v1/<name=**>:cancel", "<name=**>", "<name..>"),
            ("/v1/<name=*>/x", "<name=*>", "<name>"),
            ("/a/${id}", "${id}", "<id>"),
            ("/a/[id]", "[id]", "<id>"),
            ("/a/[...rest]", "[...rest]", "<rest..>"),
            ("/a/:id", ":id", "<id>"),
            ("/a/:id.json", ":id", "<id>"),
            ("/a/*rest", "*rest", "<rest..>"),
            ("/a/<id:int>", "<id:int>", "<id>"),
            ("/a/<int:id>", "<int:id>", "<id>"),
            ("/a/<path:rest>", "<path:rest>", "<rest..>"),
            ("/a/<*rest>", "<*rest>", "<rest..>"),
            ("/a/<rest...>", "<rest...>", "<rest..>"),
        ] {
            let mistakes = parse(path).1;
            let [mistake] = mistakes.as_slice() else { panic!("{path}: {mistakes:?}") };
            assert_eq!(
                (&path[mistake.range.clone()], mistake.message.help.as_str()),
                (place, &*format!("write `{written}`"))
            );
        }
    }
}
