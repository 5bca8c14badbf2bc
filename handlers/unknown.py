"""Somebody unknown: what they have sent, the language they are answered in, and what has to be remembered of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from handlers.codes import code_in
from handlers.finding import Message
from handlers.messages import Incoming
from handlers.questions import Option
from handlers.told import choice_row, plain_row, stranger_id
from storage import enrolling
from storage.unit_of_work import UnitOfWork
from workflow.enrolling import those_asked
from workflow.joining import JoinRequest
from workflow.people import Language, in_words

_CHINESE, _LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Stranger:
    """They have no dialogue: what they were told `last` says what is asked. kept: the message they wanted to report.

    reads: the language that they are known to read, if any.
    """

    unit: UnitOfWork
    message: Message
    last: Any
    request: JoinRequest | None
    reads: Language | None
    kept: str | None = None

    @property
    def language(self) -> Language:
        return self.reads or Language.ZH_CN

    @property
    def incoming(self) -> Incoming:
        return self.message.incoming

    @property
    def id(self) -> str:
        return stranger_id(self.incoming.bot, self.incoming.sender)

    @property
    def cause(self) -> str:
        return f"inbox:{self.message.parts[-1]}"

    @property
    def whom(self) -> str:
        """The name of one of those who decide; empty where nobody is there."""
        asked = those_asked(self.unit)
        return in_words(asked[0].name, asked[0].name_en, self.language) if asked else ""

    def row(self, topic: str, choices: Iterable[Option] = (), **facts: Any) -> dict[str, Any]:
        """An answer to them; what has to be remembered of them goes with it."""
        remembered = {"kept": self.kept} | ({"language": self.reads} if self.reads else {})
        row = plain_row(topic, self.message, None)
        return {**row, "facts": {**remembered, **facts}, "choices": [choice_row(option) for option in choices]}


def somebody(unit: UnitOfWork, message: Message) -> Stranger:
    """Who has sent a message, as far as we know."""
    incoming = message.incoming
    last = enrolling.last_told(unit.connection, stranger_id(incoming.bot, incoming.sender))
    request = enrolling.request_at(unit.connection, incoming.bot, incoming.sender)
    return Stranger(unit, message, last, request, _reads(incoming, last))


def known_language(last: Any) -> Language | None:
    """What somebody was known to read when they were told this."""
    return Language(last.facts["language"]) if last is not None and "language" in last.facts else None


def asked_name(last: Any) -> bool:
    """True where what they were told last asks what they are called."""
    return last is not None and last.topic == "enrol.your_name"


def _reads(incoming: Incoming, last: Any) -> Language | None:
    """The language of their words; without any, of those before, else the one that their platform tells.

    Commands, codes and what somebody is called are written in these letters or those, whatever they read.
    """
    wordless = incoming.text.startswith("/") or code_in(incoming) or asked_name(last)
    said = "" if wordless else incoming.text
    if _CHINESE.search(said):
        return Language.ZH_CN
    if _LATIN.search(said):
        return Language.EN
    return known_language(last) or (Language(incoming.language) if incoming.language else None)
