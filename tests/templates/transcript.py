"""Every topic as it reads, with its buttons: rendered from the scenes, and kept to be read aloud."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from handlers.cards import CARDS
from handlers.dialogue import Asking
from handlers.questions import Question
from handlers.replies import Say
from templates.render import Renderer, label
from tests.handlers.crawl import everywhere, results_of
from tests.templates.scenes import SCENES
from tests.templates.scenes.facts import NOW, SHANGHAI, Scene, Two

RENDERER = Renderer(SHANGHAI)


def told(value: Any, language: str) -> Any:
    """A fact in a language."""
    if isinstance(value, Two):
        return value.zh_CN if language == "zh_CN" else value.en
    if isinstance(value, Mapping):
        return {name: told(part, language) for name, part in value.items()}
    return [told(part, language) for part in value] if isinstance(value, list) else value


@cache
def rendered(scene_number: int, language: str) -> str:
    """The words of the n-th scene."""
    scene = SCENES[scene_number]
    return RENDERER.render(language, scene.topic, told(scene.facts, language), NOW)


@cache
def buttons() -> dict[str, tuple[str, ...]]:
    """Topic -> the labels under it, from the cards of notices and from the questions of scripts; names are data."""
    found = {topic: tuple(name for _, name in card.choices) for topic, card in CARDS.items()}
    for stands in (way.stands for way in everywhere() if isinstance(way.stands, Asking)):
        labels = tuple(option.label for option in stands.question.options if option.label)
        found.setdefault(stands.question.topic, labels)
    return found


@cache
def most_buttons() -> dict[str, int]:
    """Topic -> how many buttons it bears at most."""
    found = {topic: len(card.choices) for topic, card in CARDS.items()}
    for stands in (way.stands for way in everywhere()):
        for said in (stands.question,) if isinstance(stands, Asking) else results_of(stands):
            if isinstance(said, Question | Say):
                found[said.topic] = max(found.get(said.topic, 0), len(said.options))
    return found


def transcript(language: str) -> str:
    """Every scene with its buttons, as one text to be read aloud."""
    return "\n".join(_read_aloud(number, scene, language) for number, scene in enumerate(SCENES))


def _read_aloud(number: int, scene: Scene, language: str) -> str:
    said = [f"[{label(language, 'choice', name)}]" for name in scene.buttons or buttons().get(scene.topic, ())]
    return "\n".join([f"## {scene.title}", rendered(number, language), *([" ".join(said)] if said else []), ""])


def kept_in(language: str) -> Path:
    """Where the transcript of a language is kept."""
    return Path(__file__).parent / f"words.{language}.txt"
