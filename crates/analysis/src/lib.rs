//! Norwegian text: tokens, variety, stem and lemma, compounds, bokmål and nynorsk as one.
