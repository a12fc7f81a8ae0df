/// Builds [`Properties`]; created by [`Properties::builder`].
#[allow(
    deprecated,
    non_camel_case_types,
    non_snake_case,
    unused_qualifications,
    clippy::restriction
)]
#[must_use = "a builder does nothing until `.build()`"]
pub struct PropertiesBuilder<
    KindState = ::callsheet::__private::Unset,
    RestState = ::callsheet::__private::Unset,
> {
    values: (
        ::callsheet::__private::Option<String>,
        ::callsheet::__private::Patch<String>,
        ::callsheet::__private::Option<String>,
        ::callsheet::__private::Option<Timestamp>,
        ::callsheet::__private::Option<Rest>,
    ),
    states: ::callsheet::__private::PhantomData<(KindState, RestState)>,
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
    #[allow(unused_imports)]
    use __callsheet::Otherwise as _;
    impl Properties {
        /// Starts to build [`Properties`]. Required: `kind`, `rest`.
        #[inline]
        pub fn builder() -> PropertiesBuilder {
            PropertiesBuilder {
                values: (
                    __callsheet::Option::None,
                    __callsheet::Patch::Absent,
                    __callsheet::Option::None,
                    __callsheet::Option::None,
                    __callsheet::Option::None,
                ),
                states: __callsheet::PhantomData,
            }
        }
    }
    mod __set {
        use ::callsheet::__private as __callsheet;
        #[diagnostic::on_unimplemented(
            message = "the required field `kind` of `Properties` is not set",
            label = "`kind` is missing",
            note = "call `.kind(..)` before"
        )]
        pub trait KindIsSet {}
        #[diagnostic::on_unimplemented(
            message = "the required field `rest` of `Properties` is not set",
            label = "`rest` is missing",
            note = "call `.rest(..)` before"
        )]
        pub trait RestIsSet {}
        #[diagnostic::do_not_recommend]
        impl KindIsSet for __callsheet::Set {}
        #[diagnostic::do_not_recommend]
        impl RestIsSet for __callsheet::Set {}
    }
    impl<KindState, RestState> PropertiesBuilder<KindState, RestState> {
        /// Its name.
        ///
        /// Optional.
        pub fn name(mut self, value: impl __callsheet::SomeText<String>) -> Self {
            self.values.0 = __callsheet::Option::Some(__callsheet::Into::into(value));
            self
        }
        /// Like [`name`](Self::name), but `None` leaves the field out.
        pub fn maybe_name(mut self, value: __callsheet::Option<String>) -> Self {
            self.values.0 = value;
            self
        }
        /// Sets `time_zone`.
        ///
        /// Optional; `Patch::Null` sends null.
        pub fn time_zone<__Via>(
            mut self,
            value: impl __callsheet::IntoPatch<String, __Via>,
        ) -> Self {
            self.values.1 = __callsheet::IntoPatch::into_patch(value);
            self
        }
        /// Sets `kind`.
        ///
        /// Required.
        pub fn kind(
            mut self,
            value: impl __callsheet::IntoText<String>,
        ) -> PropertiesBuilder<__callsheet::Set, RestState>
        where
            KindState: __callsheet::NotYet,
        {
            self.values.2 = __callsheet::Option::Some(__callsheet::Into::into(value));
            PropertiesBuilder {
                values: self.values,
                states: __callsheet::PhantomData,
            }
        }
        /// Sets `until`.
        ///
        /// Optional.
        pub fn until(mut self, value: impl __callsheet::SomeField<Timestamp>) -> Self {
            self.values.3 = __callsheet::Option::Some(__callsheet::Into::into(value));
            self
        }
        /// Like [`until`](Self::until), but `None` leaves the field out.
        pub fn maybe_until(mut self, value: __callsheet::Option<Timestamp>) -> Self {
            self.values.3 = value;
            self
        }
        /// Sets `rest`.
        ///
        /// Required.
        pub fn rest(
            mut self,
            value: impl __callsheet::IntoField<Rest>,
        ) -> PropertiesBuilder<KindState, __callsheet::Set>
        where
            RestState: __callsheet::NotYet,
        {
            self.values.4 = __callsheet::Option::Some(__callsheet::Into::into(value));
            PropertiesBuilder {
                values: self.values,
                states: __callsheet::PhantomData,
            }
        }
        /// Returns the struct. Every required field has to be set.
        pub fn build(self) -> Properties
        where
            KindState: __set::KindIsSet,
            RestState: __set::RestIsSet,
        {
            Properties {
                name: __callsheet::Written::<Option<String>>::from_option(self.values.0),
                time_zone: __callsheet::Written::<
                    Patch<String>,
                >::from_patch(self.values.1),
                kind: __callsheet::given(self.values.2),
                until: __callsheet::Written::<
                    Option<Timestamp>,
                >::from_option(self.values.3),
                rest: __callsheet::given(self.values.4),
            }
        }
    }
    #[automatically_derived]
    impl __callsheet::Serialize for Properties {
        fn serialize<__S: __callsheet::Serializer>(
            &self,
            __serializer: __S,
        ) -> __callsheet::Result<__S::Ok, __S::Error> {
            let mut __map = __callsheet::Serializer::serialize_map(
                __serializer,
                __callsheet::Option::None,
            )?;
            let mut __taken = __callsheet::TakenNames::of(
                &[
                    (
                        "name",
                        __callsheet::Option::is_some(
                            <Option<
                                String,
                            > as __callsheet::IsOption<_>>::as_option(&self.name),
                        ),
                    ),
                    (
                        "time_zone",
                        !__callsheet::Patch::is_absent(
                            <Patch<
                                String,
                            > as __callsheet::IsPatch<_>>::as_patch(&self.time_zone),
                        ),
                    ),
                    ("type", true),
                    (
                        "until",
                        __callsheet::Option::is_some(
                            <Option<
                                Timestamp,
                            > as __callsheet::IsOption<_>>::as_option(&self.until),
                        ),
                    ),
                ],
            );
            <String as __callsheet::ToJson>::write_option(
                __callsheet::Option::as_ref(
                    <Option<String> as __callsheet::IsOption<_>>::as_option(&self.name),
                ),
                &mut __map,
                "name",
            )?;
            <String as __callsheet::ToJson>::write_patch(
                <Patch<String> as __callsheet::IsPatch<_>>::as_patch(&self.time_zone),
                &mut __map,
                "time_zone",
            )?;
            <String as __callsheet::ToJson>::write_entry(
                &self.kind,
                &mut __map,
                "type",
            )?;
            {
                struct __With<'__a>(&'__a Option<Timestamp>);
                impl __callsheet::Serialize for __With<'_> {
                    fn serialize<__S: __callsheet::Serializer>(
                        &self,
                        __serializer: __S,
                    ) -> __callsheet::Result<__S::Ok, __S::Error> {
                        seconds::serialize(self.0, __serializer)
                    }
                }
                if __callsheet::Option::is_some(
                    <Option<
                        Timestamp,
                    > as __callsheet::IsOption<_>>::as_option(&self.until),
                ) {
                    __callsheet::SerializeMap::serialize_entry(
                        &mut __map,
                        "until",
                        &__With(&self.until),
                    )?;
                }
            }
            <Rest as __callsheet::ToJson>::write_flat(
                &self.rest,
                &mut __map,
                &mut __taken,
            )?;
            __callsheet::SerializeMap::end(__map)
        }
    }
    #[automatically_derived]
    impl __callsheet::QuerySeal for Properties {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __callsheet::QueryValue for Properties {
        #[inline]
        fn write_query(
            &self,
            __to: &mut __callsheet::QueryWriter<'_>,
        ) -> __callsheet::Result<(), __callsheet::ValueError> {
            __to.serialize(self)
        }
    }
    #[automatically_derived]
    impl __callsheet::QueryElement for Properties {
        fn write_list(
            __list: &[&Self],
            __to: &mut __callsheet::QueryWriter<'_>,
        ) -> __callsheet::Result<(), __callsheet::ValueError> {
            __to.serialize(__list)
        }
    }
    const _: &[&dyn __callsheet::ByItsOwnName] = &[
        &__callsheet::Written::<Timestamp>::FIELD,
        &__callsheet::Written::<Rest>::FIELD,
    ];
};
#[allow(
    deprecated,
    non_camel_case_types,
    non_snake_case,
    unused_qualifications,
    clippy::restriction
)]
const _: () = {
    use ::callsheet::__private as __callsheet;
    #[automatically_derived]
    impl __callsheet::Serialize for Organization {
        fn serialize<__S: __callsheet::Serializer>(
            &self,
            __serializer: __S,
        ) -> __callsheet::Result<__S::Ok, __S::Error> {
            let mut __map = __callsheet::Serializer::serialize_map(
                __serializer,
                __callsheet::Option::Some(1),
            )?;
            match self {
                Self::Id(__value) => {
                    <String as __callsheet::ToJson>::write_entry(
                        __value,
                        &mut __map,
                        "id",
                    )?
                }
                Self::PublicName(__value) => {
                    <String as __callsheet::ToJson>::write_entry(
                        __value,
                        &mut __map,
                        "public_name",
                    )?
                }
            }
            __callsheet::SerializeMap::end(__map)
        }
    }
    #[automatically_derived]
    impl __callsheet::PathSeal for Organization {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __callsheet::PathValue for Organization {
        fn write_path(
            &self,
            __to: &mut __callsheet::TextWriter<'_>,
        ) -> __callsheet::Result<(), __callsheet::ValueError> {
            match self {
                Self::Id(__value) => {
                    let __value: &dyn __callsheet::PathValue = &(*__value);
                    __value.write_path(__to)
                }
                Self::PublicName(_) => __callsheet::PathValue::write_path("_", __to),
            }
        }
        fn is_whole_in_path(&self) -> __callsheet::bool {
            match self {
                Self::Id(_) => true,
                Self::PublicName(_) => false,
            }
        }
        fn as_lookup(&self) -> __callsheet::Option<&dyn __callsheet::LookupValue> {
            __callsheet::Option::Some(self)
        }
    }
    #[automatically_derived]
    impl __callsheet::LookupValue for Organization {}
    #[automatically_derived]
    impl __callsheet::QuerySeal for Organization {}
    #[automatically_derived]
    #[diagnostic::do_not_recommend]
    impl __callsheet::QueryValue for Organization {
        #[inline]
        fn write_query(
            &self,
            __to: &mut __callsheet::QueryWriter<'_>,
        ) -> __callsheet::Result<(), __callsheet::ValueError> {
            __to.serialize(self)
        }
    }
    #[automatically_derived]
    impl __callsheet::QueryElement for Organization {
        fn write_list(
            __list: &[&Self],
            __to: &mut __callsheet::QueryWriter<'_>,
        ) -> __callsheet::Result<(), __callsheet::ValueError> {
            __to.serialize(__list)
        }
    }
    #[automatically_derived]
    impl __callsheet::LookupKeys for Organization
    where
        for<'__a> String: __callsheet::DeserializeOwned,
        for<'__a> String: __callsheet::DeserializeOwned,
    {
        const NAMES: &'static [&'static __callsheet::str] = &["id", "public_name"];
        fn row(__name: &__callsheet::str) -> __callsheet::Option<__callsheet::usize> {
            match __name {
                "id" => __callsheet::Option::Some(0usize),
                "public_name" => __callsheet::Option::Some(1usize),
                _ => __callsheet::Option::None,
            }
        }
        fn read<'__de, __A: __callsheet::MapAccess<'__de>>(
            __row: __callsheet::usize,
            __map: &mut __A,
        ) -> __callsheet::Result<Self, __A::Error> {
            match __row {
                0usize => __callsheet::MapAccess::next_value(__map).map(Self::Id),
                _ => __callsheet::MapAccess::next_value(__map).map(Self::PublicName),
            }
        }
    }
    #[automatically_derived]
    impl<'__de> __callsheet::Deserialize<'__de> for Organization
    where
        for<'__a> String: __callsheet::DeserializeOwned,
        for<'__a> String: __callsheet::DeserializeOwned,
    {
        fn deserialize<__D: __callsheet::Deserializer<'__de>>(
            __deserializer: __D,
        ) -> __callsheet::Result<Self, __D::Error> {
            __callsheet::read_lookup(__deserializer)
        }
    }
    #[allow(unused_imports)]
    use __callsheet::Otherwise as _;
};
