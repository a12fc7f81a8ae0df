use callsheet::errors;

#[errors(gone = 410)]
pub fn shared() {}

fn main() {}
