//! Filters as sets: values of one name are alternatives, names all apply.

use crate::docset::set_of;
use crate::error::EngineError;
use crate::keys::{citation_key, key, name_tiers};
use crate::snapshot::Snapshot;
use crate::table::{Row, Table, posting};
use ordskifte_query::{FilterField, Filters, Unit, years};
use ordskifte_record::{MinistryRole, PartialDate};
use ordskifte_vocabulary::{fold_name, line, ministries_matching, topics_by_label};
use std::collections::HashMap;
use tantivy::index::SegmentId;
use tantivy::{BitSet, DocId, SegmentReader};

/// What one value holds of one segment.
#[derive(Clone, Debug)]
pub(crate) enum Members {
    /// Records, by row of the segment's table.
    Rows(Vec<bool>),
    /// Paragraphs or other smaller units.
    Documents(BitSet),
}

impl Members {
    /// Whether a document is among them.
    pub(crate) fn hold(&self, row: usize, doc: DocId) -> bool {
        match self {
            Self::Rows(rows) => rows.get(row).copied().unwrap_or(false),
            Self::Documents(set) => doc < set.max_value() && set.contains(doc),
        }
    }
}

/// One name with its values.
#[derive(Debug)]
pub(crate) struct Group {
    /// Which; `None` for the range of dates.
    pub(crate) field: Option<FilterField>,
    /// Each value, and what it holds of each segment.
    pub(crate) values: Vec<(String, Vec<Members>)>,
}

/// The filters of a request.
#[derive(Debug, Default)]
pub(crate) struct FilterSet {
    pub(crate) groups: Vec<Group>,
}

impl FilterSet {
    /// Looks up all filters of a request.
    pub(crate) fn new(snapshot: &Snapshot, filters: &Filters, unit: Unit) -> Result<Self, EngineError> {
        let mut groups = Vec::new();
        let roles = filters.of(FilterField::MinistryRole);
        let by_ministry = [FilterField::Ministry, FilterField::MinistryLine]
            .iter()
            .any(|field| !filters.of(*field).is_empty());
        for (field, values) in &filters.values {
            // A role alone asks for any ministry in it; beside a ministry it says in which role.
            if values.is_empty() || (*field == FilterField::MinistryRole && by_ministry) {
                continue;
            }
            let mut group = Group {
                field: Some(*field),
                values: Vec::new(),
            };
            for value in values {
                let members = members(snapshot, unit, *field, value, roles)?;
                group.values.push((value.clone(), members));
            }
            groups.push(group);
        }
        if filters.from.is_some() || filters.to.is_some() {
            let is_empty = filters.ends_before_it_begins();
            let passes = |row: &Row| !is_empty && overlaps(row, filters.from, filters.to);
            groups.push(Group {
                field: None,
                values: vec![(String::new(), rows_where(snapshot, passes))],
            });
        }
        Ok(Self { groups })
    }

    /// The groups that a document fails, as bits.
    pub(crate) fn failed(&self, segment: usize, row: usize, doc: DocId) -> u32 {
        let mut failed = 0;
        for (bit, group) in self.groups.iter().enumerate() {
            let passes = group
                .values
                .iter()
                .any(|(_, members)| members.get(segment).is_some_and(|members| members.hold(row, doc)));
            failed |= u32::from(!passes) << bit;
        }
        failed
    }

    /// The group of a field, with its bit.
    pub(crate) fn group(&self, field: FilterField) -> Option<(usize, &Group)> {
        self.groups
            .iter()
            .enumerate()
            .find(|(_, group)| group.field == Some(field))
    }

    /// The bit of the range of dates.
    pub(crate) fn range_bit(&self) -> Option<usize> {
        self.groups.iter().position(|group| group.field.is_none())
    }
}

fn overlaps(row: &Row, from: Option<PartialDate>, to: Option<PartialDate>) -> bool {
    row.first_day > 0
        && from.is_none_or(|from| row.last_day >= from.first_day())
        && to.is_none_or(|to| row.first_day <= to.last_day())
}

/// Where a filter's value stands: on paragraphs and other smaller units themselves, else on their record.
pub(crate) fn level(field: FilterField, unit: Unit) -> Unit {
    match field {
        FilterField::Speaker
        | FilterField::Side
        | FilterField::Organization
        | FilterField::Language
        | FilterField::CaseType
        | FilterField::Position => unit,
        _ => Unit::Record,
    }
}

