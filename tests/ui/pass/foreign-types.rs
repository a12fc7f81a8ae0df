//! The corrections that the notes about types of other crates suggest.

use std::fmt::Write as _;
use std::time::Duration;

use callsheet::value::{TextWriter, ValueError};
use callsheet::{Scalar, endpoint, with};
use uuid::Uuid;

#[endpoint(method = "GET", path = "/a/<id>/<ids>/<own>")]
pub struct Get {
    #[path(with = callsheet::with::display)]
    pub id: Uuid,
    #[path(list = "comma", with = callsheet::with::display)]
    pub ids: Vec<Uuid>,
    pub own: Own,
    #[query(with = callsheet::with::display)]
    pub other: Option<Uuid>,
    #[query(with = with::seconds)]
    pub timeout: Duration,
    #[header(with = callsheet::with::display)]
    pub trace: Uuid,
}

pub struct Own(Uuid);

impl Scalar for Own {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(write!(to, "{}", self.0)?)
    }
}

fn main() {}
