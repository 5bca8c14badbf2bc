"""The backup of a night: made once, tried again where it failed, and told in the digest of those days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage import backup_nights
from storage.backup_nights import Night
from storage.engine import read_transaction, write_transaction

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)  # three in the morning at the plant
HOUR = timedelta(hours=1)


def begin(engine: Engine, at: datetime = NOW) -> bool:
    with write_transaction(engine) as connection:
        return backup_nights.begin(connection, TODAY, at)


def end(engine: Engine, outcome: Night, at: datetime = NOW) -> None:
    with write_transaction(engine) as connection:
        backup_nights.end(connection, TODAY, outcome, at)


@pytest.mark.parametrize("outcome", [Night.GOOD, Night.DOUBTFUL])
def test_one_is_made_a_night(engine: Engine, outcome: Night) -> None:
    assert begin(engine)
    assert not begin(engine, NOW + HOUR), "it is under way"
    end(engine, outcome)
    assert not begin(engine, NOW + 7 * HOUR)


def test_one_that_failed_is_tried_again_after_an_hour_and_three_times_at_most(engine: Engine) -> None:
    for hour in range(3):
        assert begin(engine, NOW + hour * HOUR)
        end(engine, Night.FAILED)
        assert not begin(engine, NOW + hour * HOUR + HOUR / 2)
    assert not begin(engine, NOW + 20 * HOUR)


def test_one_that_was_killed_is_tried_again_when_it_cannot_run_any_more(engine: Engine) -> None:
    assert begin(engine)
    assert not begin(engine, NOW + 5 * HOUR)
    assert begin(engine, NOW + 6 * HOUR)


def test_a_digest_tells_the_last_one_and_after_three_days_that_there_is_none_since(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        assert backup_nights.told(connection, TODAY) is None
        backup_nights.end(connection, TODAY, Night.GOOD, NOW)
        assert backup_nights.has_ended(connection, TODAY)
        later = [backup_nights.told(connection, TODAY + timedelta(days=days)) for days in range(4)]
    before = {"outcome": "good", "day": "2026-11-27"}
    assert later == [{"outcome": "good", "day": ""}, before, before, {**before, "outcome": "none"}]


def test_what_is_tried_again_is_nothing_to_see_to_yet(engine: Engine) -> None:
    def wrong() -> Night | None:
        with read_transaction(engine) as connection:
            return backup_nights.gone_wrong(connection, TODAY)

    assert wrong() is None
    for hour in range(3):
        assert begin(engine, NOW + hour * HOUR)
        assert wrong() is None
        end(engine, Night.FAILED)
    assert wrong() is Night.FAILED
    end(engine, Night.DOUBTFUL)
    assert wrong() is Night.DOUBTFUL
    end(engine, Night.GOOD)
    assert wrong() is None
