"""What is told of a request to join: the officers' card, and what becomes of it, to the newcomer and to the others."""

from datetime import datetime
from typing import Any

from handlers.help import MENU, in_language
from handlers.join_card import facts_of, options_of
from handlers.questions import Open, Option
from handlers.told import choice_row, stranger_id
from handlers.unknown import known_language
from storage import clocks, deliveries, enrolling, inbox
from storage.clocks import Due
from storage.unit_of_work import UnitOfWork
from workflow.enrolling import WAITING, settled, those_asked
from workflow.joining import OPEN, Admit, DeclineJoin, JoinRequest
from workflow.notices import Lane
from workflow.people import Language, Person, in_words

Row = dict[str, Any]


def card_rows(unit: UnitOfWork, request: JoinRequest) -> list[Row]:
    """The request before everybody who decides on it."""
    return _cards(unit, request, {"cause": f"join:{request.id}"})


def ring_waiting(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """A request that nobody has answered, once more before those who decide on it."""
    request = unit.entrance.request(due.subject_id)
    if not clocks.stop(unit.connection, due, now) or request is None or request.state != OPEN:
        return []
    return _cards(unit, request, {"cause": _reminding(due.id), "timer_id": due.id}, late=True)


def _reminding(timer_id: str) -> str:
    return f"timer:{timer_id}:0"


def _cards(unit: UnitOfWork, request: JoinRequest, told: Row, *, late: bool = False) -> list[Row]:
    known = bool(enrolling.namesakes(unit.connection, request.name, unit.today))
    facts = facts_of(request.name, request.bot, request.address, known=known, late=late)
    return [
        {
            **told,
            "topic": "enrol.asked",
            "recipient_id": officer.id,
            "facts": {**facts, "department": _department(unit, request.department_id, officer.language)},
            "choices": [choice_row(option) for option in options_of(request.id, known=known)],
            "lane": Lane.NOTICE,
        }
        for officer in those_asked(unit)
    ]


def become_known(unit: UnitOfWork, bot: str, address: str, kept: str | None) -> None:
    """What somebody had wanted to report is taken up; what they were told as a stranger is not kept any longer."""
    if kept:
        inbox.take_up_again(unit.connection, bot, address, kept)
    deliveries.forget_told(unit.connection, stranger_id(bot, address))


def kept_for(unit: UnitOfWork, command: object) -> str | None:
    """What waits to be taken up by this command: afterwards it is named nowhere any more."""
    request = unit.entrance.request(command.request_id) if isinstance(command, Admit) else None
    return request.message_id if request is not None else None


def news(unit: UnitOfWork, command: object, by: Person, kept: str | None) -> list[Row]:
    """What others hear after a request was decided. kept: what the newcomer had wanted to report."""
    if not isinstance(command, Admit | DeclineJoin):
        return []
    request = unit.entrance.request(command.request_id)
    if request is None:
        return []
    others = _others(unit, request, by)
    if request.person_id is None:
        return [_declined(request, by), *others]
    here = (request.bot, request.address)
    asks = known_language(enrolling.last_told(unit.connection, stranger_id(*here))) is None
    become_known(unit, *here, kept)
    return [welcome(unit, request.person_id, f"join:{request.id}", *here, asks=asks), *others]


def welcome(unit: UnitOfWork, person_id: str, cause: str, bot: str, address: str, *, asks: bool) -> Row:
    """The first words to somebody who is in now: what they can do here; and what they are called, if that is open.

    asks: nobody knows which language they read.
    """
    person = unit.person(person_id)
    nameless = unit.entrance.has_no_name(person_id)
    rename = (Option("name", "my_name", opens=Open("give_name")),) if nameless else ()
    language = person.language if person else Language.ZH_CN
    others = tuple(in_language(other) for other in Language if asks and other is not language)
    department = person.department_on(unit.today) if person else None
    return {
        "cause": cause,
        "topic": "enrol.nameless" if nameless else "enrol.welcome",
        "recipient_id": person_id,
        "facts": {
            "name": person.name if person else "",
            "department": _department(unit, department, language),
            "asks": asks,
        },
        "choices": [choice_row(option) for option in (*rename, MENU[0], *others, *MENU[1:])[:4]],
        "lane": Lane.ANSWER,
        "bot": bot,
        "address": address,
    }


def _declined(request: JoinRequest, by: Person) -> Row:
    return {
        "cause": f"join:{request.id}",
        "topic": "enrol.declined",
        "recipient_id": stranger_id(request.bot, request.address),
        "facts": {"language": request.language, "whom": in_words(by.name, by.name_en, request.language), "kept": None},
        "lane": Lane.ANSWER,
        "bot": request.bot,
        "address": request.address,
    }


def _others(unit: UnitOfWork, request: JoinRequest, by: Person) -> list[Row]:
    """Whoever has the card too reads in its place what became of it."""
    rung = clocks.ids_of(unit.connection, "join", request.id, WAITING)
    cards = enrolling.cards_of(unit.connection, [f"join:{request.id}", *map(_reminding, rung)], "enrol.asked")
    readers = [person for who in cards if who != by.id and (person := unit.person(who)) is not None]
    return [
        {
            "cause": f"join:{request.id}",
            "topic": "enrol.settled",
            "recipient_id": reader.id,
            "facts": settled(unit, request, reader),
            "lane": Lane.NOTICE,
            "replaces": cards[reader.id],
        }
        for reader in readers
    ]


def _department(unit: UnitOfWork, department_id: str | None, language: Language) -> str:
    return in_words(*enrolling.department_names(unit.connection, department_id), language)
