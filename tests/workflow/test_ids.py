"""Identifiers: proper UUIDv7, in order of making, never the same twice."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from workflow.ids import dated_by, new_id


def test_an_id_is_a_uuid_of_version_seven() -> None:
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_an_id_is_written_as_uuids_are() -> None:
    made = new_id()
    assert made == str(uuid.UUID(made))


def test_an_id_tells_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    milliseconds = uuid.UUID(new_id()).int >> 80
    # Ids made in a burst run ahead of the clock by a quarter of a millisecond each.
    assert before <= milliseconds <= before + 60_000


def test_ids_sort_in_the_order_of_their_making() -> None:
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_make_the_same_id_and_each_sees_its_own_in_order() -> None:
    with ThreadPoolExecutor(8) as threads:
        batches = list(threads.map(lambda _: [new_id() for _ in range(500)], range(16)))
    assert all(batch == sorted(batch) for batch in batches)
    everything = [made for batch in batches for made in batch]
    assert len(set(everything)) == len(everything)


def test_a_company_whose_time_is_virtual_dates_its_ids_by_that() -> None:
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    with dated_by(lambda: int(moment.timestamp()) * 10**9):
        first, second = new_id(), new_id()
    after = new_id()

    assert datetime.fromtimestamp(int(first.replace("-", "")[:12], 16) / 1000, UTC) == moment
    assert first < second
    assert abs(int(after.replace("-", "")[:12], 16) / 1000 - time.time()) < 60
