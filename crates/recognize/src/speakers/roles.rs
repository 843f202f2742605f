//! Speakers who are named by their office: "Statsråden", "Rådmannen".

use super::words::{means, untitled};
use super::{Found, Speakers};
use crate::people::ACTING;
use ordskifte_record::{Attribution, Participant, Speaker};
use ordskifte_vocabulary::{LowerCase, fold_name, ministries_by_abbreviation, ministries_by_name, role};

/// Shortest role, and shortest first word of one, that tells an office by itself, in characters.
const MIN_ROLE: usize = 5;
const MIN_OFFICE: usize = 8;

impl Speakers<'_> {
    /// "Statsråden": the only one who has the role; a minister may be listed by subject ("finansminister").
    pub(super) fn by_role(&self, folded: &str, printed: &str) -> Option<Found> {
        // "1. nestleder" tells which of several.
        if !folded.contains(' ') && office(folded).is_some_and(|office| self.bearers(office) >= 2) {
            return None;
        }
        let definite = ["en", "n", "a"].iter().filter_map(|ending| folded.strip_suffix(ending));
        // "Sametingspresidenten", "økonomisjefen": whatever role the list prints, in the definite form.
        let mut listed = (0_u32..).zip(self.offices()).filter(|(_, office)| {
            let own = office.whole.as_str();
            !own.is_empty() && (own == folded || definite.clone().any(|name| own == name))
        });
        if let (Some((index, _)), None) = (listed.next(), listed.next()) {
            return self.person(index, printed, Attribution::Role);
        }
        // "Kommunalsjefen" where one "kommunalsjef oppvekst" is listed, and no other of them.
        let mut begun = (0_u32..).zip(self.offices()).filter(|(_, office)| {
            let first = office.first.as_str();
            !first.is_empty() && definite.clone().any(|name| first == name)
        });
        if let (Some((index, _)), None) = (begun.next(), begun.next()) {
            return self.person(index, printed, Attribution::Role);
        }
        let titled = role(folded).or_else(|| definite.clone().find_map(role)).or_else(|| {
            definite
                .clone()
                .find(|name| name.ends_with("minister"))
                .and_then(|_| role("minister"))
        })?;
        let subject = folded
            .trim_end_matches("en")
            .strip_suffix("minister")
            .map(|subject| subject.trim_end_matches('s'))
            .filter(|subject| !subject.is_empty());
        let mut bearers =
            (0_u32..)
                .zip(self.participants.iter().zip(self.offices()))
                .filter(|(_, (person, office))| {
                    person.role.as_deref().is_some_and(|own| {
                        own == titled.name
                            || definite.clone().any(|name| own == name)
                            || (is_minister(own)
                                && subject.is_some_and(|subject| heads(person, subject) || is_for(own, subject)))
                            || office.held.contains(&titled.name)
                            || (["statsråd", "minister"].contains(&titled.name)
                                && subject.is_none()
                                && is_minister(own))
                    })
                });
        let (index, _) = bearers.next()?;
        if bearers.next().is_some() {
            return None;
        }
        self.person(index, printed, Attribution::Role)
    }

    /// "Moe svarte … Statsråden viste til": the office of who has just spoken, where several have it.
    pub(super) fn again(&self, folded: &str, printed: &str, last: &[Speaker]) -> Option<Found> {
        let [one] = last else { return None };
        let office = office(folded)?;
        let role = self.participants.get(one.participant? as usize)?.role.as_deref()?;
        let has = holds(role, office) || (is_minister(office) && is_minister(role));
        has.then(|| self.person(one.participant?, printed, Attribution::Role))
            .flatten()
    }

    /// "Ordføraren i Lillevik": the only one of this office who is listed for the place or the body.
    pub(super) fn by_place(&self, bare: &str, printed: &str) -> Option<Found> {
        // "Statsråden (KD)".
        let noted = || printed.strip_suffix(')')?.split_once(" (");
        let (title, place) = [" i ", " fra ", " frå ", " for "]
            .iter()
            .find_map(|joint| bare.split_once(joint))
            .or_else(noted)?;
        let place = fold_name(place);
        // "Styrelederen i KS": whatever the list prints, in the definite form.
        let folded = fold_name(title);
        let definite = ["en", "n"].iter().filter_map(|ending| folded.strip_suffix(ending));
        let printed_so = |person: &Participant| {
            let own = person.role.as_deref().unwrap_or_default();
            let body = fold_name(person.organization.as_deref().unwrap_or_default());
            definite.clone().any(|name| name == own) && names_place(&body, &place)
        };
        let mut listed = (0_u32..)
            .zip(self.participants)
            .filter(|(_, person)| printed_so(person));
        if let (Some((index, _)), None) = (listed.next(), listed.next()) {
            return self.person(index, printed, Attribution::Role);
        }
        let office = office(&folded)?;
        let mut bearers = (0_u32..).zip(self.participants).filter(|(_, person)| {
            let own = person.role.as_deref().unwrap_or_default();
            let body = fold_name(person.organization.as_deref().unwrap_or_default());
            let has = holds(own, office) || (is_minister(office) && is_minister(own));
            has && (names_place(&body, &place) || names_place(own, &place))
        });
        let (index, _) = bearers.next()?;
        bearers
            .next()
            .is_none()
            .then(|| self.person(index, printed, Attribution::Role))
            .flatten()
    }

    /// "Berg (HOD)", "Berg fra HOD": the only one of this surname who is listed for the body.
    pub(crate) fn by_note(&self, printed: &str) -> Option<Found> {
        let noted = || printed.trim().strip_suffix(')')?.split_once(" (");
        let (name, body) = noted().or_else(|| [" fra ", " frå "].iter().find_map(|from| printed.split_once(from)))?;
        let (surname, place) = (fold_name(untitled(name)), fold_name(body));
        let mut found = (0_u32..).zip(self.participants).filter(|(_, person)| {
            let own = fold_name(&person.name);
            let named = own == surname
                || own
                    .strip_suffix(surname.as_str())
                    .is_some_and(|rest| rest.ends_with(' '));
            let listed = fold_name(person.organization.as_deref().unwrap_or_default());
            named && (is_of(person, body) || names_place(&listed, &place))
        });
        match (found.next(), found.next()) {
            (Some((index, _)), None) => self.person(index, printed, Attribution::Name),
            _ => None,
        }
    }

    /// "Finansdepartementets representant", "representanten fra Oslo": the only one who is listed for a body.
    pub(super) fn representative(&self, bare: &str, printed: &str) -> Option<Found> {
        const WORDS: [&str; 6] = [
            "representant",
            "representanten",
            "utsending",
            "utsendingen",
            "utsendingar",
            "delegat",
        ];
        let (first, last) = (bare.split(' ').next()?, bare.rsplit(' ').next()?);
        let body = if WORDS.contains(&last) {
            bare.strip_suffix(last)?.trim_end()
        } else if WORDS.contains(&first.lower_case().as_str()) {
            let rest = bare.strip_prefix(first)?;
            [" fra ", " frå ", " for "]
                .iter()
                .find_map(|word| rest.strip_prefix(word))?
        } else {
            return self.of_body(bare, printed);
        };
        let body = body.trim_end_matches(" sin").trim_end_matches(['\'', '’']);
        let mut found = (0_u32..)
            .zip(self.participants)
            .filter(|(_, person)| is_of(person, body));
        let (index, _) = found.next()?;
        found
            .next()
            .is_none()
            .then(|| self.person(index, printed, Attribution::Role))
            .flatten()
    }

    /// "Kunnskapsdepartementets statssekretær", "KS' styreleder": the only one of this office who is listed for the body.
    fn of_body(&self, bare: &str, printed: &str) -> Option<Found> {
        if let Some(found) = self.leader_of(bare, printed) {
            return Some(found);
        }
        let (body, title) = bare.rsplit_once(' ')?;
        let genitive = body.ends_with(['s', '\'', '’']) || body.ends_with(" sin");
        if !genitive || !body.starts_with(char::is_uppercase) {
            return None;
        }
        let office = office(&fold_name(title))?;
        let body = body.trim_end_matches(" sin").trim_end_matches(['\'', '’']);
        let mut found = (0_u32..)
            .zip(self.participants)
            .filter(|(_, person)| is_of(person, body) && person.role.as_deref().is_some_and(|own| holds(own, office)));
        match (found.next(), found.next()) {
            (Some((index, _)), None) => self.person(index, printed, Attribution::Role),
            _ => None,
        }
    }

    /// "KS-lederen", "lederen i KS": the only one who is listed for the body and leads it or its board.
    fn leader_of(&self, bare: &str, printed: &str) -> Option<Found> {
        const LEADERS: [&str; 4] = ["leder", "leiar", "styreleder", "styreleiar"];
        let scoped = || [" i ", " av ", " for "].iter().find_map(|joint| bare.split_once(joint));
        let (body, title) = bare
            .split_once('-')
            .or_else(|| scoped().map(|(title, body)| (body, title)))?;
        let folded = title.lower_case();
        let title = folded.strip_suffix("en").unwrap_or(&folded);
        let capitals = body.len() >= 2 && body.chars().all(char::is_uppercase);
        let mut found = (0_u32..).zip(self.participants).filter(|(_, person)| {
            is_of(person, body) && person.role.as_deref().is_some_and(|own| LEADERS.contains(&own))
        });
        match (LEADERS.contains(&title) && capitals).then(|| (found.next(), found.next()))? {
            (Some((index, _)), None) => self.person(index, printed, Attribution::Role),
            _ => None,
        }
    }

    /// Whether a subject is an office that nobody of the list has, or that several have: somebody spoke, and the list does
    /// not tell who.
    pub(super) fn is_open_office(&self, folded: &str) -> bool {
        let Some(office) = office(folded) else { return false };
        if is_minister(office) {
            let roles = self.participants.iter().zip(self.offices());
            let bears = |(person, known): &(&Participant, &Office)| {
                person.role.as_deref().is_some_and(is_minister) || known.held.contains(&office)
            };
            return roles.filter(bears).count() != 1;
        }
        self.bearers(office) != 1
    }

    /// How many have an office.
    fn bearers(&self, office: &str) -> usize {
        let bears = |known: &&Office| known.held.contains(&office);
        self.offices().iter().filter(bears).count()
    }

    /// The offices of the participants, in their order; read once, as each sentence may ask for them.
    fn offices(&self) -> &[Office] {
        let read = || self.participants.iter().map(Office::of).collect();
        self.offices.get_or_init(read)
    }
}

