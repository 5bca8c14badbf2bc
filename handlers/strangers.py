"""What somebody is answered whom the company does not know: where they work, and that it was passed on.

They have no dialogue: what a tap or a word of theirs means is told by the notice that they got last.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.codes import code_in
from handlers.finding import Message
from handlers.joining import card_rows
from handlers.legible import legible
from handlers.messages import ChatEvent
from handlers.questions import Option
from handlers.redeeming import redeem
from handlers.told import no_cause
from handlers.unknown import Stranger, asked_name, somebody
from nlp.anonymity import asks_for_anonymity
from nlp.courtesy import says_something
from nlp.emergency import happening_now
from storage import deliveries, enrolling, inbox, names
from storage.unit_of_work import UnitOfWork
from workflow.enrolling import LONGEST_NAME, await_decision
from workflow.ids import new_id
from workflow.joining import DECLINED, JoinRequest
from workflow.people import in_words

Row = dict[str, Any]
DEPARTMENTS_PAGE = 5  # with the button for more, what a card of every platform has room for


def answer(unit: UnitOfWork, message: Message, now: datetime, *, hazardous: bool) -> list[Row]:
    """The answer to a message of somebody unknown, with what the safety officers are told.

    hazardous: its words tell of a hazard, for sure.
    """
    incoming = message.incoming
    if (kind := happening_now(incoming.text)) is not None:  # whoever it is: what to do first, and whom to ring
        facts = {"kind": kind, "phone": names.emergency_phone(unit.connection)}
        return [somebody(unit, message).row("alarm.stranger", (), **facts)]
    if incoming.group or incoming.edits or incoming.event not in (None, ChatEvent.ARRIVED):
        return []
    if asks_for_anonymity(incoming.text):  # of somebody unknown nothing can be kept that bears no name
        inbox.erase(unit.connection, message.parts, now)
        return [{**_ask(somebody(unit, message)), "cause": no_cause()}]
    who = somebody(unit, message)
    who = replace(who, kept=_kept(who, hazardous=hazardous))
    code = code_in(incoming)
    if code is not None:
        return redeem(who, code, now)
    if who.request is not None:
        return [_again(who, who.request)]
    return _step(who, now)


def _kept(who: Stranger, *, hazardous: bool) -> str | None:
    """The first message with which they wanted to report something: it is taken up when they are known.

    So is what they want to report after it: pictures and words may come apart.
    """
    before = who.request.message_id if who.request else who.last.facts.get("kept") if who.last is not None else None
    incoming = who.incoming
    answers = incoming.choice or incoming.scan or code_in(incoming) or asked_name(who.last)
    sound = any(photo.problem in (None, "pending") for photo in incoming.photos)
    tells = sound or (hazardous and not answers and _picked(who) is None)
    if before and tells:
        inbox.go_with(who.unit.connection, who.message.parts, before)
    return before or (who.message.parts[-1] if tells else None)


def _step(who: Stranger, now: datetime) -> list[Row]:
    """The department, then the name where the platform tells none, then it is passed on."""
    said, name = legible(who.incoming.text), who.incoming.sender_name.strip()
    if asked_name(who.last) and _reads_as_name(who):
        return _pass_on(who, who.last.facts["department"], said, now)
    picked = _picked(who)
    if picked == "more":
        return [_ask(who, who.last.facts["page"] + 1)]
    if picked is None:
        again = asked_name(who.last)
        return [who.row("enrol.your_name", department=who.last.facts["department"]) if again else _ask(who)]
    if not name:
        return [who.row("enrol.your_name", department=picked)]
    return _pass_on(who, picked, name[:LONGEST_NAME], now)


def _reads_as_name(who: Stranger) -> bool:
    said = legible(who.incoming.text)
    return says_something(said) and len(said) <= LONGEST_NAME and "\n" not in said and not who.incoming.photos


def _picked(who: Stranger) -> str | None:
    """What of the departments that were offered they mean: by tap, by number, by name."""
    incoming, said = who.incoming, legible(who.incoming.text)
    if incoming.choice is not None:
        return _tapped(who, incoming.choice)
    offered = who.last.choices if who.last is not None else []
    if said.isdecimal() and said.isascii():
        return offered[int(said) - 1]["value"] if 1 <= int(said) <= len(offered) else None
    rows = enrolling.all_departments(who.unit.connection) if said else []
    return next((row.id for row in rows if said.casefold() in (row.name.casefold(), row.name_en.casefold())), None)


def _tapped(who: Stranger, token: str) -> str | None:
    """A button that stands in their own chat; one that was given to somebody else says nothing."""
    found = deliveries.offered(who.unit.connection, token)
    if found is None or found[0].recipient_id != who.id or found[1]["opens"]:
        return None
    return str(found[1]["value"])


def _ask(who: Stranger, page: int = 0) -> Row:
    """Where they work, some departments at a time."""
    rows = enrolling.all_departments(who.unit.connection)
    page = page if page * DEPARTMENTS_PAGE < len(rows) else 0
    shown = rows[page * DEPARTMENTS_PAGE : (page + 1) * DEPARTMENTS_PAGE]
    more = (Option("more", "more"),) if len(rows) > DEPARTMENTS_PAGE else ()
    options = tuple(Option(row.id, text=in_words(row.name, row.name_en, who.language)) for row in shown)
    return who.row("enrol.unknown", (*options, *more), page=page)


def _pass_on(who: Stranger, department: str, name: str, now: datetime) -> list[Row]:
    """The request, once; the officers get it as a card."""
    incoming = who.incoming
    address = (incoming.bot, incoming.sender)
    request = JoinRequest(new_id(), *address, name, department, who.language, who.kept)
    if not enrolling.file_request(who.unit.connection, request, now):
        made = enrolling.request_at(who.unit.connection, *address)
        return [_again(who, made)] if made else []
    await_decision(who.unit, request.id, now)
    return [who.row("enrol.passed_on", whom=who.whom), *card_rows(who.unit, request)]


def _again(who: Stranger, request: JoinRequest) -> Row:
    """It is with the officers, or was decided: said again, and nobody is asked a second time."""
    if request.state == DECLINED:
        return who.row("enrol.declined", whom=who.whom)
    if who.kept and request.message_id is None:
        enrolling.keep_message(who.unit.connection, request.id, who.kept)
    return who.row("enrol.waiting", whom=who.whom)
