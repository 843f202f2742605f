//! Generated records for benches: shaped like minutes, seeded, of word lists of our own.
//!
//! Model: a record has 300–3,000 words (log-uniform), a host and up to three ministries, 6–25 participants, agenda items
//! and paragraphs of three to eight sentences. Words follow Zipf's law within their class (rank 1 is drawn most); new compounds
//! are formed from first parts and heads, so that the vocabulary goes on growing (Heaps' law). A third is nynorsk.
//! Record `i` depends on the seed and `i` alone: 1,000 records are the beginning of 10,000.

use fastrand::Rng;
use serde_json::{Value, json};
use std::fmt::Write;

/// Record number `index` of the corpus of a seed, as a line of `.jsonl` that `ingest` takes.
pub fn record(seed: u64, index: u64) -> Value {
    let mut rng = Rng::with_seed(seed ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let nynorsk = rng.u8(..3) == 0;
    let words = if nynorsk { &NYNORSK } else { &BOKMAL };
    let year = 2001 + rng.u32(..26);
    let date = format!("{year}-{:02}-{:02}", 1 + rng.u32(..12), 1 + rng.u32(..28));
    let people: Vec<String> = (0..rng.usize(6..=25)).map(|_| name(&mut rng)).collect();
    let ministries: Vec<&str> = (0..rng.usize(1..=4)).map(|_| zipf(&mut rng, MINISTRIES)).collect();
    let topics: Vec<&str> = (0..rng.usize(1..=4)).map(|_| zipf(&mut rng, TOPICS)).collect();
    // Log-uniform from 300 to 3,000.
    let length = (300.0 * 10_f64.powf(rng.f64())) as usize;
    let mut text = Text {
        rng,
        words,
        people: &people,
        out: format!("{} {date}\n\n", words.heading),
        count: 0,
    };
    text.write(length);
    let people: Vec<Value> = people.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "id": format!("g{index:08}"),
        "kind": "referat",
        "title": format!("{} {date}", words.heading),
        "date": date,
        "language": if nynorsk { "nn" } else { "nb" },
        "ministries": ministries,
        "participants": people,
        "topics": topics,
        "text": text.out,
    })
}

/// The first `count` records of a seed as a `.jsonl` file's text.
pub fn lines(seed: u64, count: u64) -> String {
    let mut out = String::new();
    for index in 0..count {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{}", record(seed, index));
    }
    out
}

/// Draws by Zipf's law with exponent 1: by the inverse of its continuous form.
fn zipf<'a>(rng: &mut Rng, list: &[&'a str]) -> &'a str {
    let rank = ((list.len() as f64 + 1.0).powf(rng.f64()) - 1.0) as usize;
    list.get(rank).or(list.last()).copied().unwrap_or_default()
}

fn name(rng: &mut Rng) -> String {
    let surname = zipf(rng, SURNAMES);
    // One in eight has a compound surname made of a farm's two parts, so that names go on growing too.
    if rng.u8(..8) == 0 {
        let (first, last) = (zipf(rng, FARM_FIRST), zipf(rng, FARM_LAST));
        return format!("{} {first}{last}", zipf(rng, FORENAMES));
    }
    format!("{} {surname}", zipf(rng, FORENAMES))
}

struct Text<'a> {
    rng: Rng,
    words: &'a Words,
    people: &'a [String],
    out: String,
    count: usize,
}

impl Text<'_> {
    fn write(&mut self, length: usize) {
        let mut item = 0;
        while self.count < length {
            if self.rng.u8(..6) == 0 || item == 0 {
                item += 1;
                let (noun, compound) = (self.noun(), self.compound());
                let _ = write!(
                    self.out,
                    "Sak {item}. {} {} {noun}\n\n",
                    capital(&compound),
                    self.words.and
                );
                self.count += 5;
            }
            for _ in 0..self.rng.usize(3..=8) {
                self.sentence();
            }
            self.out.truncate(self.out.trim_end().len());
            self.out.push_str("\n\n");
        }
    }

    fn sentence(&mut self) {
        let subject = match self.rng.u8(..10) {
            0..=3 => self.speaker(),
            4 => "KS".to_owned(),
            _ => capital(&self.noun()),
        };
        let verb = zipf(&mut self.rng, self.words.verbs);
        let _ = write!(self.out, "{subject} {verb}");
        self.count += 2;
        for _ in 0..self.rng.usize(1..=4) {
            let (link, adjective) = (
                zipf(&mut self.rng, self.words.links),
                zipf(&mut self.rng, self.words.adjectives),
            );
            let noun = if self.rng.u8(..4) == 0 {
                self.compound()
            } else {
                self.noun()
            };
            let _ = write!(self.out, " {link} {adjective} {noun}");
            self.count += 3;
        }
        if self.rng.u8(..12) == 0 {
            let (number, share) = (1 + self.rng.u32(..12), self.rng.u32(1..999));
            let _ = write!(
                self.out,
                ", jf. § {number}-{} og {},{} mill. kroner",
                share % 20 + 1,
                share,
                number % 10
            );
            self.count += 7;
        }
        self.out.push_str(". ");
    }

    fn speaker(&mut self) -> String {
        let person = self.rng.choice(self.people).map_or("KS", String::as_str);
        person.rsplit(' ').next().unwrap_or(person).to_owned()
    }

    fn noun(&mut self) -> String {
        zipf(&mut self.rng, self.words.nouns).to_owned()
    }

    fn compound(&mut self) -> String {
        let mut out = zipf(&mut self.rng, FIRST_PARTS).to_owned();
        if self.rng.u8(..5) == 0 {
            out.push_str(zipf(&mut self.rng, FIRST_PARTS));
        }
        out.push_str(zipf(&mut self.rng, self.words.heads));
        out
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words of one written standard.
struct Words {
    heading: &'static str,
    and: &'static str,
    nouns: &'static [&'static str],
    verbs: &'static [&'static str],
    adjectives: &'static [&'static str],
    links: &'static [&'static str],
    heads: &'static [&'static str],
}

