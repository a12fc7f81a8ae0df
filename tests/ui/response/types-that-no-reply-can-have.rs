// mistakes: 12
use callsheet::endpoint;

#[derive(Debug, serde::Deserialize)]
pub struct Page<'a> {
    pub name: &'a str,
}

#[endpoint(method = "GET", path = "/str", response = str)]
pub struct Str;

#[endpoint(method = "GET", path = "/list", response = Vec<&str>)]
pub struct List;

#[endpoint(method = "GET", path = "/opaque", response = impl serde::Deserialize)]
pub struct Opaque;

#[endpoint(method = "GET", path = "/function", response = fn())]
pub struct Function;

#[endpoint(method = "GET", path = "/never", response = !)]
pub struct Never;

#[endpoint(method = "GET", path = "/inferred", response = Vec<_>)]
pub struct Inferred;

#[endpoint(method = "GET", path = "/itself", response = Self)]
pub struct Itself;

#[endpoint(method = "GET", path = "/pointer", response = *const u8)]
pub struct Pointer;

#[endpoint(method = "GET", path = "/lifetime", response = Page<'a>)]
pub struct Lifetime;

#[endpoint(
    method = "GET",
    path = "/errors",
    errors(
        gone(status = 410, detail = &'static str),
        invalid(status = 422, body = [u8]),
        broken(status = 500, detail = dyn std::fmt::Debug),
    ),
)]
pub struct Errors;

mod elsewhere {
    use super::{Errors, ErrorsError, Inferred, Lifetime, List, Str};

    async fn call(client: &callsheet::Client) {
        if let Ok(text) = Str.send(client).await {
            println!("{}", text.len());
        }
        if let Ok(list) = List.send(client).await {
            println!("{}", list[0].len());
        }
        if let Ok(inferred) = Inferred.send(client).await {
            println!("{}", inferred.name);
        }
        if let Ok(page) = Lifetime.send(client).await {
            println!("{}", page.name);
        }
        match Errors.send(client).await {
            Err(callsheet::Error::Documented { error: ErrorsError::Gone { detail, .. }, .. }) => println!("{detail}"),
            Err(callsheet::Error::Documented { error: ErrorsError::Invalid { body, .. }, .. }) => println!("{body:?}"),
            Err(callsheet::Error::Documented { error: ErrorsError::Broken { detail, .. }, .. }) => println!("{detail:?}"),
            _ => {}
        }
    }
}

fn main() {}
