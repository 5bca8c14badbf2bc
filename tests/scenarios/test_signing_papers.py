"""The principal signs the statistics in chat with one tap, or not, with a remark; the signature stands on the paper."""

import hashlib

from sqlalchemy import select

from handlers.messages import Document
from storage import tables
from tests.scenarios.test_papers_in_chat import HEAD, OFFICER, ask, handed, on_record
from tests.stories import story
from tests.templates.documents import words_of
from tests.world import Someone, World

PRINCIPAL = "周建国"


def kinds(world: World) -> list[str]:
    events = tables.events.c
    of = select(events.kind).where(events.subject_kind == "paper").order_by(events.version)
    return [row.kind for row in world.rows(of)]


def digest(document: Document) -> str:
    return hashlib.sha256(document.read()).hexdigest()


def sent(world: World) -> tuple[Someone, Someone]:
    """An officer who has sent the statistics of the quarter to the principal."""
    officer, principal = world.person(OFFICER), world.person(PRINCIPAL)
    officer.sends("文书", "/papers")
    officer.taps("statistics")
    officer.taps("2026-Q4")
    officer.skips()
    officer.taps("send_to_sign")
    officer.hears("made.send_sure")
    officer.taps("sure")
    officer.hears("made.sent_to_sign")
    return officer, principal


@story("signature", "统计表签字", "The statistics are signed")
def test_one_tap_signs_and_the_signature_is_printed_on_the_paper_made_again(told: World) -> None:
    officer, principal = sent(told)
    principal.hears("made.to_sign")
    (read,) = handed(principal)
    (row,) = on_record(told)
    assert digest(read) == row["sha256"]
    principal.taps("sign")
    principal.hears("made.sign_done", "made.signed")
    officer.hears("made.signed")
    for whose in (officer, principal):
        words = words_of(handed(whose)[-1].read())
        assert row["sha256"] in words
        assert PRINCIPAL in words or "Zhou Jianguo" in words
        assert row["number"] in words
    assert row["sha256"] not in words_of(read.read())
    assert kinds(told) == ["paper_ordered", "paper_sent", "paper_signed"]
    assert len(on_record(told)) == 1


@story("signature_refused", "统计表不签", "The statistics are not signed")
def test_it_is_sent_back_with_a_remark(told: World) -> None:
    officer, principal = sent(told)
    principal.taps("not_sign")
    principal.sends("仓库的数不对", "The figures of the store are wrong")
    principal.hears("made.to_sign", "made.why_not", "made.sent_back")
    officer.hears("made.not_signed")
    assert kinds(told)[-1] == "paper_sent_back"
    principal.taps("sign")
    principal.hears("refused.paper_sent_back")


def test_it_is_signed_once(quick_world: World) -> None:
    _, principal = sent(quick_world)
    token = principal.latest("sign").token("sign")
    principal.skips()
    principal.taps_token(token)
    principal.taps_token(token)
    assert principal.skips() == ["made.sign_done", "made.signed", "refused.paper_signed"]
    assert kinds(quick_world).count("paper_signed") == 1


def test_whoever_changes_their_mind_sends_nothing_and_nothing_is_sent_twice(quick_world: World) -> None:
    officer, principal = quick_world.person(OFFICER), quick_world.person(PRINCIPAL)
    ask(officer, "statistics", "本季度")
    officer.taps("send_to_sign")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "made.not_sent"
    principal.hears_nothing()
    for _ in range(2):
        officer.taps("send_to_sign")
        officer.taps("sure")
    assert officer.skips()[-1] == "refused.paper_sent"
    principal.hears("made.to_sign")


def test_the_principal_who_asks_signs_at_once(quick_world: World) -> None:
    principal = quick_world.person(PRINCIPAL)
    ask(principal, "statistics", "2026")
    principal.taps("sign")
    assert principal.skips()[-2:] == ["made.sign_done", "made.signed"]


def test_only_the_statistics_of_the_whole_company_are_signed(quick_world: World) -> None:
    for name, made in ((HEAD, "statistics"), (OFFICER, "notice")):
        person = quick_world.person(name)
        ask(person, made, "本季度")
        assert person.everything()[-1].choices == []


def test_whoever_is_not_the_principal_does_not_sign(quick_world: World) -> None:
    officer, principal = sent(quick_world)
    token = principal.latest("sign").token("sign")
    officer.skips()
    officer.taps_token(token)
    assert kinds(quick_world) == ["paper_ordered", "paper_sent"]
