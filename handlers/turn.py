"""One message, one turn: read, think with no transaction open, write everything in one commit. Start reading here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm.exc import StaleDataError

from handlers.cards import CARDS, options_of
from handlers.lookups import LOOKUPS, DraftPhotos, Tools
from handlers.messages import Earlier, Incoming
from handlers.private import closed, cover, tidy
from handlers.questions import Lookup, Option
from handlers.replies import Reply
from handlers.routing import SCRIPTS, asks_for_anonymity
from handlers.stack import Plan, Sender, Stack
from handlers.understand import NUMBER, Understanding
from nlp.emergency import happening_now
from storage import attachments, deliveries, dialogues, directory, inbox, names, pseudonyms, queries
from storage.attachments import Arrived
from storage.deliveries import Claimed, Outgone
from storage.dialogues import Conversation, Dialogue, is_private
from storage.engine import read_transaction
from storage.queries import Viewer
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow import notices, timers
from workflow.actions import perform, possible
from workflow.anonymous import ReportAnonymously, pseudonym
from workflow.errors import Refused
from workflow.hazard import Act, Hazard
from workflow.ids import new_id
from workflow.notices import Lane, Notice
from workflow.people import Person

TRIES = 3


# Removes files from the media store: originals that are not to be kept, and photographs of which nothing is.
Forget = Callable[[Iterable[str], Iterable[str]], None]


class NotMine(Exception):
    """Another process has answered this message, or an earlier one of its sender still waits: nothing was written."""


class _ChangedMeanwhile(Exception):
    """What the turn has read was written by somebody else before it could commit."""


@dataclass(frozen=True)
class Message:
    """A message ready for its turn: its parts' inbox ids in order, and its pictures as they were stored.

    named: what the platform calls each part. earlier: the message that this one changes or deletes, where it is known.
    """

    incoming: Incoming
    parts: Sequence[str]
    arrived: Sequence[Arrived] = ()
    named: Sequence[str | None] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True)
class Read:
    """What a turn knows before it thinks."""

    person: Person
    conversation: Conversation


class Turns:
    """Works messages into the company's records, one at a time for each person."""

    def __init__(self, house: House, tools: Tools, forget: Forget = lambda originals, photos: None) -> None:
        self._house = house
        self._tools = tools
        self._forget = forget

    def take(self, message: Message, now: datetime) -> Outgone:
        """Answer one message; what the courier is to carry. Raises NotMine when it is not this turn's to answer."""
        for _ in range(TRIES):
            try:
                return self._attempt(message, now)
            except (_ChangedMeanwhile, StaleDataError):
                continue
        raise NotMine

    def _attempt(self, message: Message, now: datetime) -> Outgone:
        read = self.read(message.incoming)
        if read is None:
            return self._answer_stranger(message, now)
        plan = self.think(message, read, now)
        try:
            return self.write(message, read, plan, now)
        except Refused as refused:
            return self.write(message, read, self._turned_down(message, read, plan, refused, now), now)

    def read(self, incoming: Incoming) -> Read | None:
        """The sender and their dialogues; None for somebody the company does not know."""
        with read_transaction(self._house.engine) as connection:
            person = directory.person_at(connection, incoming.bot, incoming.sender)
            if person is None:
                return None
            return Read(person, dialogues.load(connection, person.id, self._house.pseudonyms))

    def think(self, message: Message, read: Read, now: datetime) -> Plan:
        """Run the scripts. Lookups open short transactions of their own."""
        stack = self._stack(message, read.person, read.conversation, now)
        language = read.person.language
        viewer = self._viewer(read.person, now)
        understanding = Understanding(
            stack,
            offered=lambda token: self._reading(deliveries.offered, token),
            card_since=lambda dialogue: self._reading(deliveries.card_since, read.person.id, dialogue),
            known_kind=lambda words: not self._tools.classifier.judge(words).abstained,
            case_numbered=lambda number: self._reading(self._numbered, viewer, number),
            label=lambda code: self._tools.renderer.label(language, "choice", code),
            is_party=lambda recipient: self._behind(recipient) == read.person.id,
            helper=lambda: self._reading(names.first_officer, viewer),
        )
        understanding.take_in(message.incoming, read.person.id, self._placed(message, read.person))
        return stack.plan

    def _placed(self, message: Message, person: Person) -> Earlier | None:
        """An earlier message with where it is now; one of pictures alone is where they are."""
        earlier = message.earlier
        if earlier is None or earlier.case is not None or not earlier.photos:
            return earlier
        found = self._reading(attachments.holder, message.incoming.bot, person.id, earlier.photos)
        if found is None:
            return earlier
        kind, subject, role = found
        if kind == "draft":
            return replace(earlier, draft=subject)
        return replace(earlier, case=subject, of_report=role == "found")

    def write(self, message: Message, read: Read, plan: Plan, now: datetime) -> Outgone:
        """One commit: message done, dialogues, photographs, command, events, timers, notices. All of it or none."""
        with unit_of_work(self._house, now, read.person) as unit:
            connection, incoming = unit.connection, message.incoming
            if not inbox.finish(connection, message.parts, incoming.bot, incoming.sender, now, message.named):
                raise NotMine
            if not dialogues.save(
                connection, read.person.id, read.conversation, plan.conversation, self._house.pseudonyms
            ):
                raise _ChangedMeanwhile
            _attach(connection, plan, read.person, message, now)
            if plan.moved:
                attachments.move(connection, *plan.moved)
            originals = cover(connection, plan)
            _draft_timer(unit, plan, read.person, now)
            hazard = self._perform(unit, plan, read.person, now)
            told = consequences(unit, hazard) if hazard is not None else []
            photos = tidy(unit, read.person.id, closed(read.conversation, plan), plan, message.parts, now)
            actor = pseudonym(plan.party) if plan.party else read.person
            replies = [_as_it_stands(reply, hazard, actor, unit) for reply in plan.replies]
            answers = [_answer_row(reply, message, read.person, plan, n) for n, reply in enumerate(replies)]
            outgone = deliveries.add_claimed(connection, [*answers, *told], now)
        self._forget(originals, photos)
        return _by_the_same_way(outgone, message)

    def _perform(self, unit: UnitOfWork, plan: Plan, person: Person, now: datetime) -> Hazard | None:
        if plan.command is None:
            return None
        hazard = perform(unit, plan.command, Act(self._actor(unit, plan, person), now))
        if hazard is not None and plan.finished is not None and not is_private(plan.finished):
            of_report = not hasattr(plan.command, "hazard_id")
            inbox.belong(unit.connection, _messages(plan.finished), hazard.id, of_report=of_report)
        return hazard

    def _actor(self, unit: UnitOfWork, plan: Plan, person: Person) -> Person:
        """Who acts: the person, or, at the end of an anonymous dialogue, their pseudonym; a new report makes one."""
        if plan.finished is None or not is_private(plan.finished):
            return person
        if not person.works_on(unit.today):
            raise Refused("not_employed")
        if isinstance(plan.command, ReportAnonymously) and self._house.pseudonyms:
            case = plan.command.draft_id
            attachments.move(unit.connection, plan.finished["draft"], case)
            plan.party = pseudonyms.enter(unit.connection, self._house.pseudonyms, case, person.id)
        return pseudonym(plan.party)

    def _turned_down(self, message: Message, read: Read, plan: Plan, refused: Refused, now: datetime) -> Plan:
        """The plan without its command: its dialogue is over all the same, the answer tells why."""
        stack = self._stack(message, read.person, plan.conversation, now)
        stack.plan.draft_closed = plan.draft_closed
        stack.plan.attach_to, stack.plan.attach_as = plan.attach_to, plan.attach_as  # what was sent is kept
        stack.plan.moved = plan.moved
        stack.plan.private, stack.plan.party = plan.private, plan.party
        stack.plan.unsaid, stack.plan.erased = plan.unsaid, plan.erased
        hazard = getattr(plan.command, "hazard_id", None)
        known = None if refused.reason == "unknown_case" else hazard
        stack.refused(refused.reason, refused.facts, known, plan)
        return stack.plan

    def give_up(self, message: Message, why: str, now: datetime) -> Outgone:
        """Set a message aside that we failed to answer, and say so: it is kept, and the fault is ours.

        What may have belonged to an anonymous report is not kept; its sender is asked to send it again.
        """
        read = self.read(message.incoming)
        private = read is not None and self._may_be_private(message.incoming, read)
        with unit_of_work(self._house, now) as unit:
            for part in message.parts:
                inbox.set_aside(unit.connection, part, "failed", why, now)
            row = _plain_row("unknown.our_fault", message, read.person if read else None)
            if private:
                inbox.erase(unit.connection, message.parts, now)
                row |= {"topic": "anonymous.our_fault", "cause": _no_cause(), "private": True}
            return deliveries.add_claimed(unit.connection, [row], now)

    def is_private(self, bot: str, sender: str) -> bool:
        """True while the sender is in an anonymous dialogue: what they send is not to be kept as it came."""
        if self._house.pseudonyms is None:
            return False
        with read_transaction(self._house.engine) as connection:
            person = directory.person_at(connection, bot, sender)
            key = self._house.pseudonyms
            return person is not None and any(map(is_private, dialogues.load(connection, person.id, key).stack))

    def _may_be_private(self, incoming: Incoming, read: Read) -> bool:
        """What cannot be told for want of a turn is taken for secret."""
        if any(map(is_private, read.conversation.stack)) or asks_for_anonymity(incoming.text):
            return True
        if NUMBER.search(incoming.text):  # perhaps of a case of theirs
            return True
        if incoming.choice is None:
            return False
        found = self._reading(deliveries.offered, incoming.choice)
        if found is None or found[0].private:
            return True
        script, _ = found[1].get("opens") or ("", {})
        return script in SCRIPTS and SCRIPTS[script].private

    def _behind(self, party: str) -> str | None:
        return self._reading(pseudonyms.behind, self._house.pseudonyms, party)  # type: ignore[no-any-return]

    def _answer_stranger(self, message: Message, now: datetime) -> Outgone:
        incoming = message.incoming
        with unit_of_work(self._house, now) as unit:
            if not inbox.finish(unit.connection, message.parts, incoming.bot, incoming.sender, now):
                raise NotMine
            row = _plain_row("unknown.person", message, None)
            if (kind := happening_now(incoming.text)) is not None:  # whoever it is: what to do first, and whom to ring
                row |= {
                    "topic": "alarm.stranger",
                    "facts": {"kind": kind, "phone": names.emergency_phone(unit.connection)},
                }
            return deliveries.add_claimed(unit.connection, [row], now)

    def _stack(self, message: Message, person: Person, conversation: Conversation, now: datetime) -> Stack:
        def find(plan: Plan, lookup: Lookup, dialogue: Dialogue | None) -> Any:
            viewer = self._viewer(person, now, dialogue)
            found = self._reading(LOOKUPS[type(lookup)], viewer, lookup, tools=True)
            return (
                found + self._on_their_way(lookup, viewer, plan, message) if isinstance(lookup, DraftPhotos) else found
            )

        def party(hazard: str) -> str | None:
            return self._reading(self._party, person, hazard, now)  # type: ignore[no-any-return]

        sender = Sender(person.id, message.parts, party, self._house.pseudonyms is not None)
        return Stack(sender, conversation, find, now)

    def _numbered(self, connection: Connection, viewer: Viewer, number: str) -> str | None:
        """The case with a number, for whoever may see it as themselves or has reported it as a pseudonym."""
        found = queries.by_number(connection, viewer, number)
        hidden = pseudonyms.case_numbered(connection, number) if found is None and self._house.pseudonyms else None
        mine = hidden and pseudonyms.party_of(connection, self._house.pseudonyms, hidden, viewer.person.id)
        return hidden if mine else found

    def _party(self, connection: Connection, person: Person, hazard: str, now: datetime) -> str | None:
        """The pseudonym as which a person looks at a case; none where their own roles give them more to do there."""
        party = pseudonyms.party_of(connection, self._house.pseudonyms, hazard, person.id)
        row = pseudonyms.standing(connection, hazard) if party else None
        if row is None or party is None:
            return None
        day = self._viewer(person, now).today
        return party if set(possible(person, row, day)) <= set(possible(pseudonym(party), row, day)) else None

    def _viewer(self, person: Person, now: datetime, dialogue: Dialogue | None = None) -> Viewer:
        """Who looks: the person, or in an anonymous dialogue their pseudonym."""
        today = self._house.calendar.local(now).date()
        if dialogue is None or not is_private(dialogue):
            return Viewer(person, now, today)
        return Viewer(pseudonym(dialogue["as"], person.language), now, today, hidden=person.id)

    def _on_their_way(self, lookup: DraftPhotos, viewer: Viewer, plan: Plan, message: Message) -> int:
        """Pictures that this turn will give to a draft: those of its message, those taken over from another draft."""
        if plan.moved and lookup.draft == plan.moved[1]:
            before = DraftPhotos(plan.moved[0], lookup.role)
            taken = self._reading(LOOKUPS[DraftPhotos], viewer, before, tools=True)
            return int(taken) + self._on_their_way(before, viewer, plan, message)
        if plan.taken_back:
            names = (message.incoming.bot, plan.taken_back)
            return -int(self._reading(attachments.count_named, lookup.draft, lookup.role, *names))
        if (lookup.draft, lookup.role) != (plan.attach_to, plan.attach_as):
            return 0
        return sum(photo.problem in (None, "pending") for photo in message.arrived)

    def _reading(self, function: Any, *arguments: Any, tools: bool = False) -> Any:
        with read_transaction(self._house.engine) as connection:
            if tools:
                return function(self._tools, connection, *arguments)
            return function(connection, *arguments)


