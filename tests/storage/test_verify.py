"""Whoever changes what is on record is found out, with the row they changed; whoever does not is not suspected."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.exporting import exported, is_signed
from bot.settings import Settings
from bot.verifying import verified
from storage import heads, tables, trail
from storage.audit import Kind, record
from storage.engine import read_transaction, write_transaction
from storage.verify import Report
from tests.scenarios.test_set_aside import reported_twice
from tests.scenarios.test_whole_life import report
from tests.storage.tampering import CHANGES, tampered
from tests.world import World, by_id, case_of


@pytest.fixture
def lived(demo_url: str, tmp_path: Path) -> Iterator[tuple[World, Settings]]:
    """A company with a case signed off, one begun, records of logins, all of it linked in several batches."""
    world = World(demo_url, tmp_path, restarting=False)
    outside = tmp_path / "outside.jsonl"
    world.company.chainer._outside = outside
    owner = report(world)
    world.company.chainer.link()
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.company.chainer.link()
    wang = world.person("王芳")
    for sentence in ("漏油了", "灭火器过期"):
        wang.sends(sentence, photos=1)
        wang.taps("submit")
    for _ in range(4):
        with write_transaction(world.company.engine) as connection:
            record(connection, Kind.LOGIN, world.clock())
    world.company.chainer.link()
    yield world, Settings(data_dir=tmp_path, audit_heads=outside)
    world.close()


def looked(world: World, settings: Settings) -> Report:
    return verified(world.company.engine, settings)


def test_what_nobody_touched_is_not_suspected(lived: tuple[World, Settings]) -> None:
    world, settings = lived
    found = looked(world, settings)
    assert found.doubts == []
    assert (found.cases, found.unlinked, found.heads, found.photos) == (3, 0, 3, 5)
    assert found.rows == found.head.position > 10


def test_every_change_is_found_with_its_row(lived: tuple[World, Settings]) -> None:
    """`make tamper` does so a thousand times, and to a company of a week."""
    world, settings = lived
    world.person("王芳").sends("地上有油", photos=1)
    world.person("王芳").taps("submit")
    for seed in range(len(CHANGES)):
        done = tampered(world.company.engine, settings, seed)
        assert done.is_named, done
    assert looked(world, settings).doubts == [], "every change was undone"


def test_an_older_file_that_is_put_back_is_found(lived: tuple[World, Settings]) -> None:
    """As far as the head outside goes, something is not there."""
    world, settings = lived
    assert settings.audit_heads is not None
    older = looked(world, settings).head
    heads.append(settings.audit_heads, type(older)(older.position + 3, "ab" * 32), world.clock(), {})
    (doubt,) = looked(world, settings).doubts
    assert (doubt.kind, doubt.position) == ("cut", older.position + 1)
    heads.append(settings.audit_heads, older, world.clock(), {}, restored=True)
    found = looked(world, settings)
    assert (found.doubts, found.given_up) == ([], 1), "a restore says so outside"


def test_a_case_that_changes_without_an_event_of_its_own_is_not_suspected(demo_url: str, tmp_path: Path) -> None:
    """Another one ends in it, and is taken out again: it is held to how that left it, and to nothing else."""
    world, settings = World(demo_url, tmp_path, restarting=False), Settings(data_dir=tmp_path)
    first, second, officer = reported_twice(world)
    officer.taps("merge")
    officer.sends(first.number)
    assert looked(world, settings).doubts == []
    into = tables.hazards.c.id == first.id
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.hazards).where(into).values(also_reported_by=[]))
    assert [doubt.id for doubt in looked(world, settings).doubts] == [first.number], "as it was before"
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.hazards).where(into).values(also_reported_by=[second.reporter_id]))
    officer.sees(second.number)
    officer.taps("reinstate")
    officer.sends("不是同一处")
    assert world.rows(select(tables.hazards.c.also_reported_by).where(into)) == [([],)]
    assert looked(world, settings).doubts == []
    world.close()


def test_a_photograph_that_is_another_is_found(lived: tuple[World, Settings]) -> None:
    world, settings = lived
    lost, other = world.rows(select(tables.media.c.id).limit(2))
    store = world.company.store
    store.path(lost.id, "sealed").write_bytes(store.path(other.id, "sealed").read_bytes())
    assert [(doubt.kind, doubt.id) for doubt in looked(world, settings).doubts] == [("photo", lost.id)]


def test_a_copy_that_is_another_is_found(lived: tuple[World, Settings]) -> None:
    """Also one laid there as before there were keys, which is read where no sealed one lies."""
    world, settings = lived
    lost = world.rows(select(tables.media.c.id).limit(1))[0]
    shown = world.company.store.path(lost.id, "clean")
    shown.with_suffix(".jpg").write_bytes(shown.read_bytes())
    shown.unlink()
    assert [(doubt.kind, doubt.id) for doubt in looked(world, settings).doubts] == [("photo", lost.id)]


def test_an_older_file_of_heads_is_a_doubt(lived: tuple[World, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    world, settings = lived
    assert settings.audit_heads is not None
    monkeypatch.setattr("bot.verifying.HEAD_SECONDS", 0.01)
    *older, _ = settings.audit_heads.read_bytes().splitlines(keepends=True)
    settings.audit_heads.write_bytes(b"".join(older))
    (doubt,) = looked(world, settings).doubts
    assert (doubt.kind, doubt.position) == ("behind", json.loads(older[-1])["number"] + 1)


def test_where_nothing_is_linked_no_heads_are_missed(demo_url: str, tmp_path: Path) -> None:
    world = World(demo_url, tmp_path, restarting=False)
    report(world)
    found = looked(world, Settings(data_dir=tmp_path, audit_heads=tmp_path / "outside.jsonl"))
    assert (found.doubts, found.unlinked > 0) == ([], True)
    world.close()


def test_heads_that_are_not_there_are_a_doubt(lived: tuple[World, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    world, settings = lived
    monkeypatch.setattr("bot.verifying.HEAD_SECONDS", 0.01)
    assert settings.audit_heads is not None
    settings.audit_heads.unlink()
    assert [doubt.kind for doubt in looked(world, settings).doubts] == ["heads"]


def test_what_is_on_record_is_handed_out_with_a_signature(lived: tuple[World, Settings], tmp_path: Path) -> None:
    world, _ = lived
    engine = world.company.engine
    for as_csv in (False, True):
        out = tmp_path / "audit.out"
        count, signature = exported(engine, out, as_csv=as_csv)
        assert count == len(world.rows(select(tables.chain)))
        assert is_signed(engine, out)
        signature.write_text(signature.read_text().replace(out.name, "another.out"))
        assert is_signed(engine, out), "the name is for whoever reads it"
        out.write_bytes(out.read_bytes().replace(b"login", b"logon", 1))
        assert not is_signed(engine, out)
    with read_transaction(engine) as connection:
        number = world.rows(select(tables.hazards.c.number).order_by(tables.hazards.c.id))[0].number
        id_ = trail.id_of(connection, case=number)
        assert id_ is not None
        kinds = [row["kind"] for row in trail.about(connection, id_)]
    assert kinds[0] == "reported"
    assert "accepted" in kinds
