//! Names of what has a page of its own, and where it is.

use crate::messages::Interface;
use crate::params::encode;
use ordskifte_link::MeetingLine;
use ordskifte_record::MeetingType;
use ordskifte_vocabulary::{LOS, Ministry, OWN, Topic};

/// The search page with parameters.
pub(crate) fn search(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    format!("/?{}", encode(&pairs))
}

/// With a capital at its beginning, as a heading has.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A type of meeting with number and year: `2. konsultasjonsmøte 2022`, `2nd consultation meeting 2022`.
pub(crate) fn meeting_of(sort: MeetingType, number: Option<u32>, year: Option<u16>, interface: Interface) -> String {
    let number = number.map_or_else(String::new, |number| format!("{} ", interface.ordinal(number)));
    let year = year.map_or_else(String::new, |year| format!(" {year}"));
    format!("{number}{}{year}", interface.text(&format!("meeting_{sort}")))
}

/// A meeting's name: by its number where it has one, else by ministry and day.
pub(crate) fn meeting(line: &MeetingLine, interface: Interface) -> String {
    if line.number.is_some() {
        return capital(&meeting_of(line.meeting_type, line.number, line.year, interface));
    }
    let kind = interface.text(&format!("meeting_{}", line.meeting_type));
    let with = line.ministry.as_ref().map(|ministry| format!(" {ministry}"));
    let when = line
        .date
        .map(|date| interface.date(date))
        .or_else(|| line.year.map(|year| year.to_string()));
    let when = when.map(|when| format!(", {when}"));
    capital(&format!(
        "{kind}{}{}",
        with.unwrap_or_default(),
        when.unwrap_or_default()
    ))
}

/// A ministry's name in the interface language; ministries have no official English names here.
pub(crate) fn ministry(ministry: &Ministry, interface: Interface) -> &'static str {
    match interface {
        Interface::Nn => ministry.name_nn,
        Interface::Nb | Interface::En => ministry.name_nb,
    }
}

/// The language of [`ministry`].
pub(crate) const fn ministry_language(interface: Interface) -> &'static str {
    match interface {
        Interface::Nn => "nn",
        Interface::Nb | Interface::En => "nb",
    }
}

/// A topic's name in the interface language.
pub(crate) fn topic(topic: &Topic, interface: Interface) -> &'static str {
    match interface {
        Interface::Nn => topic.label_nn,
        Interface::En if !topic.label_en.is_empty() => topic.label_en,
        Interface::Nb | Interface::En => topic.label_nb,
    }
}

/// A topic's page: `/topics/tema/energi`, `/topics/own/…`.
pub(crate) fn topic_url(id: &str) -> Option<String> {
    let rest = id
        .strip_prefix(LOS)
        .map(str::to_owned)
        .or_else(|| id.strip_prefix(OWN).map(|own| format!("own/{own}")))?;
    let (group, name) = rest.split_once('/')?;
    let mut encoded = String::new();
    crate::params::encode_part(name, &mut encoded);
    Some(format!("/topics/{group}/{encoded}"))
}

/// The page of a work cited.
pub(crate) fn citation_url(id: &str) -> String {
    let mut out = String::from("/citations/");
    crate::params::encode_part(id, &mut out);
    out
}

/// The identifier of the topic with such a page.
pub(crate) fn topic_id(group: &str, name: &str) -> String {
    match group {
        "own" => format!("{OWN}{name}"),
        group => format!("{LOS}{group}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_page_that_leads_back_to_it() {
        let all = ordskifte_vocabulary::topics();
        assert!(all.iter().any(|topic| topic.id.starts_with(OWN)));
        for topic in all {
            let url = topic_url(&topic.id).expect("a page");
            let parts: Vec<&str> = url.split('/').collect();
            assert_eq!(parts.len(), 4, "{url}");
            let name = crate::params::decode(parts[3]).expect("UTF-8");
            assert_eq!(topic_id(parts[2], &name), topic.id);
        }
        assert_eq!(topic_url("https://elsewhere.example/x"), None);
    }

    #[test]
    fn meetings_are_named_in_each_language() {
        let name = |interface| meeting_of(MeetingType::Konsultasjonsmote, Some(2), Some(2022), interface);
        assert_eq!(name(Interface::Nb), "2. konsultasjonsmøte 2022");
        assert_eq!(name(Interface::En), "2nd consultation meeting 2022");
        assert_eq!(capital("øving"), "Øving");
        assert_eq!(capital(""), "");
    }
}
