//! E-mail messages (RFC 5322, MIME): the message as text, attachments as parts.

use super::{Part, check_count};
use crate::builder::Builder;
use crate::{ExtractError, Extraction, Options, formats};
use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use ordskifte_record::{BlockKind, Metadata};
use std::borrow::Cow;

/// Reads a message: subject as heading, sender, recipients and time as labeled lines, then the body; plain text
/// before HTML where the message has both.
pub(crate) fn extract(bytes: &[u8], options: &Options<'_>) -> Result<Extraction, ExtractError> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ExtractError::damaged("e-mail", "it has no header"))?;
    check_count(message.attachment_count(), options)?;
    let mut builder = Builder::default();
    head(&message, &mut builder);
    builder.metadata = metadata(&message);
    let mut text = builder.finish();
    for part in body(&message) {
        let read = match &part.body {
            PartType::Text(text) => formats::plain(&unquoted(text), options),
            PartType::Html(html) => formats::html(html.as_bytes()),
            _ => continue,
        };
        let blocks = read.pages.into_iter().flat_map(|page| page.blocks);
        if let Some(page) = text.pages.last_mut() {
            page.blocks.extend(blocks);
        }
    }
    let parts: Vec<Part> = message
        .attachments()
        .enumerate()
        .map(|(index, attached)| part(attached, index))
        .collect();
    if parts.is_empty() && text.pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(ExtractError::NoText);
    }
    Ok(Extraction {
        text,
        parts,
        ..Extraction::default()
    })
}

/// A text without the marks that stand before the lines of an earlier message.
fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| line.starts_with('>')) {
        return Cow::Borrowed(text);
    }
    let bare = |line: &str| -> String {
        if line.starts_with('>') {
            line.trim_start_matches(['>', ' ']).to_owned()
        } else {
            line.to_owned()
        }
    };
    Cow::Owned(text.lines().map(bare).collect::<Vec<_>>().join("\n"))
}

/// The parts of the body, each once. A message without plain text lists its HTML among the text parts.
fn body<'m>(message: &'m Message<'_>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    let listed = if message.text_body.is_empty() {
        &message.html_body
    } else {
        &message.text_body
    };
    listed.iter().filter_map(|id| message.parts.get(*id as usize))
}

fn addresses(address: Option<&Address<'_>>) -> String {
    let one = |found: &mail_parser::Addr<'_>| match (found.name(), found.address()) {
        (Some(name), Some(address)) if name != address => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    };
    address.map_or_else(String::new, |address| {
        address.iter().map(one).collect::<Vec<_>>().join("; ")
    })
}

fn head(message: &Message<'_>, builder: &mut Builder) {
    builder.push(BlockKind::Heading, Some(1), message.subject().unwrap_or_default());
    let lines = [
        ("Fra", addresses(message.from())),
        ("Til", addresses(message.to())),
        ("Kopi", addresses(message.cc())),
        ("Dato", message.date().map(day).unwrap_or_default()),
    ];
    for (label, value) in lines {
        if !value.is_empty() {
            builder.push(BlockKind::Paragraph, None, &format!("{label}: {value}"));
        }
    }
}

/// The sender's own day, as Norwegian letters write it.
fn day(date: &mail_parser::DateTime) -> String {
    format!("{:02}.{:02}.{:04}", date.day, date.month, date.year)
}

fn metadata(message: &Message<'_>) -> Metadata {
    let filled = |text: String| (!text.trim().is_empty()).then_some(text);
    Metadata {
        title: message.subject().map(str::to_owned).and_then(filled),
        author: filled(addresses(message.from())),
        created: message.date().map(mail_parser::DateTime::to_rfc3339),
        ..Metadata::default()
    }
}

fn part(attached: &MessagePart<'_>, index: usize) -> Part {
    let media_type = attached.content_type().map(|found| match found.subtype() {
        Some(subtype) => format!("{}/{subtype}", found.ctype()),
        None => found.ctype().to_owned(),
    });
    let (bytes, ending) = match &attached.body {
        PartType::Message(message) => (message.raw_message().to_vec(), ".eml"),
        PartType::Text(_) => (attached.contents().to_vec(), ".txt"),
        PartType::Html(_) => (attached.contents().to_vec(), ".html"),
        _ => (attached.contents().to_vec(), ""),
    };
    let named = attached
        .attachment_name()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    Part {
        name: named.map_or_else(|| format!("vedlegg-{}{ending}", index + 1), str::to_owned),
        media_type,
        refused: None,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract;

    const MESSAGE: &str = "From: =?utf-8?Q?Kari_Nordb=C3=B8?= <kari@example.no>\r\n\
        To: postmottak@example.no\r\nSubject: =?iso-8859-1?Q?H=F8ringssvar?=\r\n\
        Date: Tue, 3 Mar 2020 23:30:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"grense\"\r\n\r\n\
        --grense\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Vedlagt f=C3=B8lger svaret v=C3=A5rt.\r\n\
        --grense\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Disposition: attachment; filename*=utf-8''h%C3%B8ring.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        S29tbXVuZW4g+G5za2Vy\r\n--grense--\r\n";

    #[test]
    fn the_message_is_text_and_its_attachments_are_parts() {
        let read = extract(MESSAGE.as_bytes(), &Options::default()).unwrap();
        assert_eq!(
            read.text.flow_text(),
            "Høringssvar\n\nFra: Kari Nordbø <kari@example.no>\n\nTil: postmottak@example.no\n\n\
             Dato: 03.03.2020\n\nVedlagt følger svaret vårt."
        );
        assert_eq!(read.text.metadata.title.as_deref(), Some("Høringssvar"));
        assert_eq!(read.parts.len(), 1);
        assert_eq!(read.parts[0].name, "høring.txt");
        assert_eq!(read.parts[0].media_type.as_deref(), Some("text/plain"));
        assert_eq!(String::from_utf8_lossy(&read.parts[0].bytes), "Kommunen ønsker");
    }

    #[test]
    fn marks_of_earlier_messages_go_and_their_text_stays() {
        let source = "Subject: SV: Svar\r\nFrom: a@example.no\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
            Ja, det kan vi.\r\n\r\n> Kan dere svare innen fredag på\r\n> denne henvendelsen?\r\n>\r\n> > Et eldre brev.\r\n>> Enda eldre.\r\n";
        let text = extract(source.as_bytes(), &Options::default())
            .unwrap()
            .text
            .flow_text();
        assert!(
            text.contains("Ja, det kan vi.\n\nKan dere svare innen fredag på denne henvendelsen?\n\nEt eldre brev."),
            "{text}"
        );
        assert!(!text.contains('>'), "{text}");
    }

    #[test]
    fn a_message_in_html_alone_is_read_too() {
        let source = "Subject: Svar\r\nFrom: a@example.no\r\nMIME-Version: 1.0\r\n\
            Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hei på <b>deg</b></p>";
        let read = extract(source.as_bytes(), &Options::default()).unwrap();
        assert!(read.text.flow_text().ends_with("Hei på deg"));
        assert!(read.parts.is_empty());
    }
}
