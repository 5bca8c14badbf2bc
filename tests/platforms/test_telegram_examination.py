"""What the doctor is told of a Telegram bot: each thing that can be set up wrong, by its own name."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.telegram_examination import MANY_WAITING, examined
from bot.platforms.telegram_files import Files
from bot.platforms.telegram_ptb import PtbLibrary
from handlers.platform import Finding
from templates.render import LANGUAGES, Renderer
from tests.platforms.fakes.telegram import FakeTelegram
from tests.platforms.fakes.telegram_trouble import Trouble
from tests.world import START

HOOK = "https://hazards.example.com/telegram/4242"


def found(
    set_up: Callable[[FakeTelegram], object], hook: str = "", later: float = 0, folder: Path | None = None
) -> list[Finding]:
    """The findings on a server that was set up so."""

    async def look() -> list[Finding]:
        with FakeTelegram() as fake:
            set_up(fake)
            library = PtbLibrary(fake.token, fake.url, 2.0)
            findings = await examined(library, Files(library, folder), hook, time.time() + later)
            await library.close()
            return findings

    return asyncio.run(look())


def names(findings: list[Finding], good: bool) -> list[str]:
    return [finding.topic.removeprefix("operator.telegram_") for finding in findings if finding.good == good]


def hooked(fake: FakeTelegram, url: str = HOOK) -> None:
    fake.world.webhook = {"url": url, "secret": "", "kinds": ["message"]}


def waiting(fake: FakeTelegram, count: int) -> None:
    for _ in range(count):
        fake.person(7, "强").says("x")


def test_a_sound_bot_that_is_polled() -> None:
    findings = found(lambda fake: None)
    assert (names(findings, True), names(findings, False)) == (["works", "polled"], [])
    assert findings[0].facts == {"name": "hazardline_bot"}


def test_a_webhook_where_there_should_be_none() -> None:
    findings = found(lambda fake: hooked(fake, "https://elsewhere.example.com/x"))
    assert names(findings, False) == ["webhook_elsewhere"]
    assert findings[1].facts == {"url": "https://elsewhere.example.com/x"}


def test_a_webhook_as_it_should_be_and_not() -> None:
    assert names(found(hooked, HOOK), True) == ["works", "webhook_set"]
    assert names(found(lambda fake: None, HOOK), False) == ["webhook_not_set"]
    assert names(found(lambda fake: hooked(fake, HOOK + "/other"), HOOK), False) == ["webhook_not_set"]


@pytest.mark.parametrize(("count", "good"), [(1, True), (MANY_WAITING, True), (MANY_WAITING + 1, False)])
def test_how_many_messages_wait(count: int, good: bool) -> None:
    findings = found(lambda fake: waiting(fake, count))
    assert [(f.good, f.facts) for f in findings if f.topic.endswith("waiting")] == [(good, {"count": str(count)})]


def test_an_error_at_the_webhook_is_told_while_it_is_news() -> None:
    def failing(fake: FakeTelegram) -> None:
        fake.world.last_error = "Connection refused"

    assert names(found(failing), False) == ["webhook_error"]
    assert names(found(failing, later=2 * 24 * 3600), False) == []


def test_a_bot_that_hears_everything_in_groups() -> None:
    def reading(fake: FakeTelegram) -> None:
        fake.world.reads_all = True

    assert names(found(reading), False) == ["reads_all"]


@pytest.mark.parametrize(
    ("trouble", "name"),
    [(Trouble(401, "Unauthorized"), "wrong_token"), (Trouble(502, html=True), "unreachable")],
)
def test_a_bot_that_nothing_can_be_asked_of(trouble: Trouble, name: str) -> None:
    findings = found(lambda fake: fake.will(trouble))
    assert names(findings, False) == [name]
    assert len(findings) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words(language: str) -> None:
    def everything(fake: FakeTelegram) -> None:
        hooked(fake)
        waiting(fake, 1)
        fake.world.last_error, fake.world.reads_all = "Connection refused", True

    for finding in found(everything, HOOK):
        assert Renderer(ZoneInfo("UTC")).render(language, finding.topic, dict(finding.facts), START)


def pictured(fake: FakeTelegram, local: Path | None = None) -> None:
    fake.world.picture = fake.world.keep(b"JPEG", "bot.jpg")["file_id"]
    fake.world.local = local


def test_files_are_tried_with_the_bots_own_picture(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    ours.mkdir()
    assert names(found(pictured), False) == []
    assert names(found(lambda fake: pictured(fake, theirs), folder=theirs), True)[-1] == "files_read"
    assert names(found(lambda fake: pictured(fake, theirs)), False) == ["files_unset"]
    assert names(found(lambda fake: pictured(fake, theirs), folder=ours), False) == ["files_outside"]


def test_a_bot_without_a_picture_is_told_to_have_one_where_files_are_on_a_disk(tmp_path: Path) -> None:
    assert names(found(lambda fake: None, folder=tmp_path), True)[-1] == "files_untried"


def test_a_file_that_cannot_be_read_or_fetched_is_told(tmp_path: Path) -> None:
    def gone(fake: FakeTelegram) -> None:
        pictured(fake, tmp_path)
        fake.world.lies = str(tmp_path / "gone.jpg")

    def not_passed_on(fake: FakeTelegram) -> None:
        pictured(fake)
        fake.will(Trouble(404, "Not Found", method="file"))

    assert names(found(gone, folder=tmp_path), False) == ["files_unreadable"]
    assert names(found(not_passed_on), False) == ["files_away"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_about_files_has_words(language: str) -> None:
    facts = {"folder": "/var/lib/telegram-bot-api", "why": "Permission denied"}
    for name in ("unset", "outside", "unreadable", "away", "read", "untried"):
        assert Renderer(ZoneInfo("UTC")).render(language, f"operator.telegram_files_{name}", facts, START)
