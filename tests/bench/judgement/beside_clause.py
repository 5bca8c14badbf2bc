"""Reads a report beside the clause that its form was filed under: the contest saw both. Only measured."""

import re
from collections.abc import Iterator

from nlp.examples import bare
from nlp.form import formed
from nlp.ngrams import grams

PARTED = "\0"  # between the words and the clause
TENTHS, MOST = 10, 0.6  # so much of a text stands in the clause that what does not is worth a look
_NUMBER = re.compile(r"^\d+")


def grams_beside(both: str) -> Iterator[str]:
    """The n-grams of the words, and those of the clause apart from them."""
    words, _, clause = both.partition(PARTED)
    yield from grams(words)
    yield from ("§" + gram for gram in grams(clause))


def formed_beside(both: str) -> Iterator[str]:
    """Words and their form, and how far they repeat the clause."""
    words, _, clause = both.partition(PARTED)
    yield from formed(words)
    said, rule = (_NUMBER.sub("", bare(text)) for text in (words, clause))
    own, known = _pairs(said), set(_pairs(rule))
    copied = sum(pair in known for pair in own) / len(own) if own else 0
    covered = len(known.intersection(own)) / max(len(known), 1)
    yield from (f"#copied{tenth}" for tenth in range(TENTHS + 1) if copied * TENTHS >= tenth)
    yield from (f"#covered{tenth}" for tenth in range(1, TENTHS + 1) if covered * TENTHS >= tenth)
    if said and said in rule:
        yield from ("#within", f"#within{min(len(said), TENTHS)}", *(["#same"] if said == rule else []))
    if copied > MOST:
        yield from ("#new" + pair for pair in own if pair not in known)


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(len(text) - 1)]
