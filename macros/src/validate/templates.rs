//! The parameters in the templates of path and host.

use crate::path::{Parameter, Piece};

/// The parameters in the templates of path and host, if the templates could be parsed.
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
