"""Regular inflection of both standards: what a lemma's forms are. `~` marks forms that yield to others."""
VOWELS = "aeiouyæøå"


def contracted(w):
    """himmel -> himl, sykkel -> sykl, kapittel -> kapitl; None when the word does not contract."""
    if len(w) > 4 and w[-2] == "e" and w[-1] in "lrn" and w[-3] not in VOWELS:
        stem = w[:-2]
        if len(stem) > 2 and stem[-1] == stem[-2]:
            stem = stem[:-1]
        return stem + w[-1]
    return None


def double(w):
    return w + "m" if w.endswith("m") and len(w) > 2 and w[-2] in VOWELS and w[-3] not in VOWELS + "m" else w


def nn_noun(w, gender):
    s = w[:-1] if w.endswith("e") and len(w) > 3 else double(w)
    if s != w and w.endswith("m") and len(w) > 4:
        # Endings and loans have one m (*eigedomar*, *systemet*), roots two (*rommet*): both are harmless.
        return nn_cases(w, w, gender) | nn_cases(w, s, gender)
    return nn_cases(w, s, gender)


def nn_cases(w, s, gender):
    c = contracted(w)
    out = {w}
    if gender == "m":
        out |= {s + x for x in ("en", "ar", "ane")} | {"~" + s + x for x in ("er", "ene")}
        if w.endswith(("nad", "skap", "ist", "ent", "ør", "ell", "sjon", "asjon", "itet", "and")):
            out |= {s + x for x in ("er", "ene", "ar", "ane")}
        if c:
            out |= {c + x for x in ("en", "ar", "ane", "er", "ene")}
        if w.endswith("e"):
            out.add(w + "n")
    elif gender == "f":
        out |= {s + x for x in ("a", "er", "ene")} | {"~" + s + x for x in ("ar", "ane", "i", "en", "or", "one")}
        if w.endswith("ing"):
            out |= {s + x for x in ("ar", "ane", "i")}
        if c:
            out |= {c + x for x in ("a", "er", "ene", "ar", "ane")}
    else:
        out |= {s + "et", s + "a"} | {"~" + s + x for x in ("er", "ene", "i")}
        if w.endswith("um"):
            b = w[:-2]
            out |= {b + x for x in ("a", "et")} | {b + "umet", b + "uma", b + "a"}
        if c:
            out |= {c + x for x in ("et", "a", "er")} | {w + "et"}
        if w.endswith("e"):
            out.add(w + "t")
    if w[-1] in "aåuoøiy" and len(w) < 14:
        out |= {w + x for x in {"m": ("en", "ar", "ane"), "f": ("a", "er", "ene"), "n": ("et", "a")}.get(gender, ())}
    if w.endswith("a") and gender == "f":
        b = w[:-1]
        out |= {b + x for x in ("er", "ene", "or", "one")}
    return out


def nn_adj(w):
    out = {w}
    if w.endswith(("ande", "ende", "a")) and len(w) > 4:
        return out | {w + "st"} if not w.endswith("a") else out
    c = contracted(w)
    b = w[:-1] if w.endswith("e") else (w if w.endswith("sam") else double(w))
    out |= {b + x for x in ("e", "are", "ast", "aste")}
    if len(w) > 2 and w[-1] == w[-2]:
        out |= {w[:-1] + "t", w + "t"}
    if w[-1] in "åyøiæ" and len(w) < 6:
        out.add(w + "tt")
    if not w.endswith(("t", "e")):
        out.add(w + "t")
    if w.endswith("d") and len(w) > 3:
        out.add(w[:-1] + "t")
    if w.endswith("t") and len(w) > 2 and w[-2] not in "t":
        out.add(w + "t")
    if c:
        out |= {c + x for x in ("e", "are", "ast", "aste")}
        if w.endswith("en"):
            out |= {w[:-1] + "t", w[:-1], w[:-2] + "i", w[:-2] + "ne"}
    return out


