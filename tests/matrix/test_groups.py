"""What the chat of an area reads: of a case its number, place and grade, and of an area how many there are."""

from contextlib import suppress
from dataclasses import asdict
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers.told import group_rows
from storage import groups, tables
from storage.unit_of_work import unit_of_work
from templates.render import LANGUAGES, ROOM, Renderer
from tests.matrix.plant import Plant, words_of
from workflow.events import Event
from workflow.for_groups import FOR_GROUPS
from workflow.ids import new_id
from workflow.people import Language

OF_A_CASE = {"number", "grade", "state", "area", "equipment"}
CHAT = "-100"


class TakenBack(Exception):
    """What was tried is not to stay."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(FOR_GROUPS))
def test_of_a_case_a_group_reads_its_number_place_and_grade(plant: Plant, kind: str, language: str) -> None:
    case, house, now = plant.cases["published"], plant.world.company.house, plant.world.clock()
    said = Renderer(ZoneInfo("Asia/Shanghai"))
    with suppress(TakenBack), unit_of_work(house, now) as unit:
        groups.bind(unit.connection, "stub", CHAT, case.area_id, Language(language), now)
        hazard = unit.hazard(case.id)
        assert hazard is not None
        words = {"words": "钩子要断了", "reason": "不归我管", "remark": "换好了"}
        facts = {"owner": case.owner_id, "by": case.reporter_id}
        unit.record(Event(new_id(), "hazard", case.id, 2, kind, case.owner_id, now, facts, words))
        (row,) = group_rows(unit, hazard)
        assert set(row["facts"]) == OF_A_CASE
        assert [choice["opens"] for choice in row["choices"]] == [["show_case", {"hazard": case.id}]]
        text = said.render(language, row["topic"], row["facts"], now)
        raise_if_it_tells(plant, text, *words.values(), words_of(case.number))
        assert case.number in text
        raise TakenBack


def raise_if_it_tells(plant: Plant, text: str, *words: str) -> None:
    """No name of anybody here, and nothing of what was said."""
    people = plant.world.rows(select(tables.people.c.name, tables.people.c.name_en, tables.people.c.code))
    for told in (*words, *(name for row in people for name in row if name)):
        assert told not in text, told


def test_of_its_area_a_group_reads_numbers_alone(plant: Plant) -> None:
    with unit_of_work(plant.world.company.house, plant.world.clock()) as unit:
        figures = groups.figures(unit.connection, "/", plant.world.clock(), plant.world.clock())
    assert all(isinstance(number, int) for number in asdict(figures).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_for_groups_asks_for_more(language: str) -> None:
    """Their messages are rendered without a viewer: a template that named a case's words or people would find none."""
    text = (ROOM / "messages" / language / "group.txt").read_text("utf-8")
    for more in ("case.", "words", "owner", "reporter", "acceptor", "event."):
        assert more not in text, more
