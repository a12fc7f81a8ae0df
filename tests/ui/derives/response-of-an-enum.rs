use callsheet::Response;

#[derive(Response)]
pub enum Page {
    A,
}

fn main() {}
