//! The types that are lists in a path, a query and a header field.

use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;

/// Calls a macro with each list type whose elements have an order, and with the generics of its impl.
macro_rules! for_each_list {
    ($implement:ident) => {
        $implement! {
            [T] [T];
            [T] Vec<T>;
            [T, const N: usize] [T; N];
            [T] &[T];
            [T] Box<[T]>;
            [T] std::rc::Rc<[T]>;
            [T] std::sync::Arc<[T]>;
            [T] std::collections::VecDeque<T>;
            [T] std::collections::BTreeSet<T>;
        }
    };
}
pub(in crate::request) use for_each_list;

/// Returns the sorted texts of elements without an order, so that the same call sends the same request.
pub(super) fn sorted<'a, T: Scalar + 'a>(elements: impl Iterator<Item = &'a T>) -> Result<Vec<String>, ValueError> {
    let text = |element: &T| {
        let mut text = String::new();
        element.write_scalar(&mut TextWriter::plain(&mut text))?;
        Ok(text)
    };
    let mut texts = elements.map(text).collect::<Result<Vec<String>, ValueError>>()?;
    // Shorter texts first, so that numbers are in the order of their values.
    texts.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    Ok(texts)
}
