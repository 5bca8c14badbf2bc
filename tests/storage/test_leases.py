"""A lease is one holder's at a time, ends by itself, and whoever takes it over counts its epoch up."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, update

from storage import claims, deliveries, leases, tables
from storage.claims import LEASE
from storage.engine import write_transaction
from workflow.ids import new_id

LENGTH = timedelta(seconds=12)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def take(engine: Engine, holder: str) -> int | None:
    with write_transaction(engine) as connection:
        return leases.take(connection, LEASE, holder, LENGTH)


def renew(engine: Engine, holder: str, epoch: int) -> bool:
    with write_transaction(engine) as connection:
        return leases.renew(connection, LEASE, holder, epoch, LENGTH)


def runs_out(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.leases).values(until=datetime.now(UTC) - timedelta(seconds=1)))


def test_one_at_a_time(engine: Engine) -> None:
    assert take(engine, "a") == 1
    assert take(engine, "b") is None
    assert renew(engine, "a", 1)
    assert not renew(engine, "b", 1)


def test_what_has_run_out_is_taken_and_not_renewed(engine: Engine) -> None:
    assert take(engine, "a") == 1
    runs_out(engine)
    assert not renew(engine, "a", 1), "somebody may have taken it meanwhile: whoever comes back begins anew"
    assert take(engine, "b") == 2
    assert not renew(engine, "a", 1)
    assert renew(engine, "b", 2)


def test_who_never_heard_that_it_was_theirs_takes_it_anew(engine: Engine) -> None:
    assert [take(engine, "a"), take(engine, "a"), take(engine, "b")] == [1, 2, None]
    assert not renew(engine, "a", 1)


def test_what_is_given_up_is_free_at_once(engine: Engine) -> None:
    assert take(engine, "a") == 1
    with write_transaction(engine) as connection:
        leases.give_up(connection, LEASE, "b")
    assert take(engine, "b") is None, "nobody gives up what is another's"
    with write_transaction(engine) as connection:
        leases.give_up(connection, LEASE, "a")
    assert take(engine, "b") == 2


def test_an_epoch_that_is_over_claims_nothing_puts_nothing_off_and_sends_nothing(engine: Engine) -> None:
    row = {"cause": "event:a", "topic": "a", "recipient_id": new_id(), "lane": 2}
    assert take(engine, "a") == 1
    with write_transaction(engine) as connection:
        deliveries.add(connection, [row], NOW)
        (claimed,) = claims.claim(connection, NOW, 10, epoch=1)
        assert claims.is_wanted(connection, claimed.id, 1)
    runs_out(engine)
    assert take(engine, "b") == 2
    with write_transaction(engine) as connection:
        assert not claims.is_wanted(connection, claimed.id, 1)
        claims.postpone(connection, [claimed.id], NOW, counted=True, epoch=1)
        assert claims.claim(connection, NOW, 10, epoch=1) == []
        claims.release_all(connection, NOW, NOW)
        assert [each.attempts for each in claims.claim(connection, NOW, 10, epoch=2)] == [0]
