//! The forms of values, and the corrections for values in another form.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Path, Type};

use super::meant::{
    Values, constants, field, is_name, is_pairs, literal, module, pairs, parsed, parted, path, place_and_name, text,
    ty, way, with_separators, words,
};
use super::status;
use super::written::{Written, type_name, word};
use crate::http;
use crate::spelled::spelled;

/// The form in which the value of a key is written.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    kind: Kind,
    /// Shown as key and value, if no correction is closer to what was written.
    pub(crate) example: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Type,
    Path,
    /// The name of an item that is generated.
    Name,
    Status,
    Code,
    /// A number without a sign.
    Number,
    /// A field of the struct.
    Field,
    /// Members of the response.
    Way,
    /// `true` or `false`.
    Flag,
    /// A string, a number, `true` or `false`.
    Literal,
    /// Strings in parentheses.
    Strings,
    /// Strings in parentheses, each with an optional value.
    Constants,
    /// Header fields in parentheses.
    Fields,
    /// Members of a JSON object in parentheses.
    Members,
    /// Parameters of a form in parentheses.
    Parameters,
    /// A name, or a place and a name in parentheses.
    Key,
    /// Documented errors in parentheses.
    Entries,
    /// Settings of a stream in parentheses.
    Settings,
    /// Settings of pages in parentheses.
    Paging,
    /// A string, or several in brackets.
    Texts,
}

impl Form {
    pub(crate) const METHOD: Self = Self { kind: Kind::Text, example: "method = \"PATCH\"" };
    pub(crate) const PATH: Self = Self { kind: Kind::Text, example: "path = \"/users\"" };
    pub(crate) const HOST_PREFIX: Self = Self { kind: Kind::Text, example: "host_prefix = \"<bucket>.\"" };
    pub(crate) const QUERY: Self = Self { kind: Kind::Constants, example: "query(\"list-type\" = \"2\", \"acl\")" };
    pub(crate) const HEADERS: Self = Self { kind: Kind::Fields, example: "headers(\"Accept\" = \"text/csv\")" };
    pub(crate) const MEMBERS: Self =
        Self { kind: Kind::Members, example: "body(\"stream\" = true, \"mode\" = \"fast\")" };
    pub(crate) const PARAMETERS: Self =
        Self { kind: Kind::Parameters, example: "form(\"grant_type\" = \"client_credentials\")" };
    pub(crate) const RESPONSE: Self = Self { kind: Kind::Type, example: "response = Type" };
    pub(crate) const AT: Self = Self { kind: Kind::Text, example: "at = \"tag\"" };
    pub(crate) const SUCCESS: Self = Self { kind: Kind::Status, example: "success = 200..=299" };
    pub(crate) const ERRORS: Self = Self { kind: Kind::Entries, example: "errors(not_found = 404)" };
    pub(crate) const EVENTS: Self =
        Self { kind: Kind::Settings, example: "events(end = \"[DONE]\", error_event = \"error\")" };
    pub(crate) const LINES: Self = Self { kind: Kind::Settings, example: "lines(error = \"error\")" };
    pub(crate) const PAGES: Self =
        Self { kind: Kind::Paging, example: "pages(number = page, items = rows, item = Row)" };
    pub(crate) const SCOPES: Self = Self { kind: Kind::Strings, example: "scopes(\"read\", \"write\")" };
    pub(crate) const API: Self = Self { kind: Kind::Type, example: "api = Type" };
    pub(crate) const IDEMPOTENT: Self = Self { kind: Kind::Flag, example: "idempotent = true" };
    pub(crate) const IDEMPOTENCY_KEY: Self = Self { kind: Kind::Key, example: "idempotency_key = \"Idempotency-Key\"" };
    pub(crate) const ENDPOINT_NAME: Self = Self { kind: Kind::Text, example: "name = \"organizations.update\"" };
    pub(crate) const ERROR: Self = Self { kind: Kind::Name, example: "error = Name" };
    pub(crate) const BUILDER: Self = Self { kind: Kind::Name, example: "builder = Name" };
    pub(crate) const CRATE: Self = Self { kind: Kind::Path, example: "crate = path" };

