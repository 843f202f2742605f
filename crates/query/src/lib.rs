//! Engine-neutral question and answer: query language, request, response.