/// What a value holds of each segment.
fn members(
    snapshot: &Snapshot,
    unit: Unit,
    field: FilterField,
    value: &str,
    roles: &[String],
) -> Result<Vec<Members>, EngineError> {
    if field == FilterField::Year {
        let range = years(value).unwrap_or((0, 0));
        return Ok(rows_where(snapshot, |row| (range.0..=range.1).contains(&row.year)));
    }
    let level = level(field, unit);
    let keys = keys(snapshot, level, field, value, roles)?;
    let mut out = Vec::new();
    for (segment, table) in snapshot.segments() {
        let mut documents = Vec::new();
        for key in &keys {
            documents.extend(posting(segment, snapshot.fields().filter, key)?);
        }
        out.push(if level == Unit::Record {
            let mut rows = vec![false; table.rows.len()];
            for row in documents.into_iter().filter_map(|doc| table.row_of(doc)) {
                if let Some(row) = rows.get_mut(row) {
                    *row = true;
                }
            }
            Members::Rows(rows)
        } else {
            Members::Documents(set_of(segment, documents))
        });
    }
    Ok(out)
}

fn rows_where(snapshot: &Snapshot, passes: impl Fn(&Row) -> bool) -> Vec<Members> {
    snapshot
        .segments()
        .map(|(_, table)| Members::Rows(table.rows.iter().map(&passes).collect()))
        .collect()
}

/// The keys that a value means, any of which is a hit.
pub(crate) fn keys(
    snapshot: &Snapshot,
    level: Unit,
    field: FilterField,
    value: &str,
    roles: &[String],
) -> Result<Vec<String>, EngineError> {
    let make = |value: &str| key(level, field, value);
    Ok(match field {
        FilterField::Ministry | FilterField::MinistryLine => ministry_keys(field, value, roles),
        FilterField::Participant
        | FilterField::Speaker
        | FilterField::Organization
        | FilterField::Sender
        | FilterField::Recipient
        | FilterField::Hearing => {
            for tier in name_tiers(value) {
                let key = make(&tier);
                if snapshot.has_key(&key)? {
                    return Ok(vec![key]);
                }
            }
            Vec::new()
        }
        FilterField::Topic => {
            let mut keys = vec![make(&fold_name(value))];
            keys.extend(topics_by_label(value).iter().map(|topic| make(&fold_name(&topic.id))));
            keys
        }
        FilterField::Cites => vec![make(&citation_key(value))],
        FilterField::Year
        | FilterField::Kind
        | FilterField::Language
        | FilterField::Side
        | FilterField::MeetingType
        | FilterField::CaseType
        | FilterField::MinistryRole
        | FilterField::Position => vec![make(value)],
    })
}

/// An id, an abbreviation with all its bearers, or a name; of a line all that it includes.
fn ministry_keys(field: FilterField, value: &str, roles: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for ministry in ministries_matching(value) {
        if field == FilterField::MinistryLine {
            names.extend(line(ministry.id).iter().map(|ministry| fold_name(ministry.id)));
        } else {
            names.push(fold_name(ministry.id));
        }
    }
    names.push(fold_name(value));
    let all_but_mentioned = MinistryRole::ALL
        .iter()
        .filter(|role| **role != MinistryRole::Mentioned)
        .map(|role| role.as_str());
    let roles: Vec<&str> = if roles.is_empty() {
        all_but_mentioned.collect()
    } else {
        roles.iter().map(String::as_str).collect()
    };
    let mut keys = Vec::new();
    for role in roles {
        for name in &names {
            keys.push(key(Unit::Record, FilterField::Ministry, &format!("{role}\u{1f}{name}")));
        }
    }
    keys
}

/// A filter inside an expression, as documents of a unit.
pub(crate) fn nested(
    snapshot: &Snapshot,
    unit: Unit,
    field: FilterField,
    value: &str,
) -> Result<HashMap<SegmentId, BitSet>, EngineError> {
    let members = members(snapshot, unit, field, value, &[])?;
    let segments = snapshot.segments().zip(members);
    Ok(segments
        .map(|((segment, table), members)| (segment.segment_id(), documents(segment, table, unit, members)))
        .collect())
}

/// A filter inside an expression, as rows of each segment.
pub(crate) fn nested_rows(snapshot: &Snapshot, field: FilterField, value: &str) -> Result<Vec<Vec<bool>>, EngineError> {
    let members = members(snapshot, Unit::Record, field, value, &[])?;
    let rows = members.into_iter().map(|members| match members {
        Members::Rows(rows) => rows,
        Members::Documents(_) => Vec::new(),
    });
    Ok(rows.collect())
}

fn documents(segment: &SegmentReader, table: &Table, unit: Unit, members: Members) -> BitSet {
    match members {
        Members::Documents(set) => set,
        Members::Rows(rows) => {
            let chosen = table.rows.iter().zip(rows).filter(|(_, chosen)| *chosen);
            set_of(segment, chosen.flat_map(|(row, _)| row.documents(unit)))
        }
    }
}
