"""Links to whole messages: only we can make one, and after a week it is none."""

import base64
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.links import LASTS, Links
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LINKS = Links("https://hazards.example.com", bytes(32))


def token(notice: str, links: Links = LINKS) -> str:
    return links.to(notice, NOW).rpartition("/")[2]


def test_a_link_leads_back_to_its_notice_for_a_week() -> None:
    notice = new_id()
    assert LINKS.to(notice, NOW).startswith("https://hazards.example.com/m/")
    for later in (timedelta(0), LASTS - timedelta(seconds=1)):
        assert LINKS.notice_of(token(notice), NOW + later) == notice
    assert LINKS.notice_of(token(notice), NOW + LASTS) is None


def test_another_key_makes_other_links() -> None:
    assert LINKS.notice_of(token(new_id(), Links("", bytes(range(32)))), NOW) is None


@given(st.integers(0, 36), st.integers(1, 255))
def test_no_byte_of_it_can_be_changed(place: int, by: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(token(new_id()) + "=="))
    raw[place] ^= by
    assert LINKS.notice_of(base64.urlsafe_b64encode(raw).decode().rstrip("="), NOW) is None


@given(st.text(max_size=80))
def test_whatever_somebody_writes_there_is_no_link(said: str) -> None:
    assert LINKS.notice_of(said, NOW) is None
