//! Roles that people are listed with.

use crate::{fold_name, rows};
use ordskifte_record::Level;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name in bokmål, lower case.
    pub name: &'static str,
    /// Political or administrative.
    pub level: Level,
}

static REGISTER: LazyLock<BTreeMap<String, Role>> = LazyLock::new(|| {
    let mut register = BTreeMap::new();
    for row in rows(include_str!("../data/roles.tsv")) {
        let [name, level, forms] = row.as_slice() else { continue };
        let Ok(level) = level.parse() else { continue };
        for form in forms.split('|').filter(|form| !form.is_empty()).chain([*name]) {
            register.insert(fold_name(form), Role { name, level });
        }
    }
    register
});

/// The role that a printed form means, in any of its forms.
pub fn role(printed: &str) -> Option<&'static Role> {
    REGISTER.get(&fold_name(printed))
}

/// All printed forms (folded) with their roles, sorted.
pub fn roles() -> impl Iterator<Item = (&'static str, &'static Role)> {
    REGISTER.iter().map(|(form, role)| (form.as_str(), role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_both_standards_mean_one_role() {
        assert_eq!(role("Styreleiar").map(|r| r.name), Some("styreleder"));
        assert_eq!(role("avd.dir.").map(|r| r.level), Some(Level::Administrativ));
        assert_eq!(role("fotograf"), None);
    }
}
