"""What is told of a request to join: the officers' card, and what becomes of it, to the newcomer and to the others."""

from datetime import datetime
from typing import Any

from handlers.help import MENU, in_language
from handlers.join_card import facts_of, options_of
from handlers.questions import Open, Option
from handlers.told import choice_row, stranger_id
from handlers.unknown import known_language
from storage import clocks, deliveries, enrolling, held_back, inbox
from storage.clocks import Due
from storage.unit_of_work import UnitOfWork
from workflow.enrolling import WAITING, settled, those_asked
from workflow.joining import OPEN, Admit, DeclineJoin, JoinRequest
from workflow.notices import Lane
from workflow.people import Language, Person, in_words

Row = dict[str, Any]


def card_rows(unit: UnitOfWork, request: JoinRequest) -> list[Row]:
    """The request before everybody who decides on it."""
    return _cards(
        unit, request, {"cause": f"join:{request.id}", "timer_id": unit.timer_of("join", request.id, WAITING)}
    )


def ring_waiting(unit: UnitOfWork, due: Due, now: datetime) -> list[Row]:
    """A request that nobody has answered, once more before those who decide on it."""
    request = unit.entrance.request(due.subject_id)
    if not clocks.stop(unit.connection, due, now) or request is None or request.state != OPEN:
        return []
    return _cards(unit, request, {"cause": f"timer:{due.id}:0", "timer_id": due.id}, late=True)


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


def news(unit: UnitOfWork, command: object, by: Person, kept: str | None, tapped: str | None) -> list[Row]:
    """What is heard after a request was decided. kept: what the newcomer had wanted to report.

    tapped: the token of the button, if it was one; what it stands on shows by itself what was chosen.
    """
    if not isinstance(command, Admit | DeclineJoin):
        return []
    request = unit.entrance.request(command.request_id)
    if request is None:
        return []
    found = deliveries.offered(unit.connection, tapped) if tapped else None
    settled_cards = outcome(unit, request.id, besides=found[0].id if found else "")
    if request.person_id is None:
        return [_declined(request, by), *settled_cards]
    here = (request.bot, request.address)
    asks = known_language(enrolling.last_told(unit.connection, stranger_id(*here))) is None
    become_known(unit, *here, kept)
    return [welcome(unit, request.person_id, f"join:{request.id}", *here, asks=asks), *settled_cards]


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


def outcome(unit: UnitOfWork, request_id: str, topic: str = "enrol.settled", besides: str = "") -> list[Row]:
    """In the place of every card of a request, but for one of them, what became of it; none of those not shown yet."""
    request = unit.entrance.request(request_id)
    made = enrolling.cards_of(unit.connection, request_id)
    unseen = held_back.drop(unit.connection, [card.id for card in made])
    cards = [card for card in made if card.id != besides and card.id not in unseen]
    return [
        {
            "cause": f"join:{request_id}:{card.id}",
            "topic": topic,
            "recipient_id": reader.id,
            "facts": settled(unit, request, reader),
            "lane": Lane.NOTICE,
            "replaces": card.id,
        }
        for card in cards
        if (reader := unit.person(card.recipient_id)) is not None
    ]


def _department(unit: UnitOfWork, department_id: str | None, language: Language) -> str:
    return in_words(*enrolling.department_names(unit.connection, department_id), language)
