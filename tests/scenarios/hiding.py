"""What somebody finds who has everything that is stored but the key: every row, file and log line, and who is joined to
whom in them."""

import base64
import json
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage import tables
from storage.engine import fold_log
from storage.pseudonyms import Pseudonyms
from tests.engines import opened
from tests.world import Heard, Someone, World

# The company's own knowledge of its people: the same whether or not they have ever written a word.
DIRECTORY = (
    *("company", "sites", "departments", "areas", "area_risks", "contractors", "people", "memberships", "addresses"),
    *("equipment", "equipment_tokens", "responsibilities", "library_entries", "laws"),
    *("calendar_days", "shifts", "duty_roster"),
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TOKEN = re.compile(r"([A-Za-z0-9_-]{22})\.\d+")


class Unnamed(Someone):
    """A person who reports anonymously; what they are told they find in their chat, as themselves or as a pseudonym."""

    def __init__(self, who: Someone) -> None:
        super().__init__(who.world, who.id, who.code, who.name, who.name_en)

    def everything(self) -> list[Heard]:
        notices, key = tables.notices, Pseudonyms(self.world.pseudonym_key or b"")
        rows = self.world.rows(select(tables.pseudonyms))
        mine = [row.id for row in rows if key.open(row.sealed, f"pseudonyms/{row.hazard_id}") == self.id]
        told = select(notices).where(notices.c.recipient_id.in_([self.id, *mine]), notices.c.state == "sent")
        rows = self.world.rows(told.order_by(notices.c.id))
        return [Heard(row.id, row.topic, row.choices, row.subject_id, row.facts) for row in rows]

    def names(self) -> list[str]:
        """What must be found nowhere."""
        return [self.id, self.code, self.name, self.name_en, self.name_en.replace(" ", "")]

    def reads(self, topic: str, *, among: int = 1, **facts: Any) -> None:
        """The last message in their chat is this one, or one of so many."""
        words = self.world.company.renderer.render(self.world.language, topic, facts, self.world.clock.moment)
        self.world.pause()
        assert words in [outgoing.text for outgoing in self.world.platform.to(self.code)][-among:]


def stored(world: World) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table outside the directory, but for the records of how that was brought in."""
    names = [table for table in tables.metadata.sorted_tables if table.name not in DIRECTORY]
    rows = {table.name: [dict(row._mapping) for row in world.rows(select(table))] for table in names}
    rows["audit_records"] = [row for row in rows["audit_records"] if row["id"] > world.begun]
    return rows


def as_text(value: Any) -> str:
    """A column as somebody with a text editor reads it."""
    if isinstance(value, bytes):
        return value.hex() + value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)


def columns_with(world: World, *sought: str) -> set[str]:
    """Which columns hold any of these, in any case."""
    return {
        f"{table}.{column}"
        for table, rows in stored(world).items()
        for row in rows
        for column, value in row.items()
        if any(name.casefold() in as_text(value).casefold() for name in sought)
    }


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Everything that lies in the data folder but the database itself."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".db" not in path.name:
            yield path, path.read_bytes()


def in_bytes(data: bytes, *sought: str) -> list[str]:
    """Which of these stand in some bytes, in the encodings that cameras and databases use."""
    lowered = data.lower()
    codings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [name for name in sought if any(name.lower().encode(coding) in lowered for coding in codings)]


def raw_database(world: World) -> bytes:
    """The bytes of an SQLite database with its log, after what is in the log was folded in."""
    world.stop()
    path = Path(world.url.removeprefix("sqlite:///"))
    engine = opened(world.url)
    fold_log(engine)
    engine.dispose()
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def compact(world: World, where: Path) -> bytes:
    """The bytes of the same database with nothing in it but what its tables hold."""
    engine = opened(world.url)
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(where),))
    engine.dispose()
    return where.read_bytes()


def ids_in(value: Any) -> set[str]:
    """The ids that a column tells, those inside button tokens too."""
    text = as_text(value)
    found = set(UUID.findall(text))
    for token in TOKEN.findall(text):
        found.add(str(uuid.UUID(bytes=base64.urlsafe_b64decode(token + "=="))))
    return found


def joined_to(world: World, person: Someone) -> set[str]:
    """Every id that rows lead to from a person, step by step, however many; not by way of other people and places.

    A person is found by id, code and address. Steps through what many share (areas, departments, colleagues, what a
    colleague wrote, the lists of cases they looked at) are not taken: they lead from everybody to everything.
    """
    inbox, cases = tables.inbox, {row.id for row in world.rows(select(tables.hazards.c.id))}
    theirs = world.rows(select(inbox.c.id).where(inbox.c.sender.not_in(["", person.code])))
    shared = (_directory(world) | {row.id for row in theirs}) - {person.id}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for rows in stored(world).values():
        for row in rows:
            told = set().union(*map(ids_in, row.values()))
            ids = told - shared
            if len(ids & cases) > 1 and told & shared and person.id not in told:
                continue  # a list that somebody else has looked at
            if any(name in as_text(value) for name in (person.code, person.name) for value in row.values()):
                ids.add(person.id)
            for one in ids:
                near[one] |= ids
    found, ahead = {person.id}, [person.id]
    while ahead:
        fresh = near[ahead.pop()] - found
        found |= fresh
        ahead += fresh
    return found


def _directory(world: World) -> set[str]:
    rows = [row for name in DIRECTORY for row in world.rows(select(tables.metadata.tables[name]))]
    return set().union(*(ids_in(value) for row in rows for value in row))


def moments_of(world: World, person: Someone, since: datetime, until: datetime) -> list[str]:
    """Rows that name a person and tell a moment between two, a minute before and after included."""
    first, last = since - timedelta(minutes=1), until + timedelta(minutes=1)
    return [
        f"{table}: {row}"
        for table, rows in stored(world).items()
        for row in rows
        if any(name in as_text(value) for name in (person.id, person.code) for value in row.values())
        and any(isinstance(value, datetime) and first <= value <= last for value in row.values())
    ]
