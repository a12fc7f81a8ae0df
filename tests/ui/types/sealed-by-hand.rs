// mistakes: 12
use callsheet::value::{
    BytesValue, HeaderFieldValue, HeaderMapValue, HostValue, JsonValue, PathListValue, PathSegmentsValue, PathValue,
    QueryElement, QueryMapValue, QueryValue, QueryWriter, TextValue, TextWriter,
    ValueError,
};

pub struct Color(u32);

impl PathValue for Color {
    fn write_path(&self, _: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

impl PathListValue for Color {
    fn write_list(&self, _: char, _: &mut String) -> Result<(), ValueError> {
        Ok(())
    }
}

impl PathSegmentsValue for Color {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        Ok(Vec::new())
    }
}

impl QueryValue for Color {
    fn write_query(&self, _: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

impl QueryElement for Color {
    fn write_list(_: &[&Self], _: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

impl QueryMapValue for Color {
    fn entries(&self) -> Vec<(&str, &dyn QueryValue)> {
        Vec::new()
    }
}

impl HeaderFieldValue for Color {
    fn write_header(&self, _: &str, _: &mut String) -> Result<bool, ValueError> {
        Ok(false)
    }
}

impl HeaderMapValue for Color {
    fn entries(&self) -> Vec<(&str, &dyn HeaderFieldValue)> {
        Vec::new()
    }
}

impl HostValue for Color {
    fn write_host(&self, _: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(())
    }
}

impl JsonValue for Color {
    fn write_json(&self, _: &mut Vec<u8>) -> Result<(), ValueError> {
        Ok(())
    }
}

impl TextValue for Color {
    fn text(&self) -> &str {
        ""
    }
}

impl BytesValue for Color {
    fn bytes(&self) -> &[u8] {
        &[]
    }
}

fn main() {}
