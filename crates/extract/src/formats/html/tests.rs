//! Web pages with one trap each.

use super::*;

fn flow(source: &str) -> String {
    extract(source.as_bytes()).flow_text()
}

#[test]
fn menus_stay_out_and_headers_inside_the_document_in() {
    let page = "<body><header>Departementene</header><main><header><h1>Høring</h1></header>\
        <div class='sharepoint-content'><p>Brev om saken.</p></div><div class='main-menu'>Meny</div>\
        <p style='display: none'>skjult</p><p>Gammel <del>frist</del><ins>dato</ins></p></main></body>";
    assert_eq!(flow(page), "Høring\n\nBrev om saken.\n\nGammel dato");
}

#[test]
fn a_class_does_not_hide_most_of_the_page() {
    let page = "<body><div class='nav'>Meny</div><form><div class='with-sidebar'>\
        <p>Her står alt som siden handler om.</p></div></form></body>";
    assert_eq!(flow(page), "Her står alt som siden handler om.");
}

#[test]
fn tables_of_figures_are_rows_and_tables_of_layout_are_not() {
    let figures = "<main><table><tr><th>År</th><th>Kr</th></tr><tr><td>2020</td><td>5</td></tr></table></main>";
    assert_eq!(flow(figures), "År\tKr\n2020\t5");
    let layout = "<body><table><tr><td><h1>Svar</h1><p>Tekst</p></td></tr></table></body>";
    assert_eq!(flow(layout), "Svar\n\nTekst");
}

#[test]
fn empty_and_merged_cells_keep_their_columns() {
    let page = "<main><table><tr><th rowspan=2>Navn</th><th colspan=2>Møtet</th></tr><tr><th>Møtt</th><th>Forfall</th></tr>\
        <tr><td>Kari Moen</td><td>x</td><td></td></tr><tr><td>Ola Li</td><td>&nbsp;</td><td>x</td></tr></table></main>";
    assert_eq!(flow(page), "Navn\tMøtet\n\tMøtt\tForfall\nKari Moen\tx\nOla Li\t\tx");
}

#[test]
fn credits_and_texts_of_pictures_are_captions_wherever_they_stand() {
    let page = "<main><p>Statsråden besøkte kommunen.</p><figure><img src=a><p>Møtet i Fjordvik</p><small>Foto: KDD</small></figure>\
        <p>Foto: Kari Moen / NTB</p><div class='image-caption'>Ordførerne i arbeid</div><p>De var enige.</p>\
        <figure><blockquote>Et sitat fra talen</blockquote></figure></main>";
    let read = extract(page.as_bytes());
    let of = |kind| -> Vec<&str> {
        let blocks = read.pages.iter().flat_map(|page| &page.blocks);
        blocks
            .filter(|block| block.kind == kind)
            .map(|block| block.text.as_str())
            .collect()
    };
    assert_eq!(
        of(BlockKind::Caption),
        [
            "Møtet i Fjordvik",
            "Foto: KDD",
            "Foto: Kari Moen / NTB",
            "Ordførerne i arbeid"
        ]
    );
    assert_eq!(
        of(BlockKind::Paragraph),
        ["Statsråden besøkte kommunen.", "De var enige.", "Et sitat fra talen"]
    );
}

#[test]
fn links_to_other_pages_and_orders_to_the_browser_stay_out() {
    let page = "<main><div class=brodsmulesti><ol><li><a href=/>Forsiden</a></li><li>Dokument</li></ol></div><h1>Høring</h1>\
        <p>Del på  Facebook</p><p>Saken gjelder alle kommuner i landet.</p><p><a href='#'>Til toppen</a></p>\
        <h2>Se også</h2><p>Loven gjelder også fylkeskommunene, jf. <a href=/l>§ 2</a>.</p><div><h3>Les også:</h3>\
        <ul><li><a href=/1>Ny statsråd</a></li><li><a href=/2>Statsbudsjettet</a></li></ul></div><h2>Svar</h2><p>Frist 3. mai</p>\
        <div><span>Relatert innhold</span></div><p><a href=/3>Pressemelding</a></p></main>";
    assert_eq!(
        flow(page),
        "Høring\n\nSaken gjelder alle kommuner i landet.\n\nSe også\n\nLoven gjelder også fylkeskommunene, jf. § 2.\n\nSvar\n\nFrist 3. mai"
    );
}

