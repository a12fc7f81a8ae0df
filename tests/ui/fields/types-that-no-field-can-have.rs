// mistakes: 12
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: str,
    pub slice: [String],
    pub maybe: Option<str>,
    pub into: impl Into<String>,
    pub list: impl IntoIterator<Item = u8>,
    pub any: dyn std::fmt::Display,
    pub function: fn(u8) -> u8,
    pub pointer: *const u8,
    pub never: !,
    pub inferred: Vec<_>,
    pub itself: Option<Box<Self>>,
    pub shared: Box<str>,
    pub name: std::borrow::Cow<'_, str>,
}

mod elsewhere {
    use super::{Update, UpdateError};

    async fn call(client: &callsheet::Client) -> Result<(), UpdateError> {
        let update = Update::builder().id("a").slice(["b"]).maybe("c").into("d").list([1]).any("e").function(double);
        match update.pointer(1).never(2).inferred([3]).shared("f").name("g").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }

    fn double(value: u8) -> u8 {
        2 * value
    }
}

fn main() {}
