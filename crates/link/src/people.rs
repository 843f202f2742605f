//! One identity for a person over records.
//!
//! A whole name is a person. Two spellings are one person when given name and number of names agree and one letter
//! differs, or when one leaves out a middle name or shortens it, and the two share an organization, or a side where no
//! list tells of one. A surname alone never joins anybody, and names that stand in one list are never one person: a
//! spelling that could be of two of them is nobody's but its own.

use crate::RecordRef;
use crate::group::Groups;
use crate::slug::slug;
use ordskifte_record::{Participant, Record, Side};
use ordskifte_vocabulary::fold_name;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name as first printed.
    pub name: String,
    /// All spellings.
    pub names: Vec<String>,
    /// Attendance in order of time, absences among it.
    pub appearances: Vec<Appearance>,
    /// What minutes report the person to have said, in order of time.
    pub statements: Vec<Said>,
    /// The spellings under which the person was present, for searches.
    #[serde(skip)]
    pub present_as: BTreeSet<String>,
    /// The spellings under which the person spoke, for searches.
    #[serde(skip)]
    pub spoke_as: BTreeSet<String>,
}

/// A person in one record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Appearance {
    /// The record.
    pub record: RecordRef,
    /// Role.
    pub role: Option<String>,
    /// Organization.
    pub organization: Option<String>,
    /// Delegation.
    pub side: Option<Side>,
    /// Whether the person chaired.
    pub chair: bool,
    /// Whether the person was listed and not there.
    pub absent: bool,
}

/// A statement of a person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Said {
    /// The record's id.
    pub record: String,
    /// Its date.
    pub date: Option<ordskifte_record::PartialDate>,
    /// The statement's id.
    pub statement: String,
    /// Reported or verbatim.
    #[schemars(with = "ordskifte_record::Form")]
    pub form: String,
    /// Heading of the agenda item.
    pub agenda: Option<String>,
    /// Page.
    pub page: u32,
    /// Address of the passage.
    pub url: String,
    /// Its text.
    pub text: String,
}

impl Person {
    /// Whether a record tells of an office: others are private.
    pub fn has_office(&self) -> bool {
        self.appearances
            .iter()
            .any(|place| place.role.is_some() || place.organization.is_some() || place.side.is_some() || place.chair)
    }
}

/// Whether a record tells of an office of somebody who is named in it, so that the person has a page ([`Person::has_office`]).
pub fn has_office(record: &Record, person: &Participant) -> bool {
    let told = person.role.is_some() || person.organization.is_some() || person.side.is_some();
    fold_name(&person.name).contains(' ')
        && !record.is_from_private_person()
        && (told || record.chair.contains(&person.name))
}

struct Named<'a> {
    folded: String,
    first: &'a str,
    bodies: BTreeSet<String>,
    sides: BTreeSet<&'static str>,
    /// The records whose lists have it.
    lists: BTreeSet<usize>,
}

/// The spellings that are one person. What could be of two who stand in one list is of neither, also over a third.
fn joined(names: &[Named<'_>]) -> Groups {
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, one) in names.iter().enumerate() {
        for (b, other) in names.iter().enumerate().skip(a + 1) {
            if same_person(one, other) && one.lists.is_disjoint(&other.lists) {
                near.entry(a).or_default().insert(b);
                near.entry(b).or_default().insert(a);
            }
        }
    }
    let apart = |a: &usize, b: &usize| match (names.get(*a), names.get(*b)) {
        (Some(one), Some(other)) => !one.lists.is_disjoint(&other.lists),
        _ => false,
    };
    let mut members: Vec<BTreeSet<usize>> = (0..names.len()).map(|at| BTreeSet::from([at])).collect();
    let mut groups = Groups::new(names.len());
    for (a, others) in &near {
        for b in others.range(a + 1..) {
            let rivals = |of: &usize, to: &usize| {
                near.get(of)
                    .is_some_and(|all| all.iter().any(|one| one != to && apart(one, to)))
            };
            let (x, y) = (groups.root(*a), groups.root(*b));
            if x == y || rivals(a, b) || rivals(b, a) {
                continue;
            }
            let (low, high) = (x.min(y), x.max(y));
            let together = |one: &BTreeSet<usize>, other: &BTreeSet<usize>| {
                one.iter().any(|known| other.iter().any(|new| apart(known, new)))
            };
            let clash = members
                .get(low)
                .zip(members.get(high))
                .is_none_or(|(one, other)| together(one, other));
            if clash {
                continue;
            }
            groups.join(low, high);
            let moved = members.get_mut(high).map(std::mem::take).unwrap_or_default();
            if let Some(all) = members.get_mut(low) {
                all.extend(moved);
            }
        }
    }
    groups
}

