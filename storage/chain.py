"""The chain over events and records: what is committed and not linked yet, and the next links.

Rows bear ids in the order of their making and are committed in any order: they are linked in the order in which they
are found. What lies shortly before the newest linked one is looked at every time, everything now and then: so no commit
is forgotten however late it came, and nothing has to be counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select

from storage import vouching
from storage.case_feed import NEVER, before
from storage.links import FIRST, SOURCES, linker, measured, row_texts
from storage.tables import audit_records, chain, events

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


@dataclass(frozen=True)
class Batch:
    """The links of some rows, the next ones there are.

    links: rows of the chain to append; forged: source and id of rows that nobody vouches for, which get none; head: as
    it will be; last: the id up to which all was looked at, none where that was everything.
    """

    links: list[dict[str, Any]]
    forged: list[tuple[str, str]]
    head: Head
    last: str | None


def next_links(connection: Connection, key: bytes, since: str) -> Batch:
    """Of at most BATCH rows that were made after an id, in the order of their making."""
    begun, bears_mac = _newest_linked(connection)
    link, links, forged, end = linker(key), list[dict[str, Any]](), list[tuple[str, str]](), begun
    rows = unlinked(connection, since, BATCH)
    for source, texts in rows:
        if not is_genuine(key, source, texts, bears_mac):
            forged.append((source, texts[0]))
            continue
        bears_mac = texts[-1] is not None
        end = Head(end.position + 1, link(end.link, end.position + 1, source, measured(texts)))
        links.append({"position": end.position, "source": source, "source_id": texts[0], "link": end.link})
    return Batch(links, forged, end, rows[-1][1][0] if len(rows) == BATCH else None)


def is_genuine(key: bytes, source: str, texts: Sequence[str], since_macs: bool) -> bool:
    """Whether a row may be linked. since_macs: the newest linked one bears a `mac`, and so must all that follow."""
    return vouching.is_vouched(key, source, texts) or (texts[-1] is None and not since_macs)


def newest_bears_mac(connection: Connection) -> bool:
    return _newest_linked(connection)[1]


def _newest_linked(connection: Connection) -> tuple[Head, bool]:
    """The last link there is, and whether its row bears a `mac`; one that is gone is taken to have borne it."""
    row = connection.execute(_LAST_WITH_MAC).one_or_none()
    return (Head(row.position, row.link), row.mac is not None or row.id is None) if row else (Head(0, FIRST), False)


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
        found += [(source, row) for row in all_unlinked(connection, source, since, limit)]
    return sorted(found, key=lambda one: one[1][0])[:limit]


def all_unlinked(
    connection: Connection, source: str, since: str = NEVER, limit: int | None = None
) -> Iterator[Sequence[str]]:
    """Those of one source, one after another.

    By the index of ids and that of links: nothing else is asked for, lest SQLite choose another.
    """
    table, _ = SOURCES[source]
    without = select(*row_texts(source, connection.dialect)).where(~exists().where(chain.c.source_id == table.c.id))
    rows = without.where(table.c.id > since).order_by(table.c.id).limit(limit).execution_options(yield_per=BATCH)
    yield from (tuple(row) for row in connection.execute(rows))


_LINKS = select(chain.c.position, chain.c.link)
_LAST = _LINKS.order_by(chain.c.position.desc()).limit(1)
_LAST_WITH_MAC = (
    select(*_LINKS.selected_columns, *(func.coalesce(events.c[n], audit_records.c[n]).label(n) for n in ("id", "mac")))
    .join_from(chain, events, events.c.id == chain.c.source_id, isouter=True)
    .join(audit_records, audit_records.c.id == chain.c.source_id, isouter=True)
    .order_by(chain.c.position.desc())
    .limit(1)
)
_NEWEST = select(chain.c.source_id).order_by(chain.c.source_id.desc()).limit(1)
