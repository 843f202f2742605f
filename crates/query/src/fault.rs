//! What is wrong with a query or a parameter: typed, so that it can be told in any language.

use std::fmt;

/// What is wrong. Its [`fmt::Display`] is English; [`Fault::code`] and [`Fault::arguments`] are what other languages are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The query has more characters than it may.
    QueryTooLong {
        /// Most that it may have.
        most: usize,
    },
    /// Parentheses and negations stand deeper in one another than they may.
    TooDeep {
        /// Deepest that they may.
        most: usize,
    },
    /// The query has more words and filters than it may.
    TooManyTerms {
        /// Most that it may have.
        most: usize,
    },
    /// The query is not blank, and has neither word nor filter.
    Nothing,
    /// A closing parenthesis without an opening one.
    Unopened,
    /// `AND` or `OR` without something on both sides.
    Lonely {
        /// The operator.
        operator: &'static str,
    },
    /// A negation of nothing.
    NothingNegated,
    /// `*` elsewhere than at the end of a word.
    StarInside,
    /// `*` after fewer than two letters.
    StarShort,
    /// `*` on what is to be found as it is typed.
    StarExact,
    /// `=` before nothing.
    ExactAlone,
    /// `title:` before nothing.
    TitleAlone,
    /// `title:` before a filter.
    TitleHoldsFilter,
    /// A filter without a value.
    NoValue {
        /// The filter.
        name: &'static str,
    },
    /// A name that is nearly a filter's.
    UnknownFilter {
        /// As typed.
        name: String,
        /// The filter that it is near.
        meant: &'static str,
    },
    /// `from:` or `to:` inside parentheses or beside `OR`.
    RangeInside {
        /// Which.
        name: &'static str,
    },
    /// A value with more characters than it may have.
    ValueTooLong {
        /// Of which filter.
        name: &'static str,
        /// Most that it may have.
        most: usize,
    },
    /// A value with quotes or control characters.
    ValueHolds {
        /// Of which filter.
        name: &'static str,
    },
    /// A value that is none of those allowed.
    NotAllowed {
        /// Of which filter or parameter.
        name: String,
        /// As typed.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// A value that is no date.
    NoDate {
        /// As typed.
        value: String,
    },
    /// A name that no parameter has.
    UnknownParameter {
        /// As given.
        name: String,
        /// What is allowed.
        allowed: String,
    },
    /// A parameter that may stand once and stands again.
    Twice {
        /// Which.
        name: String,
    },
    /// More words than are searched at once begin as the last one of a phrase.
    TooManyBeginnings {
        /// Most that there may be.
        most: usize,
        /// The beginning.
        prefix: String,
    },
    /// A facet whose values are not counted.
    NotCounted {
        /// Which.
        name: &'static str,
    },
    /// A text that is no cursor.
    NoCursor,
    /// A cursor that was given for another question.
    OtherCursor,
}

