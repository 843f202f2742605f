//! Plain text: lines into blocks.

use super::*;

fn blocks(text: &str) -> Vec<(BlockKind, String)> {
    plain_text(text)
        .pages
        .into_iter()
        .flat_map(|page| page.blocks)
        .map(|block| (block.kind, block.text))
        .collect()
}

#[test]
fn wrapped_lines_become_paragraphs_and_labels_stay_apart() {
    let text = "REFERAT\n\nDato: 3. mai\nSted: Oslo\n\nKommunene ønsket over-\nfor staten en avklaring av helse- \nog omsorgsansvaret i møtet.\n\n1. Åpning\n\n- første\n- andre\n";
    let found = blocks(text);
    assert_eq!(found[0], (BlockKind::Heading, "REFERAT".to_owned()));
    assert_eq!(found[1].1, "Dato: 3. mai");
    assert_eq!(found[2].1, "Sted: Oslo");
    assert_eq!(
        found[3].1,
        "Kommunene ønsket overfor staten en avklaring av helse- og omsorgsansvaret i møtet."
    );
    assert_eq!(found[4], (BlockKind::Heading, "1. Åpning".to_owned()));
    assert_eq!(found[6], (BlockKind::ListItem, "andre".to_owned()));
}

#[test]
fn a_blank_before_a_line_begins_a_page_and_sentences_go_on_over_it() {
    let line = "dette er en ganske lang linje som er brutt ved margen og går";
    let text = format!(
        " {line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n videre på neste side.\n\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}\n{line}.\n"
    );
    let document = plain_text(&text);
    assert_eq!(document.pages.len(), 2);
    assert_eq!(document.pages[0].blocks[0].page_breaks.len(), 1);
    assert!(document.pages[0].blocks[0].text.ends_with("går videre på neste side."));
}

#[test]
fn lettered_items_stay_apart_from_their_heading_and_one_another() {
    let text = "Kommunane slit med rekrutteringa, særleg i distrikta, og dei\nminste kommunane mest.\n\n4. Oppfølging\na) KD kallar inn til nytt møte i august, når dei nye tala er klåre og\nalle har sett dei.\nb) KS sender over oppdaterte tal.\n";
    let found: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[1], "4. Oppfølging");
    assert!(
        found[2].starts_with("a) KD") && found[2].ends_with("sett dei."),
        "{found:?}"
    );
}

#[test]
fn numbered_items_that_follow_one_another_stay_apart() {
    let text = "Kommunen har slike merknader til forslaget, som er sendt ut i mai:\n\n1. Kommunen er enig i at bryggene må ha lys hele året, og at staten skal\nbetale.\n2. Fristen er for kort.\n3. Små brygger må unntas.\n";
    let found: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[1].ends_with("betale."), "{found:?}");
}

#[test]
fn lines_below_a_label_and_lines_with_like_labels_stay_apart() {
    let text = "Frå Fyrdepartementet møtte:\nstatssekretær Kari Moe\nekspedisjonssjef Ola Li (til kl. 11.30)\n\n\
        Sunnvik fylkeskommune: fylkesordførar Per Dal og samferdselssjef Ida Vik med følgje, som kom seint\n\
        Indre Vik fylkeskommune: gruppeleiar Anne Berg og samferdselssjef Jon Lund, som kom frå eit anna\n\
        møte\n\nDette er ei vanleg setning som går over fleire linjer fordi ho er så lang at ho må delast her\nog endar slik.\n";
    let found: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        found.get(..3).map(|lines| lines.join("|")).as_deref(),
        Some("Frå Fyrdepartementet møtte:|statssekretær Kari Moe|ekspedisjonssjef Ola Li (til kl. 11.30)")
    );
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("Indre Vik") && line.ends_with("anna møte")),
        "{found:?}"
    );
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn entries_below_a_label_stay_apart_where_most_lines_are_short() {
    let list = "Til stede på møtet:\nSunnvik fylkeskommune v/Hans Petter Kval (leder)\nFylkesmannen i Nord v/ Brynjar Selje\n\
        Sametinget v/Kari Moe\n\nSakliste:\n1. Godkjenning av innkalling\n\n";
    let prose = "Moe gikk gjennom endringene siden juni, og sa at kartet er ferdig\n\
        for de ti kommunene som er med, og at det er sendt til alle dem.\n";
    let text = [list, prose].concat();
    let text = text.as_str();
    let found: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        found.get(1).map(String::as_str),
        Some("Sunnvik fylkeskommune v/Hans Petter Kval (leder)"),
        "{found:?}"
    );
    assert_eq!(
        found.get(2).map(String::as_str),
        Some("Fylkesmannen i Nord v/ Brynjar Selje"),
        "{found:?}"
    );
    assert_eq!(
        found.get(3).map(String::as_str),
        Some("Sametinget v/Kari Moe"),
        "{found:?}"
    );
}

#[test]
fn lines_that_nothing_wraps_stay_apart() {
    let text = "Referat fra et møte\n5. mai 2020\nTil stede:\nKari Moen, statssekretær i departementet\nOla Li, styreleder\nReferent: Kari Moen\n\nMoen sa at saken er viktig.\nLi var enig.\n";
    let found = blocks(text);
    assert_eq!(found.len(), 8, "{found:?}");
    assert_eq!(found[3].1, "Kari Moen, statssekretær i departementet");
}

