"""Which card a bare number answers where no question is open: a platform that shows no buttons numbers the choices."""

from uuid import UUID

from sqlalchemy import Connection, select

from storage.deliveries import token
from storage.tables import deliveries, inbox, notices

BEFORE_ALL = str(UUID(int=0))  # ids rise with time


def numbered(connection: Connection, person_id: str, bot: str, sender: str, message: str, number: int) -> str | None:
    """The token of a choice by its number, on the one card that came into a chat since its person last wrote there.

    message: the inbox id of what they write now. None where no card came, or several did, or none of it has the number.
    """
    theirs = (inbox.c.bot == bot, inbox.c.sender == sender, inbox.c.id < message)
    last = select(inbox.c.id).where(*theirs).order_by(inbox.c.id.desc()).limit(1)
    before = connection.execute(last).scalar() or BEFORE_ALL
    there = (deliveries.c.bot == bot, deliveries.c.address == sender, deliveries.c.state == "sent")
    cards = connection.execute(
        select(notices.c.id, notices.c.choices)
        .join(deliveries, deliveries.c.notice_id == notices.c.id)
        .where(*there, deliveries.c.id > before, deliveries.c.id < message)
        .where(notices.c.recipient_id == person_id, notices.c.card)
        .limit(2)
    ).all()
    if len(cards) != 1 or not 1 <= number <= len(cards[0].choices):
        return None
    return token(cards[0].id, number - 1)