impl Fault {
    /// Its public code, and its text in English with `{0}`, `{1}`, … where its arguments stand.
    const fn told(&self) -> (&'static str, &'static str) {
        match self {
            Self::QueryTooLong { .. } => (
                "query_too_long",
                "the query is longer than {0} characters: leave some of it out",
            ),
            Self::TooDeep { .. } => ("too_deep", "more than {0} levels of parentheses and negations"),
            Self::TooManyTerms { .. } => ("too_many_terms", "more than {0} words and filters"),
            Self::Nothing => (
                "nothing",
                "this asks for nothing: write a word, a \"phrase\" or a filter as year:2022",
            ),
            Self::Unopened => ("unopened", "this parenthesis closes nothing"),
            Self::Lonely { .. } => (
                "lonely",
                "`{0}` needs something on both sides; write \"{0}\" in quotes to find the word",
            ),
            Self::NothingNegated => (
                "nothing_negated",
                "the negation has nothing to negate: write -word, without a blank",
            ),
            Self::StarInside => ("star_inside", "`*` stands at the end of a word only: `kommun*`"),
            Self::StarShort => ("star_short", "`*` needs at least two letters before it"),
            Self::StarExact => ("star_exact", "`*` and `=` contradict each other: leave one of them out"),
            Self::ExactAlone => ("exact_alone", "`=` needs a word or phrase after it"),
            Self::TitleAlone => ("title_alone", "`title:` needs a word or phrase after it"),
            Self::TitleHoldsFilter => ("title_holds_filter", "`title:` takes words and phrases only"),
            Self::NoValue { .. } => ("no_value", "`{0}:` needs a value after it, without a blank"),
            Self::UnknownFilter { .. } => ("unknown_filter", "`{0}:` is no filter; did you mean `{1}:`?"),
            Self::RangeInside { .. } => ("range_inside", "`{0}:` stands outside parentheses and `OR` only"),
            Self::ValueTooLong { .. } => ("value_too_long", "a value of `{0}` is longer than {1} characters"),
            Self::ValueHolds { .. } => ("value_holds", "a value of `{0}` holds no quotes or control characters"),
            Self::NotAllowed { .. } => ("not_allowed", "`{1}` is no {0}; allowed: {2}"),
            Self::NoDate { .. } => ("no_date", "`{0}` is no date; allowed: YYYY, YYYY-MM, YYYY-MM-DD"),
            Self::UnknownParameter { .. } => ("unknown_parameter", "unknown parameter `{0}`; allowed: {1}"),
            Self::Twice { .. } => ("twice", "`{0}` is given twice"),
            Self::TooManyBeginnings { .. } => (
                "too_many_beginnings",
                "more than {0} words begin with `{1}`: write more of it",
            ),
            Self::NotCounted { .. } => ("not_counted", "`{0}` has no counts"),
            Self::NoCursor => ("no_cursor", "this is no cursor: take it from an answer, unchanged"),
            Self::OtherCursor => (
                "other_cursor",
                "this cursor belongs to another question: ask this one without it",
            ),
        }
    }

    /// Its public code.
    pub const fn code(&self) -> &'static str {
        self.told().0
    }

    /// What stands in its text, in the order of the places `{0}`, `{1}`, …
    pub fn arguments(&self) -> Vec<String> {
        match self {
            Self::QueryTooLong { most } | Self::TooDeep { most } | Self::TooManyTerms { most } => {
                vec![most.to_string()]
            }
            Self::Lonely { operator: name }
            | Self::NoValue { name }
            | Self::RangeInside { name }
            | Self::NotCounted { name }
            | Self::ValueHolds { name } => {
                vec![(*name).to_owned()]
            }
            Self::UnknownFilter { name, meant } => vec![name.clone(), (*meant).to_owned()],
            Self::ValueTooLong { name, most } => vec![(*name).to_owned(), most.to_string()],
            Self::NotAllowed { name, value, allowed } => vec![name.clone(), value.clone(), allowed.clone()],
            Self::UnknownParameter { name, allowed } => vec![name.clone(), allowed.clone()],
            Self::TooManyBeginnings { most, prefix } => vec![most.to_string(), prefix.clone()],
            Self::NoDate { value: name } | Self::Twice { name } => vec![name.clone()],
            Self::Nothing
            | Self::Unopened
            | Self::NothingNegated
            | Self::StarInside
            | Self::StarShort
            | Self::StarExact
            | Self::ExactAlone
            | Self::TitleAlone
            | Self::TitleHoldsFilter
            | Self::NoCursor
            | Self::OtherCursor => Vec::new(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&filled(self.told().1, &self.arguments()))
    }
}

/// A text with its arguments at the places `{0}`, `{1}`, …; what an argument holds is never a place itself.
pub fn filled(template: &str, arguments: &[String]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}');
        let argument = place.and_then(|(number, _)| arguments.get(number.parse::<usize>().ok()?));
        rest = after;
        if let (Some(argument), Some((_, after))) = (argument, place) {
            out.push_str(argument);
            rest = after;
        } else {
            out.push('{');
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_never_places() {
        let arguments = ["{1}".to_owned(), "b".to_owned()];
        assert_eq!(filled("{0} {1} {2} {x} {", &arguments), "{1} b {2} {x} {");
        let fault = Fault::NotAllowed {
            name: "kind".to_owned(),
            value: "{2}".to_owned(),
            allowed: "brev".to_owned(),
        };
        assert_eq!(fault.to_string(), "`{2}` is no kind; allowed: brev");
    }
}
