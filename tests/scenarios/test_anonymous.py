"""Anonymous reports: told their whole life, and then searched for whoever made them, by somebody without the key."""

import asyncio
import logging
import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from sqlalchemy import select, update

from bot import delivering
from bot.faults import Discreet
from bot.keys import check_pseudonyms, with_demo_key
from bot.settings import BadSettings, Settings
from handlers.lookups import LOOKUPS
from handlers.messages import Envelope
from handlers.platform import NotDelivered, NotFetched
from handlers.wanted import Suggest
from storage import pseudonyms, tables
from storage.engine import write_transaction
from templates.render import label
from tests.photographs import photograph
from tests.scenarios.hiding import (
    Unnamed,
    columns_with,
    compact,
    files,
    ids_in,
    in_bytes,
    joined_to,
    moments_of,
    raw_database,
    stored,
)
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.anonymous import EXPIRES, NUDGE
from workflow.ids import joint_id
from workflow.lifecycle import State

WORDS, WORDS_EN = "我是李强，冲压2号机防护罩松了", "Li Qiang here, guard of press 2 is loose"


def camera_photograph(artist: str) -> bytes:
    """A photograph whose camera knows its owner, its number and where it is."""
    image = Image.open(BytesIO(photograph(5, place=(31.2304, 121.4737))))
    exif = image.getexif()
    exif[ExifTags.Base.Artist] = artist
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "SN-4711-0815"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:23 08:55:00"
    file = BytesIO()
    image.save(file, "JPEG", exif=exif, comment=artist.encode())
    return file.getvalue()


def reporter(world: World) -> Unnamed:
    return Unnamed(world.person("李强"))


def anonymous_report(world: World) -> tuple[Unnamed, Someone]:
    """李强 reports without a name; the owner whom the matrix chose."""
    li = reporter(world)
    li.sends("匿名上报", "anonymous")
    li.reads("anonymous.start", photos=0)
    li.sends(WORDS, WORDS_EN, files=(camera_photograph(li.name_en),))
    li.taps("submit")
    li.reads("anonymous.own_name")
    li.taps("strike")
    return li, by_id(world, case_of(world).owner_id)


def accepted(world: World, owner: Someone) -> Someone:
    """The owner repairs, the acceptor signs off."""
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    return acceptor


@story("anonymous", "匿名上报", "An anonymous report")
def test_its_reporter_is_answered_to_the_end_and_opens_it_again(told: World) -> None:
    world = told
    li, owner = anonymous_report(world)
    case = case_of(world)
    assert case.number in li.words()
    assert owner.name not in ("李强", "")
    owner.skips()
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor = by_id(world, case.acceptor_id)
    acceptor.taps("show")
    assert label(world.language, "event", "reported") in acceptor.words()
    assert ("匿名" if world.language == "zh_CN" else "an anonymous reporter") in acceptor.words()
    acceptor.taps("send_back")
    acceptor.sends("螺丝还少一个", "one screw is missing")
    assert case.number in li.words()
    assert ("螺丝还少一个" if world.language == "zh_CN" else "one screw is missing") in li.words()
    world.clock.passes(hours=3)
    accepted(world, owner)
    assert li.everything()[-1].topic == "report.closed"
    world.clock.passes(days=2)
    li.taps("reopen")
    li.taps("came_back")
    assert li.everything()[-1].topic == "case.reopened"
    accepted(world, owner)
    assert li.everything()[-1].topic == "report.closed"
    li.sends(case.number)
    assert case.number in li.words()
    kinds = kinds_of(world, case.id)
    assert kinds == [
        *("reported", "assigned", "taken", "submitted", "sent_back", "submitted", "accepted"),
        *("reopened", "submitted", "accepted"),
    ]
    assert case_of(world).state == State.CLOSED


# --- searched ---


