use callsheet::{Lookup, endpoint};

#[derive(Debug, Clone, Lookup)]
pub enum Organization {
    Id(String),
    SubDomain(String),
}

#[endpoint(method = "GET", path = "/organizations/<organization>")]
pub struct Get {
    pub organization: Organization,
}

fn call() -> Get {
    Get::builder().organization("org_1").build()
}

fn main() {}
