"""Every word that people read: there in both languages, each used, none missing when it is needed."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from handlers.cards import CARDS
from handlers.dialogue import Asking
from handlers.my_hazards import CARD_CHOICES
from nlp.checkpoint import UnusableModel
from storage.company_rows import STEPS
from storage.photo_intake import BadPhoto
from storage.sheets import BadSheet
from storage.tables import metadata
from templates.render import LANGUAGES, ROOM, label, labels
from tests.handlers.crawl import everywhere
from tests.templates.transcript import buttons
from workflow.errors import Refused
from workflow.library import Category, Grade
from workflow.lifecycle import EVENT_OF, State
from workflow.notices import NOTICES, RINGS
from workflow.people import Language, Role
from workflow.plan import MOST_STAGES
from workflow.survey import Asked, Mark

ROOT = ROOM.parent
ROOMS = ("bot", "handlers", "nlp", "storage", "workflow")
# (topic, fact) that only one language needs, and why.
ONE_SIDED = {
    ("report.or_task", "photos"): "English has a plural",
    (
        "workbook.missing_sheet",
        "english",
    ): "the titles of a workbook are Chinese: an English reader is told what they mean",
    ("workbook.missing_column", "english"): "the same",
}
# Chinese labels of more than six characters, and why: they describe what a worker sees and are no verbs.
DESCRIBING = ("how_bad.", "kind.", "languages.")


# What the templates hold


@cache
def blocks(language: str) -> dict[str, nodes.Block]:
    """Topic -> its block, of every template of a language."""
    found: dict[str, nodes.Block] = {}
    for path in sorted((ROOM / "messages" / language).glob("*.txt")):
        tree = Environment().parse(path.read_text("utf-8"))  # noqa: S701 - parsed, never rendered
        found |= {f"{path.stem}.{block.name}": block for block in tree.find_all(nodes.Block)}
    return found


def facts_of(block: nodes.Block) -> set[str]:
    """The facts a block uses, as far as it names them: `case.words`, `event.words.reason`, `photos`."""
    local = {n.name for loop in block.find_all(nodes.For) for n in loop.target.find_all(nodes.Name)}
    local |= {loop.target.name for loop in block.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    used = {_dotted(node) for kind in (nodes.Getattr, nodes.Name) for node in block.find_all(kind)}
    return {name for name in used if name and name.partition(".")[0] not in {*local, "loop", "now"}}


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    within = _dotted(node.node) if isinstance(node, nodes.Getattr) else ""
    return f"{within}.{node.attr}" if within and isinstance(node, nodes.Getattr) else ""


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """A table of labels with its sub-tables as dotted names."""
    found: dict[str, str] = {}
    for name, value in table.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": str(value)}
    return found


def pages(language: str) -> dict[str, str]:
    return flat(tomllib.loads((ROOM / "labels" / f"{language}_page.toml").read_text("utf-8")))


def test_both_languages_have_the_same_topics() -> None:
    assert set(blocks("zh_CN")) == set(blocks("en"))
    assert set(LANGUAGES) == set(Language)


@pytest.mark.parametrize("topic", blocks("zh_CN"))
def test_both_languages_use_the_same_facts(topic: str) -> None:
    differing = facts_of(blocks("zh_CN")[topic]) ^ facts_of(blocks("en")[topic])
    assert {(topic, fact) for fact in differing} <= set(ONE_SIDED)


def test_both_languages_have_the_same_labels() -> None:
    assert set(flat(labels("zh_CN"))) == set(flat(labels("en")))
    assert set(pages("zh_CN")) == set(pages("en"))


@pytest.mark.parametrize("name", flat(labels("zh_CN")))
def test_both_languages_fill_in_the_same_places_of_a_label(name: str) -> None:
    """A pattern may leave a place out (English writes months by name), but knows no place of its own."""
    places = {language: set(re.findall(r"{(\w+)}", flat(labels(language))[name])) for language in LANGUAGES}
    dates = {"m", "month"} if name.startswith("time.date") else set()
    assert places["zh_CN"] ^ places["en"] <= dates


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("category", Category),
        ("grade", Grade),
        ("state", State),
        ("event", EVENT_OF.values()),
        ("role", Role),
        ("choice.kind", Category),
        ("choice.how_bad", Grade),
        ("choice.languages", Language),
        ("survey", Asked),
        ("choice.mark", Mark),
        ("table", [step.table.name for step in STEPS]),
    ],
)
def test_every_code_of_the_domain_has_its_name_and_no_name_is_left_over(kind: str, codes: Any) -> None:
    for language in LANGUAGES:
        table: Any = labels(language)
        for part in kind.split("."):
            table = table[part]
        assert set(table) == {str(code) for code in codes}, language


# What Python names


@cache
def trees(room: str) -> tuple[tuple[Path, ast.Module], ...]:
    paths = [path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in paths)


def literals() -> Iterator[str]:
    for room in ROOMS:
        for _, tree in trees(room):
            yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def raised(kind: type[Exception]) -> set[str]:
    """The first argument of every place that raises this."""
    calls = (node for room in ROOMS for _, tree in trees(room) for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == kind.__name__ and call.args)
    reasons = [call.args[0].value if isinstance(call.args[0], ast.Constant) else None for call in named]
    assert None not in reasons, f"{kind.__name__} is raised with a reason that no test can read"
    return {str(reason) for reason in reasons}


@cache
def named_topics() -> frozenset[str]:
    """Every topic that Python names, literally or by a rule."""
    names = {topic.partition(".")[0] for topic in blocks("zh_CN")}
    topic = re.compile(rf"({'|'.join(names)})\.[a-z_]+")
    page_words = set(pages("zh_CN")) - set(blocks("zh_CN"))  # named alike, as "refused.not_found"
    columns = {str(column) for table in metadata.sorted_tables for column in table.c}  # as "equipment.name"
    found = {string for string in literals() if topic.fullmatch(string)} - page_words - columns
    found |= {f"refused.{reason}" for reason in raised(Refused)}
    found |= {f"classifier.{reason}" for reason in raised(UnusableModel)}
    found |= {f"sheet.{problem}" for problem in {*raised(BadSheet), "unavailable"}}
    found |= {f"photo.{problem}" for problem in {*raised(BadPhoto), "unavailable"}}
    lists = ("reports", "to_do", "open", "long_term", "overdue", "due_today", "major", "gathered")
    found |= {f"{listed}_none" for listed in (*(f"my.{name}" for name in lists), "search.found", "figures.cases")}
    return frozenset(found | workbook_topics())


def workbook_topics() -> set[str]:
    """Codes of workbook errors, which storage names as bare words or puts together from the name of a thing."""
    said = set(literals())
    codes = (topic.partition(".")[2] for topic in blocks("zh_CN") if topic.startswith("workbook."))
    composed = re.compile(r"unknown_\w+|\w+_cycle|law_\w+")
    return {f"workbook.{code}" for code in codes if code in said or composed.fullmatch(code)}


def test_every_topic_that_python_names_has_words() -> None:
    assert named_topics() <= set(blocks("zh_CN"))


def test_no_words_are_kept_that_nobody_says() -> None:
    assert set(blocks("zh_CN")) <= named_topics()


def test_every_notice_and_every_card_has_words() -> None:
    told = {told.topic for rows in NOTICES.values() for told in rows}
    told |= {told.topic for rings in RINGS.values() for rows in rings for told in rows}
    assert told | set(CARDS) <= set(blocks("zh_CN"))


def offered_labels() -> set[str]:
    """The labels of every button: of cards, of the case card, of every question, and of what literal options say."""
    cards = {name for card in CARDS.values() for _, name in card.choices}
    cards |= {choice.label for choice in CARD_CHOICES.values()}
    steps = [way.stands for way in everywhere()]
    asked = {option.label for step in steps if isinstance(step, Asking) for option in step.question.options}
    said = {option.label for step in steps for option in getattr(getattr(step, "result", None), "options", ())}
    places = {f"stage_place.{place}" for place in range(1, MOST_STAGES + 1)}
    return {name for name in cards | asked | said | places | set(_literal_options()) if name}


def _literal_options() -> Iterator[str]:
    """`Option("resume", "resume", ...)`: the second argument, wherever in the house it stands."""
    for _, tree in (pair for room in ROOMS for pair in trees(room)):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "Option" and len(call.args) > 1:
                yield from (n.value for n in [call.args[1]] if isinstance(n, ast.Constant) and isinstance(n.value, str))


def test_every_button_has_its_label() -> None:
    assert offered_labels() <= set(flat(labels("zh_CN")["choice"]))


def test_no_label_of_a_button_is_left_over() -> None:
    spoken = {string for string in literals() if string in flat(labels("zh_CN")["choice"])}
    assert set(flat(labels("zh_CN")["choice"])) <= offered_labels() | spoken


def test_buttons_are_two_to_six_characters() -> None:
    for name in sorted(offered_labels()):
        said = label("zh_CN", "choice", name)
        assert len(said) >= 2, name
        assert len(said) <= 6 or name.startswith(DESCRIBING), (name, said)


def test_english_buttons_fit_a_phone_too() -> None:
    for name in sorted(offered_labels()):
        assert 2 <= len(label("en", "choice", name)) <= 30, name


def test_a_card_has_at_most_four_buttons() -> None:
    assert all(len(card.choices) <= 4 for card in CARDS.values())


def test_no_two_buttons_under_one_message_say_the_same() -> None:
    for topic, names in buttons().items():
        for language in LANGUAGES:
            said = [label(language, "choice", name) for name in names]
            assert len(set(said)) == len(said), (topic, said)
