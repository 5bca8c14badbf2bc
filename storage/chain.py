"""The chain over events and records: what is committed and not linked yet, and the next links.

Rows bear ids in the order of their making and are committed in any order: they are linked in the order in which they
are found. What lies shortly before the newest linked one is looked at every time, everything now and then: so no commit
is forgotten however late it came, and nothing has to be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, insert, select

from storage.case_feed import NEVER, before
from storage.links import FIRST, SOURCES, Linker, row_texts
from storage.tables import chain

BATCH = 500  # rows in one transaction: a turn does not wait long behind them


@dataclass(frozen=True)
class Head:
    """The last link there is at a moment: 0 and noughts before the first."""

    position: int
    link: str


def head(connection: Connection) -> Head:
    row = connection.execute(_LAST).one_or_none()
    return Head(row.position, row.link) if row else Head(0, FIRST)


def link_at(connection: Connection, position: int) -> Head | None:
    """The head as it was when the chain ended there; None where it has not come so far."""
    row = connection.execute(_LINKS.where(chain.c.position == position)).one_or_none()
    return Head(row.position, row.link) if row else None


def next_links(connection: Connection, link: Linker, since: str) -> list[dict[str, Any]]:
    """Rows of the chain to append, at most BATCH, of what was made after an id, in the order of its making."""
    last = head(connection)
    rows, position, link_before = [], last.position, last.link
    for source, texts in unlinked(connection, since, BATCH):
        position += 1
        link_before = link(link_before, position, source, texts)
        rows.append({"position": position, "source": source, "source_id": texts[0], "link": link_before})
    return rows


def append(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write links down. Raises IntegrityError where somebody else has written there meanwhile."""
    connection.execute(insert(chain), rows)


def lately(connection: Connection) -> str:
    """The least id of shortly before the newest linked row: what was made before that is committed by now."""
    newest = connection.execute(_NEWEST).scalar()
    return before(newest) if newest else NEVER


def unlinked(connection: Connection, since: str, limit: int) -> list[tuple[str, Sequence[str]]]:
    """Committed rows after an id that have no link, in the order of their making.

    Of each its source and the texts of its columns, the first of which is its id.
    """
    found: list[tuple[str, Sequence[str]]] = []
    for source in SOURCES:
        rows = connection.execute(_missing(connection, source).where(SOURCES[source][0].c.id > since).limit(limit))
        found += [(source, tuple(row)) for row in rows]
    return sorted(found, key=lambda one: one[1][0])[:limit]


def _missing(connection: Connection, source: str) -> Select[Any]:
    """By the index of ids and that of links: nothing else is asked for, lest SQLite choose another."""
    table, _ = SOURCES[source]
    columns = row_texts(source, connection.dialect)
    return select(*columns).where(~exists().where(chain.c.source_id == table.c.id)).order_by(table.c.id)


_LINKS = select(chain.c.position, chain.c.link)
_LAST = _LINKS.order_by(chain.c.position.desc()).limit(1)
_NEWEST = select(chain.c.source_id).order_by(chain.c.source_id.desc()).limit(1)
