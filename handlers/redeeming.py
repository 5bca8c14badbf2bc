"""What a one-time code does for somebody unknown: it makes a person of them, or one whom the company knows already."""

from datetime import datetime
from typing import Any

from handlers.help import MENU
from handlers.join_card import platform_of
from handlers.joining import become_known, outcome, welcome
from handlers.told import choice_row
from handlers.unknown import Stranger
from storage import directory, enrolling
from workflow.enrolling import LONGEST_NAME, MOST_TRIES, TRIED_WITHIN, is_still_meant, settle
from workflow.events import Event
from workflow.ids import new_id
from workflow.joining import GRANTED, OPEN, Invitation
from workflow.notices import Lane
from workflow.people import Person, in_words

Row = dict[str, Any]


def redeem(who: Stranger, code: str, now: datetime) -> list[Row]:
    """Spend a code and say what came of it."""
    connection = who.unit.connection
    if enrolling.told_since(connection, who.id, "enrol.bad_code", now - TRIED_WITHIN) >= MOST_TRIES:
        return [who.row("enrol.too_many_tries")]
    digest = enrolling.digest_of(code)
    invitation = enrolling.spend(connection, digest, now)
    if invitation is None:
        spent = enrolling.is_spent(connection, digest)
        return [who.row("enrol.bad_code", why="unknown" if spent is None else "spent" if spent else "late")]
    maker = who.unit.person(invitation.made_by_id)
    if maker is None or not is_still_meant(who.unit, invitation):
        return [who.row("enrol.bad_code", why="late")]
    become_known(who.unit, who.incoming.bot, who.incoming.sender, who.kept)
    return (_join if invitation.person_id is None else _link)(who, invitation, maker, now)


def _join(who: Stranger, invitation: Invitation, maker: Person, now: datetime) -> list[Row]:
    """A person at once, who reads what whoever invited them does unless they are known not to; who did hears of it."""
    incoming = who.incoming
    called = incoming.sender_name.strip() or (who.request.name if who.request else "")
    name = called[:LONGEST_NAME] or incoming.sender
    language = who.reads or maker.language
    person_id = who.unit.entrance.enter(name, invitation.department_id, language, who.unit.today)
    settled = _reach(who, invitation, person_id, now)
    department = enrolling.department_names(who.unit.connection, invitation.department_id)
    told = {"name": name, "department": in_words(*department, maker.language)}
    used = {"topic": "enrol.used", "recipient_id": maker.id, "facts": told, "lane": Lane.NOTICE}
    here = (incoming.bot, incoming.sender)
    greeting = welcome(who.unit, person_id, who.cause, *here, asks=who.reads is None)
    return [greeting, {"cause": who.cause, **used}, *settled]


def _link(who: Stranger, invitation: Invitation, person: Person, now: datetime) -> list[Row]:
    """One more address of somebody known; both chats hear of it."""
    incoming, before = who.incoming, directory.address_of(who.unit.connection, person.id)
    settled = _reach(who, invitation, person.id, now)
    facts = {"name": in_words(person.name, person.name_en, person.language), "platform": platform_of(incoming.bot)}
    row = {"cause": who.cause, "recipient_id": person.id, "facts": facts, "lane": Lane.ANSWER}
    menu = [choice_row(option) for option in MENU]
    here = {**row, "topic": "enrol.linked", "choices": menu, "bot": incoming.bot, "address": incoming.sender}
    if before is None:
        return [here, *settled]
    return [here, {**row, "topic": "enrol.linked_there", "bot": before[0], "address": before[1]}, *settled]


def _reach(who: Stranger, invitation: Invitation, person_id: str, now: datetime) -> list[Row]:
    """They are reached here from now on; nobody need decide any more on what they had asked, and its cards say so."""
    who.unit.entrance.reach(person_id, who.incoming.bot, who.incoming.sender, now)
    facts = {"person": person_id}
    who.unit.record(Event(new_id(), "invitation", invitation.id, 1, "redeemed", person_id, now, facts))
    if who.request is None or who.request.state != OPEN:
        return []
    settle(who.unit, who.request.id, GRANTED, invitation.made_by_id, now, person_id)
    return outcome(who.unit, who.request.id, "enrol.settled_by_code")
