"""Measures how well hazards listed as major are noticed: python -m tests.bench.judgement.major [--data DIR].

Each clause is worded in three ways as workers would say it. Ways 1 and 2 served to choose words and thresholds; way 3
and every second near ordinary sentence only measure. --data: the folder of the real reports, of which those with an odd
digest (nlp/train_hunch.py) were kept apart as well. The retrieval beside it is what judges without the screen.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from nlp import cues
from nlp.examples import SENTENCES
from nlp.labelled import read_labelled
from nlp.major import MajorScreen
from nlp.retrieval import LibraryRetrieval
from nlp.train_hunch import CLAUSES, kept_apart, rows
from storage.shipped_library import shipped
from workflow.library import Category, Grade, Industry, LibraryEntry

SEED, BOOTSTRAPS = 5, 2000
FIELDS = ("code", "name", "name_en", "requirement", "requirement_en", "limit_days", "law", "law_en", "verified")

asks_as = cues.shipped().asks_as  # a clause of another trade that asks the same counts
Screen = Callable[[str], Sequence[str]]  # words -> codes of major entries, best first


def entries() -> tuple[LibraryEntry, ...]:
    """The shipped library, as far as it is judged by."""
    return tuple(_entry(row) for row in shipped().entries)


def _entry(row: dict[str, Any]) -> LibraryEntry:
    return LibraryEntry(
        category=Category(row["category"]),
        aliases=tuple(row["aliases"]),
        grade=Grade(row["grade"]),
        condition=row["condition"],
        condition_en=row["condition_en"],
        fact=row["fact"],
        fact_en=row["fact_en"],
        otherwise=Grade(row["otherwise"]) if row["otherwise"] else None,
        industry=Industry(row["industry"]) if row["industry"] else None,
        **{field: row[field] for field in FIELDS},
    )


def screens() -> dict[str, Screen]:
    library = entries()
    major = {entry.code for entry in library if entry.grade is Grade.MAJOR}
    screen, retrieval = MajorScreen(library), LibraryRetrieval(library)

    def retrieved(words: str) -> list[str]:
        """Nothing where the likeliest entry is no major one: nobody would be asked."""
        judged = retrieval.judge(words)
        first = judged.alternatives[0].entry if judged.alternatives else None
        return [a.entry for a in judged.alternatives[:3] if a.entry in major] if first in major else []

    return {"screen": lambda words: [one.entry for one in screen.screen(words)], "retrieval alone": retrieved}


def share(hits: Sequence[bool]) -> str:
    """With its 95% interval, by drawing the same number anew."""
    drawn = random.Random(SEED)
    means = sorted(sum(drawn.choices(hits, k=len(hits))) / len(hits) for _ in range(BOOTSTRAPS))
    low, high = means[int(0.025 * BOOTSTRAPS)], means[int(0.975 * BOOTSTRAPS)]
    return f"{sum(hits) / len(hits):.3f} [{low:.3f}, {high:.3f}] of {len(hits)}"


def recall(name: str, screen: Screen, said: Sequence[dict[str, Any]]) -> None:
    shown = [screen(row["text"]) for row in said]
    print(f"{name}: noticed {share([bool(one) for one in shown])}")
    asked = [[asks_as(code) for code in one] for one in shown]
    right = [asks_as(row["entry"]) in one for row, one in zip(said, asked, strict=True)]
    first = [asks_as(row["entry"]) in one[:1] for row, one in zip(said, asked, strict=True)]
    print(f"{name}: its question among three {share(right)}, first {share(first)}")


def noise(name: str, screen: Screen, said: Iterable[str]) -> None:
    print(f"{name}: noticed {share([bool(screen(words)) for words in said])}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.judgement.major")
    parser.add_argument("--data", type=Path)
    data = parser.parse_args().data
    said = rows(CLAUSES)
    near = [row["text"] for row in said if "near" in row]
    own = [row.text for row in read_labelled(SENTENCES) if row.grade is not Grade.MAJOR]
    for name, screen in screens().items():
        print(f"# {name}")
        recall("ways 1 and 2", screen, [row for row in said if row.get("way") in (1, 2)])
        for language in ("zh", "en"):
            recall(f"way 3, {language}", screen, [r for r in said if r.get("way") == 3 and r["lang"] == language])
        recall("way 3", screen, [row for row in said if row.get("way") == 3])
        noise("near ordinary, learned from", screen, near[::2])
        noise("near ordinary, kept apart", screen, near[1::2])
        noise("own general sentences", screen, own)
        if data:
            real = [row for row in rows(data / "train_labelled.jsonl") if row["grade"] != "major"]
            noise("real ordinary, learned from", screen, [row["text"] for row in real if not kept_apart(row["id"])])
            noise("real ordinary, kept apart", screen, [row["text"] for row in real if kept_apart(row["id"])])
        began = time.perf_counter()
        for words in near:
            screen(words)
        print(f"a report takes {(time.perf_counter() - began) / len(near) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
