"""Tells whether words speak of an emergency at this moment; the words themselves are in emergency_words.toml."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.wording import folded
from workflow.emergency import Emergency

READ_CHARACTERS = 400  # who is in danger says so at once; more would only cost time

# In letters, a Chinese character as three. A brief message needs fewer proofs, a long one describes more than it calls.
BRIEF = 60
LONG = 180
HAN = 3

_HAN = re.compile(r"[\u3400-\u9fff]")
_APOSTROPHE = re.compile("(?<=[a-z])['’‘`´](?=[a-z])")
_BLANK_AT_HAN = re.compile(f"(?<={_HAN.pattern}) +| +(?={_HAN.pattern})")
_CLAUSE = re.compile(r"([\w\s#%&()/+-]+)([^\w\s#%&()/+-]*)")
_HEADING = re.compile(r"[\w\s#%&()/+-]{1,40}:\s*$")
_QUOTED = re.compile('[“「『《"]([^“”「」『』《》"]*)[”」』》"]')


@dataclass(frozen=True)
class _Sign:
    kind: Emergency
    needs_brevity: bool
    needs_outcry: bool
    pattern: re.Pattern[str]

    @property
    def is_enough(self) -> bool:
        return not (self.needs_brevity or self.needs_outcry)


@dataclass(frozen=True)
class _TakenBack:
    """One reason why a sign does not count; where: the part of the message in which its words are looked for."""

    where: str
    doubt: bool
    bare: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class _Clause:
    text: str
    start: int
    words: str
    mark: str

    @property
    def heading(self) -> str:
        """The clause before, where a colon ties it to this one."""
        found = _HEADING.search(self.text, 0, self.start)
        return found[0] if found else ""


@dataclass(frozen=True)
class _Tone:
    """How a message is spoken."""

    brief: bool
    outcry: bool

    def allows(self, sign: _Sign) -> bool:
        return self.outcry or not (sign.needs_outcry or (sign.needs_brevity and not self.brief))

    def lifts(self, row: _TakenBack, sign: _Sign | None) -> bool:
        """Whether the reason does not hold against the sign; without a sign, against any."""
        if row.doubt and self.outcry:
            return True
        return row.bare and sign is not None and sign.is_enough and (self.brief or self.outcry)


class _Words:
    """The table of words, made into patterns."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._shorthand: dict[str, str] = table["shorthand"]
        languages = [(table["chinese"], "{}"), (table["english"], "(?<![a-z])(?:{})(?![a-z])")]
        self.signs = [sign for kinds, edges in languages for sign in self._signs(kinds, edges)]
        self.taken_back = [
            _TakenBack(row["where"], row.get("doubt", False), row.get("bare", False), self._either(row))
            for row in table["taken_back"]
        ]
        self.outcry = self._either(table["outcry"])
        self.now = self._either(table["now"])

    def _signs(self, kinds: dict[str, dict[str, list[str]]], edges: str) -> Iterator[_Sign]:
        for kind, rows in kinds.items():
            for need, patterns in rows.items():
                for pattern in patterns:
                    compiled = re.compile(edges.replace("{}", self._written_out(pattern)))
                    yield _Sign(Emergency(kind), need == "brief", need == "outcry", compiled)

    def _either(self, row: dict[str, Any]) -> re.Pattern[str]:
        chinese, english = ("|".join(map(self._written_out, row[language])) for language in ("chinese", "english"))
        return re.compile(f"{chinese}|(?<![a-z])(?:{english})(?![a-z])")

    def _written_out(self, pattern: str) -> str:
        """The pattern with every {name} replaced, its numerals as digits like those of the text it will meet."""
        for name, meaning in self._shorthand.items():
            pattern = pattern.replace("{" + name + "}", meaning)
        return folded(pattern)


_TABLE = tomllib.loads(Path(__file__).with_name("emergency_words.toml").read_text("utf-8"))
_WORDS = _Words(_TABLE)
_SIMPLIFIED = str.maketrans(_TABLE["traditional"]["from"], _TABLE["traditional"]["to"])


def happening_now(words: str) -> Emergency | None:
    """What the words say is going on: the cause if it is named, else that a person is down. None for all the rest."""
    text = _plain(words[:READ_CHARACTERS])
    tone, length = _tone(text)
    if length > LONG and not _WORDS.outcry.search(text):
        return None
    clauses = list(_clauses(text))
    if not any(_says(clause, tone) for clause in clauses):  # nearly all messages end here
        return None
    if _any_takes_back((row for row in _WORDS.taken_back if row.where == "message"), text, tone):
        return None
    told = [kind for clause in clauses for kind in _told(clause, tone)]
    return min(told, key=lambda kind: kind is Emergency.PERSON_DOWN, default=None)


def _plain(words: str) -> str:
    """Simplified, half width, small letters; no apostrophe, no quotation, a comma for a blank in Chinese."""
    text = _APOSTROPHE.sub("", folded(words).translate(_SIMPLIFIED)).strip()
    unquoted = _QUOTED.sub(" ", text)
    text = unquoted if re.search(r"\w", unquoted) else text
    return re.sub(r"[ \t]+", " ", _BLANK_AT_HAN.sub(",", text))


def _tone(text: str) -> tuple[_Tone, int]:
    length = len(text) + (HAN - 1) * len(_HAN.findall(text))
    outcry = bool(_WORDS.outcry.search(text)) or (length <= LONG and "!" in text)
    return _Tone(length <= BRIEF, outcry), length


def _clauses(text: str) -> Iterator[_Clause]:
    for found in _CLAUSE.finditer(text):
        words = found[1].rstrip()
        blank = len(words) - len(words.lstrip())
        yield _Clause(text, found.start() + blank, words.lstrip(), found[2])


def _says(clause: _Clause, tone: _Tone) -> bool:
    return any(tone.allows(sign) and sign.pattern.search(clause.words) for sign in _WORDS.signs)


def _told(clause: _Clause, tone: _Tone) -> list[Emergency]:
    """What a clause tells and nothing takes back, in the order of its words."""
    found = [
        (match.start(), sign.kind)
        for sign in _WORDS.signs
        if tone.allows(sign)
        for match in sign.pattern.finditer(clause.words)
        if not _is_taken_back(clause, match, sign, tone)
    ]
    return [kind for _, kind in sorted(found, key=lambda sign: sign[0])]


def _is_taken_back(clause: _Clause, match: re.Match[str], sign: _Sign, tone: _Tone) -> bool:
    start, end = match.span()
    heard = {
        "before": clause.words[:end],
        "so_far": clause.text[: clause.start + end],
        "touching": clause.words[:start],
        "after": clause.words[end:] + clause.mark,
        "clause": clause.words,
        "tied": clause.heading + clause.words,
        "onward": clause.text[clause.start + start :],
        "then": _since_now(clause.text[: clause.start + len(clause.words)]),
    }
    return any(_any_takes_back((row,), heard.get(row.where, ""), tone, sign) for row in _WORDS.taken_back)


def _any_takes_back(rows: Iterable[_TakenBack], text: str, tone: _Tone, sign: _Sign | None = None) -> bool:
    return any(row.pattern.search(text) for row in rows if not tone.lifts(row, sign))


def _since_now(text: str) -> str:
    """What follows the last word of now: yesterday's fire may burn again."""
    last = 0
    for found in _WORDS.now.finditer(text):
        last = found.end()
    return text[last:]
