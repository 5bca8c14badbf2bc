"""The ledger 隐患台账: one row a case, in the columns that an inspector asks for.

Order 16 of the safety administration (2007), article 10: hazards are registered by grade, in an archive of their own;
Work Safety Law (2021), article 41: what was found and put right is recorded truthfully.
"""

from dataclasses import dataclass, fields
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """A case as the ledger has it, in its reader's language; codes where the label is in templates/labels.

    finder: empty where the reader may not know, or nobody can: `anonymous`. cause: the class of GB/T 13861, none where
    the library has no entry for it. measures: what was done, the last word of each. budget, spent: fen; none where no
    money was asked for. closed_at: signed off 销号. stands: its state; light: as on its card.
    """

    number: str
    source: str
    order: str
    found_at: datetime
    received_at: datetime
    finder: str
    anonymous: bool
    place: str
    equipment: str
    words: str
    category: str
    grade: str
    statutory_grade: str
    cause: int | None
    requirement: str
    law: str
    measures: str
    budget: int | None
    spent: int | None
    department: str
    owner: str
    due_at: datetime
    acceptor: str
    closed_at: datetime | None
    stands: str
    light: str


# `anonymous` and `light` are said within other columns: as the finder's name, and by the colour of the limit.
COLUMNS = tuple(field.name for field in fields(Entry) if field.name not in ("anonymous", "light"))
