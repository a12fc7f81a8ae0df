use callsheet::Arguments;

type Maybe<T> = Option<T>;

#[derive(Arguments)]
pub struct Properties {
    pub name: Maybe<String>,
}

mod elsewhere {
    fn uses() {
        super::Properties::builder().name(None).build();
    }
}

fn main() {}
