"""How the lookups of officers and administrators are asked; they are about no case."""

from collections.abc import Callable
from typing import Any

from handlers.admin import wanted
from handlers.questions import Lookup

ASKED_BY_OFFICERS: dict[type[Lookup], Callable[[Any], Lookup]] = {
    wanted.Health: lambda case: wanted.Health(),
}
