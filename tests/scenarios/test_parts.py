"""Messages that come in parts: pictures before words, words before pictures, albums, pictures that are late."""

import threading

from sqlalchemy import select

from handlers.platform import NotFetched
from storage import tables
from tests.photographs import photograph
from tests.world import World, case_of


def test_photo_first_then_words_is_one_report(world: World) -> None:
    li = world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    li.sends("冲压2号机防护罩松了")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    li.taps("submit")
    li.hears("report.done")


def test_words_first_then_photo_is_one_report(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.hears("report.confirm")
    li.sends(photos=1)
    li.hears("photo.added")
    li.taps("submit")
    li.hears("report.done")
    attached = world.rows(select(tables.attachments.c.subject_id, tables.attachments.c.role))
    assert [tuple(row) for row in attached] == [(case_of(world).id, "found")]


def test_an_album_of_known_size_is_one_message(quick_world: World) -> None:
    li = quick_world.person("李强")
    parts = [
        quick_world.envelope(li.code, text=text, photos=[quick_world.upload(_photo(n))], album={"id": "a1", "size": 3})
        for n, text in enumerate(("冲压2号机防护罩松了", "", ""))
    ]
    quick_world.send(*parts)
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 3


def test_an_album_of_unknown_size_waits_for_a_moment_of_quiet(quick_world: World) -> None:
    li = quick_world.person("李强")
    clock, start = quick_world.clock, quick_world.clock.moment
    parts = [
        quick_world.envelope(li.code, text=text, photos=[quick_world.upload(_photo(n))], album={"id": "a2"})
        for n, text in enumerate(("", "防护罩松了"))
    ]
    timer = threading.Timer(0.5, lambda: clock.passes(seconds=2))
    timer.start()
    quick_world.send(*parts)
    timer.join()
    assert clock.moment > start
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 2


def test_a_photo_the_platform_cannot_give_yet_does_not_hold_the_report(world: World) -> None:
    li = world.person("李强")
    world.platform.fails.append(NotFetched("try later", permanent=False))
    li.sends("冲压2号机防护罩松了", photos=1)
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    (pending,) = world.rows(select(tables.attachments))
    assert (pending.state, pending.role) == ("pending", "found")
    world.clock.passes(minutes=1)
    world.work()
    (ready,) = world.rows(select(tables.attachments))
    assert ready.state == "ready"


def test_a_picture_with_words_of_its_own_is_a_hazard_of_its_own(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.sends("灭火器过期了", photos=1)
    li.hears("report.confirm", "report.confirm")
    li.taps("submit")
    li.hears("report.done", "report.confirm")
    li.taps("submit")
    li.hears("report.done")
    assert sorted(row.category for row in world.rows(select(tables.hazards))) == ["fire", "mechanical"]


def _photo(seed: int) -> bytes:
    return photograph(seed, size=(320, 240))
