//! What the templates of path and host name.

use crate::path::{Parameter, Piece};

/// What the templates of path and host name, as far as they could be read.
pub(super) struct Templates<'p> {
    pub(super) path: Option<&'p str>,
    pub(super) in_path: Vec<Parameter<'p>>,
    pub(super) is_host_known: bool,
    pub(super) in_host: Vec<Parameter<'p>>,
}

pub(super) fn parameters<'p>(pieces: &[Piece<'p>]) -> Vec<Parameter<'p>> {
    let parameter = |piece: &Piece<'p>| match piece {
        Piece::Parameter(parameter) => Some(parameter.clone()),
        Piece::Text(_) => None,
    };
    pieces.iter().filter_map(parameter).collect()
}