def consequences(unit: UnitOfWork, hazard: Hazard) -> list[dict[str, Any]]:
    """What the recorded events of a case lead to: clocks started and stopped, notices to the people concerned."""
    timers.follow(unit, hazard, unit.events)
    told = [notice for event in unit.events for notice in notices.of_event(unit, hazard, event)]
    return [notice_row(unit, hazard, notice) for notice in told]


def notice_row(unit: UnitOfWork, hazard: Hazard, notice: Notice) -> dict[str, Any]:
    """A notice about a case as a row, with the choices of its card that its reader may use."""
    reader = unit.person(notice.recipient_id)
    private = reader is None and pseudonyms.is_one(unit.connection, notice.recipient_id)
    reader = pseudonym(notice.recipient_id) if private else reader
    verbs = possible(reader, hazard, unit.today) if reader else []
    options = options_of(notice.topic, notice.subject_id, verbs)
    return {
        "cause": notice.cause,
        "topic": notice.topic,
        "recipient_id": notice.recipient_id,
        "facts": dict(notice.facts),
        "choices": [choice_row(option) for option in options],
        "subject_kind": "hazard",
        "subject_id": notice.subject_id,
        "subject_version": notice.subject_version,
        "lane": notice.lane,
        "timer_id": notice.timer_id,
        "private": private,
    }


