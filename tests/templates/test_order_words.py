"""Papers about an order: every field has words in both languages, and the product's templates name no other."""

from dataclasses import replace
from typing import Any

import pytest

from templates import make_reports
from templates.order_words import FIELDS, MOST_OF_EACH, OrderWords
from templates.render import LANGUAGES, ROOM, Renderer, label
from templates.word import render
from templates.word_check import check
from tests.photographs import photograph
from tests.templates.documents import words_of
from tests.templates.test_case_papers import AT, FILE, HEAD, SHANGHAI, shape
from workflow.case_file import Pictured
from workflow.order_papers import OfOrder, OrderFile

OPEN = replace(FILE, number="YH-20261123-0002", state="rectifying", closed_at=None, signed_off=None)
ORDER = OrderFile("青禾机械", "应急责改〔2026〕15号", "市应急管理局", (FILE, OPEN))


def words(language: str = "zh_CN", made: OfOrder = OfOrder.REPLY, file: OrderFile = ORDER) -> dict[str, Any]:
    return OrderWords(language, SHANGHAI, Renderer(SHANGHAI)).of(made, file, HEAD, lambda _: photograph(1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_are_the_fields_that_a_template_may_name(language: str) -> None:
    assert {name: shape(value) for name, value in words(language).items()} == FIELDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", OfOrder)
def test_the_product_s_templates_lie_as_they_are_made_and_say_what_they_are(made: OfOrder, language: str) -> None:
    template = (ROOM / "reports" / language / f"{made}.docx").read_bytes()
    assert template == make_reports.made(made, language), "run python -m templates.make_reports"
    check(template, FIELDS)
    read = words_of(render(template, words(language, made), AT))
    assert all(said in read for said in (label(language, "made", f"title.{made}"), ORDER.order, ORDER.authority))
    assert "{{" not in read
    assert "{%" not in read


def test_some_photographs_of_each_case_stand_there_and_say_whose_they_are() -> None:
    many = tuple(Pictured(str(n), role, AT) for role in ("found", "after") for n in range(5))
    told = words(file=replace(ORDER, cases=(replace(FILE, pictures=many), replace(OPEN, pictures=many))))
    assert len(told["pairs"]) == 2 * MOST_OF_EACH
    assert told["pairs"][0]["before_note"].startswith(FILE.number)
    assert told["pairs"][-1]["after"] == "", "what is not put right has no picture of after"
