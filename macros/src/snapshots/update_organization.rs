/// Update organization details.
#[derive(Debug, Clone)]
///
/// # Request
///
/// `PATCH /organizations/<organization>`
///
/// A success (status 200) returns [`UpdatedOrganization`].
///
/// | field | type | sent in | |
/// | --- | --- | --- | --- |
/// | `organization` | [`OrganizationLookup`] | path; JSON body, unless the path contains it | required |
/// | `properties` | [`OrganizationUpdateProperties`] | JSON body | required |
///
/// The caller needs one of these scopes: `organizations`.
///
/// # Example
///
/// ```text
/// UpdateOrganization::builder()
///     .organization(organization)
///     .properties(properties)
///     .send(&client)
///     .await?
/// ```
///
/// # Errors
///
/// | status | code | variant | meaning |
/// | --- | --- | --- | --- |
/// | 404 | `organization_not_found` | [`OrganizationNotFound`](UpdateOrganizationError::OrganizationNotFound) | No organization was found. |
/// | 403 | `permission_denied` | [`PermissionDenied`](UpdateOrganizationError::PermissionDenied) | The identity may not do this. |
/// | 422 | `validation_error` | [`ValidationError`](UpdateOrganizationError::ValidationError) | The input was refused. |
pub struct UpdateOrganization {
    /// The organization to update.
    pub organization: OrganizationLookup,
    /// What to change.
    pub properties: OrganizationUpdateProperties,
}
/// Builds [`UpdateOrganization`]; created by [`UpdateOrganization::builder`].
#[allow(
    deprecated,
    non_camel_case_types,
    non_snake_case,
    unused_qualifications,
    clippy::restriction
)]
#[must_use = "a builder does nothing until `.send(..)` or `.build()`"]
pub struct UpdateOrganizationBuilder<
    OrganizationState = ::callsheet::__private::Unset,
    PropertiesState = ::callsheet::__private::Unset,
