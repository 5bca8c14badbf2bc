"""Coming in by invitation: whoever brings its code is somebody at once, and it is spent."""

import pytest
from sqlalchemy import select

from storage import tables
from templates.render import label
from tests.scenarios.enrolling import department, holds, invitation, officer, person_at, said
from tests.scenarios.newcomers import Newcomer
from tests.world import StubPlatform, World


def test_whoever_brings_an_invitation_is_in_at_once_and_it_is_spent(told: World) -> None:
    world = told
    code = invitation(world)
    shown = world.platform.to(officer(world).code)[-1]
    assert shown.photos[0].read().startswith(b"\x89PNG")
    officer(world).skips()
    newcomer, other = Newcomer(world, "x1", "钱多多"), Newcomer(world, "x2", "孙小小")
    newcomer.scans(code)
    person = person_at(world, "x1")
    assert (person.name, person.department_id, person.language) == ("钱多多", department(world).id, world.language)
    assert said(world, "report") in newcomer.buttons
    officer(world).hears("enrol.used")
    before = other.says(code)
    assert person_at(world, "x2") is None
    assert before != newcomer.words


@pytest.mark.parametrize(("app", "reads"), [("en", "en"), ("zh_CN", "zh_CN")])
def test_who_is_invited_reads_what_their_app_does_whatever_the_inviter_reads(told: World, app: str, reads: str) -> None:
    world = told
    code = invitation(world)
    newcomer = Newcomer(world, "x1", "Dana Reed", language=app)
    newcomer.scans(code)
    assert person_at(world, "x1").language == reads
    assert newcomer.buttons == [label(reads, "choice", name) for name in ("report", "to_do", "my_reports", "help")]


def test_whom_no_app_tells_the_language_of_has_it_with_one_tap_at_the_welcome(told: World) -> None:
    world = told
    other = {"zh_CN": "en", "en": "zh_CN"}[world.language]
    newcomer = Newcomer(world, "x1", "Dana Reed")
    welcome = newcomer.scans(invitation(world))
    assert person_at(world, "x1").language == world.language
    tap = label(other, "choice", f"languages.{other}")
    assert tap in welcome
    assert newcomer.buttons == [said(world, "report"), tap, *(said(world, name) for name in ("to_do", "my_reports"))]
    newcomer.taps(tap)
    assert person_at(world, "x1").language == other
    assert newcomer.buttons[0] == label(other, "choice", "report"), "and reads what they can do here"
    newcomer.says("/language")
    newcomer.taps(label(other, "choice", f"languages.{world.language}"))
    assert person_at(world, "x1").language == world.language, "nothing is for ever"


def test_whoever_was_only_tapping_is_asked_too_and_who_wrote_is_not(world: World) -> None:
    tapping, writing = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    tapping.says(event="arrived")
    writing.says("你好")
    for newcomer in (tapping, writing):
        newcomer.taps(department(world).name)
        officer(world).taps("admit")
    assert "English" in tapping.buttons
    assert "English" not in writing.buttons


def test_of_an_invitation_only_its_digest_is_left(world: World) -> None:
    code = invitation(world)
    written = [
        str(value)
        for table in (tables.notices, tables.invitations, tables.conversations, tables.inbox, tables.deliveries)
        for row in world.rows(select(table))
        for value in row
    ]
    assert not [value for value in written if code in value]


def test_an_invitation_is_good_for_a_week_and_for_somebody_who_may_still_invite(world: World) -> None:
    late, void = invitation(world), invitation(world)
    world.clock.passes(days=3)
    holds(world, officer(world), "worker")
    Newcomer(world, "x1", "甲").scans(void)
    world.clock.passes(days=5)
    holds(world, officer(world), "safety_officer")
    Newcomer(world, "x2", "乙").scans(late)
    assert person_at(world, "x1") is None
    assert person_at(world, "x2") is None


def test_who_may_not_invite_is_told_so_and_who_is_in_needs_no_code(told: World) -> None:
    world = told
    code = invitation(world)
    li = world.person("李强")
    li.sends("邀请", "invite")
    li.hears("refused.not_yours")
    li.sends(code)
    li.hears_nothing()  # what it was answered is not kept
    assert li.words() not in ("", code)
    assert code not in str(world.rows(select(tables.inbox)))
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.scans(code)
    assert person_at(world, "x1") is not None


def test_whom_nobody_has_a_name_for_is_let_in_and_gives_it_once(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "zhaoyun")
    newcomer.says(invitation(world))
    assert person_at(world, "zhaoyun").name == "zhaoyun"
    newcomer.taps(said(world, "my_name"))
    newcomer.says("赵云")
    assert person_at(world, "zhaoyun").name == "赵云"
    newcomer.taps(said(world, "my_name"))
    newcomer.says("诸葛亮")
    assert person_at(world, "zhaoyun").name == "赵云"


@pytest.mark.parametrize("linked", [True, False])
def test_an_invitation_is_a_link_where_a_platform_has_such(told: World, linked: bool) -> None:
    world = told
    if linked:
        world.platform.__class__ = LinkedStub
    code = invitation_words(world)
    assert ("https://t.me/hazard_bot?start=join_" in code) == linked
    assert Newcomer(world, "x1", "甲").scans(code) != ""
    assert person_at(world, "x1") is not None


class LinkedStub(StubPlatform):
    """A platform to whose chat a link leads."""

    def link(self, start: str) -> str:
        return f"https://t.me/hazard_bot?start={start}"


def invitation_words(world: World) -> str:
    """The line of an invitation that is passed on."""
    officer(world).sends("邀请", "invite")
    officer(world).picks(department(world).id)
    return next(line for line in officer(world).words().splitlines() if "join_" in line)
