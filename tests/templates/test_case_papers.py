"""Papers about a case: every field has words in both languages, and the product's templates name no other."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from templates import make_reports
from templates.case_papers import FIELDS, MOST_PAIRS, CaseWords, Head
from templates.render import LANGUAGES, ROOM, Renderer, label
from templates.word import Photograph, render
from templates.word_check import check, names_of
from tests.photographs import photograph
from tests.templates.documents import words_of
from workflow.case_file import CaseFile, Made, Pictured, PlannedStage, SignedOff, Step

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = Head("DA-20261123-0001", "吴静", AT)
FILE = CaseFile(
    number="YH-20261123-0001",
    company="青禾机械",
    source="worker",
    order="",
    authority="",
    found_at=AT,
    received_at=AT,
    finder="李强",
    anonymous=False,
    place="冲压车间",
    equipment="冲压2号机",
    words="防护罩松了",
    category="mechanical",
    grade="major",
    statutory_grade="major",
    cause=2,
    accidents=("machinery", "struck_by"),
    requirement="紧固",
    law="GB/T 8196",
    department="设备部",
    owner="张伟",
    due_at=AT + timedelta(days=3),
    due_locked=False,
    acceptor="赵敏",
    state="closed",
    closed_at=AT + timedelta(days=1, hours=3),
    budget=3_500_000,
    spent=50,
    steps=(
        Step(AT, "reported", "李强", False, "", {"words": "防护罩松了"}),
        Step(AT, "contained", "张伟", False, "刘洋", {"measure": "断电"}),
        Step(AT, "money_asked", "张伟", False, "", {"purpose": "换防护罩"}, fen=3_500_000),
        Step(AT, "paper_recorded", "吴静", False, "", {"by": "刘科长"}, paper="authority", day=date(2026, 11, 22)),
        Step(AT, "submitted", "张伟", False, "", {"remark": "换好了"}),
        Step(AT, "accepted", "", True, "", {}),
    ),
    pictures=(Pictured("a", "found", AT), Pictured("b", "after", AT), Pictured("c", "receipt", AT)),
    signed_off=SignedOff("赵敏", AT, "可以", on_site=True),
    parts={"goal": "全部换新"},
    stages=(PlannedStage("换好", AT, None), PlannedStage("试车", AT + timedelta(days=1), AT)),
)


def words(file: CaseFile = FILE, language: str = "zh_CN", made: Made = Made.FILE) -> dict[str, object]:
    return CaseWords(language, SHANGHAI, Renderer(SHANGHAI)).of(made, file, HEAD, lambda _: photograph(1))


def list_of(name: str, file: CaseFile = FILE) -> list[dict[str, Any]]:
    found = words(file)[name]
    assert isinstance(found, list)
    return found


def shape(value: object) -> object:
    """The names within what is told, as FIELDS has them."""
    if isinstance(value, list):
        return {name: shape(inner) for name, inner in value[0].items()}
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_are_the_fields_that_a_template_may_name(language: str) -> None:
    assert {name: shape(value) for name, value in words(language=language).items()} == FIELDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", Made)
def test_the_product_s_templates_lie_as_they_are_made_and_pass_their_own_check(made: Made, language: str) -> None:
    template = (ROOM / "reports" / language / f"{made}.docx").read_bytes()
    assert template == make_reports.made(made, language), "run python -m templates.make_reports"
    check(template, FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", Made)
def test_each_paper_says_what_it_is_about_and_bears_its_number(made: Made, language: str) -> None:
    template = (ROOM / "reports" / language / f"{made}.docx").read_bytes()
    read = words_of(render(template, words(language=language, made=made), AT))
    assert label(language, "made", f"title.{made}") in read
    assert all(said in read for said in (FILE.number, FILE.words, "DA-20261123-0001", "2026-11-23 09:00", "张伟"))
    assert "{{" not in read
    assert "{%" not in read


def test_codes_become_words_and_moments_those_of_the_site() -> None:
    told = words()
    assert (told["category"], told["grade"], told["state"]) == ("机械", "重大隐患", "已闭环")
    assert (told["cause"], told["accidents"]) == ("物的因素", "机械致害；物体打击")
    assert (told["budget"], told["spent"], told["took"]) == ("35,000 元", "0.50 元", "1 天 3 小时")
    assert (told["due_at"], told["on_site"]) == ("2026-11-26 09:00", "现场复核")
    assert told["limit"] == "2026-11-23 – 2026-11-24"
    steps = list_of("steps")
    assert [step["who"] for step in steps][1] == "张伟（代刘洋）"
    assert steps[-1]["who"] == "匿名"
    assert told["papers"] == [{"what": "监管部门回执", "day": "2026-11-22", "by": "刘科长"}]


def test_nobody_is_named_where_nobody_may_be() -> None:
    assert words(replace(FILE, finder="", anonymous=True))["finder"] == "匿名"
    assert words(replace(FILE, finder=""))["finder"] == ""


def test_photographs_stand_beside_each_other_and_what_is_missing_is_said() -> None:
    (pair,) = list_of("pairs")
    assert isinstance(pair["before"], Photograph)
    assert pair["before_note"] == "发现时 2026-11-23 09:00"
    lost = CaseWords("zh_CN", SHANGHAI, Renderer(SHANGHAI)).of(Made.FILE, FILE, HEAD, lambda _: None)
    assert lost["pairs"][0]["after"] == "照片打不开"
    (only,) = list_of("pairs", replace(FILE, pictures=FILE.pictures[:1]))
    assert only["after"] == ""


def test_more_photographs_than_a_paper_takes_are_counted() -> None:
    many = tuple(Pictured(str(n), "progress", AT) for n in range(2 * MOST_PAIRS + 3))
    told = words(replace(FILE, pictures=many))
    assert len(told["rows"]) == MOST_PAIRS  # type: ignore[arg-type]
    assert "3" in str(told["more_pictures"])


def test_a_template_may_name_some_sixty_fields() -> None:
    names = names_of(FIELDS)
    assert "steps[].said" in names
    assert len(names) == len(set(names))
