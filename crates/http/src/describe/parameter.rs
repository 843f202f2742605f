//! What a parameter is, and the forms of its values.

use super::told::{with, with_some};
use crate::view::typed;
use ordskifte_record::PartialDate;
use serde_json::{Value, json};

/// A parameter of one or several routes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parameter {
    /// Its name among all parameters of the description.
    pub(super) key: &'static str,
    told: Value,
}

impl Parameter {
    pub(super) fn new(
        key: &'static str,
        name: &str,
        place: &str,
        about: &str,
        (schema, example): (Value, Value),
    ) -> Self {
        let required = place == "path";
        let told = json!({
            "name": name, "in": place, "required": required, "description": about, "schema": schema, "example": example,
        });
        Self { key, told }
    }

    /// A part of the path.
    pub(super) fn path(key: &'static str, name: &str, about: &str, schema: Value, example: impl Into<Value>) -> Self {
        Self::new(key, name, "path", about, (schema, example.into()))
    }

    /// A parameter of the query.
    pub(super) fn query(key: &'static str, name: &str, about: &str, schema: Value, example: impl Into<Value>) -> Self {
        Self::new(key, name, "query", about, (schema, example.into()))
    }

    /// One that may be repeated.
    pub(super) fn repeated(name: &'static str, about: &str, schema: &Value, example: &str) -> Self {
        let list = json!({ "type": "array", "items": schema });
        let mut parameter = Self::query(name, name, about, list, json!([example]));
        parameter.told = with(with(parameter.told, "style", "form"), "explode", true);
        parameter
    }

    /// The same where it is taken and changes nothing.
    pub(super) fn ignored(self, key: &'static str) -> Self {
        let about = self.told.get("description").and_then(Value::as_str).unwrap_or_default();
        let about = format!(
            "{}. Taken as in a search; changes nothing here",
            about.trim_end_matches('.')
        );
        Self {
            key,
            told: with(self.told, "description", about),
        }
    }

    /// The same date in a field of a page, where it may also stand as people write it.
    pub(super) fn typed(self, key: &'static str) -> Self {
        let about = self.told.get("description").and_then(Value::as_str).unwrap_or_default();
        let about = format!("{about}. Also as people write it: `31.1.2019`, `31. januar 2019`, `mai 2019`");
        let dates = form(&format!("{}|{}", PartialDate::PATTERN, typed::pattern()));
        let told = with(with(self.told, "description", about), "example", "31.1.2019");
        Self {
            key,
            told: with(told, "schema", dates),
        }
    }

    /// As it is described.
    pub(super) fn told(&self) -> &Value {
        &self.told
    }
}

/// A text.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A text of the form that a pattern tells, or an empty one, which counts as none.
pub(super) fn form(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": format!("^$|{pattern}") })
}

/// One of these, or an empty one, which counts as none.
pub(super) fn one_of<T: Into<String>>(all: impl IntoIterator<Item = T>, usual: Option<&str>) -> Value {
    let values: Vec<String> = all.into_iter().map(Into::into).chain([String::new()]).collect();
    with_some(json!({ "type": "string", "enum": values }), "default", usual)
}

/// A number, or an empty text, which counts as none.
pub(super) fn number(least: usize, most: usize, usual: Option<usize>) -> Value {
    with_some(
        json!({ "type": ["integer", "string"], "minimum": least, "maximum": most, "maxLength": 0 }),
        "default",
        usual,
    )
}

/// Names of a list, separated by commas, with blanks around them where `blanks` has some.
pub(super) fn list_of(names: &[&str], blanks: &str) -> String {
    let name = format!("{blanks}({}){blanks}", names.join("|"));
    format!("^{name}(,{name})*$")
}

/// `true`, `false`.
pub(super) fn truth(usual: Option<&str>) -> Value {
    one_of(["true", "false"], usual)
}
