//! All values of an enumeration, asked from its serde implementation, so that no list of them has
//! to be kept beside it.

use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Every value of the unit-only enumeration `T` with its name in files, in declaration order.
pub fn variants<T: for<'de> Deserialize<'de>>() -> Vec<(&'static str, T)> {
    let mut names: &'static [&'static str] = &[];
    // It always fails: the deserializer only notes which names it was offered.
    let _ = T::deserialize(Names(&mut names));
    names.iter().filter_map(|name| Some((*name, parse(name)?))).collect()
}

/// The name of an enumeration's value in files.
pub fn variant_name<T: for<'de> Deserialize<'de> + PartialEq>(value: &T) -> &'static str {
    variants::<T>().into_iter().find(|(_, other)| other == value).map_or("", |(name, _)| name)
}

fn parse<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// Notes the names of the enumeration that is asked for.
struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not an enumeration"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = variants;
        Err(Error::custom("only the names are wanted"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::schema::{Feature, Role};

    #[test]
    fn every_value_is_listed_by_its_name_in_files() {
        assert_eq!(variants::<Role>(), [("admin", Role::Admin), ("operator", Role::Operator)]);
        assert!(variants::<Feature>().iter().any(|(name, _)| *name == "gateway-vrrp-ipv6"));
        assert_eq!(variant_name(&Feature::StpMstp), "stp-mstp");
    }
}
