"""Group robots: what is posted into an area's group, within their limits, by a key that nobody reads."""

import logging
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from bot.platforms.wecom_robots import PICTURE_BYTES, WecomRobots
from handlers.messages import Choice, Document, Outgoing, Photo, Picture
from handlers.platform import NotDelivered, NotFetched, Unparsable
from tests.photographs import photograph
from tests.platforms.fakes.wecom import FakeWecom, Fault
from tests.platforms.fakes.wecom_posts import Read, read
from tests.platforms.wecom_house import done
from tests.world import Clock

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
JPEG = photograph(1, size=(320, 240))


@pytest.fixture
def fake() -> Iterator[FakeWecom]:
    fake = FakeWecom(now=Clock(), limits=True).start()
    fake.robot(KEY)
    yield fake
    fake.stop()


@pytest.fixture
def robots(fake: FakeWecom) -> WecomRobots:
    return WecomRobots({"A01": KEY, "A02": "no-such-key"}, fake.url)


def refused(robots: WecomRobots, area: str = "A01") -> NotDelivered:
    with pytest.raises(NotDelivered) as refusal:
        done(robots.send(Outgoing(area, "新增 6", group=True)))
    assert KEY not in str(refusal.value)
    return refusal.value


def posted(fake: FakeWecom) -> Read:
    """The newest post, as the group reads it."""
    return read(fake.robot(KEY)[-1]["markdown"]["content"])


def test_an_area_reads_the_words_and_nobody_taps(fake: FakeWecom, robots: WecomRobots) -> None:
    done(robots.send(Outgoing("A01", "🔴 重大隐患 YH-20261123-0007\n危化品库", (Choice("t", "查看"),), group=True)))
    assert [post["msgtype"] for post in fake.robot(KEY)] == ["markdown"]
    heading = "🔴 重大隐患 YH-20261123-0007"
    assert posted(fake) == Read(f"{heading}\n危化品库", bold=[heading], coloured=[("warning", heading)])


def test_figures_that_are_bad_stand_out(fake: FakeWecom, robots: WecomRobots) -> None:
    done(robots.send(Outgoing("A01", "冲压车间 昨天 08:00 以来\n新增 2\n🔴 超期 1", group=True)))
    said = posted(fake)
    assert (said.bold, said.coloured) == (["冲压车间 昨天 08:00 以来"], [("warning", "🔴 超期 1")])


def test_what_is_over_is_green(fake: FakeWecom, robots: WecomRobots) -> None:
    done(robots.send(Outgoing("A01", "🟢 重大隐患 YH-20261123-0007 已闭环\n危化品库", group=True)))
    assert [colour for colour, _ in posted(fake).coloured] == ["info"]


@pytest.mark.parametrize(
    "name",
    [
        "# 一号库",
        "#1 press",
        "> 东门",
        "[点这里](https://evil.example)",
        "**重点**区域",
        "*东*",
        "`rm`",
        '<font color="warning">东门</font>',
        "<@zhangsan>",
        "2#冲床 > 3_4 a*b",
    ],
)
def test_names_of_places_are_no_markup(fake: FakeWecom, robots: WecomRobots, name: str) -> None:
    for text in (f"🔴 重大隐患 7\n{name}", f"{name} 昨天 08:00 以来\n新增 2"):
        done(robots.send(Outgoing("A01", text, group=True)))
        said = posted(fake)
        assert (said.headings, said.others, len(said.bold)) == ([], [], 1)
        assert normalize("NFKC", said.text).replace("\u200b", "") == text, "and every sign of them is there"
        assert all(words.startswith("🔴") for _, words in said.coloured)


def test_a_picture_and_a_file_follow(fake: FakeWecom, robots: WecomRobots, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 100)
    sent = Outgoing(
        "A01", "日报", photos=(Picture("", file, "", JPEG),), document=Document("日报.xlsx", file), group=True
    )
    done(robots.send(sent))
    assert [post["msgtype"] for post in fake.robot(KEY)] == ["markdown", "image", "file"]


def test_a_picture_that_is_too_large_is_left_out(fake: FakeWecom, robots: WecomRobots) -> None:
    large = Picture("", Path("nowhere"), "", JPEG + b"x" * PICTURE_BYTES)
    done(robots.send(Outgoing("A01", "日报", photos=(large, Picture("", Path("nowhere"), "")), group=True)))
    assert [post["msgtype"] for post in fake.robot(KEY)] == ["markdown"]


@pytest.mark.parametrize("fault", ["html", "reset", -1, 45009])
def test_what_was_posted_is_not_posted_again_with_what_was_not(
    fake: FakeWecom, robots: WecomRobots, tmp_path: Path, fault: Fault
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 100)
    picture, document = Picture("", file, "", JPEG), Document("日报.xlsx", file)
    outgoing = Outgoing("A01", "日报", photos=(picture,), document=document, group=True)
    fake.fails("webhook/send", None, fault, None, fault)
    for arrived in (1, 2):
        with pytest.raises(NotDelivered):
            done(robots.send(outgoing))
        assert len(fake.robot(KEY)) == arrived
    done(robots.send(outgoing))
    assert [post["msgtype"] for post in fake.robot(KEY)] == ["markdown", "image", "file"]
    assert robots.limits.messages(outgoing) == 3


def test_a_picture_that_is_refused_keeps_nothing_back(fake: FakeWecom, robots: WecomRobots) -> None:
    fake.fails("webhook/send", None, 40009)
    done(robots.send(Outgoing("A01", "日报", photos=(Picture("", Path("nowhere"), "", JPEG),) * 2, group=True)))
    assert [post["msgtype"] for post in fake.robot(KEY)] == ["markdown", "image"]


def test_words_too_long_for_markdown_are_a_text_that_is_cut_and_makes_no_links(
    fake: FakeWecom, robots: WecomRobots
) -> None:
    done(robots.send(Outgoing("A01", "<a href='x'>" + "油" * 1000, group=True)))
    assert fake.robot(KEY)[0]["msgtype"] == "markdown"
    done(robots.send(Outgoing("A01", "<a href='x'>" + "油" * 1400, group=True)))
    content = fake.robot(KEY)[1]["text"]["content"]
    assert content.startswith("<\u200ba")
    assert content.endswith("油…")
    assert len(content.encode()) <= 2048


def test_an_area_without_a_robot_and_a_robot_that_is_gone_end_the_message(robots: WecomRobots) -> None:
    for area in ("A02", "A03"):
        error = refused(robots, area)
        assert (error.permanent, error.gone) == (True, True)


def test_too_much_for_one_group_silences_that_one_only(robots: WecomRobots) -> None:
    for _ in range(20):
        done(robots.send(Outgoing("A01", "新增 6", group=True)))
    error = refused(robots)
    assert (error.permanent, error.floods, error.retry_after) == (False, False, 60)


@pytest.mark.parametrize("fault", ["html", "reset", -1])
def test_what_passes_is_tried_again(fake: FakeWecom, robots: WecomRobots, fault: str | int) -> None:
    fake.fails("webhook/send", fault)  # type: ignore[arg-type]
    assert not refused(robots).permanent


def test_the_key_stands_in_no_log(fake: FakeWecom, robots: WecomRobots, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    done(robots.send(Outgoing("A01", "新增 6", group=True)))
    fake.fails("webhook/send", "html")
    refused(robots)
    assert KEY not in caplog.text


def test_a_robot_hears_nothing(robots: WecomRobots) -> None:
    with pytest.raises(Unparsable):
        robots.parse("<xml/>")
    with pytest.raises(NotFetched):
        done(robots.download(Photo("x")))
