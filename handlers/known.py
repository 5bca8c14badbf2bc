"""What the meaning of a message is told by, besides the message and its person's dialogues: looked up when needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.messages import Earlier
from storage.answering import Listed
from storage.recent import Reported

# Where a platform knows no captions, what follows within this time belongs to what was sent before.
APART = timedelta(seconds=20)
Offered = tuple[Any, Any] | None


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True)
class Known:
    """Functions that look something up.

    offered: the notice and the choice behind a token. lists_seen: what they had been shown as they wrote, latest first.
    known_kind: the library knows such a hazard. case_numbered: the case with a number, if it is theirs to see.
    label: the words of a button. own_case: the case with a number that they have reported without a name.
    is_party: a recipient is a pseudonym of theirs. is_group: it is a chat of several. helper: whom to turn to.
    finder: somebody here is called so. earlier_part: the answered message that this one is a late part of.
    just_reported: what they have reported within the last moments. equipment: the place behind the code of a machine.
    """

    offered: Callable[[str], Offered]
    lists_seen: Callable[[], Sequence[Listed]]
    known_kind: Callable[[str], bool]
    case_numbered: Callable[[str], str | None]
    label: Callable[[str], str]
    own_case: Callable[[str], str | None] = _nothing
    is_party: Callable[[str], bool] = lambda recipient: False
    is_group: Callable[[str], bool] = lambda recipient: False
    helper: Callable[[], str] = lambda: ""
    finder: Callable[[str], bool] = lambda name: False
    earlier_part: Callable[[], Earlier | None] = _nothing
    just_reported: Callable[[], Reported | None] = _nothing
    equipment: Callable[[str], Mapping[str, str] | None] = _nothing