#[test]
fn heads_of_earlier_messages_are_lines_of_their_own() {
    let text = "Vi viser til brevet under, og ber om at kommunen svarer så snart som mulig,\nog senest innen fredag i neste uke.\n\n\
                Fra: Ola Li <ola@example.no>\nSendt: mandag 2. mai\nTil: Kari Moen\nEmne: Svar\n";
    let found: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(found[2..], ["Sendt: mandag 2. mai", "Til: Kari Moen", "Emne: Svar"]);
}

#[test]
fn columns_stay_apart_and_numbers_and_labels_begin_no_row() {
    let text = "Kari Moen\t\tOla Li\nordfører\t\trådmann\n\n1.\tÅpning\n\nDato:\t3. mai\n";
    let found = blocks(text);
    assert_eq!(
        found[0],
        (BlockKind::Table, "Kari Moen\tOla Li\nordfører\trådmann".to_owned())
    );
    assert_eq!(found[1], (BlockKind::Heading, "1. Åpning".to_owned()));
    assert_eq!(found[2].1, "Dato: 3. mai");
}

#[test]
fn two_tabs_hold_an_empty_cell_where_one_parts_the_heads() {
    let found = blocks("Navn\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx\n");
    let table = "Navn\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx";
    assert_eq!(found, [(BlockKind::Table, table.to_owned())]);
    let found = blocks("Fylke\tLeder\tNestleder\nFjordvik\t\t\tKari Moen\t\tOla Li\n");
    assert_eq!(found[0].1, "Fylke\tLeder\tNestleder\nFjordvik\tKari Moen\tOla Li");
}

#[test]
fn old_encodings_are_read() {
    assert_eq!(decode(b"h\xf8ring"), "høring");
    // Capitals before a quotation mark look like UTF-8; the other letters tell.
    assert_eq!(decode(b"\xabBL\xc5\xbb h\xf8ring p\xe5"), "«BLÅ» høring på");
    let broken = b"Broken \xff\xfe\xc3 utf-8 h\xc3\xb8ring";
    assert!(decode(broken).ends_with("høring"));
    let read = extract(broken, &Options::default());
    assert_eq!(read.findings[0].code, "damaged-characters");
    assert_eq!(decode(b"\xff\xfeh\x00\xf8\x00"), "hø");
    let macintosh = "REFERAT\r\rMøtet ble satt.";
    assert_eq!(blocks(macintosh).len(), 2);
}

#[test]
fn narrower_gaps_end_at_the_columns_of_the_row_above() {
    let text = "Med hilsen\n\nKari Moe                      Ola Li\nassisterende statsforvalter   seniorrådgiver\n\nSlik var det.\n";
    let found = blocks(text);
    assert_eq!(
        found[1].1,
        "Kari Moe\tOla Li\nassisterende statsforvalter\tseniorrådgiver"
    );
    let filled = "Navn          Rolle               Organisasjon\nKari Moe      moderniseringssjef  KMD\nOla Li        organisasjonssjefen KMD\n";
    assert_eq!(
        blocks(filled)[0].1,
        "Navn\tRolle\tOrganisasjon\nKari Moe\tmoderniseringssjef\tKMD\nOla Li\torganisasjonssjefen\tKMD"
    );
    let prose = "Kari Moe                      Ola Li\nViser til brev av 3. mai.  Der står det mye.\n";
    assert_eq!(blocks(prose)[1].1, "Viser til brev av 3. mai. Der står det mye.");
}

#[test]
fn tables_that_stand_as_html_within_text_are_tables() {
    let text = "Referat\n\n<table border=\"1\">\n<tr><th>Navn</th><th>Fra</th></tr>\n<tr><td>Kari *Moe*</td><td>KS</td></tr>\n</table>\n\nMøteleder: Kari Moe\n\n<table>\n<tr><td>åpen";
    let found = blocks(text);
    assert_eq!(found[1], (BlockKind::Table, "Navn\tFra\nKari Moe\tKS".to_owned()));
    assert_eq!(found[2].1, "Møteleder: Kari Moe");
    assert_eq!(found[3].1, "<table> <tr><td>åpen");
}

#[test]
fn a_long_cell_below_a_row_of_as_many_is_one() {
    let long = "Kommunal- og moderniseringsminister Kari Margrethe Moe Lillevik (KMD)";
    let text = format!("Fra staten:\tFra KS:\n{long}\tOla Li\nPer Vik (FIN)\tJo Aas\n");
    assert_eq!(
        blocks(&text)[0].1,
        format!("Fra staten:\tFra KS:\n{long}\tOla Li\nPer Vik (FIN)\tJo Aas")
    );
}

#[test]
fn marks_of_notes_are_no_text_and_their_notes_are() {
    let text = "<!-- image -->\n\nMoe viste til budsjettet<sup>1</sup>. Li tok opp gebyrer.[^2] Vik var enig i 5 $^{3}$ punkter.\n\n<sup>1</sup> Jf. Meld. St. 2\n[^2]: Brev 3. mai\n";
    let found = blocks(text);
    assert_eq!(
        found[0].1,
        "Moe viste til budsjettet. Li tok opp gebyrer. Vik var enig i 5 punkter."
    );
    assert_eq!(found[1], (BlockKind::Footnote, "1 Jf. Meld. St. 2".to_owned()));
    assert_eq!(found[2], (BlockKind::Footnote, "2 Brev 3. mai".to_owned()));
}