/// What the list says of somebody's office.
pub(super) struct Office {
    /// The role in lower case, where it is long enough to tell an office; else nothing.
    whole: String,
    /// Its first word, where that is.
    first: String,
    /// The roles of the register that it names.
    held: Vec<&'static str>,
}

impl Office {
    fn of(person: &Participant) -> Self {
        let own = person.role.as_deref().unwrap_or_default();
        let printed = own.lower_case();
        let long = |text: &str, least: usize| {
            let long = text.chars().count() >= least;
            if long { text.to_owned() } else { String::new() }
        };
        Self {
            whole: long(printed.trim_end_matches('.'), MIN_ROLE),
            first: long(printed.split(' ').next().unwrap_or_default(), MIN_OFFICE),
            held: held(own).collect(),
        }
    }
}

/// Whether somebody is listed for a body, whose name may stand in the genitive.
fn is_of(person: &Participant, body: &str) -> bool {
    let own = person.organization.as_deref().unwrap_or_default();
    [body, body.strip_suffix('s').unwrap_or(body)].iter().any(|name| {
        let ministry = ministries_by_name(name).iter().any(|one| one.abbreviation == own);
        fold_name(own) == fold_name(name) || ministry
    })
}

fn is_minister(role: &str) -> bool {
    role == "statsråd" || role.ends_with("minister")
}