def life(world: World) -> Unnamed:
    """李强 asks for help and reports something under their name; an hour later anonymously, and all that follows."""
    li = reporter(world)
    li.sends("帮助", "help")
    first = _named_case(world, li)
    by_id(world, first.owner_id).taps("take")
    told_of_it = len(li.said)
    world.clock.passes(hours=1)
    li.began = world.clock.moment  # type: ignore[attr-defined]
    li.sends("匿名上报", "anonymous")
    li.sends(photos=0, files=(camera_photograph(li.name_en),))
    li.sends(WORDS, WORDS_EN)
    world.clock.passes(minutes=2)
    li.sends("手差点夹到", "a hand nearly got caught")
    li.edits("手差点夹到，李强看到的", "a hand nearly got caught, Li Qiang saw it")
    li.deletes()
    li.taps("submit")
    li.taps("strike")
    li.ended = world.clock.moment  # type: ignore[attr-defined]
    world.clock.passes(hours=1)
    case = anonymous_case(world)
    owner, acceptor = by_id(world, case.owner_id), by_id(world, case.acceptor_id)
    owner.taps("take")
    owner.sends("在换", "replacing it", photos=1)
    owner.taps("submit")
    acceptor.taps("send_back")
    acceptor.taps("not_fixed")
    world.clock.passes(hours=1)
    owner.taps("submit")
    owner.sends("换好了", "replaced it", photos=1)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.clock.passes(days=2)
    li.taps("reopen")
    li.edits("3号冲床漏油，越来越多", "oil leaks from press 3, more and more", back=len(li.said) - told_of_it + 1)
    li.deletes(back=len(li.said) - told_of_it + 1)
    li.sends("又坏了，李强看到的", "it came back, Li Qiang saw it", files=(camera_photograph(li.name_en),))
    li.taps("strike")
    li.sends(case.number)
    li.sends(f"查 {case.number}", f"search {case.number}")
    _merged_into(world, case)
    world.clock.passes(hours=1)
    owner.taps("submit")
    owner.sends("换了新的", "a new one", photos=1)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.clock.passes(days=8)
    world.work()
    li.sends(case.number)
    li.picks("holds")
    for officer in ("吴静", "林志远", "周建国"):
        world.person(officer).sends(case.number)
    li.sends("帮助", "help")
    return li


def _merged_into(world: World, case: Any) -> None:
    """Somebody else has reported the same under their name."""
    wang, officer = world.person("王芳"), world.person("吴静")
    wang.sends("冲压2号机防护罩又松了", "guard of press 2 is loose again")
    wang.taps("submit")
    officer.sends(world.rows(select(tables.hazards).where(tables.hazards.c.reporter_id == wang.id))[0].number)
    officer.picks("merge")
    officer.sends(case.number)


def _named_case(world: World, li: Unnamed) -> Any:
    li.sends("3号冲床漏油了", "oil leaks from press 3", photos=1)
    li.taps("submit")
    return case_of(world)


def anonymous_case(world: World) -> Any:
    (row,) = world.rows(
        select(tables.hazards).join(tables.pseudonyms, tables.pseudonyms.c.hazard_id == tables.hazards.c.id)
    )
    return row


def test_nobody_finds_the_reporter_in_anything_that_is_stored(
    told: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = told
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "PIL")  # as the program sets it
    li = life(world)
    case = anonymous_case(world)

    # every table: the person's ordinary life, and nothing of the other
    named = {row.id for row in world.rows(select(tables.hazards).where(tables.hazards.c.reporter_id == li.id))}
    for table, rows in stored(world).items():
        for row in rows:
            told_ids = set().union(*map(ids_in, row.values()))
            told_names = [name for name in li.names() if any(name in str(value) for value in row.values())]
            if case.id in told_ids or case.reporter_id in told_ids:
                assert not told_names, (table, row)
            if told_names:
                assert not {case.id, case.reporter_id} & told_ids
    assert len(named) == 1
    words = ["我是李强" if world.language == "zh_CN" else "Li Qiang here", "李强看到的", "Li Qiang saw"]
    assert columns_with(world, *words, "SN-4711-0815", joint_id(li.id, case.id)) == set()
    assert columns_with(world, li.name, li.name_en) == set()
    said = world.rows(select(tables.texts.c.body).where(tables.texts.c.subject_id == case.id))
    assert any("***" in row.body for row in said)

    # every file, and the pictures made of them
    seen = 0
    for path, data in files(tmp_path):
        seen += 1
        assert in_bytes(data, *li.names(), "SN-4711-0815") == [], path
    assert seen > 6
    bare = world.rows(select(tables.media.c.id).where(tables.media.c.bare))
    assert len(bare) == 2
    assert not any(world.company.store.path(row.id, "sealed").exists() for row in bare)
    assert all(world.company.store.path(row.id, "clean").exists() for row in bare)

    # every message to anybody else
    for outgoing in world.platform.sent:
        if outgoing.address != li.code and case.number in outgoing.text:
            assert not [name for name in li.names() if name in outgoing.text], outgoing
            assert all(not in_bytes(picture.path.read_bytes(), *li.names()) for picture in outgoing.photos)

    # every line of the log, whoever formats it
    discreet = "\n".join(Discreet().format(record) for record in caplog.records)
    assert not [name for name in li.names() if name in discreet + caplog.text]


