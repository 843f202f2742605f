#!/usr/bin/env python3
"""Trains the features that tell bokmål from nynorsk: variety.py SHARED DATA

SHARED is the project's shared folder (law sentences of both standards, NLOD 2.0), DATA crates/analysis/data (lexicon
in, variety-words.tsv out). Logistic regression over words, beginnings and endings of words, and what the lexicon
knows; words are left out at random in training, so that endings learn what they can tell. Only features and
numbers go out, no text. Deterministic."""
import collections, json, lzma, math, pathlib, random, re, sys

HEAD = """# Features that lean to bokmål (below zero) or nynorsk (above): feature, weight in hundredths.
# A word; `^` and its first letters; its last letters and `$`; `=` and the standards whose lexicon has it, `*` and those
# that have the end of an unknown word; `~nn:` and `~nb:` and a row of variety-spellings.txt, where that standard's
# spelling is also allowed in the other.
# Origin: trained on law texts of both standards published by Lovdata; features and numbers only. Licence: NLOD 2.0.
# Made by tests/analysis-data/variety.py.
"""
TOKEN = re.compile(r"[A-Za-zÆØÅæøåéèêòóôäöüÉÈÊÒÓÔÄÖÜ]+(?:-[A-Za-zÆØÅæøåéèêòóôäöüÉÈÊÒÓÔÄÖÜ]+)*")
EPOCHS, RATE, SHRINK, LEAVE_OUT = 4, 0.08, 2e-6, 0.5


def lexicon(data):
    """form -> which standards have it beyond doubt."""
    ops = [l.split() for l in (data / "paradigms.txt").read_text(encoding="utf-8").splitlines() if not l.startswith("#")]
    sure, doubt = collections.defaultdict(set), collections.defaultdict(set)
    for lang in ("nb", "nn"):
        files = sorted(data.glob(f"{lang}-lexicon-*.txt"))
        for line in (line for file in files for line in file.read_text(encoding="utf-8").splitlines()):
            if line.startswith("#"):
                continue
            word, paradigm, _ = line.split("\t")
            word = word.replace("*", "").replace("+", "")
            sure[word].add(lang)
            for op in ops[int(paradigm)]:
                to = doubt if op[0] == "~" else sure
                op = op.lstrip("~!")
                cut = int(op[0], 36)
                to[word[: len(word) - cut] + op[1:]].add(lang)
    return {w: "=" + "+".join(sorted(sure.get(w) or doubt[w])) for w in set(sure) | set(doubt)}


def spellings(data):
    """Pairs of spellings, nynorsk and bokmål."""
    lines = (data / "variety-spellings.txt").read_text(encoding="utf-8").splitlines()
    return [pair.split(">") for line in lines if not line.startswith("#") for pair in line.split()]


def counterparts(word, known, pairs):
    """Which spellings of a word that both standards allow are those that one of them leaves to the other."""
    out = set()
    for nn, nb in pairs:
        for old, new, other, name in ((nn, nb, "=nb", "~nn"), (nb, nn, "=nn", "~nb")):
            if old.endswith("$"):
                spelled = word[: len(word) - len(old) + 1] + new[:-1] if word.endswith(old[:-1]) else None
            else:
                at = word.find(old)
                spelled = word[:at] + new + word[at + len(old):] if at >= 0 else None
            if spelled and known.get(spelled) == other:
                out.add(f"{name}:{nn}")
    return sorted(out)


def head(word, known):
    """Which standards have the longest ending of an unknown word that is a word itself."""
    if len(word) > 6:
        for at in range(2, len(word) - 3):
            if word[at:] in known:
                return ["*" + known[word[at:]][1:]]
    return []


def parts(word, known, pairs):
    """Features of a word apart from the word itself."""
    out = [known.get(word) or "="]
    if len(word) > 3 and out[0] == "=nb+nn":
        # What both standards have says by its letters what law texts are about, not how they are written.
        return out + counterparts(word, known, pairs)
    if out[0] == "=":
        out += head(word, known)
    if len(word) > 3:
        out += [word[-n:] + "$" for n in (2, 3, 4) if len(word) > n]
        out += ["^" + word[:n] for n in (2, 3, 4) if len(word) > n]
    return out


def main():
    shared, data = map(pathlib.Path, sys.argv[1:3])
    known, pairs = lexicon(data), spellings(data)
    memo, sentences, count = {}, [], collections.Counter()
    with lzma.open(shared / "eval/perf/pool.jsonl.xz", "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            for sentence in row["s"]:
                words = []
                for i, m in enumerate(TOKEN.finditer(sentence)):
                    if i and m.group()[0].isupper():
                        continue
                    words.append(m.group().lower())
                if len(words) > 2:
                    sentences.append((row["l"] == "nn", words))
    for _, words in sentences:
        for w in set(words):
            count[w] += 1
            for p in memo.setdefault(w, parts(w, known, pairs)):
                count[p] += 1
    rng, weight, bias = random.Random(7), collections.defaultdict(float), 0.0
    share = sum(nn for nn, _ in sentences) / len(sentences)
    print(len(sentences), "sentences", round(share, 3), "nynorsk", len(count), "features")
    for epoch in range(EPOCHS):
        rng.shuffle(sentences)
        rate = RATE / (1 + epoch)
        right = 0
        for nn, words in sentences:
            # Short pieces, as paragraphs and headings are.
            length = rng.choice((3, 5, 8, 12, 20))
            at = rng.randrange(max(1, len(words) - length + 1))
            feats = []
            for w in words[at:at + length]:
                feats += memo[w]
                if count[w] >= 4 and rng.random() > LEAVE_OUT:
                    feats.append(w)
            z = sum(weight[f] for f in feats if count[f] >= 4)
            right += (z > 0) == nn
            # Both standards weigh the same, however many sentences there are of each.
            slope = ((1 if nn else 0) - 1 / (1 + math.exp(-max(-30, min(30, z))))) * (0.5 / share if nn else 0.5 / (1 - share))
            for f in feats:
                if count[f] >= 4:
                    weight[f] += rate * slope - SHRINK * weight[f] * 100
        print("epoch", epoch, round(right / len(sentences), 4))
    rows = [f"{f}\t{round(100 * w)}" for f, w in sorted(weight.items()) if abs(w) >= 0.06]
    (data / "variety-words.tsv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), "features kept")


if __name__ == "__main__":
    main()
