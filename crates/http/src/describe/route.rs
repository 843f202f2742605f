//! A route: its address, its handler, and what is told of both.

use super::body::{Answer, Body, Example, Header};
use super::fault::Fault;
use super::parameter::Parameter;
use super::parameters;
use crate::app::App;
use axum::routing::MethodRouter;
use schemars::JsonSchema;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What an answer is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing that could fail.
    Nothing,
    /// The archive, or the state of the server.
    Archive,
    /// The index, which is believed only while it is whole.
    Index,
}

/// A route of the table.
pub(crate) struct Route {
    /// Its address, with parameters in braces.
    pub(crate) path: &'static str,
    /// What answers.
    pub(crate) handler: MethodRouter<App>,
    /// What the answer is made from.
    pub(crate) needs: Needs,
    /// Whether asking costs nothing and is not counted against a client.
    pub(crate) is_free: bool,
    /// Its name in the programs that are generated from the description.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: Option<&'static str>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) answers: BTreeMap<u16, Answer>,
    pub(super) faults: Vec<Fault>,
}

/// What says that another address is meant.
fn location() -> Header {
    Header::new("Location", "Where it leads", json!({ "type": "string" }))
}

impl Route {
    /// A route that refuses parameters which are not described, and answers from the index.
    pub(super) fn new(path: &'static str, id: &'static str, summary: &'static str, handler: MethodRouter<App>) -> Self {
        Self {
            path,
            handler,
            needs: Needs::Index,
            is_free: false,
            id,
            summary,
            about: None,
            parameters: Vec::new(),
            answers: BTreeMap::new(),
            faults: vec![Fault::BadParameter],
        }
    }

    /// Tells more than the summary does.
    pub(super) fn about(self, about: &'static str) -> Self {
        Self {
            about: Some(about),
            ..self
        }
    }

    /// Describes parameters.
    pub(super) fn takes(mut self, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// Parameters that are not described are passed over.
    pub(super) fn passes_over(mut self) -> Self {
        self.faults.retain(|fault| *fault != Fault::BadParameter);
        self
    }

    /// What the answer is made from.
    pub(super) fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    /// Is not counted against a client.
    pub(super) fn free(self) -> Self {
        Self { is_free: true, ..self }
    }

    /// May also be answered so.
    pub(super) fn fails(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults.extend(faults);
        self
    }

    /// Answers JSON of a type, of which an example stands in a file.
    pub(super) fn json<T: JsonSchema>(self, example: &'static str) -> Self {
        self.body(Body::json::<T>(example))
    }

    /// Answers with a body.
    pub(super) fn body(mut self, body: Body) -> Self {
        self.ok().bodies.push(body);
        self
    }

    /// Answers with a text of a media type, whose parameters are left out.
    pub(super) fn text(self, media_type: &'static str, example: impl Into<String>) -> Self {
        self.body(Body::text(media_type, Example::Text(example.into())))
    }

    /// What the answer is.
    pub(super) fn told(mut self, about: &'static str) -> Self {
        self.ok().about = about;
        self
    }

    /// Sends a header with the answer.
    pub(super) fn header(mut self, name: &'static str, about: &'static str, schema: Value) -> Self {
        self.ok().headers.push(Header::new(name, about, schema));
        self
    }

    /// Sends `Link` headers with the answer, of these relations.
    pub(super) fn links(self, relations: &'static str) -> Self {
        self.header("Link", relations, json!({ "type": "string" }))
    }

    /// Answers under an entity tag: who holds the answer is told so.
    pub(super) fn tagged(mut self) -> Self {
        self.parameters.push(parameters::if_none_match());
        self.answers
            .insert(304, Answer::new("The caller has this answer already"));
        self.header("ETag", "Changes with the answer", json!({ "type": "string" }))
    }

    /// May answer with another status.
    pub(super) fn or(mut self, status: u16, answer: Answer) -> Self {
        self.answers.insert(status, answer);
        self
    }

    /// Other ids of the same lead to its own.
    pub(super) fn moves(self, about: &'static str) -> Self {
        self.or(308, Answer::new(about).with(location()))
    }

    /// A page in the reader's language, with a title in bokmål as its example.
    pub(super) fn page(self, title: &str) -> Self {
        self.takes([parameters::lang()])
            .tagged()
            .takes([parameters::accept_language()])
            .body(Body::text("text/html", Example::page(title)))
            .header("Content-Language", "Language of the page", json!({ "type": "string" }))
    }

    /// The answer when all is well.
    pub(super) fn ok(&mut self) -> &mut Answer {
        self.answers.entry(200).or_insert_with(|| Answer::new("The answer"))
    }

    /// Whether its problems are told as pages to who takes pages.
    pub(super) fn is_for_people(&self) -> bool {
        !crate::server::is_of_api(self.path)
    }

    /// Everything that may be at fault with a question here.
    pub(super) fn all_faults(&self) -> Vec<Fault> {
        let mut all = self.faults.clone();
        all.extend([Fault::TooLong, Fault::HeadTooLarge]);
        if !self.is_free {
            all.push(Fault::TooMany);
        }
        if self.needs != Needs::Nothing {
            all.extend([Fault::Internal, Fault::Unavailable]);
        }
        all
    }
}