#[rustfmt::skip]
const BOKMAL: Words = Words {
    heading: "Referat fra konsultasjonsmøte",
    and: "og",
    nouns: &[
        "kommunene", "kommunen", "staten", "saken", "tiltaket", "forslaget", "loven", "forskriften", "budsjettet", "møtet",
        "oppgavene", "utgiftene", "inntektene", "tilskuddet", "regjeringen", "departementet", "fylkeskommunen", "arbeidet",
        "gruppen", "rapporten", "tjenestene", "innbyggerne", "barna", "elevene", "skolen", "barnehagen", "sykehuset", "veien",
        "kostnadene", "rammene", "beregningen", "avtalen", "ansvaret", "planen", "målet", "behovet", "bosettingen", "flyktningene",
        "kompetansen", "digitaliseringen", "vindkraften", "beredskapen", "næringen", "regionen", "fristen", "høringen", "veilederen",
        "ordningen", "pensjonen", "lønnen", "uenigheten", "utvalget", "prosjektet", "forventningene", "handlingsrommet", "styringen",
        "selvstyret", "demokratiet", "folketallet", "boligene", "klimaet", "naturen", "jordbruket", "fisket", "kulturen", "idretten",
    ],
    verbs: &[
        "sa", "viste til", "understreket", "mente", "pekte på", "ønsket", "orienterte om", "spurte om", "svarte med", "foreslo",
        "støttet", "gjennomgikk", "kommenterte", "etterlyste", "fremhevet", "redegjorde for", "krever", "styrker", "svekker", "påvirker",
    ],
    adjectives: &[
        "nye", "store", "statlige", "kommunale", "viktige", "økte", "frie", "lokale", "felles", "økonomiske", "langsiktige",
        "øremerkede", "regionale", "faglige", "varige", "konkrete", "tydelige", "nødvendige", "krevende", "gode", "raske", "ulike",
    ],
    links: &["av", "for", "med", "i", "om", "til", "på", "ved", "uten", "mellom", "etter", "gjennom"],
    heads: &[
        "økonomien", "tjenesten", "planen", "ordningen", "loven", "tilskuddet", "utgiftene", "arbeidet", "behovet", "midlene",
        "styringen", "reformen", "ansvaret", "oppgavene", "kravet", "normen", "beregningen", "utvalget", "rapporten", "rettighetene",
        "avgiften", "støtten", "tilbudet", "politikken", "sektoren", "prosjektet", "samarbeidet", "analysen", "veksten", "veilederen",
    ],
};

#[rustfmt::skip]
const NYNORSK: Words = Words {
    heading: "Referat frå konsultasjonsmøte",
    and: "og",
    nouns: &[
        "kommunane", "kommunen", "staten", "saka", "tiltaket", "framlegget", "lova", "føresegna", "budsjettet", "møtet",
        "oppgåvene", "utgiftene", "inntektene", "tilskotet", "regjeringa", "departementet", "fylkeskommunen", "arbeidet",
        "gruppa", "rapporten", "tenestene", "innbyggjarane", "borna", "elevane", "skulen", "barnehagen", "sjukehuset", "vegen",
        "kostnadene", "rammene", "utrekninga", "avtala", "ansvaret", "planen", "målet", "behovet", "busetjinga", "flyktningane",
        "kompetansen", "digitaliseringa", "vindkrafta", "beredskapen", "næringa", "regionen", "fristen", "høyringa", "rettleiaren",
        "ordninga", "pensjonen", "løna", "usemja", "utvalet", "prosjektet", "forventningane", "handlingsrommet", "styringa",
        "sjølvstyret", "demokratiet", "folketalet", "bustadene", "klimaet", "naturen", "jordbruket", "fisket", "kulturen", "idretten",
    ],
    verbs: &[
        "sa", "viste til", "streka under", "meinte", "peika på", "ønskte", "orienterte om", "spurde om", "svara med", "gjorde framlegg om",
        "støtta", "gjekk gjennom", "kommenterte", "etterlyste", "framheva", "gjorde greie for", "krev", "styrkjer", "svekkjer", "påverkar",
    ],
    adjectives: &[
        "nye", "store", "statlege", "kommunale", "viktige", "auka", "frie", "lokale", "felles", "økonomiske", "langsiktige",
        "øyremerkte", "regionale", "faglege", "varige", "konkrete", "tydelege", "naudsynte", "krevjande", "gode", "raske", "ulike",
    ],
    links: &["av", "for", "med", "i", "om", "til", "på", "ved", "utan", "mellom", "etter", "gjennom"],
    heads: &[
        "økonomien", "tenesta", "planen", "ordninga", "lova", "tilskotet", "utgiftene", "arbeidet", "behovet", "midlane",
        "styringa", "reforma", "ansvaret", "oppgåvene", "kravet", "norma", "utrekninga", "utvalet", "rapporten", "rettane",
        "avgifta", "støtta", "tilbodet", "politikken", "sektoren", "prosjektet", "samarbeidet", "analysen", "veksten", "rettleiaren",
    ],
};

