#!/usr/bin/env python3
"""Makes the lexicon of crates/analysis/data: make.py SHARED WHEEL OUT

SHARED is the project's shared folder (Norsk ordbank lemma lists and compound analyses, law sentences to count
words in), WHEEL the PyPI package spacy-lookups-data 1.0.5 (bokmål full forms of Norsk ordbank), OUT the folder
of data files. Deterministic. Only word lists of Norsk ordbank and numbers go out."""
import collections, math, pathlib, sys
import corpus, inflect
from cognates import cognates

HERE = pathlib.Path(__file__).parent
HEAD = """# {title}
# Origin: Norsk ordbank, Språkrådet and the University of Bergen, distributed by the National Library of Norway;
# bokmål forms by way of spacy-lookups-data 1.0.5. Made by tests/analysis-data/make.py: multi-word entries left out,
# lower-cased, inflection put as paradigms (nynorsk ones by rule), frequency classes counted in law texts.
# Licence: CC BY 4.0.
"""
B36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def table(name):
    out = collections.defaultdict(set)
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, forms = line.partition("\t")
            out[word] |= set(forms.split()) | {word}
    return out


def classes(comp):
    """What compounds tell of their heads: word -> Counter of (pos, gender), and by suffix."""
    by, suffix = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for word, rows in comp.items():
        for left, right, _f, _j, pos, gender in rows:
            if pos in ("noun", "adj", "verb", "adv"):
                by[word][pos, gender] += 3
                by[right][pos, gender] += 1
                for n in range(2, min(6, len(word))):
                    suffix[word[-n:]][pos, gender] += 1
    return by, suffix


def guess(word, by, suffix):
    """The classes of a word; likeliest first."""
    if word in by:
        total = sum(by[word].values())
        return [k for k, n in by[word].most_common() if n * 8 >= total]
    for n in (5, 4, 3, 2):
        known = suffix.get(word[-n:])
        if known and sum(known.values()) >= 4:
            total = sum(known.values())
            return [k for k, v in known.most_common() if v * 6 >= total]
    return [("noun", "m")]


def nn_paradigms(words, comp, nb_comp, nb_pos, count):
    verbs, nouns = table("irregular-nn.tsv"), table("irregular-nn-nouns.tsv")
    by, suffix = classes(comp)
    known = set(words)
    out, pos_of = {}, {}

    def rows(w):
        return [row for table in (comp, nb_comp) for row in table.get(w, ()) if row[4] in ("verb", "v")]

    for w in words:
        kinds = guess(w, by, suffix)
        if w not in by and w in nb_pos:
            kinds = sorted(nb_pos[w])
        else:
            # Compounds tell of nouns; that the word is a verb (*vise*) or an adjective (*normal*) too, only bokmål says.
            kinds = kinds + [k for k in (("adj", ""), ("verb", "")) if k in nb_pos.get(w, ()) and k not in kinds]
        if w.endswith("e") and w in verbs or w in verbs:
            kinds = kinds + [("verb", "")]
        elif w.endswith("ere") and len(w) > 5 and ("verb", "") not in kinds:
            kinds = [("verb", "")]
        elif w.endswith(("leg", "ig", "sam", "laus", "isk")) and w not in by:
            kinds = [("adj", "")]
        elif w.endswith(("ing",)) and w not in by:
            kinds = [("noun", "f")]
        elif w.endswith(("ast", "st")) and w[:-1] and w not in by and w.endswith("ast"):
            kinds = kinds + [("verb", "")]
        forms = {w}
        for pos, gender in kinds:
            if pos == "noun":
                own = inflect.suffixed(w, nouns, known) or inflect.nn_noun(w, gender or "m")
                # Of two genders the rarer one's forms yield: *brukar* is seldom the plural of *bruk*.
                rare = gender != next(g for p, g in kinds if p == "noun")
                forms |= {f if f == w or f[0] == "~" else "~" + f for f in own} if rare else own
            elif pos == "adj":
                forms |= inflect.nn_adj(w)
            elif pos == "verb":
                told = w in by or w in nb_pos
                irregular = inflect.suffixed(w, verbs, known, {row[1] for row in rows(w)} if told else None)
                if irregular and len(w) > 1:
                    # The passive and the present participle are regular also of irregular verbs.
                    stem = w.removesuffix("e")
                    irregular |= {stem + x for x in ("ast", "ande")} | {"~" + stem.removesuffix("j") + "st"}
                forms |= irregular or inflect.nn_verb(w, count)
        forms = {f for f in forms if not (f.startswith("~") and f[1:] in forms)}
        for irregular in (nouns, verbs):
            if w in irregular:
                forms = {f for f in forms if f not in irregular[w]} | {"!" + f for f in irregular[w]}
        out[w], pos_of[w] = forms, {p for p, _ in kinds}
    return out, pos_of


