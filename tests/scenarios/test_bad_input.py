"""What strange and hostile messages get: one clear sentence, nothing lost, nothing half-done."""

import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import select, update

from storage import deliveries, dialogues, tables
from storage.engine import read_transaction, write_transaction
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of, kinds_of
from workflow.lifecycle import State


def bomb() -> bytes:
    """A PNG of a few kilobytes whose header promises 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(90_000)))
        + chunk(b"IEND", b"")
    )


def animated_gif() -> bytes:
    frames = [Image.new("RGB", (320, 240), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("防" * 10_000, "unknown.too_long"),
        ("", "unknown.words"),
        ("   \n ", "unknown.words"),
        ("😀👍🔥", "unknown.words"),
        ("\x00\x07\x1b", "unknown.words"),
        ("12345", "unknown.words"),
        ("在吗", "unknown.words"),
        ("谢谢师傅，辛苦了", "unknown.words"),
        ("Good morning everyone", "unknown.words"),
    ],
)
def test_words_that_are_no_report_get_one_useful_answer(quick_world: World, text: str, topic: str) -> None:
    li = quick_world.person("李强")
    li.sends(text)
    li.hears(topic)
    assert quick_world.rows(select(tables.hazards)) == []


def test_control_characters_are_taken_out_of_a_report(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机\x00防护罩\x1b松了\u0007")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["words"] == "冲压2号机防护罩松了"


@pytest.mark.parametrize(
    ("data", "topic"),
    [
        (b"these are words, whatever the name says", "photo.not_image"),
        (photograph(1)[:9_000], "photo.truncated"),
        (bomb(), "photo.too_many_pixels"),
    ],
)
def test_a_file_that_is_no_photograph_is_named_and_the_words_go_on(quick_world: World, data: bytes, topic: str) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了", files=(data,))
    li.hears(topic, "report.confirm")
    assert quick_world.rows(select(tables.media)) == []
    li.taps("submit")
    assert case_of(quick_world).state == State.ASSIGNED


def test_a_file_over_the_limit_is_named_and_the_words_go_on(quick_world: World) -> None:
    li = quick_world.person("李强")
    photo = {"remote": "x", "name": "x.jpg", "size": 50 * 1024 * 1024, "problem": "too_large"}
    quick_world.send(quick_world.envelope(li.code, text="冲压2号机防护罩松了", photos=[photo]))
    li.hears("photo.too_large", "report.confirm")


@pytest.mark.parametrize("data", [animated_gif(), photograph(2, format="WEBP"), photograph(3, format="HEIC")])
def test_other_kinds_of_picture_are_taken(quick_world: World, data: bytes) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了", files=(data,))
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1


def test_a_button_of_an_old_card_answers_with_the_present_state(quick_world: World) -> None:
    owner = report(quick_world)
    (card,) = owner.hears("task.new")
    owner.taps_token(card.token("take"))
    owner.skips()
    owner.taps_token(card.token("take"))
    owner.hears("card.stale", "task.taken")
    assert kinds_of(quick_world, case_of(quick_world).id) == ["reported", "assigned", "taken"]


def test_tapping_submit_twice_reports_once(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了")
    token = li.latest("submit").token("submit")
    quick_world.send(
        quick_world.envelope(li.code, choice=token),
        quick_world.envelope(li.code, choice=token),
    )
    li.hears("report.confirm", "report.done", "card.passed")
    assert len(quick_world.rows(select(tables.hazards))) == 1


def test_a_forged_choice_tells_nothing_of_the_case(quick_world: World) -> None:
    report(quick_world)
    case = case_of(quick_world)
    owner = by_id(quick_world, case.owner_id)
    stranger = next(p for p in quick_world.people() if p.id not in (case.owner_id, case.acceptor_id, case.reporter_id))
    stranger.taps_token(owner.latest("take").token("take"))
    stranger.hears("card.unknown")
    for token in ("forged.0", deliveries.token(case.id, 0), "", "…", "A" * 300):
        stranger.taps_token(token)
        assert stranger.words() == "这一步已经过去了"
    assert case.number not in stranger.words()
    assert case_of(quick_world).version == case.version


def test_two_people_who_complete_one_task_at_once_complete_it_once(quick_world: World) -> None:
    owner = report(quick_world)
    owner.taps("take")
    owner.sends("修好了", photos=1)
    token = owner.latest("submit").token("submit")
    first, second = quick_world.envelope(owner.code, choice=token), quick_world.envelope(owner.code, choice=token)
    quick_world.send(first, second)
    assert kinds_of(quick_world, case_of(quick_world).id).count("submitted") == 1


def test_a_redelivered_message_is_answered_once(quick_world: World) -> None:
    li = quick_world.person("李强")
    envelope = quick_world.envelope(li.code, text="冲压2号机防护罩松了")
    assert quick_world.send(envelope, envelope) == [True, False]
    assert quick_world.send(envelope) == [False]
    li.hears("report.confirm")


def test_a_journal_of_an_older_script_is_asked_again_from_where_it_no_longer_fits(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("这里不对劲啊真的")
    li.hears("report.kind")
    with write_transaction(quick_world.company.engine) as connection:
        read = dialogues.load(connection, li.id)
        journal = read.stack[0]["journal"]
        journal.append({"key": "report.colour", "n": 0, "in": "x", "choice": "red"})
        dialogues.save(connection, li.id, read, read)
    li.sends("1")
    li.hears("dialogue.changed", "report.kind")
    li.sends("1")
    li.hears("report.confirm")


def test_words_meant_for_the_question_of_an_older_script_are_not_taken_for_the_new_one(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    with write_transaction(quick_world.company.engine) as connection:
        read = dialogues.load(connection, li.id)
        read.stack[0]["asked"] = ["report.who_are_you", 0]
        dialogues.save(connection, li.id, read, read)
    li.sends("李强，冲压班")
    li.hears("dialogue.changed", "report.what")
    li.sends("冲压2号机防护罩松了")
    li.hears("report.confirm")


def test_a_script_that_is_gone_says_so_and_gives_the_words_back(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("这里不对劲啊真的")
    li.skips()
    with write_transaction(quick_world.company.engine) as connection:
        read = dialogues.load(connection, li.id)
        read.stack[0]["script"] = "report_of_last_year"
        read.stack[0]["journal"].append({"key": "what", "n": 0, "in": "x", "text": "三号门漏油"})
        dialogues.save(connection, li.id, read, read)
    li.sends("还在吗")
    li.hears("dialogue.gone")
    assert "三号门漏油" in li.words()


def test_somebody_unknown_is_told_whom_to_ask(quick_world: World) -> None:
    quick_world.send(quick_world.envelope("nobody", text="防护罩松了"))
    assert [outgoing.address for outgoing in quick_world.platform.sent] == ["nobody"]
    assert quick_world.rows(select(tables.hazards)) == []


def test_a_body_that_cannot_be_read_is_kept_and_does_not_stop_those_behind_it(quick_world: World) -> None:
    li = quick_world.person("李强")
    broken = quick_world.envelope(li.code, text="x")
    broken = type(broken)(broken.bot, broken.key, broken.sender, "{not json")
    quick_world.send(broken, quick_world.envelope(li.code, text="冲压2号机防护罩松了"))
    li.hears("report.confirm")
    with read_transaction(quick_world.company.engine) as connection:
        states = connection.execute(select(tables.inbox.c.state).order_by(tables.inbox.c.id)).scalars().all()
    assert states == ["unparsable", "done"]


def test_a_person_who_left_can_order_nothing(quick_world: World) -> None:
    li = quick_world.person("李强")
    li.sends("冲压2号机防护罩松了")
    with write_transaction(quick_world.company.engine) as connection:
        gone = quick_world.clock.moment.date().replace(year=2025)
        connection.execute(update(tables.people).where(tables.people.c.id == li.id).values(left_on=gone))
    li.taps("submit")
    assert li.skips()[-1] == "refused.not_employed"
    assert quick_world.rows(select(tables.hazards)) == []