def choice_row(option: Option) -> dict[str, Any]:
    opens = [option.opens.script, dict(option.opens.args)] if option.opens else None
    return {"value": option.value, "label": option.label, "text": option.text, "opens": opens}


def _as_it_stands(reply: Reply, hazard: Hazard | None, person: Person, unit: UnitOfWork) -> Reply:
    """The answer to a command offers only what its person may do with the case as the command has left it."""
    if hazard is None or reply.hazard != hazard.id or reply.question is not None or reply.topic not in CARDS:
        return reply
    return replace(reply, options=options_of(reply.topic, hazard.id, possible(person, hazard, unit.today)))


def _answer_row(reply: Reply, message: Message, person: Person, plan: Plan, position: int) -> dict[str, Any]:
    asks = (reply.question or {}).get("dialogue") in plan.unsaid
    row = _open_row(reply, message, person, position)
    if not (plan.private or reply.private or asks):
        return row
    row |= {"cause": _no_cause(), "private": True}
    if reply.hazard and plan.party:  # of a case: to the pseudonym, whose address is nowhere
        row |= {"recipient_id": plan.party, "bot": None, "address": None}
    return row


def _no_cause() -> str:
    """A message that was erased is not named as the cause of its answer."""
    return f"private:{new_id()}"


def _by_the_same_way(outgone: Outgone, message: Message) -> Outgone:
    """An answer to a pseudonym goes back where the message came from; only the courier is told where that is."""
    incoming = message.incoming

    def addressed(claimed: Claimed) -> Claimed:
        back = claimed.private and claimed.cause.startswith("private:") and claimed.address is None
        return replace(claimed, bot=incoming.bot, address=incoming.sender) if back else claimed

    return replace(outgone, claimed=[addressed(claimed) for claimed in outgone.claimed])


