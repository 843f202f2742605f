#!/usr/bin/env python3
"""Trains the letters that tell Norwegian from its neighbors: neighbors.py WHEEL DATA

WHEEL is the PyPI package spacy-lookups-data 1.0.5 (word lists of Danish, Swedish and English), DATA crates/analysis/data
(Norwegian lexicon in, neighbor-letters.tsv out). Multinomial logistic regression over what words begin with, end in and
hold, and what the Norwegian lexicon knows of them; a word of several languages counts for each. Only features and numbers
go out, no words. Deterministic."""
import gzip, json, math, pathlib, random, re, sys, zipfile
from variety import head, lexicon

HEAD = """# Letters that tell Norwegian, Danish, Swedish and English apart: feature, weights in tenths in this order.
# `^` and first letters; last letters and `$`; three letters in a row; `=` and the standards whose lexicon has the word, `*`
# and those that have the end of an unknown word.
# Origin: trained on word lists: Norsk ordbank (Norwegian), spacy-lookups-data 1.0.5 (Danish from STO, Swedish from SALDO,
# English); features and numbers only. Made by tests/analysis-data/neighbors.py. Licence: CC BY 4.0.
"""
WORD = re.compile(r"[a-zæøåäöéèêüóòô]+(?:-[a-zæøåäöéèü]+)*$")
LANGUAGES = ("no", "da", "sv", "en")
EPOCHS, STEPS, RATE, LEAST = 2, 400_000, 0.15, 0.3
# Norwegian words that training takes for unknown, as compounds of real texts are.
HIDDEN = 0.3


def foreign(wheel):
    """language -> forms"""
    read = lambda name: json.loads(gzip.decompress(zipfile.ZipFile(wheel).read(f"spacy_lookups_data/data/{name}.json.gz")))
    lists = {"da": set(read("da_lemma_lookup")), "sv": set(read("sv_lemma_lookup")), "en": set(read("en_lemma_lookup"))}
    for words in read("en_lemma_index").values():
        lists["en"] |= set(words)
    return {l: {w.lower() for w in words if WORD.match(w.lower())} for l, words in lists.items()}


def features(word, known, hidden):
    n = len(word)
    out = ["^" + word[:k] for k in (1, 2, 3, 4) if k < n] + [word[n - k:] + "$" for k in (1, 2, 3, 4) if k < n]
    out += [word[at:at + 3] for at in range(n - 2)]
    out.append("=" if hidden else known.get(word) or "=")
    return out + (head(word, known) if out[-1] == "=" else [])


def main():
    wheel, data = map(pathlib.Path, sys.argv[1:3])
    known = lexicon(data)
    of = {w: {"no"} for w in known if WORD.match(w) and len(w) > 1}
    for language, words in foreign(wheel).items():
        for word in words:
            if len(word) > 1:
                of.setdefault(word, set()).add(language)
    words, rng, weight = sorted(of), random.Random(7), {}
    mass = {l: sum(1 / len(v) for v in of.values() if l in v) for l in LANGUAGES}
    fair = {l: len(words) / len(LANGUAGES) / mass[l] for l in LANGUAGES}
    for step in range(EPOCHS * STEPS):
        word = words[rng.randrange(len(words))]
        share = [1 / len(of[word]) if l in of[word] else 0.0 for l in LANGUAGES]
        rows = [weight.setdefault(f, [0.0] * 4) for f in features(word, known, rng.random() < HIDDEN)]
        sums = [sum(row[c] for row in rows) for c in range(4)]
        most = max(sums)
        shares = [math.exp(s - most) for s in sums]
        total = sum(shares)
        rate = RATE / (1 + 4 * step / (EPOCHS * STEPS)) * min(3, sum(fair[l] * share[c] for c, l in enumerate(LANGUAGES)))
        for c in range(4):
            slope = rate * (share[c] - shares[c] / total)
            for row in rows:
                row[c] += slope
    rows = []
    for feature, weights in sorted(weight.items()):
        if max(weights) - min(weights) > LEAST:
            rows.append("\t".join([feature] + [str(round(10 * w)) for w in weights]))
    (data / "neighbor-letters.tsv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(words), "words", len(rows), "features kept")


if __name__ == "__main__":
    main()
