"""An album whose pictures have words of their own: one place seen several times, or several hazards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.legible import joined
from handlers.questions import Option, ask_choice
from handlers.replies import Become, OneByOne

SAME = Option("same", "same_place")
EACH = Option("each", "each_its_own")


@dataclass(frozen=True)
class Album:
    """`parts`: each with the stored ids of its messages, its words, and the names of its pictures."""

    id: str
    parts: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


async def split_album(album: Album) -> Become | OneByOne:
    words = [part["text"] for part in album.parts]
    photos = sum(len(part["photos"]) for part in album.parts)
    if await ask_choice("album.several", (SAME, EACH), photos=photos, said=words[:2], count=len(words)) == "same":
        return Become("report_hazard", {"text": joined(*words), "photos": photos})
    return OneByOne(album.parts)