#[rustfmt::skip]
const FIRST_PARTS: &[&str] = &[
    "kommune", "helse", "skole", "barnehage", "bolig", "vei", "klima", "energi", "natur", "arbeids", "pensjons", "lønns", "skatte",
    "eiendoms", "inntekts", "kostnads", "fylkes", "region", "distrikts", "by", "kyst", "havne", "fiskeri", "landbruks", "jord", "skog",
    "vann", "avløps", "avfalls", "brann", "beredskaps", "flyktning", "integrerings", "språk", "kultur", "idretts", "ungdoms", "familie",
    "barneverns", "rus", "psykiatri", "sykehus", "lege", "omsorgs", "eldre", "digitaliserings", "data", "personvern", "utdannings",
    "forsknings", "kompetanse", "nærings", "turisme", "kraft", "vindkraft", "vassdrags", "havbruks", "miljø", "plan", "bygnings",
    "samferdsels", "ferge", "buss", "jernbane", "flyplass", "post", "frivillighets", "tros", "minoritets", "same", "likestillings",
    "valg", "demokrati", "innbygger", "tjeneste", "forvaltnings", "tilsyns", "rapporterings", "stats", "budsjett", "ramme", "tilskudds",
];

#[rustfmt::skip]
const MINISTRIES: &[&str] = &[
    "Kommunal- og distriktsdepartementet", "Helse- og omsorgsdepartementet", "Finansdepartementet", "Kunnskapsdepartementet",
    "Barne- og familiedepartementet", "Samferdselsdepartementet", "Justis- og beredskapsdepartementet", "Klima- og miljødepartementet",
    "Energidepartementet", "Nærings- og fiskeridepartementet", "Landbruks- og matdepartementet", "Forsvarsdepartementet",
];

#[rustfmt::skip]
const TOPICS: &[&str] = &[
    "Kommuneøkonomi", "Helse og omsorg", "Skole", "Barnehage", "Barnevern", "Samferdsel", "Bosetting av flyktninger", "Statsbudsjett",
    "Digitalisering", "Klima og miljø", "Vindkraft", "Pensjon", "Bolig", "Beredskap", "Plan og bygg", "Kultur", "Valg", "Energi",
];

#[rustfmt::skip]
const FORENAMES: &[&str] = &[
    "Kari", "Ola", "Ingrid", "Lars", "Anne", "Per", "Marit", "Nils", "Berit", "Knut", "Solveig", "Arne", "Turid", "Svein", "Hilde", "Geir",
    "Silje", "Trond", "Ragnhild", "Øystein", "Åse", "Håkon", "Sigrid", "Eirik", "Gro", "Torbjørn", "Astrid", "Vidar", "Elin", "Yngve",
];

#[rustfmt::skip]
const SURNAMES: &[&str] = &[
    "Hansen", "Olsen", "Berg", "Haugen", "Dahl", "Moen", "Lie", "Solberg", "Bakken", "Strand", "Vik", "Lund", "Aas", "Nygård", "Sæther",
    "Tveit", "Ødegård", "Fossum", "Kvam", "Rønning", "Myhre", "Sunde", "Hauge", "Brekke", "Eide", "Lien", "Ruud", "Holm", "Viken", "Nes",
];

const FARM_FIRST: &[&str] = &[
    "Sol", "Berg", "Has", "Stor", "Ny", "Kvern", "Fure", "Bjørke", "Gran", "Elve", "Nord", "Sør", "Aust", "Lang",
];
const FARM_LAST: &[&str] = &[
    "heim", "stad", "vik", "dal", "nes", "land", "bø", "rud", "seter", "haug", "li", "øy", "moen", "åsen",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_gives_the_same_records() {
        assert_eq!(lines(7, 3), lines(7, 3));
        assert!(lines(7, 4).starts_with(&lines(7, 3)));
        assert_ne!(record(7, 0), record(8, 0));
    }

    #[test]
    fn records_are_as_long_as_they_should_be() {
        for index in 0..50 {
            let record = record(1, index);
            let words = record["text"]
                .as_str()
                .map_or(0, |text| text.split_whitespace().count());
            assert!((250..3300).contains(&words), "{words} words");
        }
    }
}