    pub(crate) const END: Self = Self { kind: Kind::Text, example: "end = \"[DONE]\"" };
    pub(crate) const END_EVENT: Self = Self { kind: Kind::Text, example: "end_event = \"done\"" };
    pub(crate) const ERROR_EVENT: Self = Self { kind: Kind::Text, example: "error_event = \"error\"" };
    pub(crate) const ERROR_MEMBER: Self = Self { kind: Kind::Text, example: "error = \"error\"" };

    pub(crate) const PAGE_NUMBER: Self = Self { kind: Kind::Field, example: "number = page" };
    pub(crate) const PAGE_CURSOR: Self = Self { kind: Kind::Field, example: "cursor = after" };
    pub(crate) const PAGE_OFFSET: Self = Self { kind: Kind::Field, example: "offset = skip" };
    pub(crate) const PAGE_SIZE: Self = Self { kind: Kind::Field, example: "size = per_page" };
    pub(crate) const PAGE_URL: Self = Self { kind: Kind::Way, example: "url = links.next" };
    pub(crate) const PAGE_NEXT: Self = Self { kind: Kind::Way, example: "next = meta.next_cursor" };
    pub(crate) const PAGE_LAST: Self = Self { kind: Kind::Way, example: "last = meta.total_pages" };
    pub(crate) const PAGE_TOTAL: Self = Self { kind: Kind::Way, example: "total = meta.total" };
    pub(crate) const PAGE_MORE: Self = Self { kind: Kind::Way, example: "more = has_more" };
    pub(crate) const PAGE_ITEMS: Self = Self { kind: Kind::Way, example: "items = data" };
    pub(crate) const PAGE_ITEM: Self = Self { kind: Kind::Type, example: "item = Row" };
    pub(crate) const PAGE_FIRST: Self = Self { kind: Kind::Number, example: "first = 0" };
    pub(crate) const PAGE_SHORT: Self = Self { kind: Kind::Text, example: "short = \"end\"" };
    pub(crate) const PAGE_REPEAT: Self = Self { kind: Kind::Text, example: "repeat = \"end\"" };
    pub(crate) const URL_HEADER: Self = Self { kind: Kind::Text, example: "url_header = \"Next-Page\"" };
    pub(crate) const NEXT_HEADER: Self = Self { kind: Kind::Text, example: "next_header = \"x-next-token\"" };

    pub(crate) const EVENT_NAME: Self = Self { kind: Kind::Texts, example: "name = \"..\"" };
    pub(crate) const RENAME_ALL: Self = Self { kind: Kind::Text, example: "rename_all = \"kebab-case\"" };

    pub(crate) const STATUS: Self = Self { kind: Kind::Status, example: "status = 404" };
    pub(crate) const CODE: Self = Self { kind: Kind::Code, example: "code = \"not_found\"" };
    pub(crate) const DETAIL: Self = Self { kind: Kind::Type, example: "detail = Type" };
    pub(crate) const BODY: Self = Self { kind: Kind::Type, example: "body = Type" };

    pub(crate) const NAME: Self = Self { kind: Kind::Text, example: "name = \"..\"" };
    pub(crate) const LIST: Self = Self { kind: Kind::Text, example: "list = \"comma\"" };
    pub(crate) const OBJECT: Self = Self { kind: Kind::Text, example: "object = \"dots\"" };
    pub(crate) const CONTENT_TYPE: Self = Self { kind: Kind::Text, example: "content_type = \"text/csv\"" };
    pub(crate) const FILE_NAME: Self = Self { kind: Kind::Text, example: "file_name = \"data.csv\"" };
    pub(crate) const PREFIX: Self = Self { kind: Kind::Text, example: "prefix = \"x-meta-\"" };
    pub(crate) const DEFAULT: Self = Self { kind: Kind::Literal, example: "default = 30" };
    pub(crate) const WITH: Self = Self { kind: Kind::Path, example: "with = module" };

