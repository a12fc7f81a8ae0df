pub struct Nothing;

fn call(_: &callsheet::Client<Nothing>) {}

fn main() {}
