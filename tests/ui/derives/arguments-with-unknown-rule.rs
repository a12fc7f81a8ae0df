use callsheet::Arguments;

#[derive(Arguments)]
#[serde(rename_all = "camelcase")]
pub struct Properties {
    pub time_zone: Option<String>,
}

fn main() {}
