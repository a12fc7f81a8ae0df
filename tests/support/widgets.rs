//! Small endpoints, one for each form of request and reply.

use callsheet::{Patch, endpoint};
use serde::Deserialize;

/// Read a widget.
#[endpoint(
    method = "GET",
    path = "/widgets/<widget>",
    response = Widget,
    errors(
        /// No widget has this id.
        widget_not_found = 404,
        /// Another user has locked the widget.
        widget_locked(status = 409, detail = LockDetail),
        /// The widget was archived.
        widget_archived = 409,
    ),
)]
#[derive(Debug, Clone)]
pub struct GetWidget {
    /// Its id.
    pub widget: String,
}

/// Find widgets.
#[endpoint(method = "GET", path = "/widgets", response = Vec<Widget>)]
#[derive(Debug, Clone)]
pub struct FindWidgets {
    /// How to sort them.
    pub sort: String,
    /// A part of their name.
    pub text: Option<String>,
    /// The page of the result.
    pub page: Option<u32>,
}

/// Change a widget.
#[endpoint(
    method = "PATCH",
    path = "/widgets/<widget>",
    response = Widget,
    errors(
        /// No widget has this id.
        widget_not_found = 404,
        /// The input was refused.
        validation_error(status = 422, detail = ValidationDetail),
    ),
)]
#[derive(Debug, Clone)]
pub struct UpdateWidget {
    /// Its id.
    pub widget: String,
    /// Its name.
    pub name: Option<String>,
    /// A note about it.
    pub note: Patch<String>,
}

/// Make a widget.
#[endpoint(method = "POST", path = "/widgets", response = Widget)]
#[derive(Debug, Clone)]
pub struct CreateWidget {
    /// Its name.
    pub name: String,
}

/// Remove a widget.
#[endpoint(
    method = "DELETE",
    path = "/widgets/<widget>",
    errors(
        /// No widget has this id.
        widget_not_found = 404,
    ),
)]
#[derive(Debug, Clone)]
pub struct DeleteWidget {
    /// Its id.
    pub widget: String,
}

/// Start a widget, by a POST without a body.
#[endpoint(method = "POST", path = "/widgets/<widget>/start")]
#[derive(Debug, Clone)]
pub struct StartWidget {
    /// Its id.
    pub widget: String,
}

/// Check whether a widget exists.
#[endpoint(method = "HEAD", path = "/widgets/<widget>")]
#[derive(Debug, Clone)]
pub struct ProbeWidget {
    /// Its id.
    pub widget: String,
}

/// A widget.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Widget {
    /// Its id.
    pub id: String,
    /// Its size.
    pub size: u32,
}

/// Who has locked a widget.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LockDetail {
    /// The owner of the lock.
    pub owner: String,
    /// How many seconds the lock still lasts.
    pub seconds: u32,
}

/// The errors in the input.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ValidationDetail {
    /// One sentence for each error.
    pub details: Vec<String>,
}

/// The JSON of a widget.
pub const WIDGET: &str = r#"{"id":"wid_1","size":3}"#;

/// Returns the widget of [`WIDGET`].
#[must_use]
pub fn widget() -> Widget {
    Widget { id: "wid_1".to_owned(), size: 3 }
}

/// A call for the widget `wid_1`.
#[must_use]
pub fn get_widget() -> GetWidget {
    GetWidget { widget: "wid_1".to_owned() }
}

/// A call that renames the widget `wid_1` to `Bolt`.
#[must_use]
pub fn update_widget() -> UpdateWidget {
    UpdateWidget { widget: "wid_1".to_owned(), name: Some("Bolt".to_owned()), note: Patch::Absent }
}
