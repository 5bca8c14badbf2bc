"""How one-time codes look, and what is none."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.codes import FIGURES, LETTERS, code_in, fresh, is_invitation
from handlers.messages import Incoming
from storage.enrolling import digest_of
from templates.render import LANGUAGES, Renderer

JOIN = "join_0123456789abcdefAB_-xy"


def message(text: str = "", scan: str | None = None) -> Incoming:
    return Incoming("stub", "m1", "x1", datetime(2026, 11, 23, tzinfo=UTC), text, scan=scan)


@pytest.mark.parametrize(
    "said",
    [
        JOIN,
        f"  {JOIN} ",
        f"/start {JOIN}",
        f"https://t.me/hazard_bot?start={JOIN}",
        f"https://example.com/hook/{JOIN}",
    ],
)
def test_an_invitation_is_found_scanned_typed_and_in_a_link(said: str) -> None:
    assert code_in(message(scan=said)) == JOIN
    assert code_in(message(said)) == JOIN
    assert is_invitation(JOIN)


@pytest.mark.parametrize("said", ["K7MP-3QXT", "k7mp3qxt", "K7MP 3QXT", " k7mp-3qxt "])
def test_a_code_for_a_second_chat_may_be_typed_as_it_comes(said: str) -> None:
    assert code_in(message(said)) == "K7MP-3QXT"


@pytest.mark.parametrize(
    "said",
    [
        *("", "hospital", "HOSPITAL", "12345678", "2345-6789", "K7MP-3QX", "K7MP-3QXT9", "K0MP-3QXT", "join_short"),
        *("型号 K7MP-3QXT，漏油", "K7MP-3QXT, leaks"),
        *("你好", f"{JOIN}zz", f"see {JOIN} here", "YH-20261123-0001", "eq_0123456789abcdefABCDxy"),
    ],
)
def test_what_is_no_code_is_none(said: str) -> None:
    assert code_in(message(said)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("link", ["", f"https://t.me/hazard_bot?start={JOIN}"])
def test_our_own_words_may_be_passed_on_as_they_are(language: str, link: str) -> None:
    render, now = Renderer(ZoneInfo("Asia/Shanghai")).render, datetime(2026, 11, 23, tzinfo=UTC)
    invited = {"department": "设备部", "days": 7, "link": link, "start": JOIN}
    assert code_in(message(render(language, "enrol.invited", invited, now))) == JOIN
    linked = {"code": "K7MP-3QXT", "minutes": 10}
    assert code_in(message(render(language, "enrol.link_code", linked, now))) == "K7MP-3QXT"


def test_fresh_codes_are_found_again_and_are_never_the_same() -> None:
    for short in (False, True):
        made = [fresh(short=short) for _ in range(200)]
        assert len({each["code"] for each in made}) == 200
        assert all(code_in(message(each["code"])) == each["code"] for each in made)
        assert all(each["digest"] == digest_of(each["code"]) for each in made)
        assert all(is_invitation(each["code"]) != short for each in made)


def test_no_sign_is_taken_for_another() -> None:
    assert not set("01OIL") & {*LETTERS, *FIGURES}
    assert all(len(fresh(short=False)["code"]) <= 64 for _ in range(10)), "as long as a link takes"
