//! What may not be as meant: values that no record has, words before a colon that are no filter.

use crate::error::EngineError;
use crate::filter::{keys, level};
use crate::keys::{key, loose};
use crate::snapshot::Snapshot;
use ordskifte_query::{Expr, FilterField, Note, SearchRequest, Unit, distance};
use ordskifte_record::MinistryRole;
use ordskifte_vocabulary::{fold_name, ministries, ministries_matching, topic_by_id, topics_by_label};

/// Most values that are offered in place of one.
const MOST: usize = 3;
/// Most notes on one question: each costs a look at all names.
const MOST_NOTES: usize = 5;
/// Letters that a name has more at most in the form in which names are compared: `æ` is two.
const LONGER: usize = 2;

impl Snapshot {
    /// What a reader should know of a question that had so many hits.
    ///
    /// # Errors
    /// A failure to read the index.
    pub fn notes(&self, request: &SearchRequest, total: u64) -> Result<Vec<Note>, EngineError> {
        let mut asked: Vec<(FilterField, &str)> = Vec::new();
        for (field, values) in &request.filters.values {
            asked.extend(values.iter().map(|value| (*field, value.as_str())));
        }
        let mut names = Vec::new();
        if let Some(expr) = &request.expr {
            look(expr, &mut asked, &mut names);
        }
        let mut out = Vec::new();
        for (field, value) in asked {
            if out.len() == MOST_NOTES {
                return Ok(out);
            }
            if !self.knows(field, value)? {
                out.push(Note::UnknownValue {
                    field,
                    value: value.to_owned(),
                    nearest: self.nearest_values(field, value)?,
                });
            }
        }
        if total == 0 {
            let names = names.into_iter().take(MOST_NOTES - out.len());
            out.extend(names.map(|name| Note::NoFilter { name: name.to_owned() }));
        }
        Ok(out)
    }

    /// Whether a register or a record has a filter's value; those of closed lists were read as such.
    fn knows(&self, field: FilterField, value: &str) -> Result<bool, EngineError> {
        let (registered, keys) = match field {
            FilterField::Ministry | FilterField::MinistryLine => {
                let name = fold_name(value);
                let of_role =
                    |role: &MinistryRole| key(Unit::Record, FilterField::Ministry, &format!("{role}\u{1f}{name}"));
                let keys = MinistryRole::ALL.iter().map(of_role).collect();
                (!ministries_matching(value).is_empty(), keys)
            }
            FilterField::Topic => (
                topic_by_id(value).is_some() || !topics_by_label(value).is_empty(),
                keys(self, Unit::Record, field, value, &[])?,
            ),
            FilterField::Participant
            | FilterField::Speaker
            | FilterField::Organization
            | FilterField::Sender
            | FilterField::Recipient
            | FilterField::Cites
            | FilterField::Hearing => (false, self.keys_of_all_units(field, value)?),
            FilterField::Year
            | FilterField::MinistryRole
            | FilterField::Kind
            | FilterField::Language
            | FilterField::Side
            | FilterField::MeetingType
            | FilterField::CaseType
            | FilterField::Position => (true, Vec::new()),
        };
        if registered {
            return Ok(true);
        }
        for key in keys {
            if self.has_key(&key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The keys of a value on records and on what smaller units have of their own, as the parties of a position.
    fn keys_of_all_units(&self, field: FilterField, value: &str) -> Result<Vec<String>, EngineError> {
        let mut out = Vec::new();
        for unit in Unit::ALL {
            out.extend(keys(self, level(field, unit), field, value, &[])?);
        }
        Ok(out)
    }

    /// Values nearly spelled so. Of senders, recipients and organizations none: among them are private persons.
    fn nearest_values(&self, field: FilterField, value: &str) -> Result<Vec<String>, EngineError> {
        let candidates: Vec<String> = match field {
            FilterField::Ministry | FilterField::MinistryLine => {
                let names = |entry: &ordskifte_vocabulary::Ministry| {
                    [entry.abbreviation, entry.name_nb, entry.name_nn, entry.id].map(str::to_owned)
                };
                ministries().iter().flat_map(names).collect()
            }
            FilterField::Participant | FilterField::Speaker => self.values(FilterField::Participant)?.values.clone(),
            FilterField::Cites => self.values(field)?.values.clone(),
            FilterField::Topic => {
                let ids = self.values(field)?;
                let labels = ids.values.iter().map(|id| self.label(field, id));
                labels.collect::<Result<_, _>>()?
            }
            _ => Vec::new(),
        };
        // What only records had that are gone stands in the index until it is merged.
        let is_registered = matches!(field, FilterField::Ministry | FilterField::MinistryLine);
        let mut out = Vec::new();
        for candidate in nearest(value, candidates) {
            if out.len() == MOST {
                break;
            }
            if is_registered || self.knows(field, &candidate)? {
                out.push(candidate);
            }
        }
        Ok(out)
    }
}

/// The filters inside an expression, and the words before a colon that are none.
fn look<'a>(expr: &'a Expr, filters: &mut Vec<(FilterField, &'a str)>, names: &mut Vec<&'a str>) {
    match expr {
        Expr::Filter { field, value } => filters.push((*field, value)),
        Expr::Word(word) | Expr::Prefix(word) => {
            if let Some(name) = name_before_colon(word).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        Expr::Title(inner) | Expr::Not(inner) => look(inner, filters, names),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| look(part, filters, names)),
        Expr::Phrase(_) | Expr::Exact(_) => {}
    }
}

/// `foo` of `foo:bar`; of addresses, times and numbers nothing.
fn name_before_colon(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = name.chars().count() > 1 && name.chars().all(|c| c.is_alphabetic() || c == '_');
    (is_name && !value.starts_with("//")).then_some(name)
}

/// The candidates that are spelled nearly so: one letter in four may differ, in a name of several words also in its last alone.
fn nearest(typed: &str, candidates: Vec<String>) -> Vec<String> {
    let letters = |text: &str| loose(text).chars().collect::<Vec<char>>();
    let wanted = letters(typed);
    let most = (wanted.len() / 4).max(1);
    let apart = |text: &str| {
        // What differs in length by more cannot be nearer.
        if text.chars().count().abs_diff(wanted.len()) > most + LONGER {
            return None;
        }
        let text = letters(text);
        (text.len().abs_diff(wanted.len()) <= most).then(|| distance(&text, &wanted))
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for candidate in candidates {
        let last = candidate.rsplit(' ').next().unwrap_or_default();
        let least = apart(&candidate).into_iter().chain(apart(last)).min();
        if let Some(least) = least.filter(|least| *least <= most && *least < wanted.len()) {
            found.push((least, candidate));
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelled_nearly_so_is_offered() {
        let names = || ["KDD", "KD", "Kari Moe", "Ola Nordmann"].map(str::to_owned).to_vec();
        assert_eq!(nearest("KDX", names()), ["KD", "KDD"]);
        assert_eq!(nearest("Kari Mo", names()), ["Kari Moe"]);
        assert_eq!(nearest("nordman", names()), ["Ola Nordmann"]);
        assert_eq!(nearest("XYZ", names()), [""; 0]);
        assert_eq!(nearest("", names()), [""; 0]);
    }

    #[test]
    fn addresses_and_numbers_are_no_names() {
        assert_eq!(name_before_colon("foo:bar"), Some("foo"));
        assert_eq!(name_before_colon("foo:"), Some("foo"));
        for word in ["https://ks.no", "2026:1", "12:30", "foo", ":a", "L:3"] {
            assert_eq!(name_before_colon(word), None, "{word}");
        }
    }
}
