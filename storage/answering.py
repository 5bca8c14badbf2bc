"""The lists of choices that somebody had seen when they wrote: what a bare number can answer, and nothing newer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, case, select

from storage.deliveries import token
from storage.tables import deliveries, inbox, notices
from workflow.notice import Lane

BEFORE_ALL = str(UUID(int=0))  # ids rise with time
LATEST = 40  # notices that are looked through


@dataclass(frozen=True)
class Listed:
    """A list of choices that somebody was shown, or a question that they were asked.

    question: its dialogue, key and occurrence, if it asks. fresh: they have written nothing since it came.
    numbered: it came into this chat, with numbers in place of buttons. answer: it followed from what they wrote.
    """

    notice_id: str
    choices: int
    question: Mapping[str, Any] | None
    fresh: bool
    numbered: bool
    answer: bool

    def token(self, number: int) -> str | None:
        """Of the choice with this number; None where it has none."""
        return token(self.notice_id, number - 1) if 1 <= number <= self.choices else None


def seen(connection: Connection, person_id: str, bot: str, sender: str, message: str) -> Sequence[Listed]:
    """What a person had been shown before they sent a message, the latest first.

    message: its id in the inbox. What is said to anonymous reporters is taken for shown at once: when is not kept.
    """
    shown = case((notices.c.private, notices.c.id), else_=deliveries.c.id).label("shown")
    sent = and_(deliveries.c.notice_id == notices.c.id, deliveries.c.state == "sent")
    latest = (
        select(notices, deliveries.c.bot.label("there"), deliveries.c.address.label("at"), deliveries.c.numbered, shown)
        .join(deliveries, sent, isouter=True)
        .where(notices.c.recipient_id == person_id, notices.c.id < message, shown < message)
        .order_by(notices.c.id.desc())
        .limit(LATEST)
    )
    rows = [row for row in connection.execute(latest).all() if row.card or row.question]
    before = _last_written(connection, bot, sender, message)
    return [_listed(row, (bot, sender), before) for row in sorted(rows, key=lambda row: row.shown, reverse=True)]


def _listed(row: Row[Any], chat: tuple[str, str], before: str) -> Listed:
    numbered = bool(row.numbered) and (row.there, row.at) == chat
    return Listed(row.id, len(row.choices), row.question, row.shown > before, numbered, row.lane == Lane.ANSWER)


def _last_written(connection: Connection, bot: str, sender: str, message: str) -> str:
    """The id of what they wrote, sent or tapped before this message; that they opened the chat is nothing of theirs."""
    theirs = (inbox.c.bot == bot, inbox.c.sender == sender, inbox.c.id < message, ~inbox.c.event)
    last = select(inbox.c.id).where(*theirs).order_by(inbox.c.id.desc()).limit(1)
    return connection.execute(last).scalar() or BEFORE_ALL