/// Persons by id, and the other ids that lead to them.
pub fn people(records: &[&Record]) -> (BTreeMap<String, Person>, BTreeMap<String, String>) {
    let names = names(records);
    let groups = joined(&names);
    let mut persons = BTreeMap::new();
    let mut aliases = BTreeMap::new();
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let Some(lead) = names.get(groups.root(index)) else {
            continue;
        };
        let id = slug(lead.first);
        let own = slug(name.first);
        if own != id {
            aliases.insert(own, id.clone());
        }
        ids.insert(&name.folded, id.clone());
        let person = persons.entry(id.clone()).or_insert_with(|| Person {
            id,
            name: lead.first.to_owned(),
            names: Vec::new(),
            appearances: Vec::new(),
            statements: Vec::new(),
            present_as: BTreeSet::new(),
            spoke_as: BTreeSet::new(),
        });
        person.names.push(name.first.to_owned());
    }
    for record in records {
        fill(record, &ids, &mut persons);
    }
    (persons, aliases)
}

/// All names in the order of their first record.
fn names<'a>(records: &[&'a Record]) -> Vec<Named<'a>> {
    let mut found: Vec<Named<'a>> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let lists = records.iter().enumerate();
    for (list, person) in lists
        .filter(|(_, record)| !record.is_from_private_person())
        .flat_map(|(at, record)| {
            record
                .participants
                .iter()
                .chain(&record.absent)
                .map(move |one| (at, one))
        })
    {
        let folded = fold_name(&person.name);
        if folded.split(' ').count() < 2 {
            continue;
        }
        let index = *at.entry(folded.clone()).or_insert_with(|| {
            found.push(Named {
                folded,
                first: &person.name,
                bodies: BTreeSet::new(),
                sides: BTreeSet::new(),
                lists: BTreeSet::new(),
            });
            found.len() - 1
        });
        if let Some(named) = found.get_mut(index) {
            named.lists.insert(list);
            named.bodies.extend(person.organization.clone());
            named.sides.extend(person.side.map(Side::as_str));
        }
    }
    found
}

/// Whether two different spellings are one person.
fn same_person(a: &Named<'_>, b: &Named<'_>) -> bool {
    // Half of all persons are there for the State: a side tells only where no list says for which body somebody came.
    let told = !a.bodies.is_empty() && !b.bodies.is_empty();
    let apart = if told {
        a.bodies.is_disjoint(&b.bodies)
    } else {
        a.sides.is_disjoint(&b.sides)
    };
    if apart {
        return false;
    }
    let (x, y): (Vec<&str>, Vec<&str>) = (a.folded.split(' ').collect(), b.folded.split(' ').collect());
    if x.first() != y.first() {
        return false;
    }
    if x.len() == y.len() {
        let differing: Vec<(&str, &str)> = x
            .iter()
            .zip(&y)
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (*a, *b))
            .collect();
        return matches!(differing.as_slice(), [(a, b)] if one_letter(a, b) || initial(a, b));
    }
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    // A middle name left out: the last names agree, and all of the shorter stand in the longer.
    short.len() >= 2
        && long.last() == short.last()
        && short
            .iter()
            .all(|word| long.iter().any(|known| known == word || initial(known, word)))
}

/// "b." for "bjørn".
fn initial(a: &str, b: &str) -> bool {
    let short = |a: &str, b: &str| {
        a.strip_suffix('.')
            .is_some_and(|letter| letter.chars().count() == 1 && b.starts_with(letter))
    };
    short(a, b) || short(b, a)
}

/// One letter more, less or other, in words of five letters or more.
fn one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let after = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    before + after + 1 >= a.len().max(b.len())
}

fn fill(record: &Record, ids: &BTreeMap<&str, String>, persons: &mut BTreeMap<String, Person>) {
    let Some(reference) = RecordRef::of(record).filter(|_| !record.is_from_private_person()) else {
        return;
    };
    let listed = record.participants.iter().map(|person| (person, false));
    for (person, absent) in listed.chain(record.absent.iter().map(|person| (person, true))) {
        let Some(known) = ids
            .get(fold_name(&person.name).as_str())
            .and_then(|id| persons.get_mut(id))
        else {
            continue;
        };
        known.appearances.push(appearance(record, &reference, person, absent));
        if !absent {
            known.present_as.insert(person.name.clone());
        }
    }
    for statement in &record.statements {
        for speaker in &statement.speakers {
            let participant = speaker.participant.and_then(|at| record.participants.get(at as usize));
            let Some(person) = participant else { continue };
            let Some(known) = ids
                .get(fold_name(&person.name).as_str())
                .and_then(|id| persons.get_mut(id))
            else {
                continue;
            };
            known.spoke_as.insert(speaker.name.clone());
            known.statements.push(Said {
                record: reference.id.clone(),
                date: record.date,
                statement: statement.id.clone(),
                form: statement.form.as_str().to_owned(),
                agenda: statement
                    .agenda_item
                    .and_then(|item| record.agenda.get(item as usize))
                    .map(|item| item.heading.clone()),
                page: statement.page,
                url: format!("{}#{}", reference.url, statement.anchor),
                text: statement.text.clone(),
            });
        }
    }
}

fn appearance(record: &Record, reference: &RecordRef, person: &Participant, absent: bool) -> Appearance {
    Appearance {
        record: reference.clone(),
        role: person.role.clone(),
        organization: person.organization.clone(),
        side: person.side,
        chair: record.chair.contains(&person.name),
        absent,
    }
}
