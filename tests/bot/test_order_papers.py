"""`hazardline paper order`: the report on an order and the request for a re-check, about all of its cases."""

from dataclasses import replace

import pytest

from bot.papers import NotTheirs, Press
from tests.bot.command_line import CommandLine
from tests.bot.test_paper_command import OFFICER, on_record, person, press
from tests.scenarios.test_authority_orders import cases, entered, put_right, repaired
from tests.templates.documents import words_of
from tests.world import World
from workflow.case_file import NoSuchPaper
from workflow.order_papers import OfOrder
from workflow.people import Language

__all__ = ["press"]
ORDER = "应急责改〔2026〕15号"


def reply(world: World, press: Press, name: str = OFFICER, order: str = ORDER) -> str:
    return words_of(press.about_order(person(world, name), OfOrder.REPLY, order, world.clock(), actor_id=None).document)


def test_the_report_tells_of_every_case_and_how_far_it_is(quick_world: World, press: Press) -> None:
    entered(quick_world)
    first, second = cases(quick_world)
    repaired(quick_world, first)
    read = reply(quick_world, press)
    assert all(said in read for said in (ORDER, "市应急管理局", "整改 2 项", "已完成 1 项", "未完成 1 项", "换好了"))
    assert all(said in read for said in ("冲压2号机防护罩松了", "仓库3号门插座烧黑了", "已闭环", "2026-12-03"))
    assert first.number in read, "beneath its photographs"
    assert "{{" not in read
    (facts,) = on_record(quick_world)
    assert (str(facts["number"])[:3], facts["subject"], facts["made"]) == ("HF-", first.id, "reply")
    assert ORDER not in str(facts), "the number of an order is sealed, and no part of the record"
    assert second.number in read


def test_the_authority_is_asked_to_look_again_once_all_is_put_right(quick_world: World, press: Press) -> None:
    entered(quick_world)
    officer, made = person(quick_world, OFFICER), OfOrder.RECHECK_REQUEST
    with pytest.raises(NoSuchPaper, match="order_open"):
        press.about_order(officer, made, ORDER, quick_world.clock(), actor_id=None)
    for case in cases(quick_world):
        repaired(quick_world, case)
    paper = press.about_order(officer, made, ORDER, quick_world.clock(), actor_id=None)
    assert paper.registered.number.startswith("FC-")
    assert paper.name == f"复查申请 {ORDER} {paper.registered.number}.docx"
    english = replace(officer, language=Language.EN)
    read = words_of(press.about_order(english, made, ORDER, quick_world.clock(), actor_id=None).document)
    assert "All 2 findings" in read


def test_it_can_be_had_again_as_it_was(quick_world: World, press: Press) -> None:
    entered(quick_world)
    made = press.about_order(person(quick_world, OFFICER), OfOrder.REPLY, ORDER, quick_world.clock(), actor_id=None)
    quick_world.clock.passes(days=1)
    for case in cases(quick_world):
        repaired(quick_world, case)
    again, same = press.again(made.registered.number)
    assert same
    assert again.document == made.document


@pytest.mark.parametrize("name", ["李强", "孙立军", "周建国"])
def test_it_is_for_whoever_works_on_orders(quick_world: World, press: Press, name: str) -> None:
    entered(quick_world)
    with pytest.raises(NotTheirs):
        reply(quick_world, press, name)
    with pytest.raises(NotTheirs):
        reply(quick_world, press, order="没有这份")
    assert not on_record(quick_world)


def test_it_is_written_by_the_command_line(
    quick_world: World, hazardline: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_right(quick_world)
    monkeypatch.setenv("HAZARDLINE_DATABASE_URL", quick_world.url)
    hazardline.says("paper", "order", ORDER, "--for", "wujing", "--kind", "recheck_request", "--out", "new/x.docx")
    assert ORDER in words_of((hazardline.folder / "new/x.docx").read_bytes())
    said = hazardline.says("paper", "order", "苏/15", "--for", "wujing", status=1)
    assert "苏/15" in said


def test_a_number_with_a_stroke_makes_no_folder(quick_world: World, press: Press) -> None:
    officer = quick_world.person(OFFICER)
    for said in ("上级检查", 1, "市应急管理局", "苏/应急/15", "12月3日前", "冲压2号机防护罩松了"):
        officer.sends(*([] if said == 1 else [str(said)]), photos=int(said == 1))
    officer.taps("submit")
    paper = press.about_order(
        person(quick_world, OFFICER), OfOrder.REPLY, "苏/应急/15", quick_world.clock(), actor_id=None
    )
    assert paper.name.startswith("整改报告 苏-应急-15 HF-")
