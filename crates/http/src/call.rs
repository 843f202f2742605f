//! A call at the API: what every handler of it needs, taken from the request at once.

use crate::app::{App, Inner};
use crate::conditional::Tag;
use crate::error::Problem;
use crate::linked::Linked;
use crate::params::Pairs;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

/// A call: the app, the address with its parameters, and the headers.
pub(crate) struct Call {
    pub(crate) app: App,
    pub(crate) pairs: Pairs,
    uri: Uri,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self {
            app: app.clone(),
            pairs: Pairs::from_request_parts(parts, app).await?,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
        })
    }
}

impl Call {
    /// The address as it was asked for, without some of its parameters.
    pub(crate) fn address_without(&self, names: &[&str]) -> String {
        let query = self.uri.query().unwrap_or_default();
        let others = query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !name.is_empty() && !names.contains(&name)
        });
        let others: Vec<&str> = others.collect();
        format!("{}?{}", self.uri.path(), others.join("&"))
    }

    /// Answers under an entity tag: who holds the answer already costs no question.
    pub(crate) async fn answer(
        self,
        question: impl FnOnce(&Inner) -> Result<Response, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let tag = Tag::of(&self.app.state().await?, &self.uri, None);
        match tag.held(&self.headers) {
            Some(held) => Ok(held),
            None => Ok(tag.on(&self.headers, self.app.ask(question).await?)),
        }
    }

    /// The same from what records have in common.
    pub(crate) async fn answer_linked(
        self,
        question: impl FnOnce(&Linked) -> Result<Response, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let tag = Tag::of(&self.app.state().await?, &self.uri, None);
        if let Some(held) = tag.held(&self.headers) {
            return Ok(held);
        }
        let linked = self.app.links().await?;
        Ok(tag.on(&self.headers, self.app.ask(move |_| question(&linked)).await?))
    }
}
