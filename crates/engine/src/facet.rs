//! Exact counts of facets, from one pass.
//!
//! Values that stand on records are counted by record first: how many hits each has, then one walk over the
//! records' values. Values of paragraphs and statements are counted hit by hit.

use crate::collect::Match;
use crate::error::EngineError;
use crate::filter::{FilterSet, level};
use crate::keys::{loose, name_keys, name_tiers, person_keys};
use crate::schema::FACETS;
use crate::snapshot::Snapshot;
use ordskifte_query::{FacetCount, FilterField, Unit};
use ordskifte_vocabulary::{fold_name, ministries_matching, topics_by_label};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::columnar::StrColumn;

/// The values of a facet over all segments of a snapshot.
#[derive(Debug)]
pub(crate) struct Values {
    /// Sorted.
    pub(crate) values: Vec<String>,
    /// For each segment: place in `values` of each ordinal.
    pub(crate) places: Vec<Vec<u32>>,
}

impl Values {
    /// Merges the dictionaries of the segments.
    pub(crate) fn new(snapshot: &Snapshot, name: &str) -> Result<Self, EngineError> {
        let mut dictionaries: Vec<Vec<String>> = Vec::new();
        for (segment, _) in snapshot.segments() {
            let mut dictionary = Vec::new();
            if let Some(column) = segment.fast_fields().str(name)? {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    dictionary.push(String::from_utf8_lossy(stream.key()).into_owned());
                }
            }
            dictionaries.push(dictionary);
        }
        let mut values: Vec<String> = dictionaries.iter().flatten().cloned().collect();
        values.sort_unstable();
        values.dedup();
        let index: HashMap<&str, u32> = (0..)
            .zip(&values)
            .map(|(place, value)| (value.as_str(), place))
            .collect();
        let places = dictionaries
            .iter()
            .map(|dictionary| {
                dictionary
                    .iter()
                    .filter_map(|value| index.get(value.as_str()).copied())
                    .collect()
            })
            .collect();
        Ok(Self { values, places })
    }
}

/// Counts of one facet while a pass runs.
struct Counter {
    field: FilterField,
    /// The group of its own filter, which its counts leave out.
    own: Option<usize>,
    values: Arc<Values>,
    counts: Vec<u64>,
    /// Its column in each segment, where hits have values of their own.
    columns: Vec<Option<StrColumn>>,
    /// Chosen values, and how many hits each has.
    chosen: Vec<(String, u64)>,
}

/// The facets of one answer.
pub(crate) struct Counters<'a> {
    snapshot: &'a Snapshot,
    filters: &'a FilterSet,
    unit: Unit,
    each: Vec<Counter>,
    /// Hits of each record, by segment and row.
    hits: Vec<Vec<u32>>,
    /// Those that fail one group alone, for groups of facets that are counted by record.
    beside: HashMap<usize, Vec<Vec<u32>>>,
}

