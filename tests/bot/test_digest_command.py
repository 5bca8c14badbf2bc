"""`hazardline digest`: what is written, for whom, and what is said where there is nothing to write."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update

from bot.digest_commands import preview
from storage import tables
from storage.engine import open_engine
from storage.schema import migrate
from tests.bot.command_line import CommandLine
from tests.scenarios.test_digest import change
from tests.scenarios.test_major import EXECUTIVE
from tests.scenarios.test_whole_life import report
from tests.world import World


@pytest.fixture
def settled(quick_world: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch) -> World:
    """A company with a case, reached by the command line, which reads the real clock."""
    report(quick_world)
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", quick_world.url)
    return quick_world


def told(world: World) -> list[Any]:
    return world.rows(select(tables.notices).where(tables.notices.c.topic == "digest.daily"))


def test_a_preview_is_the_digest_as_text_and_picture_and_sends_nothing(
    settled: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.digest_commands.utc_now", lambda: settled.clock() + timedelta(days=1))
    said = hazardline.says("digest", "--to", EXECUTIVE, "--preview", "--out", "new/folder")
    text, picture = sorted((hazardline.folder / "new/folder").iterdir(), reverse=True)
    assert (text.name, picture.name) == tuple(f"digest-zhoujianguo-2026-11-24.{kind}" for kind in ("txt", "png"))
    words = text.read_text("utf-8")
    assert words.splitlines()[:2] == ["11月24日 日报", "昨天新增 1，闭环 0；在办 1"]
    assert words.splitlines()[-1] == "[改时间]"
    assert words.strip() in said
    assert text.name in said
    assert Image.open(picture).width == 1080
    assert not told(settled)


@pytest.mark.parametrize(("which", "days", "reads"), [("weekly", 7, "周报"), ("monthly", 8, "月报")])
def test_the_weeks_and_the_months_are_written_on_any_day(
    settled: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch, which: str, days: int, reads: str
) -> None:
    monkeypatch.setattr("bot.digest_commands.utc_now", lambda: settled.clock() + timedelta(days=days))
    said = hazardline.says("digest", "--to", EXECUTIVE, f"--{which}", "--preview", "--out", "new")
    written = {file.suffix: file for file in (hazardline.folder / "new").iterdir()}
    assert {file.name.startswith(f"digest-{which}-zhoujianguo-") for file in written.values()} == {True}
    assert reads in written[".txt"].read_text("utf-8")
    assert reads in said
    assert Image.open(written[".png"]).width == 1080


@pytest.mark.parametrize("called", ["zhoujianguo", " ZhouJianguo ", "zhou jianguo", EXECUTIVE])
def test_a_person_is_found_by_name_in_either_language_and_by_code(settled: World, called: str) -> None:
    name, _ = preview(settled.company.engine, called, now=settled.clock())
    assert name.startswith("digest-zhoujianguo-")


def test_into_the_current_folder_unless_another_is_named(
    settled: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hazardline.folder)
    hazardline.says("digest", "--to", "zhoujianguo", "--preview")
    assert list(hazardline.folder.glob("digest-zhoujianguo-*.txt"))


def test_without_preview_it_is_sent(settled: World, hazardline: CommandLine) -> None:
    assert "zhoujianguo" in hazardline.says("digest", "--to", "zhoujianguo")
    (notice,) = told(settled)
    settled.clock.moment = notice.created_at
    settled.work()
    assert told(settled)[0].state == "sent"


def test_nobody_of_that_name_names_those_who_are_called_much_like_it(settled: World, hazardline: CommandLine) -> None:
    said = hazardline.says("digest", "--to", "zhou jiangou", "--preview", status=1)
    assert EXECUTIVE in said
    assert "Did you mean" in said
    assert "Did you mean" not in hazardline.says("digest", "--to", "!!", "--preview", status=1)


def test_of_two_of_one_name_the_code_says_which(settled: World, hazardline: CommandLine) -> None:
    change(settled, update(tables.people).where(tables.people.c.code == "liqiang").values(name=EXECUTIVE))
    said = hazardline.says("digest", "--to", EXECUTIVE, "--preview", status=1)
    assert "liqiang" in said
    assert "zhoujianguo" in said


def test_whoever_manages_nothing_has_none(settled: World, hazardline: CommandLine) -> None:
    assert "has no digest" in hazardline.says("digest", "--to", "liqiang", "--preview", status=1)
    assert not list(hazardline.folder.glob("digest-*"))


def test_a_folder_that_cannot_be_written_to_is_named(settled: World, hazardline: CommandLine) -> None:
    (hazardline.folder / "file").write_text("")
    said = hazardline.says("digest", "--to", "zhoujianguo", "--preview", "--out", "file", status=1)
    assert "Cannot write to file" in said


def test_an_old_database_and_an_empty_one_are_told_so(
    hazardline: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", url)
    assert "hazardline migrate" in hazardline.says("digest", "--to", "x", "--preview", status=1)
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    assert "import-company" in hazardline.says("digest", "--to", "x", "--preview", status=1)


def test_the_help_says_what_is_what(hazardline: CommandLine) -> None:
    said = hazardline.says("digest", "--help")
    assert all(option in said for option in ("--to", "--preview", "--out"))


def test_it_is_one_digest_at_a_time(settled: World, hazardline: CommandLine) -> None:
    said = hazardline.says("digest", "--to", EXECUTIVE, "--weekly", "--monthly", "--preview", status=1)
    assert "--weekly" in said
    assert "--monthly" in said