def _open_row(reply: Reply, message: Message, person: Person, position: int) -> dict[str, Any]:
    return {
        "cause": f"inbox:{message.parts[-1]}:{position}",
        "topic": reply.topic,
        "recipient_id": person.id,
        "facts": dict(reply.facts),
        "choices": [choice_row(option) for option in reply.options],
        "question": reply.question,
        "replaces": reply.replaces,
        "subject_kind": "hazard" if reply.hazard else None,
        "subject_id": reply.hazard,
        "subject_version": reply.version,
        "lane": Lane.ANSWER,
        "bot": message.incoming.bot,
        "address": message.incoming.sender,
    }


def _plain_row(topic: str, message: Message, person: Person | None) -> dict[str, Any]:
    """An answer outside any dialogue; somebody unknown has no party id, so the message's own stands in."""
    return {
        "cause": f"inbox:{message.parts[-1]}",
        "topic": topic,
        "recipient_id": person.id if person else message.parts[-1],
        "bot": message.incoming.bot,
        "address": message.incoming.sender,
        "lane": Lane.ANSWER,
    }


def _messages(dialogue: Dialogue) -> set[str]:
    """The messages that a dialogue is made of."""
    said = {entry.get("in") for entry in dialogue["journal"]} | {dialogue.get("in")}
    return {message for message in said if message}


def _attach(connection: Connection, plan: Plan, person: Person, message: Message, now: datetime) -> None:
    """The pictures of this message to their draft, as what they were asked for; those of a deleted one from theirs."""
    if plan.taken_back:
        attachments.take_back(connection, message.incoming.bot, plan.taken_back)
    if plan.attach_to:
        bot = message.incoming.bot
        attachments.attach(connection, plan.attach_to, person.id, bot, message.arrived, now, plan.attach_as)


def _draft_timer(unit: UnitOfWork, plan: Plan, person: Person, now: datetime) -> None:
    """One clock a person for unfinished reports; when it rings, handlers/ring.py looks how old each is."""
    unfinished = any(SCRIPTS[d["script"]].keeps for d in plan.conversation.stack if d["script"] in SCRIPTS)
    if plan.draft_opened and unfinished:
        unit.start_timer("person", person.id, "draft", now + timers.DRAFT_NUDGE)
    elif plan.draft_closed and not unfinished:
        unit.stop_timer("person", person.id, "draft")