impl<'a> Counters<'a> {
    /// Makes ready to count these facets.
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        filters: &'a FilterSet,
        unit: Unit,
        fields: &[FilterField],
    ) -> Result<Self, EngineError> {
        let by_row = || {
            snapshot
                .segments()
                .map(|(_, table)| vec![0; table.rows.len()])
                .collect()
        };
        let mut out = Self {
            snapshot,
            filters,
            unit,
            each: Vec::new(),
            hits: by_row(),
            beside: HashMap::new(),
        };
        for field in fields.iter().filter(|field| FACETS.contains(field)) {
            let group = filters.group(*field);
            let values = snapshot.values(*field)?;
            let mut columns = Vec::new();
            if level(*field, unit) != Unit::Record {
                for (segment, _) in snapshot.segments() {
                    columns.push(segment.fast_fields().str(field.as_str())?);
                }
            } else if let Some((bit, _)) = group {
                out.beside.insert(bit, by_row());
            }
            out.each.push(Counter {
                field: *field,
                own: group.map(|(bit, _)| bit),
                counts: vec![0; values.values.len()],
                values,
                columns,
                chosen: group.map_or_else(Vec::new, |(_, group)| {
                    group.values.iter().map(|(value, _)| (value.clone(), 0)).collect()
                }),
            });
        }
        Ok(out)
    }

    /// Takes in a match that fails no group, or one.
    pub(crate) fn count(&mut self, found: &Match<'_>) {
        let add = |counts: &mut Vec<Vec<u32>>| {
            let row = counts.get_mut(found.segment).and_then(|rows| rows.get_mut(found.row));
            if let Some(count) = row {
                *count += 1;
            }
        };
        if found.failed == 0 {
            add(&mut self.hits);
        } else if let Some(counts) = self.beside.get_mut(&(found.failed.trailing_zeros() as usize)) {
            add(counts);
        }
        for counter in &mut self.each {
            let own = counter.own.map_or(0, |bit| 1_u32 << bit);
            if found.failed & !own != 0 {
                continue;
            }
            if let Some(Some(column)) = counter.columns.get(found.segment) {
                let places = counter.values.places.get(found.segment).map_or(&[][..], Vec::as_slice);
                for ordinal in column.term_ords(found.doc) {
                    let place = places.get(ordinal as usize);
                    if let Some(count) = place.and_then(|place| counter.counts.get_mut(*place as usize)) {
                        *count += 1;
                    }
                }
            }
            let group = counter.own.and_then(|bit| self.filters.groups.get(bit));
            for ((_, members), (_, count)) in group.iter().flat_map(|group| &group.values).zip(&mut counter.chosen) {
                let held = members
                    .get(found.segment)
                    .is_some_and(|members| members.hold(found.row, found.doc));
                *count += u64::from(held);
            }
        }
    }

    /// The facets in the order asked for, each with at most `size` values and those chosen.
    pub(crate) fn finish(
        mut self,
        fields: &[FilterField],
        size: usize,
        keep: impl Fn(FilterField, &str) -> bool,
    ) -> Result<Vec<(FilterField, Vec<FacetCount>)>, EngineError> {
        let counters = std::mem::take(&mut self.each);
        let mut done: HashMap<FilterField, Vec<FacetCount>> = HashMap::new();
        for mut counter in counters {
            if level(counter.field, self.unit) == Unit::Record {
                self.count_records(&mut counter)?;
            }
            done.insert(counter.field, counter.top(self.snapshot, size, &keep)?);
        }
        Ok(fields
            .iter()
            .map(|field| (*field, done.remove(field).unwrap_or_default()))
            .collect())
    }

    /// Turns hits of records into counts of their values.
    fn count_records(&self, counter: &mut Counter) -> Result<(), EngineError> {
        let beside = counter.own.and_then(|bit| self.beside.get(&bit));
        for (index, (segment, table)) in self.snapshot.segments().enumerate() {
            let column = table.column(segment, counter.field.as_str())?;
            let places = counter.values.places.get(index).map_or(&[][..], Vec::as_slice);
            let hits = self.hits.get(index).map_or(&[][..], Vec::as_slice);
            let beside = beside.and_then(|beside| beside.get(index));
            for (row, hits) in hits.iter().enumerate() {
                let hits = u64::from(*hits)
                    + beside
                        .and_then(|beside| beside.get(row))
                        .map_or(0, |hits| u64::from(*hits));
                if hits == 0 {
                    continue;
                }
                for ordinal in column.of(row) {
                    let place = places.get(*ordinal as usize);
                    if let Some(count) = place.and_then(|place| counter.counts.get_mut(*place as usize)) {
                        *count += hits;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Counter {
    /// The values counted most, and all that are chosen. Years come newest first, and all of them.
    fn top(
        self,
        snapshot: &Snapshot,
        size: usize,
        keep: &impl Fn(FilterField, &str) -> bool,
    ) -> Result<Vec<FacetCount>, EngineError> {
        let mut counted: Vec<(u64, &str)> = self
            .counts
            .iter()
            .zip(&self.values.values)
            .map(|(count, value)| (*count, value.as_str()))
            .filter(|(count, value)| *count > 0 && keep(self.field, value))
            .collect();
        counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        if self.field == FilterField::Year {
            counted.sort_by_key(|(_, year)| std::cmp::Reverse(year.parse::<u16>().unwrap_or(0)));
        } else {
            counted.truncate(size);
        }
        let mut out = Vec::with_capacity(counted.len());
        let row = |value: &str, count, active| {
            snapshot.label(self.field, value).map(|label| FacetCount {
                value: value.to_owned(),
                label,
                count,
                active,
            })
        };
        for (count, value) in counted {
            out.push(row(value, count, false)?);
        }
        for (value, count) in &self.chosen {
            let folded = fold_name(value);
            if let Some(listed) = out.iter_mut().find(|listed| fold_name(&listed.value) == folded) {
                listed.active = true;
                listed.count = *count;
                continue;
            }
            // An abbreviation, a label or a surname is no row of its own beside the values that it means.
            let mut is_listed = false;
            for meant in meant_values(self.field, value, &self.values.values) {
                let listed = out.iter_mut().find(|listed| listed.value == meant);
                let place = self.values.values.iter().position(|known| *known == meant);
                let hits = place.and_then(|place| self.counts.get(place)).copied().unwrap_or(0);
                match listed {
                    Some(listed) => listed.active = true,
                    None if hits > 0 => out.push(row(&meant, hits, true)?),
                    None => continue,
                }
                is_listed = true;
            }
            if !is_listed {
                out.push(row(value, *count, true)?);
            }
        }
        Ok(out)
    }
}

/// The values among those of a facet that a typed one means: the ministries of an abbreviation or name, the topics of a label, the
/// persons of a surname, names typed without marks. The value itself is not among them.
pub fn meant_values(field: FilterField, typed: &str, known: &[String]) -> Vec<String> {
    let among = |meant: &dyn Fn(&str) -> bool| -> Vec<String> {
        let others = known.iter().filter(|value| *value != typed);
        others.filter(|value| meant(value)).cloned().collect()
    };
    match field {
        FilterField::Ministry => {
            let meant = ministries_matching(typed);
            among(&|value| meant.iter().any(|ministry| ministry.id == value))
        }
        FilterField::Topic => {
            let meant = topics_by_label(typed);
            among(&|value| meant.iter().any(|topic| topic.id == value))
        }
        FilterField::Participant | FilterField::Speaker => first_tier(typed, known, person_keys),
        FilterField::Organization | FilterField::Sender | FilterField::Recipient | FilterField::Hearing => {
            first_tier(typed, known, name_keys)
        }
        _ => Vec::new(),
    }
}

/// The values of the best sort of key that any other value has, as filters choose it.
fn first_tier(typed: &str, known: &[String], keys: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let tiers = name_tiers(typed);
    let last = loose(typed);
    let last = last.rsplit(' ').next().unwrap_or_default();
    let mut best = (tiers.len(), Vec::new());
    // Keys are of the name or of its end: one that has not the last word typed, loosely read, has none of them.
    for value in known
        .iter()
        .filter(|value| *value != typed && loose(value).ends_with(last))
    {
        let keys = keys(value);
        let Some(tier) = tiers.iter().position(|tier| keys.contains(tier)) else {
            continue;
        };
        if tier < best.0 {
            best = (tier, Vec::new());
        }
        if tier == best.0 {
            best.1.push(value.clone());
        }
    }
    best.1
}
