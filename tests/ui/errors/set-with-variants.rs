use callsheet::errors;

#[errors(gone = 410)]
pub enum Shared {
    A,
}

fn main() {}
