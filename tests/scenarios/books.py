"""The company's books after whatever happened to its processes: nothing missing, nothing twice, nothing half-done."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select

from storage.inbox import nameless
from storage.key_ring import picture_digest
from storage.media import MediaStore
from storage.sealed_types import ring_of
from storage.tables import (
    attachments,
    deliveries,
    events,
    hazards,
    inbox,
    media,
    notices,
    texts,
    timers,
    webchat_messages,
)
from workflow.lifecycle import OPEN, state_after


def is_quiet(connection: Connection) -> bool:
    """True when every message is answered, every picture is there and every notice is carried."""
    unanswered = connection.scalar(select(func.count()).where(inbox.c.state == "new"))
    uncarried = connection.scalar(select(func.count()).where(notices.c.state == "pending"))
    unfetched = connection.scalar(select(func.count()).where(attachments.c.state == "pending"))
    return not unanswered and not uncarried and not unfetched


def check_messages(connection: Connection, acknowledged: Collection[str]) -> None:
    """Each acknowledged message (`code:client id`) is there once, is shown once, and is answered."""
    rows = connection.execute(select(inbox.c.id, inbox.c.key, inbox.c.state)).all()
    assert Counter(row.key for row in rows) == Counter(map(nameless, acknowledged))
    assert {row.state for row in rows} == {"done"}
    mine = select(webchat_messages.c.body).where(webchat_messages.c.direction == "in")
    shown = Counter(body["client_id"] for body in connection.scalars(mine))
    assert shown == Counter(key.partition(":")[2] for key in acknowledged)
    causes = connection.scalars(select(notices.c.cause).where(notices.c.cause.startswith("inbox:")))
    assert {cause.split(":")[1] for cause in causes} == {row.id for row in rows}


def check_notices(connection: Connection) -> None:
    """Each notice was carried, which is written down, and is claimed by nobody any more."""
    rows = connection.execute(select(notices.c.id, notices.c.state, notices.c.claimed_until)).all()
    assert {(row.state, row.claimed_until) for row in rows} == {("sent", None)}
    carried = select(deliveries.c.notice_id).where(deliveries.c.state == "sent")
    assert set(connection.scalars(carried)) == {row.id for row in rows}


def check_cases(connection: Connection) -> None:
    """Each case is what its events make of it, and an open one has a running clock."""
    happened = defaultdict(list)
    for event in connection.execute(select(events).order_by(events.c.subject_id, events.c.version)):
        happened[event.subject_id].append(event)
    cases = connection.execute(select(hazards)).all()
    assert happened.keys() == {case.id for case in cases}
    live = (timers.c.stopped_at.is_(None), timers.c.clock != "recheck")
    ticking = set(connection.scalars(select(timers.c.subject_id).where(*live)))
    for case in cases:
        told = folded(happened[case.id])
        assert {name: getattr(case, name) for name in told} == told, case.number
        assert (case.id in ticking) == (case.state in OPEN), case.number


def folded(history: list[Row[Any]]) -> dict[str, Any]:
    """The columns of a case that its events tell."""
    assert [event.version for event in history] == list(range(1, len(history) + 1))
    told: dict[str, Any] = {"state": state_after(event.kind for event in history), "version": len(history)}
    repairers: list[str] = []
    for event in history:
        facts = event.facts
        told |= {f"{name}_id": facts[name] for name in ("owner", "acceptor", "area", "equipment") if name in facts}
        told |= {name: facts[name] for name in ("category", "stage") if name in facts}
        if event.kind in ("taken", "progress_posted", "submitted") and event.actor_id not in repairers:
            repairers.append(event.actor_id)
        if event.kind == "submitted":
            told["stage"] = "done"
        elif event.kind == "sent_back":
            told["stage"] = None
        told["closed_at"] = event.at if event.kind == "accepted" else None
    first = history[0]
    told |= {"reporter_id": first.actor_id, "company_grade": first.facts["grade"], "received_at": first.at}
    return told | {"repairers": repairers}


def check_due_times(connection: Connection) -> None:
    """The limit of each case is the one that its events last named."""
    due = {}
    for event in connection.execute(select(events).order_by(events.c.version)):
        if "due_at" in event.facts:
            due[event.subject_id] = datetime.fromisoformat(event.facts["due_at"])
    cases = connection.execute(select(hazards.c.id, hazards.c.due_at))
    assert {case.id: case.due_at for case in cases} == due


def check_numbers(connection: Connection) -> None:
    """The numbers of each day run from 1 without a gap or a repeat."""
    days = defaultdict(list)
    for number in connection.scalars(select(hazards.c.number)):
        day, _, place = number.rpartition("-")
        days[day].append(int(place))
    for day, places in days.items():
        assert sorted(places) == list(range(1, len(places) + 1)), day


def check_words(connection: Connection) -> None:
    """The words of each event are there as they were written, and no words belong to nothing."""
    said = {row.id: row for row in connection.execute(select(texts))}
    named = set()
    for facts in connection.scalars(select(events.c.facts)):
        for word in facts.get("words", {}).values():
            row = said[word["text"]]
            assert word["digest"] == hashlib.sha256(f"{row.salt}\n{row.body}".encode()).hexdigest()
            named.add(row.id)
    assert named == said.keys()


def check_files(connection: Connection, folder: Path) -> None:
    """No row lacks its file: each picture has its original, as its digest says, its clean copy and its thumbnail."""
    store = MediaStore(folder, ring_of(connection))
    kept = {row.id: row for row in connection.execute(select(media))}
    for row in kept.values():
        digest = hashlib.sha256(store.read(row.id, "sealed")).hexdigest()
        assert picture_digest(ring_of(connection), digest) == row.digest
        for variant in ("clean", "thumb"):
            assert store.read(row.id, variant)[:2] == b"\xff\xd8"
    for row in connection.execute(select(attachments)):
        assert row.state == "ready"
        assert row.media_id in kept


def check_all(connection: Connection, folder: Path, acknowledged: Collection[str]) -> None:
    check_messages(connection, acknowledged)
    check_notices(connection)
    check_cases(connection)
    check_due_times(connection)
    check_numbers(connection)
    check_words(connection)
    check_files(connection, folder)