/// The role of the register that an office names, in the definite form or not: "rådmannen", "ordføraren", "ordfører".
fn office(folded: &str) -> Option<&'static str> {
    if means("leader", folded) {
        return None;
    }
    let forms = ["", "en", "n"].iter().filter_map(|ending| folded.strip_suffix(ending));
    forms.filter_map(role).map(|known| known.name).next()
}

/// "ordfører i Lillevik" and "fungerende ordfører" are the office "ordfører".
fn holds(own: &str, office: &str) -> bool {
    held(own).any(|known| known == office)
}

/// The roles of the register that a printed one names.
fn held(own: &str) -> impl Iterator<Item = &'static str> {
    // Who assists has another office than the one that is assisted.
    let acting = own
        .split_once(' ')
        .filter(|(first, _)| ACTING.contains(first) && !first.starts_with("ass"));
    let own = acting.map_or(own, |(_, rest)| rest);
    let scopes = [" i ", " for ", " ved ", " av "].iter();
    let bare = scopes
        .filter_map(move |scope| own.split_once(scope))
        .map(|(own, _)| own);
    // "førstekonsulent/sekretær" are two.
    let several = own.split('/').filter(move |_| own.contains('/')).map(str::trim);
    std::iter::once(own)
        .chain(bare)
        .chain(several)
        .filter_map(role)
        .map(|known| known.name)
}

/// Whether a body's name begins with that of a place: "lillevik kommune".
fn names_place(body: &str, place: &str) -> bool {
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    !place.is_empty()
        && body.match_indices(place).any(|(at, _)| {
            let before = body.get(..at).unwrap_or_default();
            let after = body.get(at + place.len()..).unwrap_or_default();
            !before.ends_with(char::is_alphanumeric) && whole(after.strip_prefix('s').unwrap_or(after))
        })
}

/// "finansministeren" for the cabinet minister who is listed with FIN: the ministry's name begins with the subject.
fn heads(person: &Participant, subject: &str) -> bool {
    let abbreviation = person.organization.as_deref().unwrap_or_default();
    ministries_by_abbreviation(abbreviation)
        .iter()
        .any(|ministry| ministry.name_nb.lower_case().starts_with(subject))
}

/// "kommunal" of "kommunal- og regionalminister".
fn is_for(role: &str, subject: &str) -> bool {
    subject.chars().count() >= 4 && role.split(" og ").any(|part| part.starts_with(subject))
}
