"""Counts which stretches of characters and which words are known: python -m nlp.train_slips --data DIR, some seconds.

Out of all texts that training may read (`nlp.train.gather`, so without those that measure), which need torch to be
installed. Written is data/known.txt: each stretch and word that enough texts hold, the
most frequent first, and after an empty line the pairs that few hold.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp.examples import bare
from nlp.material import gather
from nlp.ngrams import stretches
from nlp.slips import KNOWN, LONGEST
from nlp.train_hunch import ROOT, rows
from nlp.wording import folded

KNOWN_FROM, MEANT_FROM = 2, 5  # texts: from there on two characters stand as they are, and stand in for others
LONGER_FROM = {3: 6, 4: 8}
WORD_FROM = 3
_RUN = re.compile(r"[\u3400-\u9fff]{2,}|[a-z]{3,}")


def known(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Stretches, and words after a space, that are meant where something sounds like them; and pairs that are not."""
    held = Counter(piece for text in texts for piece in set(_pieces(folded(text))))
    ordered = sorted(held, key=lambda piece: (-held[piece], piece))
    meant = [piece for piece in ordered if held[piece] >= _least(piece)]
    pairs = (piece for piece in ordered if len(piece) == 2 and piece[0] != " ")
    return meant, [pair for pair in pairs if KNOWN_FROM <= held[pair] < MEANT_FROM]


def _least(piece: str) -> int:
    return WORD_FROM if piece[0] == " " else LONGER_FROM.get(len(piece), MEANT_FROM)


def _pieces(said: str) -> Iterator[str]:
    for run in _RUN.findall(said):
        if run.isascii():
            yield " " + run
        else:
            yield from stretches(run, range(2, LONGEST + 1))


def _names() -> Iterator[str]:
    """All names and aliases of the library that comes along."""
    for path in sorted((ROOT / "storage/library").glob("*.jsonl")):
        for entry in rows(path) if path.stem != "laws" else ():
            yield from (entry["name"], entry["name_en"], *entry["aliases"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.train_slips")
    parser.add_argument("--data", type=Path, required=True)
    texts = (*gather(parser.parse_args().data, ()).texts, *_names())
    meant, others = known({bare(text): text for text in texts}.values())
    KNOWN.write_text("\n".join([*meant, "", *others]) + "\n", "utf-8")
    print(f"{len(meant)} stretches and words, {len(others)} pairs that are only known")


if __name__ == "__main__":
    main()
