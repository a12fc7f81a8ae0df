//! Writes the query of a URL: parameters, lists and objects.

mod constants;
mod serialize;
mod writer;

pub(crate) use self::constants::Constants;
pub use self::writer::QueryWriter;

/// Returns the encoded names of the parameters of a query.
pub(crate) fn names(query: &str) -> impl Iterator<Item = String> {
    let names = query.split(['?', '&']).filter_map(|parameter| parameter.split('=').next());
    names.filter(|name| !name.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::spec::{ListStyle, ObjectStyle, QueryStyle};

    fn written(value: &impl Serialize) -> Result<String, String> {
        let (mut out, mut started) = (String::new(), false);
        QueryWriter::new(&mut out, &mut started, "a b", QueryStyle::default())
            .serialize(value)
            .map_err(|error| error.to_string())?;
        Ok(percent_encoding::percent_decode_str(&out).decode_utf8().unwrap().into_owned())
    }

    #[derive(serde::Serialize)]
    enum Choice {
        Unit,
        Newtype(u8),
    }

    #[derive(serde::Serialize)]
    struct Nested {
        list: Vec<u8>,
        none: Option<u8>,
        inner: std::collections::BTreeMap<u8, Choice>,
    }

    #[test]
    fn object_has_brackets_and_list_repeats_its_name() {
        let inner = [(1, Choice::Unit), (2, Choice::Newtype(9))].into();
        let value = Nested { list: vec![1, 2], none: None, inner };
        let expected = "?a b[list]=1&a b[list]=2&a b[inner][1]=Unit&a b[inner][2][Newtype]=9";
        assert_eq!(written(&value).unwrap(), expected);
    }

    #[test]
    fn object_in_a_list_has_its_index_in_brackets() {
        let style = QueryStyle { list: ListStyle::Brackets, object: ObjectStyle::Brackets };
        let (mut out, mut started) = (String::new(), false);
        let choices = [Choice::Newtype(1), Choice::Unit, Choice::Newtype(2)];
        QueryWriter::new(&mut out, &mut started, "a", style).serialize(&(choices, [[1]])).unwrap();
        let read = percent_encoding::percent_decode_str(&out).decode_utf8().unwrap();
        assert_eq!(read, "?a[0][0][Newtype]=1&a[0][]=Unit&a[0][2][Newtype]=2&a[1][0][]=1");
    }

    #[test]
    fn value_that_a_query_cannot_represent_is_refused() {
        assert!(written(&[[1]]).unwrap_err().contains("list of lists"));
        assert!(written(&()).unwrap_err().contains("null"));
        assert!(written(&f64::NAN).unwrap_err().contains("finite"));
    }
}
