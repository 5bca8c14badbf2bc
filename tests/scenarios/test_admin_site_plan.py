"""平面图: the plan picture is sent, replaced, taken down; each is confirmed, on record, and taken back."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.photographs import photograph
from tests.scenarios.test_on_record import on_record
from tests.stories import story
from tests.world import Someone, World
from workflow.outlining import SUBJECT


def plans(world: World) -> list[tuple[str, bool]]:
    """Each plan's id and whether it is in use, in the order in which they came."""
    rows = world.rows(select(tables.site_plans).order_by(tables.site_plans.c.taken_at, tables.site_plans.c.id))
    return [(row.id, row.dropped_at is None) for row in rows]


def recorded(world: World) -> list[str]:
    events = tables.events.c
    return [
        row.kind for row in world.rows(select(events.kind).where(events.subject_kind == SUBJECT).order_by(events.id))
    ]


def puts_up(officer: Someone, *pictures: bytes) -> None:
    """Sends a plan and says yes."""
    officer.sends("平面图", "site plan")
    if officer.skips()[-1] == "site_plan.card":
        officer.taps("replace")
        assert officer.skips()[-1] == "site_plan.picture"
    officer.sends(photos=0 if pictures else 1, files=pictures)
    assert officer.skips()[-1] == "site_plan.sure_take"
    officer.taps("sure")
    assert officer.skips()[-1] == "site_plan.taken"


@story("site_plan", "平面图", "The site plan")
def test_a_plan_is_put_up_replaced_and_taken_down_and_each_is_taken_back(told: World) -> None:
    officer = told.person("韩磊")
    officer.sends("平面图", "site plan")
    officer.hears("site_plan.picture")
    officer.sends("在哪里发？", "where do I send it?")
    officer.hears("site_plan.picture_needed")
    officer.sends(photos=1)
    officer.hears("site_plan.sure_take")
    officer.taps("sure")
    officer.hears("site_plan.taken")
    ((first, used),) = plans(told)
    assert used
    officer.sends("平面图", "site plan")
    officer.hears("site_plan.card")
    officer.taps("replace")
    officer.sends(photos=1)
    officer.taps("sure")
    officer.hears("site_plan.picture", "site_plan.sure_take", "site_plan.taken")
    assert [used for _, used in plans(told)] == [False, True]
    officer.taps("undo")
    officer.hears("site_plan.undone")
    assert plans(told)[0] == (first, True)
    officer.sends("平面图", "site plan")
    officer.taps("drop")
    officer.taps("sure")
    officer.hears("site_plan.card", "site_plan.sure_drop", "site_plan.dropped")
    assert not any(used for _, used in plans(told))
    officer.taps("undo")
    officer.hears("site_plan.undone")
    assert plans(told)[0] == (first, True)
    assert recorded(told) == ["taken", "taken", "dropped", "put_back", "dropped", "put_back"]


def test_what_is_not_confirmed_or_broken_off_changes_nothing(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("/plan")
    officer.sends(photos=1)
    officer.taps("not_sure")
    assert officer.skips()[-1] == "staff.as_it_was"
    officer.sends("平面图")
    officer.sends(photos=1)
    officer.sends("取消")
    assert plans(world) == []
    assert recorded(world) == []
    puts_up(officer)
    officer.sends("平面图")
    officer.taps("drop")
    officer.taps("not_sure")
    assert [used for _, used in plans(world)] == [True]


@pytest.mark.parametrize("name", ["李强", "黄志明", "周建国"])
def test_whoever_may_not_configure_is_told_so_and_it_is_on_record(world: World, name: str) -> None:
    """A worker, a head, the executive."""
    someone = world.person(name)
    someone.sends("平面图")
    assert someone.skips()[-1] == "refused.not_yours"
    denied = [row.facts["right"] for row in on_record(world, Kind.DENIED) if row.actor_id == someone.id]
    assert denied == ["configure"]
    assert plans(world) == []


def test_an_undo_that_a_colleague_overtook_overwrites_nothing(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    puts_up(officer)
    undo = officer.latest("undo").token("undo")
    puts_up(colleague)
    officer.taps_token(undo)
    assert officer.skips()[-1] == "refused.overtaken"
    assert [used for _, used in plans(world)] == [False, True]


def test_a_second_tap_puts_nothing_up_twice(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("平面图")
    officer.sends(photos=1)
    sure = officer.latest("sure").token("sure")
    officer.taps_token(sure)
    officer.taps_token(sure)
    assert len(plans(world)) == 1
    assert recorded(world) == ["taken"]


def bomb() -> bytes:
    """A few hundred bytes that say they are 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + name + c + struct.pack(">I", zlib.crc32(name + c)) for name, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "topic"),
    [
        (bomb(), "photo.too_many_pixels"),
        (b"%PDF-1.7 a plan", "photo.not_image"),
        (b"\xff\xd8\xff" + bytes(200 * 1024 * 1024), "photo.too_large"),
        (photograph(1)[:5000], "photo.truncated"),
    ],
    ids=["decompression bomb", "no picture", "200 MB", "half a picture"],
)
def test_what_is_no_picture_that_can_be_kept_is_refused_in_a_sentence(world: World, data: bytes, topic: str) -> None:
    officer = world.person("韩磊")
    officer.sends("平面图")
    officer.sends(files=(data,))
    assert topic in officer.skips()
    officer.sends("好了")
    assert officer.skips()[-1] == "site_plan.picture_needed"
    assert plans(world) == []


def test_what_is_shown_of_it_says_nothing_of_its_camera_and_it_lies_sealed(world: World) -> None:
    officer = world.person("韩磊")
    puts_up(officer, photograph(3, place=(31.23, 121.47), format="PNG"))
    (row,) = world.rows(select(tables.site_plans))
    clean = world.company.store.read(row.media_id, "clean")
    assert not Image.open(BytesIO(clean)).getexif()
    for variant in ("sealed", "clean", "thumb"):
        lies = world.company.store.path(row.media_id, variant).read_bytes()
        assert not lies.startswith((b"\xff\xd8", b"\x89PNG"))
    places = tables.attachments.c
    assert world.rows(select(places.id).where(places.latitude.is_not(None))) == []


def test_without_a_web_page_it_says_so(world: World) -> None:
    officer = world.person("韩磊")
    puts_up(officer)
    officer.taps("outline")
    assert officer.words().startswith("网页没有开通")