def test_no_chain_of_ids_and_no_moment_leads_from_the_reporter_to_the_case(told: World) -> None:
    li = life(told)
    case = anonymous_case(told)
    reached = joined_to(told, li)
    named = told.rows(select(tables.hazards.c.id).where(tables.hazards.c.reporter_id == li.id))
    assert {row.id for row in named} <= reached, "the search finds what there is to find"
    trail = told.rows(select(tables.events.c.id).where(tables.events.c.subject_id == case.id))
    assert not {case.id, case.reporter_id, *(row.id for row in trail)} & reached
    assert moments_of(told, li, li.began, li.ended) == []  # type: ignore[attr-defined]


def test_freed_pages_and_the_log_of_sqlite_keep_nothing_either(told: World, tmp_path: Path) -> None:
    if not told.url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps dead rows until it is vacuumed: docs/anonymity.md")
    li = life(told)
    raw, live = raw_database(told), compact(told, tmp_path / "compact.copy")
    words = ["我是李强", "李强看到的", "Li Qiang here", "Li Qiang saw", "SN-4711-0815"]
    assert in_bytes(raw, *words) == []
    for name in li.names():
        assert raw.count(name.encode()) <= live.count(name.encode()) + _indexes(told, name)


def _indexes(world: World, name: str) -> int:
    """How often an id stands in interior pages of indexes, which a compact copy lays out anew."""
    return 0 if not re.fullmatch(r"[0-9a-f-]{36}", name) else 8


def test_the_timeline_says_anonymous_to_everybody(world: World) -> None:
    li, owner = anonymous_report(world)
    case = case_of(world)
    for name in (owner.name, "吴静", "林志远", "周建国"):
        someone = world.person(name)
        someone.sends(case.number)
        assert "匿名" in someone.words(), name
        assert li.name not in someone.words()


def test_a_snapshot_that_narrows_down_a_team_is_not_made(world: World) -> None:
    anonymous_report(world)
    (first,) = world.rows(select(tables.events.c.facts).where(tables.events.c.kind == "reported"))
    assert not [fact for fact in first.facts if fact.startswith("actor")]


