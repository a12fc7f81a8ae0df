// mistakes: 6
use callsheet::Arguments;

#[derive(Arguments)]
pub struct Changes {
    pub name: &str,
    pub into: impl Into<String>,
    pub inferred: Vec<_>,
    pub function: fn(),
    pub slice: [u8],
    pub and: Option<Box<Self>>,
    pub last: u8,
}

#[derive(Arguments)]
pub struct Text {
    pub text: str,
}

fn changes() -> Changes {
    Changes::builder().name("a").into("b").inferred(["c"]).function(changes).slice([1]).last(2).build()
}

fn text() -> Box<Text> {
    Text::builder().text("a").build()
}

fn main() {}
