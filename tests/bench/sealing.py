"""What sealing costs: values sealed and opened, in processor time; `python -m tests.bench.sealing` prints a table."""

import json
import os
import time
from collections.abc import Callable

from sqlalchemy.dialects import sqlite

from storage.sealed_types import InRow, Matched, SealedJson, SealedText, give_ring
from tests.bench.figures import Figure, repeated, table
from tests.bench.machine import described
from tests.bench.plant import scratch
from tests.storage.rings import ring
from workflow.ids import new_id

TIMES, REPETITIONS = 5000, 5
WORDS = "二号车间冲压2号机的防护罩松了，开机的时候一直在晃，旁边的人伸手就能碰到，班长说先停着等修"
FACTS = {"number": "YH-20261123-0007", "place": "冲压2号机", "due": "2026-11-30T10:00:00+00:00", "words": WORDS}


def microseconds(work: Callable[[], object], times: int = TIMES) -> list[float]:
    """Of processor time each, several times over."""
    found = []
    for _ in range(REPETITIONS):
        began = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - began) / times * 1e6)
    return found


class _Place:
    """An engine as far as types ask for one."""

    def __init__(self) -> None:
        self.dialect = sqlite.dialect()


def measured() -> list[Figure]:
    place, keys, row = _Place(), ring(os.urandom(32)), new_id()
    give_ring(place, keys)  # type: ignore[arg-type]
    text, facts, address = SealedText("texts.body"), SealedJson("notices.facts"), Matched("address")
    dialect = place.dialect
    lies = text.process_bind_param(InRow(row, WORDS), dialect)
    told = json.dumps(facts.process_bind_param(InRow(row, FACTS), dialect))
    reads = facts.result_processor(dialect, None)
    found = address.process_bind_param("ZhangSan", dialect)
    picture = os.urandom(400_000)
    keys.prepare("media")
    sealed = keys.seal("media.clean", row, picture, "media")

    def seal_words() -> None:
        keys.prepare()
        text.process_bind_param(InRow(row, WORDS), dialect)

    def seal_facts() -> None:
        keys.prepare()
        facts.process_bind_param(InRow(row, FACTS), dialect)

    def seal_picture() -> None:
        keys.prepare("media")
        keys.seal("media.clean", row, picture, "media")

    named = {
        f"words of {len(WORDS)} characters, sealed": (seal_words, TIMES),
        "these words, opened": (lambda: text.process_result_value(f"{row}|{lies}", dialect), TIMES),
        "facts of a notice, sealed": (seal_facts, TIMES),
        "these facts, opened": (lambda: reads(f"{row}|{told}"), TIMES),
        "these facts as JSON alone, both ways": (lambda: json.loads(json.dumps(FACTS, ensure_ascii=False)), TIMES),
        "an address, sealed": (lambda: address.process_bind_param("ZhangSan", dialect), TIMES),
        "the address, opened": (lambda: address.process_result_value(found, dialect), TIMES),
        "a picture of 400 kB, sealed": (seal_picture, 200),
        "the picture, opened": (lambda: keys.open("media.clean", row, sealed), 200),
    }
    return [repeated(name, microseconds(work, times), "µs") for name, (work, times) in named.items()]


def main() -> None:
    with scratch() as folder:
        print("\n".join(f"- {line}" for line in described(folder)))
    print()
    print(table(measured()))


if __name__ == "__main__":
    main()