def nn_verb(w, count):
    out = {w}
    if not w.endswith(("e", "a")) or len(w) < 3:
        if w.endswith(("ast", "st")):
            b = w[:-3] if w.endswith("ast") else w[:-2]
            return out | {b + x for x in ("ast", "est", "st", "test", "dest", "ist")}
        return out | {w + x for x in ("r", "dde", "dd", "tt", "ande", "ast")}
    b = w[:-1]
    out |= {b + x for x in ("e", "a", "ar", "ast", "ande")}
    out |= {b + "er"}
    hard = b[-1:] in "ptksgfl"
    strong = ("te", "t") if hard else ("de", "d", "t")
    # The a-class has no forms in -te and -de: the present in use tells the class, where texts have it more than by chance.
    if count.get(b + "ar", 0) > 2 + count.get(b + "er", 0) and not any(count.get(b + x, 0) > 2 for x in strong[:-1]):
        strong = ()
    out |= {b + x for x in strong} | {"~" + b + x for x in ("te", "t", "de", "d", "st", "est", "")}
    if b.endswith("er") and len(b) > 4:
        out |= {b + x for x in ("te", "t")}
    if len(b) > 3 and b[-1] == b[-2] and b[-1] not in "td":
        out |= {b[:-1] + x for x in ("de", "d", "t", "te")}
    if b.endswith("j") and len(b) > 3:
        c = b[:-1]
        out |= {c + x for x in ("e", "a", "er", "te", "t", "de", "d", "")}
        if c[-1] == c[-2]:
            out |= {c[:-1] + x for x in ("de", "d", "t", "te")}
    if b.endswith(("d", "t")) and len(b) > 2 and b[-2] in VOWELS:
        out |= {b + "de" if b.endswith("d") else b + "te", b + "d" if b.endswith("d") else b + "t"}
    return out


def nb_fill(w, pos, forms, feminine=False, neuter=False):
    """Forms that the source lost to homographs; the word's gender in nynorsk helps to find them."""
    s = w[:-1] if w.endswith("e") and len(w) > 3 else w
    out = set(forms) | {w}
    if pos == "verb" and s != w:
        # Imperatives look like nouns and yield to them.
        out = {"~" + f if f == s or (len(s) > 1 and s[-1] == s[-2] and f == s[:-1]) else f for f in out}
    if pos == "noun":
        common = s + "en" in forms or s + "a" in forms
        neuter = s + "et" in forms or (w + "et") in forms or (neuter and not common)
        s = double(s) if double(s) + "en" in forms or double(s) + "et" in forms else s
        c = contracted(w)
        if common and feminine:
            out.add(s + "a")
        if common or not neuter:
            # Words in -er, -el, -en of persons and things contract or not; both are harmless.
            out |= {s + x for x in ("en", "er", "ene")} if not c or w.endswith("er") else {w + "en", c + "er", c + "ene"}
            if neuter and s + "er" not in forms:
                out = {"~" + f if f == s + "er" else f for f in out}
            if w.endswith("er"):
                out |= {w + "e", w + "ne"}
        if neuter:
            out |= {s + "et", s + "ene", s + "a"} | ({s + "er"} if w.endswith("e") else set())
            if c:
                out |= {c + "er", c + "ene", c + "et"} | ({c + "e"} if w.endswith("er") else set())
    elif pos == "verb" and w.endswith("e"):
        out |= {w + "r", w + "s", s + "ende"}
        if w.endswith("ere"):
            out |= {s + "te", s + "t"}
    elif pos == "adj":
        c = contracted(w)
        if c and c + "e" in forms:
            out.add(c + "e")
        elif w + "e" in forms or w.endswith(("ig", "lig", "sk")):
            out.add(w + "e")
        # The neuter, which nouns and participles can look like (*nytt*).
        if w[-1] in "yåøi" and len(w) < 5:
            out.add(w + "tt")
        elif w + "e" in forms and w[-1] not in VOWELS + "t" and not w.endswith(("sk", "ig")):
            out.add(w[:-1] + "t" if w[-1] == w[-2] else w + "t")
    return out


PREFIXES = set("be for fore føre gjen inn ut opp ned på over under av om til fram bort heim hjem inne mis van unn an sam med mot etter "
               "gjennom vidare atter att bi fra frå med på tilbake attende rund full ny om vel tvi sjølv".split())


# Short verbs of which verbs that end so are made (*delta*, *ivareta*), and the length from which any verb is.
SHORT = {"ta", "gå", "gi", "få", "stå", "slå", "sjå"}
LONG = 5


def suffixed(word, table, words, heads=None):
    """Forms of `word` by an irregular word: itself, or its head after a prefix or a word (+ s or e). Of a verb that the
    dictionary cuts, `heads` are what it cuts off; a verb may also end in a verb of SHORT or of LONG letters."""
    for i in range(0, len(word) - 1):
        head, tail = word[:i], word[i:]
        if tail not in table:
            continue
        if i > 1 and heads is not None and (tail in heads or tail in SHORT or len(tail) >= LONG):
            return {head + f for f in table[tail]}
        if i and len(tail) < 3 and head not in PREFIXES:
            continue
        if i == 0 or head in PREFIXES or head in words or (head[-1] in "se" and len(head) > 3 and head[:-1] in words):
            return {head + f for f in table[tail]}
    return set()
