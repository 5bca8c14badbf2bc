"""The pages of the handbook as text: what they name, and what of that the product does not have."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from bot.__main__ import cli
from handlers.routing import BACK_WORDS, CANCEL_WORDS, RESUME_WORDS, opened_by
from templates.render import labels

BOOK = Path(__file__).parent.parent.parent / "docs" / "handbook"
PICTURES = "pictures"
NAMES = ("worker", "owner", "acceptor", "manager", "safety-officer")

_BUTTON = {"zh_CN": re.compile("【(.+?)】"), "en": re.compile(r"\*\*\[(.+?)\]\*\*")}
_PICTURE = re.compile(r'<img src="(.+?)"(?: width="320")? alt="(.+?)">')
_COMMAND = re.compile("`(.+?)`")
_LINK = re.compile(r"\]\(([^)]+)\)")
_HEADING = re.compile("^(#+) ", re.MULTILINE)
_SAID_AT_ANY_TIME = BACK_WORDS | CANCEL_WORDS | RESUME_WORDS


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    language: str
    text: str

    @property
    def headings(self) -> list[int]:
        """The depth of each heading, in order."""
        return [len(marks) for marks in _HEADING.findall(self.text)]

    @property
    def pictures(self) -> list[str]:
        """The pictures that are shown, as they are linked, in order."""
        return [source for source, _ in _PICTURE.findall(self.text)]

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.text)

    @property
    def buttons(self) -> list[str]:
        """The labels of buttons that are named, in order."""
        return _BUTTON[self.language].findall(self.text)

    @property
    def commands(self) -> list[str]:
        """What the reader is told to write, to the bot or at a terminal, in order."""
        return _COMMAND.findall(self.text)

    def faults(self) -> list[str]:
        """Each button and command that is named and is not there."""
        known = set(_words(labels(self.language)["choice"]))
        missing = [f"button {name}" for name in self.buttons if name not in known]
        return missing + [f"command {command}" for command in self.commands if not _is_known(command)]


def read(language: str, name: str) -> Page:
    """A page by the name of its file."""
    return Page(language, (BOOK / language / f"{name}.md").read_text(encoding="utf-8"))


def _words(labels: Any) -> Iterator[str]:
    if isinstance(labels, str):
        yield labels
        return
    for each in labels.values():
        yield from _words(each)


def _is_known(command: str) -> bool:
    if command.startswith("hazardline "):
        return _runs(shlex.split(command)[1:])
    return opened_by(command) is not None or command.casefold() in _SAID_AT_ANY_TIME


def _runs(words: list[str]) -> bool:
    """Whether the command line takes these words: the commands, their arguments and their options."""
    command = typer.main.get_command(cli)
    while isinstance(command, TyperGroup):
        if not words or words[0] not in command.commands:
            return False
        command, words = command.commands[words[0]], words[1:]
    try:
        command.make_context("hazardline", words)
    except TyperException:
        return False
    return True
