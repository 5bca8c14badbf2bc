"""What is committed is linked within a moment, once, without gaps, however late its commit was, and in one process."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.chainer import EVERYTHING, Chainer
from storage import chain, heads, tables, vouching
from storage.audit import Kind, record
from storage.case_feed import LATE
from storage.engine import read_transaction, write_transaction
from storage.links import FIRST, linker, measured
from storage.sealed_types import ring_of
from tests.storage.test_audit import enter_event
from tests.storage.test_case_feed import earlier
from tests.unguarded import forget_records
from tests.world import Clock
from workflow.ids import new_id


class Holder:
    """The lease of a process that has it."""

    epoch: int | None = None

    def holds(self) -> bool:
        return True


class Linked:
    """A company's database, and its chainer."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.key = ring_of(engine).key("chain")
        self.clock = Clock(datetime.now(UTC))
        self.outside = folder / "heads.jsonl"
        self.chainer = self.another()

    def another(self) -> Chainer:
        return Chainer(self.engine, Holder(), self.key, self.outside, self.clock)  # type: ignore[arg-type]

    def happens(self, times: int = 1) -> list[str]:
        with write_transaction(self.engine) as connection:
            return [enter_event(connection) for _ in range(times)]

    def is_recorded(self) -> str:
        with write_transaction(self.engine) as connection:
            return record(connection, Kind.LOGIN, self.clock())

    @property
    def ids(self) -> list[str]:
        with read_transaction(self.engine) as connection:
            rows = connection.execute(select(tables.chain).order_by(tables.chain.c.position)).all()
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        return [row.source_id for row in rows]

    @property
    def head(self) -> chain.Head:
        with read_transaction(self.engine) as connection:
            return chain.head(connection)


@pytest.fixture
def linked(engine: Engine, tmp_path: Path) -> Iterator[Linked]:
    forget_records(engine)
    company = Linked(engine, tmp_path)
    yield company
    company.chainer.close()


def test_events_and_records_are_linked_in_the_order_of_their_making(linked: Linked) -> None:
    assert linked.chainer.link() == 0
    assert linked.head == chain.Head(0, FIRST)
    made = [*linked.happens(), linked.is_recorded(), *linked.happens(2)]
    assert linked.chainer.link() == 4
    assert linked.ids == made
    made.append(linked.is_recorded())
    assert linked.chainer.link() == 1
    assert linked.chainer.link() == 0
    assert linked.ids == made


def test_a_link_follows_from_the_row_and_the_link_before_it(linked: Linked) -> None:
    linked.happens(2)
    linked.chainer.link()
    with read_transaction(linked.engine) as connection:
        rows = connection.execute(select(tables.events).order_by(tables.events.c.id)).all()
    before = FIRST
    for position, row in enumerate(rows, 1):
        at = f"{row.at:%Y-%m-%d %H:%M:%S.%f}"
        texts = (row.id, "group", row.subject_id, "1", "bound", None, at, "{}", row.mac)
        before = linker(linked.key)(before, position, "event", measured(texts))
    assert linked.head == chain.Head(2, before)


def test_what_was_made_before_and_committed_later_is_linked_when_it_appears(linked: Linked) -> None:
    late, much_later = earlier(new_id(), LATE / 2), earlier(new_id(), LATE * 2)
    made = linked.happens()
    linked.chainer.link()
    for id_ in (late, much_later):
        with write_transaction(linked.engine) as connection:
            vouching.enter(connection, "event", {**_event(), "id": id_})
    assert linked.chainer.link() == 1
    assert linked.ids == [*made, late]
    linked.clock.passes(seconds=EVERYTHING.total_seconds())
    assert linked.chainer.link() == 1, "now and then everything is looked through"
    assert linked.ids == [*made, late, much_later]


def _event() -> dict[str, object]:
    about = {"subject_kind": "group", "subject_id": new_id(), "version": 1, "kind": "bound"}
    return {**about, "at": datetime.now(UTC), "facts": {}, "actor_id": None}


def test_what_was_there_before_the_chain_is_linked_in_batches(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 3)
    made = linked.happens(10)
    assert linked.chainer.link() == 10
    assert linked.ids == made
    assert [json.loads(line)["number"] for line in linked.outside.read_text().splitlines()] == [3, 6, 9, 10]


def test_what_somebody_has_slipped_in_is_not_linked_and_told_once(
    linked: Linked, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much of it there is: what comes behind it is linked."""
    monkeypatch.setattr(chain, "BATCH", 2)
    made = linked.happens()
    linked.chainer.link()
    slipped = [new_id() for _ in range(4)]
    with write_transaction(linked.engine) as connection:
        rows = [
            {**_event(), "id": id_, "mac": mac} for id_, mac in zip(slipped, (None, "", "0" * 64, "é"), strict=True)
        ]
        connection.execute(tables.events.insert(), rows)
    made += linked.happens(3)
    assert linked.chainer.link() == 3
    assert linked.chainer.link() == 0
    assert linked.ids == made
    assert [id_ for id_ in slipped if caplog.text.count(id_) == 1] == slipped


def test_rows_of_before_each_was_vouched_for_are_linked_until_the_first_that_is(linked: Linked) -> None:
    older, later = new_id(), new_id()

    def enters_past_us(id_: str) -> None:
        with write_transaction(linked.engine) as connection:
            connection.execute(tables.events.insert(), {**_event(), "id": id_})

    enters_past_us(older)
    assert linked.chainer.link() == 1
    made = linked.happens()
    assert linked.chainer.link() == 1
    enters_past_us(later)
    assert linked.chainer.link() == 0
    assert linked.ids == [older, *made]


def test_each_head_stands_outside_also_after_a_crash(linked: Linked) -> None:
    linked.happens()
    linked.chainer.link()
    linked.happens()
    with write_transaction(linked.engine) as connection:  # a process that was killed before it wrote the head down
        chain.append(connection, chain.next_links(connection, linked.key, chain.lately(connection)).links)
    linked.another().link()
    assert heads.newest(linked.outside) == linked.head
    kept, given_up = heads.standing(linked.outside)
    assert list(kept) == [1, 2]
    assert kept[2] == linked.head.link
    assert given_up == 0


def test_of_two_that_link_at_once_one_gives_way(linked: Linked, monkeypatch: pytest.MonkeyPatch) -> None:
    linked.happens(2)
    real = chain.next_links

    def overtaken(*arguments: object) -> object:
        rows = real(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(chain, "next_links", real)
        linked.another().link()
        return rows

    monkeypatch.setattr(chain, "next_links", overtaken)
    assert linked.chainer.link() == 0
    assert len(linked.ids) == 2
    linked.happens()
    assert linked.chainer.link() == 1


def test_who_has_lost_the_lease_links_nothing(linked: Linked) -> None:
    linked.happens()
    stale = linked.another()
    stale._lease.epoch = 7  # type: ignore[misc]
    assert stale.link() == 0
    assert linked.ids == []


def test_a_file_that_cannot_be_written_stops_no_link_and_is_caught_up_with(linked: Linked) -> None:
    linked.outside.mkdir()
    linked.happens()
    linked.chainer.link()
    assert len(linked.ids) == 1
    linked.outside.rmdir()
    assert linked.chainer.link() == 0
    kept, _ = heads.standing(linked.outside)
    assert kept == {1: linked.head.link}
