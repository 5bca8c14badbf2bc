"""How far a candidate agrees with the judgement in service: what was compared, a line each without any words."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from nlp.shadow import Compared

MOST_DIFFERENCES = 10


def append(file: Path, compared: Compared, today: Callable[[], date]) -> None:
    """One line more; with the day alone, so that no line can be laid beside a message that left no other trace."""
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"on": today().isoformat(), **asdict(compared)}, separators=(",", ":"))
    with file.open("a", encoding="ascii") as lines:
        lines.write(line + "\n")


def read(file: Path) -> Iterator[dict[str, Any]]:
    """Every line that is whole: one may have been cut short by a loss of power. None where there is no file."""
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict) and {"serving", "candidate", "on", "failed"} <= set(found):
                yield found


def agreement(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each pair of models, the one compared last first; shares in [0, 1], None of nothing.

    n: how often both judged; failed: how often the candidate raised an error instead. same: the same best guess.
    serving_answered, candidate_answered: was sure enough. same_answered: the same guess where both were. differences:
    the most frequent ones, {"serving": guess, "candidate": guess, "n": times}.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        groups[line["serving"]["model"], line["candidate"]["model"]].append(line)
    told = [{"serving": pair[0], "candidate": pair[1], **_told(some)} for pair, some in groups.items()]
    return sorted(told, key=lambda one: str(one["until"]), reverse=True)


def _told(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    both = [(line["serving"], line["candidate"]) for line in lines if not line["failed"]]
    answered = [(one, other) for one, other in both if not one["abstained"] and not other["abstained"]]
    differ = Counter((one["guess"], other["guess"]) for one, other in both if one["guess"] != other["guess"])
    return {
        "since": min(line["on"] for line in lines),
        "until": max(line["on"] for line in lines),
        "n": len(both),
        "failed": len(lines) - len(both),
        "same": _share(one["guess"] == other["guess"] for one, other in both),
        "serving_answered": _share(not one["abstained"] for one, _ in both),
        "candidate_answered": _share(not other["abstained"] for _, other in both),
        "same_answered": _share(one["guess"] == other["guess"] for one, other in answered),
        "differences": [
            {"serving": one, "candidate": other, "n": times}
            for (one, other), times in differ.most_common(MOST_DIFFERENCES)
        ],
    }


def _share(right: Iterable[bool]) -> float | None:
    counted = list(right)
    return sum(counted) / len(counted) if counted else None