def of_gender(comp, gender, share):
    """Words that nynorsk has in a gender, by themselves or as heads of compounds, in more than this share of them."""
    by = collections.defaultdict(collections.Counter)
    for word, rows in comp.items():
        for _left, right, _f, _j, pos, own in rows:
            if pos == "noun":
                by[right][own] += 1
                by[word][own] += 1
    return {w for w, genders in by.items() if genders[gender] > share * sum(genders.values())}


def nb_paradigms(words, tables, feminine, neuter):
    out = {w: {w} for w in words}
    pos_of = collections.defaultdict(set)
    for pos, by in sorted(tables.items()):
        for lemma, forms in sorted(by.items()):
            out.setdefault(lemma, {lemma}).update(inflect.nb_fill(lemma, pos, forms, lemma in feminine, lemma in neuter))
            pos_of[lemma].add(pos)
    for lemma in pos_of:
        # The passive and the genitive yield to a word of that form (*felles*).
        if lemma + "s" in out and "verb" in pos_of[lemma] and "verb" not in pos_of.get(lemma + "s", ()):
            out[lemma] = {"~" + f if f == lemma + "s" else f for f in out[lemma]}
    for lemma, forms in table("irregular-nb.tsv").items():
        old = out.setdefault(lemma, {lemma})
        out[lemma] = {f for f in old if f not in forms} | {"!" + f for f in forms}
    for lemma, forms in out.items():
        out[lemma] = {f for f in forms if not (f.startswith("~") and f[1:] in forms)}
    return out, pos_of


def frequencies(paradigms, count):
    """Expected uses of each lemma: a form's count goes to its lemmas in proportion."""
    of = collections.defaultdict(list)
    for lemma in sorted(paradigms):
        for f in paradigms[lemma]:
            if not f.startswith("~") and f.lstrip("!") in count:
                of[f.lstrip("!")].append(lemma)
    freq = collections.Counter()
    for f, ls in of.items():
        if len(ls) == 1:
            freq[ls[0]] += count[f]
    for _ in range(4):
        new = collections.Counter()
        for f, ls in of.items():
            weights = [freq[l] + (0.3 if f == l and not f.endswith("er") else 0.1) for l in ls]
            total = sum(weights)
            for l, w in zip(ls, weights):
                new[l] += count[f] * w / total
        freq = new
    return freq


def op(lemma, form):
    weak, form = (form[0], form[1:]) if form[0] in "~!" else ("", form)
    n = 0
    while n < min(len(lemma), len(form)) and lemma[n] == form[n]:
        n += 1
    return f"{weak}{B36[min(35, len(lemma) - n)]}{form[n:]}", len(lemma) - n < 36


