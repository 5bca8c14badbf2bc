"""How much of a judgement slips of the pen and of the ear cost: `python -m tests.bench.judgement.slips [DATA]`.

Pairs of our own (slips.jsonl), as people slipped and as they meant it: whether category and entry stay the same. DATA:
the folder of the labelled sentences, of whose Chinese characters one in so many is exchanged for one that sounds alike;
the shipped linear model has learnt two thirds of them, so the figures only say how much is lost. "as typed": judged
without anything being put right first.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

from nlp import fused
from nlp.checkpoint import SHIPPED
from nlp.examples import SENTENCES
from nlp.fused import FusedClassifier
from nlp.labelled import Labelled, read_labelled
from nlp.material import gather
from nlp.retrieval import LibraryRetrieval
from nlp.slips import Slips, readings, shipped
from nlp.wording import folded
from storage.directory import shipped_library

PAIRS, CLAUSES = (Path(__file__).with_name(name) for name in ("slips.jsonl", "major.jsonl"))
SEED = 3
SHARES = (0.0, 0.1, 0.2, 0.3)


def main() -> None:
    measured = _measured(Path(sys.argv[1])) if len(sys.argv) > 1 else []
    _tell_harm()
    _tell("put right", _judge(), measured)
    with patch.object(Slips, "put_right", lambda self, said, own=(): said):
        _tell("as typed", _judge(), measured)


def _judge() -> FusedClassifier:
    return fused.load(SHIPPED, LibraryRetrieval(shipped_library()))


def _tell_harm() -> None:
    """How many of the wordings of clauses, which are spelt right and from which nothing was learnt, are changed."""
    said = [folded(json.loads(line)["text"]) for line in CLAUSES.read_text("utf-8").splitlines()]
    changed = sum(shipped().put_right(words) != words for words in said)
    print(f"spelt right and changed: {changed} of {len(said)}", flush=True)


def _tell(how: str, judge: FusedClassifier, measured: Sequence[Labelled]) -> None:
    for kind, counts in _of_pairs(judge).items():
        shares = "  ".join(f"{name} {counts[name] / counts['n']:.1%}" for name in counts if name != "n")
        print(f"{how:10} {kind:10} n {counts['n']:3}  {shares}", flush=True)
    for share in SHARES if measured else ():
        heard = list(_misheard([one.text for one in measured], share))
        print(f"{how:10} {share:.0%} of characters n {len(heard)}  {_of_reports(judge, measured, heard)}", flush=True)


def _of_pairs(judge: FusedClassifier) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in PAIRS.read_text("utf-8").splitlines():
        pair = json.loads(line)
        meant, slipped = judge.judge(pair["clean"]), judge.judge(pair["text"])
        best = [one.alternatives[0].category if one.alternatives else None for one in (meant, slipped)]
        for kind in ("all", pair["kind"]):
            told = {"same category": best[0] == best[1], "right": best[1] == pair["category"]}
            told |= {"answered": not slipped.abstained, "same entry": meant.entry == slipped.entry}
            found[kind].update({"n": 1, **told})
    return found


def _of_reports(judge: FusedClassifier, measured: Sequence[Labelled], heard: Sequence[str]) -> str:
    strict = lenient = answered = 0
    for one, text in zip(measured, heard, strict=True):
        judged = judge.judge(text)
        best = judged.alternatives[0].category if judged.alternatives else None
        strict += best == one.category
        lenient += best in one.defensible
        answered += not judged.abstained
    parts = {"strict": strict, "lenient": lenient, "answered": answered}
    return "  ".join(f"{name} {many / len(heard):.1%}" for name, many in parts.items())


def _misheard(texts: Sequence[str], share: float) -> Iterator[str]:
    """Each exchanged character becomes one that sounds alike, by how usual it is in our own sentences."""
    draw, table = random.Random(SEED), readings()
    usual = Counter(sign for one in read_labelled(SENTENCES) for sign in one.text)
    alike: dict[str, list[str]] = defaultdict(list)
    for sign, first in table.items():
        alike[first].append(chr(sign))
    for text in texts:
        others = ([other for other in alike.get(table.get(ord(sign), ""), []) if other != sign] for sign in text)
        yield "".join(
            draw.choices(like, [usual[one] + 1 for one in like])[0] if like and draw.random() < share else sign
            for sign, like in zip(text, others, strict=True)
        )


def _measured(data: Path) -> list[Labelled]:
    """The Chinese ones of the open two thirds."""

    return [one for one in gather(data, shipped_library()).measured if one.lang == "zh"]


if __name__ == "__main__":
    main()
