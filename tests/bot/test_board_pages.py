"""What the board carries along: the published library; and everything that it names has its words."""

import hashlib
import re

import pytest

from bot.board_pages import PARTS
from bot.web.server import STATIC
from bot.web.words import page_words
from storage.board_cases import LISTS, NARROWED
from storage.board_waits import WAITS
from templates.render import ROOM
from workflow.people import Language

ECHARTS = STATIC / "board" / "echarts"
# Of dist/echarts.simple.min.js in the npm package echarts 6.1.0.
PUBLISHED = "5eef51bee09fb9cc234c4179a58ae0150126f49f88c992efe2d6bca81d8dd03b"


def test_the_charts_are_drawn_by_the_published_library_which_has_its_licence_beside_it() -> None:
    assert hashlib.sha256((ECHARTS / "echarts.simple.min.js").read_bytes()).hexdigest() == PUBLISHED
    assert "Apache License" in (ECHARTS / "LICENSE").read_text("utf-8")
    assert "Apache ECharts" in (ECHARTS / "NOTICE").read_text("utf-8")


def test_nothing_is_fetched_from_elsewhere_and_nothing_stands_in_the_page_that_its_policy_forbids() -> None:
    ours = [*(STATIC / "board").glob("*.*"), *(ROOM / "pages").rglob("board*.html"), ROOM / "pages" / "own_case.html"]
    assert len(ours) > 5
    for file in ours:
        text = file.read_text("utf-8")
        assert not re.search(r"https?://|//cdn|@import", text), file
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script>|javascript:", text), file


@pytest.mark.parametrize("language", Language)
def test_every_part_and_every_list_has_its_words(language: Language) -> None:
    words = page_words(language)
    assert {path.stem for path in (ROOM / "pages" / "board").glob("*.html")} == set(PARTS)
    named = {*LISTS, *(f"by_{name}" for name in NARROWED), *(f"wait_{wait.what}" for wait in WAITS)}
    used = set()
    for page in (ROOM / "pages").rglob("board*/*.html"):
        used |= set(re.findall(r'words\["board\.(\w+)"\]', page.read_text("utf-8")))
    missing = [name for name in named | used if f"board.{name}" not in words]
    assert missing == []
