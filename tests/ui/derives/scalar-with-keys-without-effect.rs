use callsheet::Scalar;

#[derive(Scalar)]
pub struct Id(#[serde(with = "hex")] pub u64);

#[derive(Scalar)]
#[serde(tag = "type")]
pub enum Sort {
    #[serde(skip)]
    Newest,
    #[serde(rename = "other")]
    Other(String),
}

fn main() {}

// mistakes: 4
