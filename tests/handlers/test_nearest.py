"""A slip in a command: the nearest ones, each script once, of those that its person may begin."""

import pytest

from handlers.nearest import MOST, is_command, nearest
from handlers.routing import SCRIPTS


@pytest.mark.parametrize(("typed", "first"), [
    ("/serch guard", "search"),
    ("/reprot", "report_hazard"),
    ("/anonymus", "report_anonymously"),
    ("/cas", "find_case"),
    ("/hlep@hazardline_bot", "show_help"),
    ("/брodcast", "broadcast"),
])  # fmt: skip
def test_the_nearest_stands_first(typed: str, first: str) -> None:
    options = nearest(typed, SCRIPTS)
    assert options[0].value == first
    assert 1 <= len(options) <= MOST
    assert len({option.value for option in options}) == len(options)


def test_what_is_not_theirs_is_not_named() -> None:
    assert "broadcast" not in [option.value for option in nearest("/broadcst", {"show_help", "search"})]


@pytest.mark.parametrize("typed", ["/qqqqqq", "/1", "/%' OR 1=1"])
def test_what_is_like_nothing_has_no_nearest(typed: str) -> None:
    assert nearest(typed, SCRIPTS) == ()


@pytest.mark.parametrize(("text", "command"), [
    ("/x", True),
    ("/serch guard", True),
    ("/help@hazardline_bot", True),
    ("/", False),
    ("/ 3号门", False),
    ("/三号门口一大滩油", False),
    ("/3 presses leak", False),
    ("3/4 有油", False),
])  # fmt: skip
def test_a_command_is_a_latin_word_behind_a_slash(text: str, command: bool) -> None:
    assert is_command(text) is command
