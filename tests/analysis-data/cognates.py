"""Nynorsk lemmas paired with bokmål lemmas of the same origin, by rules checked against both word lists."""
import itertools


def rules(here):
    for line in (here / "rules.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            nn, nb = (line.split("\t") + [""])[:2]
            yield nn, nb


def apply(word, table):
    for cost, (nn, nb) in enumerate(table):
        end = nn.endswith("$")
        bare = nn.strip("$")
        at = len(word) - len(bare) if end else word.find(bare)
        while 0 <= at and word.startswith(bare, at) and at + len(bare) <= len(word):
            out = word[:at] + nb + word[at + len(bare):]
            if out != word and len(out) > 1:
                yield out, (nn, nb)
            at = -1 if end else word.find(bare, at + 1)


WEAK = {("g", ""), ("v", ""), ("d", ""), ("e", ""), ("y", "ø"), ("y", "i"), ("ø", "y"), ("i", "e"), ("e", "i"), ("a", "e"), ("e", "a"), ("ll", "l"),
        ("tt", "t"), ("gg", "g"), ("f", "ff"), ("v", "f"), ("b", "p"), ("g", "k"), ("e", "ø"), ("o", "å"), ("å", "a"), ("o", "u"), ("ov", "u"), ("lj", "l"),
        ("e$", ""), ("e$", "else"), ("te", "de"), ("de", "te"), ("ing", ""), ("$", "e"), ("ld", "ll"), ("nd", "nn"), ("inga", "ing"), ("sj", "s"), ("tn", "nn")}


def cost(rule):
    return 2 if rule in WEAK else 1


def cognates(words, comp, pos, freq, here):
    table = list(rules(here))
    wrong = {w for line in (here / "not-cognates.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#" for w in line.split()}
    nb_only = {w for w in words["nb"] if w not in words["nn"]}
    out = {}
    for w in sorted(words["nn"]):
        shared = w in words["nb"]
        if len(w) < 2 or w in wrong or (w in comp["nn"] and any(r[0] and len(r[0]) > 2 for r in comp["nn"][w])):
            continue
        level, seen, found = {w: 0}, {w: 0}, []
        for depth in range(1 if shared or len(w) < 4 else 3):
            new = {}
            for x, c in level.items():
                for y, rule in apply(x, table):
                    k = c + cost(rule)
                    if k > 4 or seen.get(y, 9) <= k:
                        continue
                    seen[y] = k
                    new[y] = k
            level = new
            if len(level) > 4000:
                break
        for y, k in seen.items():
            if y == w or y not in words["nb"] or not pos["nn"].get(w, set()) & pos["nb"].get(y, set()):
                continue
            if y not in nb_only and (shared or k > 2 or freq["nb"][y] < 3 or len(w) < 4 or (k > 1 and len(w) < 6)):
                continue
            if (k > 2 and len(w) < 6) or (k > 1 and len(w) < 4):
                continue
            if shared and (k > 1 or freq["nb"][y] < 3 * (1 + freq["nb"][w]) or freq["nb"][y] < 20):
                continue
            found.append((k + (y not in nb_only), -freq["nb"][y], y))
        if found:
            out[w] = min(found)[2]
    return out