def test_while_it_is_drafted_its_words_lie_nowhere_in_the_clear(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了，班长也不管", files=(camera_photograph("x"),))
    assert columns_with(world, "防护罩松了", "班长也不管") == set()
    (row,) = world.rows(select(tables.conversations).where(tables.conversations.c.person_id == li.id))
    assert [set(dialogue) for dialogue in row.stack] == [{"sealed"}]
    (picture,) = world.rows(select(tables.attachments))
    assert (picture.person_id, picture.bot, picture.remote, picture.latitude, picture.taken_at) == (None,) * 5
    assert not list((world.folder / "media" / "sealed").rglob("*-*")), "the original was never written"


def nothing_left(world: World, li: Unnamed) -> None:
    """No trace that this person has been here."""
    rows = stored(world)
    inbox = rows.pop("inbox")
    assert all((row["sender"], row["body"]) == ("", "") for row in inbox)
    assert {name: left for name, left in rows.items() if left and name not in ("alembic_version", "leases")} == {}
    assert columns_with(world, *li.names()) == set()


def test_a_cancelled_one_leaves_nothing(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.sends("取消")
    li.reads("anonymous.cancelled")
    nothing_left(world, li)
    assert list(files(world.folder / "media")) == []


def test_one_that_is_forgotten_is_asked_after_once_and_then_erased(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了", photos=1)
    world.clock.passes(seconds=NUDGE.total_seconds())
    world.work()
    li.reads("anonymous.nudge", hours=8)
    assert columns_with(world, "防护罩") == set()
    li.taps("resume")
    assert "防护罩松了" in li.words()
    world.clock.passes(seconds=EXPIRES.total_seconds())
    world.work()
    world.clock.passes(seconds=EXPIRES.total_seconds())
    world.work()
    li.reads("anonymous.expired")
    nothing_left(world, li)
    world.work()
    nothing_left(world, li)


def test_a_report_begun_under_a_name_can_become_anonymous_and_takes_its_traces_along(world: World) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    world.clock.passes(minutes=31)
    world.work()
    assert li.everything()[-1].topic == "report.nudge"
    li.sends("匿名")
    assert "匿名 · 机械" in li.words()
    assert "📷 1 张" in li.words()
    li.taps("submit")
    case = case_of(world)
    assert case.reporter_id != li.id
    assert joined_to(world, li) == {li.id}
    assert columns_with(world, *li.names()) == set()
    assert not list((world.folder / "media" / "sealed").rglob("*-*")), "the original is gone"


@pytest.mark.parametrize(
    "text",
    [
        "匿名上报：冲压2号机防护罩松了",
        "匿名 冲压2号机防护罩松了",
        "冲压2号机防护罩松了，请匿名",
        "anonymous: guard of press 2 is loose",
    ],
)
def test_whoever_asks_for_it_in_the_same_breath_is_not_named(world: World, text: str) -> None:
    li = reporter(world)
    li.sends(text, photos=1)
    assert "匿名 · " in li.words()
    li.taps("submit")
    assert case_of(world).reporter_id != li.id
    assert columns_with(world, *li.names()) == set()


def test_whoever_does_not_want_it_is_named(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("不用匿名，冲压2号机防护罩松了")
    li.taps("submit")
    assert case_of(quick_world).reporter_id == li.id


# --- their own name ---


@pytest.mark.parametrize("said", ["我是李强", "李 强", "Li Qiang", "LIQIANG", "工号liqiang"])
def test_their_own_name_is_asked_about_once(quick_world: World, said: str) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends(f"{said}，冲压2号机防护罩松了")
    li.taps("submit")
    li.reads("anonymous.own_name")
    li.taps("strike")
    (row,) = quick_world.rows(select(tables.texts.c.body))
    assert "***" in row.body
    assert said not in row.body


def test_whoever_wants_to_keep_it_keeps_it_and_is_not_asked_again(quick_world: World) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends("李强 冲压2号机防护罩松了")
    li.taps("submit")
    li.taps("keep")
    (row,) = quick_world.rows(select(tables.texts.c.body))
    assert row.body == "李强 冲压2号机防护罩松了"


def test_other_names_are_nobodys_business(quick_world: World) -> None:
    li = reporter(quick_world)
    li.sends("匿名上报")
    li.sends("张伟把冲压2号机防护罩拆了")
    li.taps("submit")
    assert case_of(quick_world).state == State.ASSIGNED


# --- twice, late, in between ---


def test_a_second_tap_and_a_late_one_change_nothing_and_are_answered(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    token = li.latest("submit").token("submit")
    world.send(world.envelope(li.code, choice=token), world.envelope(li.code, choice=token))
    li.reads("card.passed")
    assert len(world.rows(select(tables.hazards))) == 1
    assert columns_with(world, *li.names(), token) == set()


def test_a_redelivered_message_is_still_known(world: World) -> None:
    li = reporter(world)
    first = world.envelope(li.code, text="匿名上报")
    assert world.send(first) == [True]
    assert world.send(first) == [False]


def test_a_picture_in_the_middle_of_it_never_becomes_a_report_under_a_name(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    li.sends("3号冲床漏油了", photos=1)
    assert "匿名 · " in li.words()
    li.taps("submit")
    li.taps("submit")
    assert all(row.reporter_id != li.id for row in world.rows(select(tables.hazards)))
    assert len(world.rows(select(tables.pseudonyms))) == 2
    assert columns_with(world, *li.names()) == set()


def test_a_task_that_was_open_beneath_it_does_not_tell_when_it_was_over(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    world.clock.passes(hours=2)
    began = world.clock.moment
    owner.sends("匿名上报")
    owner.sends("1号仓库插座冒火花，没人管")
    world.clock.passes(minutes=3)
    if "submit" in {choice["value"] for heard in owner.everything()[-1:] for choice in heard.choices}:
        owner.taps("submit")
    else:
        owner.sends("取消")
    assert moments_of(world, owner, began, world.clock.moment) == []


def test_words_that_open_with_the_wish_are_no_progress_of_a_task(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    owner.sends("匿名：3号冲床漏油了，没人管")
    assert "匿名 · " in owner.words()
    owner.taps("submit")
    assert anonymous_case(world).reporter_id != owner.id
    assert columns_with(world, "没人管") == {"texts.body"}
    owner.sends("防护罩到了")
    assert owner.everything()[-1].topic == "task.received"


def test_an_alarm_is_never_anonymous_and_says_so(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("喷漆房着火了")
    assert case_of(world).reporter_id == li.id
    told = [outgoing.text for outgoing in world.platform.to(li.code)]
    assert "险情不匿名：来的人要找得到你" in told
    assert any("报了会带名字" in text for text in told)


def test_my_reports_do_not_list_it(world: World) -> None:
    li, _ = anonymous_report(world)
    li.sends("我的上报")
    assert li.everything()[-1].topic == "my.reports_none"


def test_somebody_else_who_knows_the_number_is_not_its_reporter(world: World) -> None:
    anonymous_report(world)
    wang = world.person("王芳")
    wang.sends(case_of(world).number)
    assert wang.skips()[-1] in ("refused.unknown_case", "case.card")
    assert "reopen" not in {choice["value"] for heard in wang.everything()[-1:] for choice in heard.choices}


def test_a_forged_or_foreign_card_of_a_pseudonym_opens_nothing(world: World) -> None:
    li, _ = anonymous_report(world)
    token = li.latest("show").token("show")
    wang = world.person("王芳")
    wang.taps_token(token)
    wang.hears("card.unknown")


def test_the_picture_opens_for_its_reporter_and_for_those_who_see_the_case(world: World) -> None:
    li, owner = anonymous_report(world)
    (picture,) = world.rows(select(tables.attachments.c.id))
    company = world.company
    assert company.photo(li.id, picture.id, "clean") is not None
    assert company.photo(owner.id, picture.id, "clean") is not None
    stranger = next(p for p in world.people() if company.photo(p.id, picture.id, "clean") is None)
    assert stranger.id not in (li.id, owner.id)


def test_whoever_has_a_say_in_it_by_their_role_has_it_under_their_name(world: World) -> None:
    officer = Unnamed(world.person("吴静"))
    officer.sends("匿名上报")
    officer.sends("冲压2号机防护罩松了")
    officer.taps("submit")
    case = case_of(world)
    officer.sends(case.number)
    officer.picks("verify")
    (event,) = world.rows(select(tables.events).where(tables.events.c.kind == "verified"))
    assert event.actor_id == officer.id
    (first,) = world.rows(select(tables.events).where(tables.events.c.kind == "reported"))
    assert first.actor_id == case.reporter_id != officer.id


def test_an_executive_who_stands_in_for_nobody_looks_at_it_as_its_reporter(world: World) -> None:
    executive = Unnamed(world.person("周建国"))
    executive.sends("匿名上报")
    executive.sends("冲压2号机防护罩松了")
    executive.taps("submit")
    executive.sends(case_of(world).number)
    (card,) = world.rows(select(tables.notices).where(tables.notices.c.topic == "case.card"))
    assert card.recipient_id == case_of(world).reporter_id != executive.id


# --- what goes wrong ---


def test_a_message_that_fails_by_our_fault_is_not_kept_either(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, hurried: None
) -> None:
    def fails(*arguments: Any) -> Any:
        raise ValueError(f"row of liqiang: {arguments}")

    li = reporter(quick_world)
    li.sends("匿名上报")
    monkeypatch.setitem(LOOKUPS, Suggest, fails)
    li.sends("我是李强，冲压2号机防护罩松了")
    li.reads("anonymous.our_fault")
    assert columns_with(quick_world, "防护罩松了", "李强") == set()
    assert not [name for name in (*li.names(), "防护罩") if name in caplog.text]
    states = quick_world.rows(select(tables.inbox.c.state, tables.inbox.c.sender))
    assert [tuple(row) for row in states] == [("done", ""), ("failed", "")]


def test_a_chat_that_cannot_be_reached_stands_in_no_log_and_no_row(
    quick_world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "FIRST_WAIT", delivering.FIRST_WAIT * 0)
    li, owner = anonymous_report(quick_world)
    owner.taps("take")
    owner.sends("修好了", photos=1)
    acceptor = by_id(quick_world, case_of(quick_world).acceptor_id)
    owner.taps("submit")
    busy = NotDelivered(f"chat {li.code} is busy", permanent=False)
    gone = NotDelivered(f"chat {li.code} is gone", permanent=True)
    acceptor.taps("accept")

    async def refuses(outgoing: Any) -> Any:
        if outgoing.address == li.code:
            raise failing.pop(0)
        return await send(outgoing)

    send, failing = quick_world.platform.send, [busy, gone]
    quick_world.platform.send = refuses  # type: ignore[method-assign]
    acceptor.taps("on_site")
    quick_world.clock.passes(minutes=5)
    quick_world.work()
    assert failing == []
    assert not [name for name in li.names() if name in caplog.text]
    rows = quick_world.rows(select(tables.deliveries).where(tables.deliveries.c.address == ""))
    assert {(row.state, row.error, row.message_id) for row in rows} == {("sent", None, None), ("failed", None, None)}


def test_what_cannot_be_read_in_the_middle_of_it_is_not_kept(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    world.send(Envelope("stub", "broken", li.code, "{李强"))
    assert columns_with(world, "李强", "liqiang") == set()


def test_a_kill_between_commit_and_removal_leaves_no_original_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    ((original, _),) = files(world.folder / "media" / "sealed")
    monkeypatch.setattr("storage.media.MediaStore.forget", lambda *arguments: None)
    li.sends("匿名")
    assert original.exists()
    os.utime(original, (0, 0))
    asyncio.run(world.company.clock._sweep())
    assert not original.exists()
    assert len(list(files(world.folder / "media" / "clean"))) == 1


def test_a_picture_that_comes_later_is_as_bare(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    world.platform.fails.append(NotFetched("busy", permanent=False))
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    li.taps("submit")
    world.clock.passes(minutes=1)
    world.work()
    (picture,) = world.rows(select(tables.attachments))
    assert (picture.state, picture.person_id, picture.bot, picture.remote, picture.latitude) == ("ready", *(None,) * 4)
    assert not list((world.folder / "media" / "sealed").rglob("*-*"))


def test_whoever_has_left_reports_nothing(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    with write_transaction(world.company.engine) as connection:
        left = world.clock.moment.date().replace(day=1)
        connection.execute(update(tables.people).where(tables.people.c.id == li.id).values(left_on=left))
    li.taps("submit")
    li.reads("refused.not_employed")
    assert world.rows(select(tables.hazards)) == []
    assert world.rows(select(tables.pseudonyms)) == []


# --- the key ---


def test_without_a_key_it_is_off_and_nothing_is_reported_under_a_name(world: World) -> None:
    world.pseudonym_key = None
    li = world.person("李强")
    for text in ("匿名上报", "匿名上报：冲压2号机防护罩松了"):
        li.sends(text, photos=int("防护罩" in text))
        assert "匿名上报还没开通" in li.words()
        assert "吴静" in li.words() or "韩磊" in li.words()
    assert world.rows(select(tables.hazards)) == []
    assert columns_with(world, *("防护罩", li.id, li.code)) == set()


def test_another_key_stops_the_start(world: World) -> None:
    anonymous_report(world)
    engine = world.company.engine
    check_pseudonyms(engine, Settings().with_pseudonyms(bytes(range(32))))
    for settings in (Settings(), Settings().with_pseudonyms(bytes(32))):
        with pytest.raises(BadSettings, match="HAZARDLINE_PSEUDONYM_KEY"):
            check_pseudonyms(engine, settings)


def test_the_demo_makes_itself_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    key = with_demo_key(settings).pseudonyms
    assert key == with_demo_key(settings).pseudonyms == (tmp_path / "pseudonym.key").read_bytes()
    assert (tmp_path / "pseudonym.key").stat().st_mode & 0o777 == 0o600
    assert key is not None
    assert key.hex() not in repr(with_demo_key(settings))


def test_a_sealed_link_that_was_moved_to_another_case_stays_shut(world: World) -> None:
    li, _ = anonymous_report(world)
    li.sends("匿名上报")
    li.sends("3号冲床漏油了")
    li.taps("submit")
    one, other = world.rows(select(tables.pseudonyms))
    engine = world.company.engine
    with write_transaction(engine) as connection:
        moved = update(tables.pseudonyms).where(tables.pseudonyms.c.id == one.id)
        connection.execute(moved.values(sealed=other.sealed))
    with engine.connect() as connection:
        assert pseudonyms.behind(connection, world.company.house.pseudonyms, one.id) is None
        assert pseudonyms.behind(connection, world.company.house.pseudonyms, other.id) == li.id
