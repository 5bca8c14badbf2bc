"""Scenarios that are told: each runs as a test in each language and on each engine, and is written down for readers."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.world import World


@dataclass(frozen=True)
class Story:
    """A way of a case through the company; `name` is its file in docs/transcripts, the titles head it."""

    name: str
    zh_CN: str
    en: str
    run: Callable[[World], None]


STORIES: list[Story] = []


def story(name: str, zh_CN: str, en: str) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    """Mark a test whose one fixture is `told` as a story."""

    def marked(run: Callable[[World], None]) -> Callable[[World], None]:
        STORIES.append(Story(name, zh_CN, en, run))
        return run

    return marked
