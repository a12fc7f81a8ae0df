use callsheet::Arguments;

#[derive(Arguments)]
pub enum Properties {
    Name(String),
}

fn main() {}
