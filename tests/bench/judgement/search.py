"""Measures a search by words as a turn makes it: what is named, the words of all cases, whose to see they are, a page.

python -m tests.bench.judgement.search [--cases N]
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from handlers.known_cases import KnownCases
from handlers.said_cases import SaidCases, find_cases
from nlp.known_case import KnownCase
from storage import directory, search, tables
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer
from tests.bench.judgement.similar import FAULTS, PLACES, ROOMS, SEED, WHATS, resident, told
from tests.bench.plant import scratch
from tests.demo import settle_demo
from tests.engines import opened
from tests.hiring import hire
from workflow.ids import new_id
from workflow.lifecycle import State
from workflow.people import Person

CASES, WORKERS, OPEN = 100_000, 2000, 0.1
ASKED = 300  # searches of each person that are timed
# Who sees all, who sees a department's or what they were given, who sees a shop.
PEOPLE = ("吴静", "张伟", "李强")
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.judgement.search", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    count = parser.parse_args().cases
    with scratch() as folder:
        engine = opened(settle_demo(f"sqlite:///{folder / 'hazardline.db'}"))
        with write_transaction(engine) as connection:
            hire(connection, WORKERS)
            fill(connection, count)
        print(json.dumps({"cases": count, **timed(engine)}, indent=1, ensure_ascii=False))
        engine.dispose()


def fill(connection: Connection, count: int) -> None:
    """Cases of the last 140 days in the demo company, a tenth of them open, each with one event."""
    draw = random.Random(SEED)
    areas = connection.execute(select(tables.areas.c.id, tables.areas.c.path)).all()
    machines = list(connection.execute(select(tables.equipment.c.id)).scalars())
    people = list(connection.execute(select(tables.people.c.id)).scalars())
    for start in range(0, count, 5000):
        cases = [case(draw, number, areas, machines, people) for number in range(start, min(start + 5000, count))]
        subject = [{"id": new_id(), "subject_kind": "hazard", "subject_id": row["id"]} for row in cases]
        said = [{**of, "field": "words", "body": told(draw), "salt": "s"} for of in subject]
        happened = {"kind": "reported", "version": 1, "at": NOW, "facts": {}}
        connection.execute(insert(tables.hazards), cases)
        connection.execute(insert(tables.texts), said)
        events = [{**of, "id": made(row["found_at"]), **happened} for row, of in zip(cases, subject, strict=True)]
        connection.execute(insert(tables.events), events)


def made(at: datetime) -> str:
    """An id of that moment: what was made within the last minutes is read again before each search."""
    moment = f"{int(at.timestamp() * 1000):012x}"
    return f"{moment[:8]}-{moment[8:]}{new_id()[13:]}"


def case(draw: random.Random, number: int, areas: Any, machines: list[str], people: list[str]) -> dict[str, Any]:
    area, at = draw.choice(areas), NOW - timedelta(minutes=2 * number)
    is_open = draw.random() < OPEN
    return {
        "id": made(at),
        "number": f"YH-{at:%Y%m%d}-{number % 10_000:04d}-{number // 10_000}",
        "version": 1,
        "state": State.RECTIFYING if is_open else State.CLOSED,
        "category": "mechanical",
        "company_grade": "general",
        "statutory_grade": "general",
        "area_id": area.id,
        "area_path": area.path,
        "equipment_id": draw.choice([None, *machines]),
        "owner_id": draw.choice(people),
        **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
        "source_kind": "worker",
        "reporter_id": draw.choice(people),
        "repairers": [],
        "found_at": at,
        "received_at": at,
        "due_at": at + timedelta(days=3),
        "closed_at": None if is_open else at,
    }


def timed(engine: Engine) -> dict[str, Any]:
    said, known = SaidCases(), KnownCases()
    gc.collect()
    before, began = resident(), time.perf_counter()
    with read_transaction(engine) as connection:
        said.saying(connection, ())
        read, words = time.perf_counter() - began, resident() - before
        people = {person.name: person for person in directory.everybody(connection)}
        spent = {name: list(searches(said, connection, people[name])) for name in PEOPLE}
    known.begin(engine, NOW)
    while (reader := known._reader) is not None:
        reader.join()
    with read_transaction(engine) as connection:
        known.like(connection, KnownCase("new", "冲压车间漏油"), NOW)
    both = resident() - before
    every = [one for name in PEOPLE for one in spent[name]]
    return {
        "search_ms": figures([one.wall for one in every]),
        "search_processor_ms": figures([one.processor for one in every]),
        **{f"search_processor_ms_{name}": figures([one.processor for one in spent[name]]) for name in PEOPLE},
        "words_mb": round(words / 1e6, 1),
        "words_and_duplicates_mb": round(both / 1e6, 1),
        "read_s": round(read, 1),
    }


class Spent(NamedTuple):
    """Milliseconds of one search; those of the processor tell what others on the machine cannot change."""

    wall: float
    processor: float


def searches(said: SaidCases, connection: Connection, person: Person) -> Iterator[Spent]:
    """Searches for one word, two words, a name of a place, the end of a number."""
    draw = random.Random(SEED + 1)
    viewer = Viewer(person, NOW, NOW.date())
    for _ in range(ASKED):
        what, fault, where = draw.choice(WHATS), draw.choice(FAULTS), draw.choice(PLACES) + draw.choice(ROOMS)
        words = draw.choice(
            [what, f"{what} {fault}", where, fault[:2], f"{where} {fault[:2]}", str(draw.randrange(99))]
        )
        began, computed = time.perf_counter(), time.thread_time()
        find_cases(said, connection, viewer, [(word, ()) for word in search.split(words)], 0)
        yield Spent((time.perf_counter() - began) * 1000, (time.thread_time() - computed) * 1000)


def figures(spent: list[float]) -> dict[str, float]:
    cuts = quantiles(spent, n=100)
    return {"p50": round(cuts[49], 1), "p99": round(cuts[98], 1), "most": round(max(spent), 1)}


if __name__ == "__main__":
    main()