#[test]
fn metadata_comes_from_elements_and_linked_data() {
    let page = r#"<html lang="nn"><head><title> Høyring
        om vegar </title><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Anna",
        "datePublished": "2021-03-04", "author": [{"name": "Kari"}]}]}</script></head><body><p>x</p></body></html>"#;
    let found = extract(page.as_bytes()).metadata;
    assert_eq!(found.title.as_deref(), Some("Høyring om vegar"));
    assert_eq!(found.created.as_deref(), Some("2021-03-04"));
    assert_eq!(found.author.as_deref(), Some("Kari"));
    assert_eq!(found.language.as_deref(), Some("nn"));
}

#[test]
fn raised_figures_stand_apart_and_links_to_notes_leave_nothing() {
    let page = "<main><p>Etter kommunen<sup>1</sup> og statens<sup><a href='#fn2'>2</a></sup>. Det er 20 m<sup>2</sup> i 2020<sup>3)</sup>, \
        jf. loven<span style='vertical-align: super'>4</span>her.<sup>*</sup></p><p><sup>5</sup>Jf. forarbeidene.</p></main>";
    assert_eq!(
        flow(page),
        "Etter kommunen 1 og statens. Det er 20 m2 i 2020 3), jf. loven 4 her. *\n\n5 Jf. forarbeidene."
    );
}

#[test]
fn what_style_sheets_of_the_page_hide_stays_out() {
    let page = "<head><style>.skjul { display: none } @media print { .vis { display: none } }</style></head>\
        <main><div class='skjul'>Skjult</div><p class='vis'>Det som står her, skal med.</p><div class='screen-reader-text'>Hopp</div>\
        <textarea>Skriv her</textarea></main>";
    assert_eq!(flow(page), "Det som står her, skal med.");
}

#[test]
fn ways_through_the_site_and_rows_of_orders_stay_out() {
    let page = "<main><p>Du er her: <a href=/>Forsiden</a> / <a href=/h>Høringer</a> / Svar</p><h1>Svar</h1><p><a href=#>Del på Facebook</a> | \
        <a href=#>Skriv ut</a></p><p>Kommunen støtter forslaget i alt det vesentlige.</p></main>";
    assert_eq!(flow(page), "Svar\n\nKommunen støtter forslaget i alt det vesentlige.");
}

#[test]
fn a_cell_of_prose_costs_the_other_rows_nothing() {
    let page = "<main><table><tr><td>Til stede:</td><td><p>Kari Moen</p><p>Ola Li</p><p>Per Vik</p></td></tr>\
        <tr><td>Dato:</td><td>3. mai</td></tr></table></main>";
    assert_eq!(
        flow(page),
        "Til stede:\n\nKari Moen\n\nOla Li\n\nPer Vik\n\nDato:\t3. mai"
    );
}

#[test]
fn blanks_that_do_not_break_part_columns_and_the_tabs_of_the_source_do_not() {
    let gap = "&nbsp;".repeat(8);
    let page = format!(
        "<main><p>Med hilsen</p><p>Kari Moe{gap} Ola Li<br>rådmann{gap}rådgiver</p><p>{gap}Kopi:&nbsp;KS\t\t</p>\
         <table><tr><td>Sum{gap}i alt</td><td>\n\t7</td></tr></table></main>"
    );
    assert_eq!(
        flow(&page),
        "Med hilsen\n\nKari Moe\tOla Li\nrådmann\trådgiver\n\nKopi: KS\n\nSum i alt\t7"
    );
}

#[test]
fn tables_with_heads_stay_tables_around_tables_and_feet_stand_below() {
    let page = "<main><table><tr><th><h3>Sak</h3></th><th>Svar</th></tr><tr><td>Skole</td><td><table><tr><td>a</td><td>b</td></tr>\
        </table></td></tr><tr><td>Helse</td><td><pre>ja</pre></td></tr></table>\
        <table><tfoot><tr><td>Sum</td><td>7</td></tr></tfoot><tr><td>2020</td><td>7</td></tr></table></main>";
    assert_eq!(flow(page), "Sak\tSvar\n\nSkole\n\na\tb\n\nHelse\tja\n\n2020\t7\nSum\t7");
}

#[test]
fn tables_nest_as_deep_as_they_like() {
    let page = format!("<main>{}bunn</main>", "<table><tr><th>h</th><td>".repeat(3_000));
    assert!(flow(&page).ends_with("bunn"));
}
