"""Sources of the lexicon: word lists, compound analyses, corpus counts."""
import collections, gzip, json, lzma, re, zipfile

WORD = re.compile(r"[a-zæøåéèêòóôäöü]+(?:-[a-zæøåéèêòóôäöü]+)*$")
TOKEN = re.compile(r"[A-Za-zÆØÅæøåéèêòóôäöüÉÈÊÒÓÔÄÖÜ]+(?:-[A-Za-zÆØÅæøåéèêòóôäöü]+)*")


def lemmas(shared, lang):
    with gzip.open(shared / f"data/norsk-ordbank/{lang}-lemmas.txt.gz", "rt", encoding="utf-8") as f:
        words = {line.strip().lower() for line in f}
    return {w for w in words if WORD.match(w) and (len(w) > 1 or w in "iåo")}


def compounds(shared, lang):
    """word -> list of (left text, right text, first lemma, juncture, part of speech, gender)."""
    out = collections.defaultdict(list)
    with gzip.open(shared / f"data/norsk-ordbank/{lang}-compounds.tsv.gz", "rt", encoding="utf-8") as f:
        next(f)
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 7 or not cells[0]:
                continue
            word, split, _head, tags, first, pos, juncture = (c.lower() for c in cells[:7])
            if not pos.startswith(("noun", "adj", "førel", "verb", "prop", "det")):
                split = word  # prefixes, prepositions, particles: no compound to a searcher
            first = first.rstrip("-")
            tags = tags.split("+")
            gender = next((t for t in tags if t in ("m", "f", "n")), "")
            left, _, right = split.partition("*")
            if right and left + right == word:
                out[word].append((left, right, first, juncture, tags[0], gender))
            else:
                out[word].append(("", word, "", "", tags[0], gender))
    return out


def counts(shared):
    """Word counts of law texts (NLOD 2.0), by variety; only the numbers are kept."""
    out = {"nb": collections.Counter(), "nn": collections.Counter()}
    with lzma.open(shared / "eval/perf/pool.jsonl.xz", "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            for sentence in row["s"]:
                for i, m in enumerate(TOKEN.finditer(sentence)):
                    word = m.group()
                    if i and word[0].isupper():
                        continue
                    out[row["l"]][word.lower()] += 1
    return out


def bokmal_forms(wheel):
    """part of speech -> lemma -> forms, from spacy-lookups-data (Norsk ordbank, CC BY 4.0)."""
    name = "spacy_lookups_data/data/nb_lemma_exc.json.gz"
    data = json.loads(gzip.decompress(zipfile.ZipFile(wheel).read(name)))
    out = {}
    for pos, table in data.items():
        by = out.setdefault(pos, collections.defaultdict(set))
        for form, bases in table.items():
            form = form.lower()
            for base in bases:
                base = base.lower()
                if WORD.match(form) and WORD.match(base):
                    by[base].add(form)
    return out