> {
    values: (
        ::callsheet::__private::Option<OrganizationLookup>,
        ::callsheet::__private::Option<OrganizationUpdateProperties>,
    ),
    states: ::callsheet::__private::PhantomData<(OrganizationState, PropertiesState)>,
}
/// The documented errors of [`UpdateOrganization`].
#[allow(
    deprecated,
    non_camel_case_types,
    non_snake_case,
    unused_qualifications,
    clippy::restriction
)]
#[non_exhaustive]
pub enum UpdateOrganizationError {
    /// No organization was found.
    ///
    /// Status 404, code `organization_not_found`.
    #[non_exhaustive]
    OrganizationNotFound {
        /// The message of the server.
        message: ::callsheet::__private::Option<::callsheet::__private::String>,
    },
    /// The identity may not do this.
    ///
    /// Status 403, code `permission_denied`.
    #[non_exhaustive]
    PermissionDenied {
        /// The message of the server.
        message: ::callsheet::__private::Option<::callsheet::__private::String>,
        /// The detail of the error.
        detail: PermissionDetail,
    },
    /// The input was refused.
    ///
    /// Status 422, code `validation_error`.
    #[non_exhaustive]
    ValidationError {
        /// The message of the server.
        message: ::callsheet::__private::Option<::callsheet::__private::String>,
        /// The detail of the error.
        detail: ValidationDetail,
    },
}
#[allow(
    deprecated,
    non_camel_case_types,
    non_snake_case,
    unused_qualifications,
    clippy::restriction
)]
const _: () = {
    use ::callsheet::__private as __callsheet;
    __callsheet::keys!(
        [endpoint method path response success errors scopes] [entry status detail status
        detail]
    );
    #[allow(unused_imports)]
    use __callsheet::Otherwise as _;
    impl UpdateOrganization {
        /// Starts to build [`UpdateOrganization`]. Required: `organization`, `properties`.
        #[inline]
        pub fn builder() -> UpdateOrganizationBuilder {
            UpdateOrganizationBuilder {
                values: (__callsheet::Option::None, __callsheet::Option::None),
                states: __callsheet::PhantomData,
            }
        }
    }
    mod __set {
        use ::callsheet::__private as __callsheet;
        #[diagnostic::on_unimplemented(
            message = "the required field `organization` of `UpdateOrganization` is not set",
            label = "`organization` is missing",
            note = "call `.organization(..)` before"
        )]
        pub trait OrganizationIsSet {}
        #[diagnostic::on_unimplemented(
            message = "the required field `properties` of `UpdateOrganization` is not set",
            label = "`properties` is missing",
            note = "call `.properties(..)` before"
        )]
        pub trait PropertiesIsSet {}
        #[diagnostic::do_not_recommend]
        impl OrganizationIsSet for __callsheet::Set {}
        #[diagnostic::do_not_recommend]
        impl PropertiesIsSet for __callsheet::Set {}
    }
    impl<
        OrganizationState,
        PropertiesState,
    > UpdateOrganizationBuilder<OrganizationState, PropertiesState> {
        /// The organization to update.
        ///
        /// Required.
        pub fn organization(
            mut self,
            value: impl __callsheet::IntoField<OrganizationLookup>,
        ) -> UpdateOrganizationBuilder<__callsheet::Set, PropertiesState>
        where
            OrganizationState: __callsheet::NotYet,
        {
            self.values.0 = __callsheet::Option::Some(__callsheet::Into::into(value));
            UpdateOrganizationBuilder {
                values: self.values,
                states: __callsheet::PhantomData,
            }
        }
        /// What to change.
        ///
        /// Required.
        pub fn properties(
            mut self,
            value: impl __callsheet::IntoField<OrganizationUpdateProperties>,
        ) -> UpdateOrganizationBuilder<OrganizationState, __callsheet::Set>
        where
            PropertiesState: __callsheet::NotYet,
        {
            self.values.1 = __callsheet::Option::Some(__callsheet::Into::into(value));
            UpdateOrganizationBuilder {
                values: self.values,
                states: __callsheet::PhantomData,
            }
        }
        /// Returns the struct. Every required field has to be set.
        pub fn build(self) -> UpdateOrganization
        where
            OrganizationState: __set::OrganizationIsSet,
            PropertiesState: __set::PropertiesIsSet,
        {
            UpdateOrganization {
                organization: __callsheet::given(self.values.0),
                properties: __callsheet::given(self.values.1),
            }
        }
        /// Sends the request. Await the call for the response.
        pub fn send(
            self,
            client: &__callsheet::Client,
        ) -> __callsheet::Call<UpdateOrganization>
        where
            OrganizationState: __set::OrganizationIsSet,
            PropertiesState: __set::PropertiesIsSet,
        {
            __callsheet::Call::new(&self.build(), client)
        }
    }
    impl UpdateOrganization {
        /// Sends the request. Await the call for the response.
        #[inline]
        pub fn send(&self, client: &__callsheet::Client) -> __callsheet::Call<Self> {
            __callsheet::Call::new(self, client)
        }
    }
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __callsheet::ErrorEnum for UpdateOrganizationError {
        const ROWS: &'static __callsheet::ErrorTable = &__callsheet::ErrorTable::new(
            &[
                __callsheet::ErrorCase::new(
                    __callsheet::Statuses::new(&[(404, 404)]),
                    __callsheet::Option::Some("organization_not_found"),
                    __callsheet::Option::None,
                ),
                __callsheet::ErrorCase::new(
                    __callsheet::Statuses::new(&[(403, 403)]),
                    __callsheet::Option::Some("permission_denied"),
                    __callsheet::Option::None,
                ),
                __callsheet::ErrorCase::new(
                    __callsheet::Statuses::new(&[(422, 422)]),
                    __callsheet::Option::Some("validation_error"),
                    __callsheet::Option::None,
                ),
            ],
            &[],
        );
        const CASES: &'static [__callsheet::CaseReference] = &[
            __callsheet::CaseReference::new(
                "OrganizationNotFound",
                "No organization was found.",
                __callsheet::Option::None,
            ),
            __callsheet::CaseReference::new(
                "PermissionDenied",
                "The identity may not do this.",
                __callsheet::Option::Some("PermissionDetail"),
            ),
            __callsheet::CaseReference::new(
                "ValidationError",
                "The input was refused.",
                __callsheet::Option::Some("ValidationDetail"),
            ),
        ];
        const IS_SENT: __callsheet::bool = <PermissionDetail as __callsheet::SyncDetail<
            { <PermissionDetail as __callsheet::SendDetail>::IS_SEND },
        >>::IS_SENT
            && <ValidationDetail as __callsheet::SyncDetail<
                { <ValidationDetail as __callsheet::SendDetail>::IS_SEND },
            >>::IS_SENT;
        #[inline]
        fn message_mut(&mut self) -> &mut __callsheet::Option<__callsheet::String> {
            match *self {
                Self::OrganizationNotFound { message: ref mut __message, .. }
                | Self::PermissionDenied { message: ref mut __message, .. }
                | Self::ValidationError { message: ref mut __message, .. } => __message,
            }
        }
        const CONVERSIONS: __callsheet::Conversions<Self> = __callsheet::Conversions::new(
            |__error| match __error {
                Self::OrganizationNotFound { message: __message } => {
                    __callsheet::Facts::new(
                        "OrganizationNotFound",
                        404u16,
                        __callsheet::Option::Some("organization_not_found"),
                        __message,
                    )
                }
                Self::PermissionDenied { message: __message, detail: __detail } => {
                    __callsheet::Facts::new(
                            "PermissionDenied",
                            403u16,
                            __callsheet::Option::Some("permission_denied"),
                            __message,
                        )
                        .with(
                            "detail",
                            <PermissionDetail as __callsheet::FromDetail>::as_detail(
                                __detail,
                            ),
                        )
                }
                Self::ValidationError { message: __message, detail: __detail } => {
                    __callsheet::Facts::new(
                            "ValidationError",
                            422u16,
                            __callsheet::Option::Some("validation_error"),
                            __message,
                        )
                        .with(
                            "detail",
                            <ValidationDetail as __callsheet::FromDetail>::as_detail(
                                __detail,
                            ),
                        )
                }
            },
            #[allow(unused_variables)]
            |__row, __problem, __reply| {
                let __message = __callsheet::Problem::message(__problem);
                __callsheet::Result::Ok(
                    match __row {
                        0usize => {
                            Self::OrganizationNotFound {
                                message: __message,
                            }
                        }
                        1usize => {
                            Self::PermissionDenied {
                                message: __message,
                                detail: <PermissionDetail as __callsheet::FromDetail>::from_detail(
                                    __problem,
                                )?,
                            }
                        }
                        2usize => {
                            Self::ValidationError {
                                message: __message,
                                detail: <ValidationDetail as __callsheet::FromDetail>::from_detail(
                                    __problem,
                                )?,
                            }
                        }
                        _ => {
                            return __callsheet::Result::Err(
                                __callsheet::no_such_row(__row),
                            );
                        }
                    },
                )
            },
        );
    }
    ::callsheet::__private::printed!(UpdateOrganizationError);
    ::callsheet::__private::constructors!(
        pub UpdateOrganizationError { OrganizationNotFound organization_not_found()
        [message]; PermissionDenied permission_denied(detail __detail :
        PermissionDetail,) [message]; ValidationError validation_error(detail __detail :
        ValidationDetail,) [message]; } __message
    );
    const __0: __callsheet::PathField = __callsheet::placed(
        "organization",
        "organization",
    );
    const __1: __callsheet::MemberField = __callsheet::placed(
        "organization",
        "organization",
    );
    const __2: __callsheet::MemberField = __callsheet::placed(
        "properties",
        "properties",
    );
    #[automatically_derived]
    impl __callsheet::Endpoint for UpdateOrganization {
        type Api = __callsheet::JsonApi;
        type Response = UpdatedOrganization;
        type Error = <UpdateOrganizationError as __callsheet::ErrorSetIf<
            { <UpdateOrganizationError as __callsheet::ErrorEnum>::IS_SENT },
        >>::Itself;
        const READ: __callsheet::Read<Self::Response> = <Self::Response as __callsheet::FromResponse>::RESPONSE;
        const SPEC: &'static __callsheet::Spec = &__callsheet::Spec::new(
                "UpdateOrganization",
                "PATCH",
                "/organizations/<organization>",
                &[
                    __callsheet::Piece::Text("/organizations/"),
                    __callsheet::Piece::Value(0),
                ],
                &[__0.row, __1.row, __2.row],
            )
            .with_accept(<Self as __callsheet::Endpoint>::ACCEPT)
            .with_success(__callsheet::Statuses::new(&[(200, 200)]))
            .with_scopes(&["organizations"]);
        const REFERENCE: &'static __callsheet::Reference = &__callsheet::Reference::new(
            "Update organization details.",
            "UpdatedOrganization",
            &[
                __callsheet::FieldReference::new(
                    "organization",
                    "The organization to update.",
                    "OrganizationLookup",
                    true,
                ),
                __callsheet::FieldReference::new(
                    "properties",
                    "What to change.",
                    "OrganizationUpdateProperties",
                    true,
                ),
            ],
        );
        #[inline]
        fn fill(
            &self,
            __draft: __callsheet::Draft<'_>,
        ) -> __callsheet::Result<
            __callsheet::Request<__callsheet::Body>,
            __callsheet::BuildError,
        > {
            __draft
                .build(
                    &[
                        __0.of(&self.organization),
                        __1.beside_path(&self.organization),
                        __2.of(&self.properties),
                    ],
                )
        }
    }
    const _: &[&dyn __callsheet::ByItsOwnName] = &[
        &__callsheet::Written::<OrganizationLookup>::FIELD,
        &__callsheet::Written::<OrganizationUpdateProperties>::FIELD,
        &__callsheet::Written::<UpdatedOrganization>::BODY,
        &__callsheet::Written::<PermissionDetail>::BODY,
        &__callsheet::Written::<ValidationDetail>::BODY,
    ];
};
