use callsheet::Scalar;

#[derive(Scalar)]
pub struct Range {
    pub first: u8,
    pub last: u8,
}

fn main() {}