    /// The separator between a key and its value: `=`, or an opening parenthesis.
    pub(crate) fn separator(self) -> &'static str {
        match self.kind {
            Kind::Strings
            | Kind::Constants
            | Kind::Fields
            | Kind::Members
            | Kind::Parameters
            | Kind::Entries
            | Kind::Settings
            | Kind::Paging => "(",
            _ => "=",
        }
    }

    /// A description of the value for messages.
    pub(crate) fn expected(self) -> &'static str {
        match self.kind {
            Kind::Text => "a string",
            Kind::Type => "a type",
            Kind::Path => "a path",
            Kind::Name => "a name",
            Kind::Status => "a status",
            Kind::Code => "a string, a number or `none`",
            Kind::Flag => "`true` or `false`",
            Kind::Literal => "a string, a number, `true` or `false`",
            Kind::Strings => "strings",
            Kind::Constants => "the parameters of a query",
            Kind::Fields => "header fields",
            Kind::Members => "the members of a body",
            Kind::Parameters => "the parameters of a form",
            Kind::Key => "the name of a header field, or `query(..)`, `body(..)` or `form(..)`",
            Kind::Entries => "documented errors",
            Kind::Settings => "settings of the stream",
            Kind::Paging => "settings of the pages",
            Kind::Number => "a number",
            Kind::Field => "a field of the struct",
            Kind::Way => "a path into the response",
            Kind::Texts => "a string, or strings in brackets",
        }
    }

    /// Key and value in the required form, built from what was written.
    pub(crate) fn corrected(self, key: &str, written: &Written) -> String {
        let value = written.value();
        let corrected = match self.kind {
            Kind::Text if key == super::key::PATH => path(&value).map(|path| format!("{key} = {path:?}")),
            Kind::Key => place_and_name(&value)
                .or_else(|| word(&value).map(|text| format!("{text:?}")))
                .map(|value| format!("{key} = {value}")),
            Kind::Text if matches!(key, super::key::LIST | super::key::OBJECT) => {
                text(&value).map(|text| format!("{key} = {:?}", text.to_lowercase()))
            }
            Kind::Text | Kind::Texts => text(&value).map(|text| format!("{key} = {text:?}")),
            Kind::Code => word(&value).filter(|text| text != "None").map(|text| format!("{key} = {text:?}")),
            Kind::Type => {
                let is_borrowed = value.first().is_some_and(|first| first.to_string() == "&");
                let parsed = parsed::<Type>(&value).filter(|_| !is_borrowed);
                parsed.or_else(|| ty(&value)).map(|ty| format!("{key} = {ty}"))
            }
            Kind::Path => parsed::<Path>(&value).or_else(|| module(&value)).map(|path| format!("{key} = {path}")),
            Kind::Name => word(&value).and_then(|text| type_name(&text)).map(|name| format!("{key} = {name}")),
            Kind::Status => status::meant(&value).map(|status| format!("{key} = {status}")),
            Kind::Literal => literal(&value).map(|literal| format!("{key} = {literal}")),
            // `body = CreateUser` means the whole body.
            Kind::Members => set(&value)
                .map(|ty| format!("#[payload] body: {ty}"))
                .or_else(|| constants(Values::Members, &value).map(|pairs| format!("{key}({pairs})"))),
            Kind::Parameters => constants(Values::Parameters, &value).map(|pairs| format!("{key}({pairs})")),
            Kind::Field => word(&value).filter(|text| is_name(text)).map(|name| format!("{key} = {name}")),
            Kind::Way => way(&value).map(|way| format!("{key} = {way}")),
            Kind::Flag | Kind::Settings | Kind::Paging | Kind::Number => None,
            Kind::Strings => words(&value).map(|texts| format!("{key}({})", texts.join(", "))),
            Kind::Constants | Kind::Fields if is_pairs(&value) => pairs(&value).map(|pairs| format!("{key}({pairs})")),
            Kind::Constants => word(&value).map(|text| format!("{key}({})", parted(&text))),
            Kind::Fields => word(&value).map(|text| format!("{key}({})", field(&text))),
            Kind::Entries => {
                let is_group = written.is_group() && !value.is_empty();
                let entries = || format!("{key}({})", spelled(&with_separators(value.iter().cloned().collect())));
                if is_group { Some(entries()) } else { set(&value).map(|set| format!("{key}(include({set}))")) }
            }
        };
        corrected.unwrap_or_else(|| {
            let example = self.example.split_once(['=', '(']).map_or(self.example, |(name, _)| name.trim());
            if example == key { self.example.to_owned() } else { self.example.replacen(example, key, 1) }
        })
    }

    /// The value with the correct separator before it; `None` if that would only cause another mistake.
    pub(crate) fn separated(self, written: &Written) -> Option<TokenStream> {
        let value: TokenStream = written.value().into_iter().collect();
        match self.kind {
            _ if value.is_empty() => None,
            Kind::Constants | Kind::Fields | Kind::Members | Kind::Parameters => None,
            Kind::Entries | Kind::Settings | Kind::Paging if !written.is_group() => None,
            Kind::Entries => {
                let value = with_separators(value);
                Some(quote!((#value)))
            }
            Kind::Settings | Kind::Paging | Kind::Strings => Some(quote!((#value))),
            _ => Some(quote!(= #value)),
        }
    }
}

/// The path of a type whose name is not the name of a status.
fn set(tokens: &[TokenTree]) -> Option<String> {
    let path = syn::parse2::<Path>(tokens.iter().cloned().collect()).ok()?;
    let name = path.segments.last()?.ident.to_string();
    let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
    (is_type && http::status::of_name(&name).is_none()).then(|| spelled(&path.to_token_stream()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_in_another_form_is_corrected() {
        let corrected = |form: Form, key: &str, text: &str| {
            let tokens: TokenStream = text.parse().unwrap();
            form.corrected(key, &Written::of(tokens))
        };
        for (form, key, text, expected) in [
            (Form::METHOD, "method", "= PATCH", "method = \"PATCH\""),
            (Form::METHOD, "method", "= Method::GET", "method = \"GET\""),
            (Form::METHOD, "method", "(\"GET\")", "method = \"GET\""),
            (Form::PATH, "path", "= String::new()", "path = \"/users\""),
            (Form::RESPONSE, "response", ": Vec<u8>", "response = Vec<u8>"),
            (Form::RESPONSE, "response", "= \"Updated\"", "response = Updated"),
            (Form::RESPONSE, "response", "= 1", "response = Type"),
            (Form::SCOPES, "scopes", "= [\"a\", b]", "scopes(\"a\", \"b\")"),
            (Form::SCOPES, "scopes", "= \"a\"", "scopes(\"a\")"),
            (Form::ERRORS, "errors", "= [a = 404]", "errors(a = 404)"),
            (Form::ERRORS, "errors", "= NotFound", "errors(not_found = 404)"),
            (Form::ERRORS, "errors", "= auth::AuthErrors", "errors(include(auth::AuthErrors))"),
            (Form::SUCCESS, "success", "= \"200\"", "success = 200"),
            (Form::CRATE, "crate", "= \"a::b\"", "crate = a::b"),
            (Form::ERROR, "error", "= \"ReportFailure\"", "error = ReportFailure"),
            (Form::ERROR, "error", "= \"report failure\"", "error = ReportFailure"),
            (Form::ERROR, "error", "= crate::errors::ReportFailure", "error = ReportFailure"),
            (Form::ERROR, "error", "= ReportFailure<u8>", "error = ReportFailure"),
            (Form::ERROR, "error", "(ReportFailure)", "error = ReportFailure"),
            (Form::BUILDER, "builder", "= true", "builder = Name"),
            (Form::BUILDER, "builder", "= 1", "builder = Name"),
            (Form::HEADERS, "headers", "(\"X-A\": \"b\", \"c\" => d)", "headers(\"X-A\" = \"b\", \"c\" = \"d\")"),
            (Form::HEADERS, "headers", "(Accept-Language: en-GB)", "headers(\"Accept-Language\" = \"en-GB\")"),
            (Form::QUERY, "query", "(acl, page: 2)", "query(\"acl\", \"page\" = \"2\")"),
        ] {
            assert_eq!(corrected(form, key, text), expected, "{text}");
        }
    }
}
