//! What to show for a facet's value.

use crate::error::EngineError;
use crate::keys::key;
use crate::snapshot::Snapshot;
use ordskifte_query::{FilterField, Unit};
use ordskifte_record::MinistryRole;
use ordskifte_vocabulary::{fold_name, ministries_by_abbreviation, ministry_by_id, topic_by_id};

impl Snapshot {
    /// The label of a value: ministries with abbreviation and name, topics by their label; others are themselves.
    pub(crate) fn label(&self, field: FilterField, value: &str) -> Result<String, EngineError> {
        Ok(match field {
            FilterField::Year if value == "none" => "Uten dato".to_owned(),
            FilterField::Ministry => self.ministry_label(value)?,
            FilterField::Topic => match topic_by_id(value) {
                Some(topic) => topic.label_nb.to_owned(),
                None => self.topic_label(value)?,
            },
            _ => value.to_owned(),
        })
    }

    fn ministry_label(&self, value: &str) -> Result<String, EngineError> {
        let known =
            ministry_by_id(&value.to_lowercase()).or_else(|| match ministries_by_abbreviation(value).as_slice() {
                [one] => Some(*one),
                _ => None,
            });
        if let Some(ministry) = known {
            return Ok(format!("{} {}", ministry.abbreviation, ministry.name_nb));
        }
        // A ministry that no register has: as a record writes it.
        let folded = fold_name(value);
        for role in MinistryRole::ALL {
            let key = key(Unit::Record, FilterField::Ministry, &format!("{role}\u{1f}{folded}"));
            let record = self.record_with_key(&key)?;
            let ministry = record.and_then(|record| {
                record
                    .ministries
                    .into_iter()
                    .find(|ministry| fold_name(&ministry.id) == folded && !ministry.id.is_empty())
            });
            if let Some(ministry) = ministry {
                return Ok(format!("{} {}", ministry.abbreviation, ministry.name).trim().to_owned());
            }
        }
        Ok(value.to_owned())
    }

    fn topic_label(&self, value: &str) -> Result<String, EngineError> {
        let key = key(Unit::Record, FilterField::Topic, &fold_name(value));
        let record = self.record_with_key(&key)?;
        let topic = record.and_then(|record| record.topics.into_iter().find(|topic| topic.id == value));
        Ok(topic.map_or_else(|| value.to_owned(), |topic| topic.label))
    }
}
