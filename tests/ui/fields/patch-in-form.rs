use callsheet::{Patch, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[form]
    pub name: Patch<String>,
}

fn main() {}