def extra():
    """Words that the lists lack: language -> word -> (what the compound analyses would say of it)."""
    out = {"nb": {}, "nn": {}}
    for line in (HERE / "extra.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, word, gender = line.split("\t")
            out[lang][word] = gender
    return out


def split_text(word, comp, words):
    """The lemma with `*` where the head begins and `+` before the juncture."""
    best = None
    for left, right, first, juncture, _p, _g in comp.get(word, ()):
        if len(left) < 2 or len(right) < 3 or (len(left) < 3 and left + "-" not in words and juncture == ""):
            continue
        bare = left[: len(left) - len(juncture)] if juncture and left.endswith(juncture) else left.rstrip("-")
        if len(bare) < 2 or "+" in word or (first and first.endswith("-")) or right.startswith("-"):
            continue
        key = (0 if bare == first or bare in words else 1, -len(left))
        if best is None or key < best[0]:
            best = (key, f"{bare}+{left[len(bare):]}*{right}" if len(bare) < len(left) else f"{left}*{right}")
    return best[1] if best else word


def write(out, name, title, lines):
    (out / name).write_text(HEAD.format(title=title) + "\n".join(lines) + "\n", encoding="utf-8")


def lexicon(out, lang, rows):
    """Lemmas in two files by their first letter, so that none is large."""
    title = "Lemmas of {}, {}: lemma (* before a compound's head, + before its juncture), paradigm, frequency class."
    for letters, fits in (("a-k", lambda row: row[0] < "l"), ("l-å", lambda row: row[0] >= "l")):
        name = f"{lang}-lexicon-{letters.replace('å', 'aa')}.txt"
        write(out, name, title.format("bokmål" if lang == "nb" else "nynorsk", letters), [row for row in rows if fits(row)])


def main():
    shared, wheel, out = map(pathlib.Path, sys.argv[1:4])
    words = {l: corpus.lemmas(shared, l) for l in ("nb", "nn")}
    comp = {l: corpus.compounds(shared, l) for l in ("nb", "nn")}
    for lang, more in extra().items():
        words[lang] |= set(more)
        for word, gender in more.items():
            comp[lang].setdefault(word, []).append(("", word, "", "", "noun", gender))
    count = corpus.counts(shared)
    tables = corpus.bokmal_forms(wheel)
    for word, gender in extra()["nb"].items():
        stem = word.removesuffix("e")
        tables["noun"].setdefault(word, {word, stem + ("et" if gender == "n" else "en")})
    par, pos = {}, {}
    par["nb"], pos["nb"] = nb_paradigms(words["nb"], tables, *(of_gender(comp["nn"], g, share) for g, share in (("f", 0.3), ("n", 0.5))))
    gender = collections.defaultdict(set)
    for p, by in tables.items():
        for lemma, forms in by.items():
            s = lemma[:-1] if lemma.endswith("e") else lemma
            if p == "noun":
                gender[lemma].add((p, "n" if s + "et" in forms else "f" if s + "a" in forms else "m"))
            else:
                gender[lemma].add((p, ""))
    par["nn"], pos["nn"] = nn_paradigms(sorted(words["nn"]), comp["nn"], comp["nb"], gender, count["nn"])
    freq = {l: frequencies(par[l], count[l]) for l in par}
    pairs = cognates(words, comp, pos, freq, HERE)
    for nn, nb in pairs.items():
        freq["nn"][nn] += freq["nb"][nb] / 15
    for w in words["nn"] & set(par["nb"]):
        freq["nn"][w] += freq["nb"][w] / 15
    ids = {}
    for lang in ("nb", "nn"):
        lines = []
        for lemma in sorted(par[lang]):
            ops = [o for o, fits in (op(lemma, f) for f in sorted(par[lang][lemma])) if fits]
            key = " ".join(sorted(set(ops) - {"0", "~0"}))
            lines.append((split_text(lemma, comp[lang], words[lang]), ids.setdefault(key, len(ids)), B36[min(35, int(2 * math.log2(1 + freq[lang][lemma])))]))
        lexicon(out, lang, [f"{w}\t{p}\t{f}" for w, p, f in lines])
        print(lang, len(lines), sum(len(v) for v in par[lang].values()))
    write(out, "paradigms.txt", "Paradigms by line number from 0: letters to strip from the lemma (base 36), then what to add; ~ yields to other words' forms, ! goes before them.", list(ids))
    write(out, "cognates.tsv", "Nynorsk lemma and the bokmål lemma of the same origin that stands for both in the index.", [f"{a}\t{b}" for a, b in sorted(pairs.items())])
    print(len(ids), "paradigms", len(pairs), "cognates")


main()
