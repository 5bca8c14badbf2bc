"""One message, one turn: read, think with no transaction open, write everything in one commit. Start reading here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm.exc import StaleDataError

from handlers import deputy_news, joining, leaving, order_news, strangers, told_to_many, unreadable, unsealed
from handlers.admin import feedback_news, news, paper_news
from handlers.chat_events import EVENTS, event_of
from handlers.dialogues import Sender
from handlers.finding import Finding, Message
from handlers.groups import answer_group, is_about_group
from handlers.left_standing import messages_of, set_clocks
from handlers.legible import legible
from handlers.lookups import LOOKUPS
from handlers.messages import ChatEvent, Incoming
from handlers.on_record import cases_in, put_on_record
from handlers.private import acts_as, closed, cover, tidy
from handlers.questions import Lookup
from handlers.routing import opened_by
from handlers.stack import Stack
from handlers.told import answer_row, as_it_stands, by_the_same_way, consequences, no_cause, plain_row
from handlers.tools import Tools
from handlers.turn_plan import Outcome, Plan
from handlers.understand import Understanding
from handlers.wanted import DraftPhotos
from storage import (
    attachments,
    deliveries,
    deputies,
    dialogues,
    directory,
    inbox,
    pseudonyms,
    queries,
    reached,
    regrouped,
)
from storage.deliveries import Outgone
from storage.dialogues import Conversation, Dialogue, is_private
from storage.engine import SHORT_OF_KEYS, ran_out, read_transaction
from storage.inbox import Waiting
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.actions import perform
from workflow.again import ReportAgain
from workflow.amended import AddPictures, TakeOutPictures
from workflow.anonymous import pseudonym
from workflow.attention import note_seen
from workflow.errors import Refused
from workflow.hazard import Act, Hazard
from workflow.people import Person
from workflow.permissions import Action, reach

TRIES = 3


# Removes files from the media store: originals that are not to be kept, and photographs of which nothing is.
Forget = Callable[[Iterable[str], Iterable[str]], None]


class NotMine(Exception):
    """Another process has answered this message, or an earlier one of its sender still waits: nothing was written."""


class _ChangedMeanwhile(Exception):
    """What the turn has read was written by somebody else before it could commit."""


@dataclass(frozen=True)
class Read:
    """What a turn knows before it thinks. arrives: they were told elsewhere until now, or were out of reach."""

    person: Person
    conversation: Conversation
    arrives: bool = False


class Turns:
    """Works messages into the company's records, one at a time for each person."""

    def __init__(
        self,
        house: House,
        tools: Tools,
        forget: Forget = lambda originals, photos: None,
        sends: Callable[[], bool] = lambda: True,
    ) -> None:
        self._house = house
        self._tools = tools
        self._finding = Finding(house, tools)
        self._forget = forget
        self._sends = sends  # this process does; else what is written is for the one that does

    def take(self, message: Message, now: datetime) -> Outcome:
        """Answer one message. Raises NotMine when it is not this turn's to answer."""
        for _ in range(TRIES):
            try:
                return self._attempt(message, now)
            except (_ChangedMeanwhile, StaleDataError):
                continue
            except SHORT_OF_KEYS as error:
                if not ran_out(error):
                    raise
        raise NotMine

    def _attempt(self, message: Message, now: datetime) -> Outcome:
        if (event := event_of(message.incoming)) is not None:
            return Outcome(self._of_chat(event, message, now))
        read = self.read(message.incoming, now)
        if read is None:
            return Outcome(self._answer_stranger(message, now))
        if read.person.blocked:
            return Outcome(self._answer_shut_out(message, read.person, now))
        plan = self.think(message, read, now)
        try:
            return self.write(message, read, plan, now)
        except Refused as refused:
            return self.write(message, read, self._turned_down(message, read, plan, refused, now), now)

    def read(self, incoming: Incoming, now: datetime) -> Read | None:
        """The sender and their dialogues; None for somebody the company does not know."""
        with read_transaction(self._house.engine) as connection:
            found = reached.sender_at(connection, incoming.bot, incoming.sender)
            if found is None:
                return None
            person, arrives = found
            person = deputies.as_acting(connection, person, self._house.calendar.local(now).date())
            return Read(person, dialogues.load(connection, person.id, self._house.pseudonyms), arrives)

    def think(self, message: Message, read: Read, now: datetime) -> Plan:
        """Run the scripts. Lookups open short transactions of their own."""
        stack = self._stack(message, read.person, read.conversation, now)
        known = self._finding.known(message, read.person, now)
        understanding = Understanding(stack, known, message.incoming, read.person.id)
        understanding.take_in(self._finding.placed(message, read.person))
        return stack.plan

    def write(self, message: Message, read: Read, plan: Plan, now: datetime) -> Outcome:
        """One commit: message done, dialogues, photographs, command, events, timers, notices. All of it or none."""
        with unit_of_work(self._house, now, read.person) as unit:
            connection, incoming = unit.connection, message.incoming
            line = (message.parts, incoming.bot, incoming.sender)
            if not inbox.finish(connection, *line, now, message.named, message.album):
                raise NotMine
            if not dialogues.save(
                connection, read.person.id, read.conversation, plan.conversation, self._house.pseudonyms
            ):
                raise _ChangedMeanwhile
            _attach(connection, plan, read.person, message, now)
            if plan.drawn:
                regrouped.draw(connection, *plan.drawn)
            if plan.moved:
                attachments.move(connection, *plan.moved)
            inbox.part_ways(connection, plan.parted)
            originals = cover(connection, plan)
            set_clocks(unit, plan, read.person.id, now)
            kept = joining.kept_for(unit, plan.command)
            hazard = self._perform(unit, plan, read.person, now)
            hazard = self._see(unit, plan, read.person, now) or hazard
            told = consequences(unit, hazard) if hazard is not None else []
            told += joining.news(unit, plan.command, read.person, kept, incoming.choice)
            told += deputy_news.news(unit)
            told += news.news(unit, plan.command, read.person, now)
            told += feedback_news.news(unit, read.person)
            told += told_to_many.news(unit)
            told += order_news.news(unit)
            told += paper_news.news(unit, message, read.person)
            told += unsealed.news(unit, self._house.pseudonyms)
            told += leaving.arrive(unit, read.person, message, now) if read.arrives else []
            photos = tidy(unit, read.person.id, closed(read.conversation, plan), plan, message.parts, now)
            actor = pseudonym(plan.party) if plan.party else read.person
            replies = [as_it_stands(reply, hazard, actor, unit) for reply in plan.replies]
            own = pseudonyms.case_of(connection, plan.party) if plan.party else None
            put_on_record(connection, plan, read.person.id, now)
            answers = [answer_row(reply, message, read.person, plan, n, own) for n, reply in enumerate(replies)]
            outgone = self._leave(connection, [*answers, *told], now)
        self._forget(originals, photos)
        in_place = any(reply.replaces for reply in plan.replies)
        return Outcome(by_the_same_way(outgone, message), plan.taken, in_place=in_place)

    def _leave(self, connection: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> Outgone:
        """Write what the courier is to carry: claimed for it, where it is in this process."""
        add = deliveries.add_claimed if self._sends() else deliveries.add_unclaimed
        return add(connection, rows, now)

    def _perform(self, unit: UnitOfWork, plan: Plan, person: Person, now: datetime) -> Hazard | None:
        if plan.command is None:
            return None
        hazard = perform(unit, plan.command, Act(acts_as(self._house, unit, plan, person), now))
        if hazard is not None and plan.finished is not None and not is_private(plan.finished):
            of_report = isinstance(plan.command, ReportAgain) or not hasattr(plan.command, "hazard_id")
            inbox.belong(unit.connection, messages_of(plan.finished), hazard.id, of_report=of_report)
        if isinstance(plan.command, AddPictures) and plan.command.message:
            case, of_report = plan.command.hazard_id, plan.command.of_report
            inbox.belong(unit.connection, [plan.command.message], case, of_report=of_report)
        elif isinstance(plan.command, TakeOutPictures):
            inbox.belong(unit.connection, [plan.command.message], None, of_report=False)
        return hazard

    def _see(self, unit: UnitOfWork, plan: Plan, person: Person, now: datetime) -> Hazard | None:
        """Whoever taps anything of a card that asks to be seen has seen it."""
        return note_seen(unit, plan.saw.hazard_id, Act(person, now)) if plan.saw is not None else None

    def _turned_down(self, message: Message, read: Read, plan: Plan, refused: Refused, now: datetime) -> Plan:
        """The plan without its command: its dialogue is over all the same, the answer tells why."""
        stack = self._stack(message, read.person, plan.conversation, now)
        stack.plan.draft_closed = plan.draft_closed
        stack.plan.attach_to, stack.plan.attach_as = plan.attach_to, plan.attach_as  # what was sent is kept
        stack.plan.moved, stack.plan.drawn, stack.plan.parted = plan.moved, plan.drawn, plan.parted
        stack.plan.private, stack.plan.party = plan.private, plan.party
        stack.plan.unsaid, stack.plan.erased = plan.unsaid, plan.erased
        hazard = getattr(plan.command, "hazard_id", None)
        stack.plan.read, stack.plan.turned_down = plan.read, hazard
        # that a pseudonym has repaired it stays written nowhere
        secret = refused.reason == "unknown_case" or (refused.reason == "own_repair" and plan.private)
        stack.refused(refused.reason, refused.facts, None if secret else hazard, plan)
        return stack.plan

    def give_up(self, message: Message, why: str, now: datetime) -> Outgone:
        """Set a message aside that we failed to answer, and say so: it is kept, and the fault is ours.

        What may have belonged to an anonymous report is not kept; its sender is asked to send it again.
        """
        read = self.read(message.incoming, now)
        private = read is not None and self._finding.may_be_private(message.incoming, read.conversation)
        with unit_of_work(self._house, now) as unit:
            for part in message.parts:
                inbox.set_aside(unit.connection, part, "failed", why, now)
            row = plain_row("unknown.our_fault", message, read.person if read else None)
            if private:
                inbox.erase(unit.connection, message.parts, now)
                row |= {"topic": "anonymous.our_fault", "cause": no_cause(), "private": True}
            return self._leave(unit.connection, [row], now)

    def tell_slow(self, first: Waiting, now: datetime) -> Outgone:
        """Tell whoever sends more than a person can say that it is taken one by one. first: the one that waits now."""
        with unit_of_work(self._house, now) as unit:
            person = directory.person_at(unit.connection, first.bot, first.sender)
            message = Message(Incoming(first.bot, "", first.sender, now), [first.id])
            row = plain_row("unknown.slowly", message, person)
            if self.is_private(first.bot, first.sender):
                row |= {"cause": no_cause(), "private": True}
            return self._leave(unit.connection, [row], now)

    def set_aside(self, message: Waiting, error: Exception, now: datetime) -> Outgone:
        """Keep a message that cannot be read, unless it comes from the midst of an anonymous dialogue; and tell."""
        private = self.is_private(message.bot, message.sender)
        why = type(error).__name__ if private else f"{type(error).__name__}: {error}"
        with unit_of_work(self._house, now) as unit:
            inbox.set_aside(unit.connection, message.id, "unparsable", why, now)
            if private:
                inbox.erase(unit.connection, [message.id], now)
            return self._leave(unit.connection, unreadable.noticed(unit, message.bot, now), now)

    def is_private(self, bot: str, sender: str) -> bool:
        """True while the sender is in an anonymous dialogue: what they send is not to be kept as it came."""
        if self._house.pseudonyms is None:
            return False
        with read_transaction(self._house.engine) as connection:
            person = directory.person_at(connection, bot, sender)
            return person is not None and dialogues.in_private(connection, person.id)

    def may_send_workbook(self, bot: str, sender: str, now: datetime) -> bool:
        """True for whoever may change the company by one, and is not unnamed just now."""
        with read_transaction(self._house.engine) as connection:
            person = directory.person_at(connection, bot, sender)
        today = self._house.calendar.local(now).date()
        may = person is not None and reach(person, Action.CONFIGURE, today).company
        return may and not self.is_private(bot, sender)

    def _of_chat(self, event: ChatEvent, message: Message, now: datetime) -> Outgone:
        """What becomes of a chat itself; whoever is in an anonymous dialogue leaves no trace of it."""
        incoming = message.incoming
        private = self.is_private(incoming.bot, incoming.sender)
        with unit_of_work(self._house, now) as unit:
            if not inbox.finish(unit.connection, message.parts, incoming.bot, incoming.sender, now, event=True):
                raise NotMine
            person = directory.person_at(unit.connection, incoming.bot, incoming.sender)
            if person is not None and person.blocked and event not in (ChatEvent.LEFT, ChatEvent.MOVED):
                rows = []
            elif is_about_group(incoming):
                rows = answer_group(unit, self._tools.places, message, person, now)
            else:
                rows = EVENTS[event](unit, message, person, now)
            if private:
                inbox.erase(unit.connection, message.parts, now)
            return self._leave(unit.connection, rows, now)

    def _answer_stranger(self, message: Message, now: datetime) -> Outgone:
        incoming = message.incoming
        text = legible(incoming.text)
        hazardous = opened_by(text) is None and self._finding.known_kind(text)
        with unit_of_work(self._house, now) as unit:
            if not inbox.finish(unit.connection, message.parts, incoming.bot, incoming.sender, now):
                raise NotMine
            rows = strangers.answer(unit, message, now, hazardous=hazardous)
            return self._leave(unit.connection, rows, now)

    def _answer_shut_out(self, message: Message, person: Person, now: datetime) -> Outgone:
        incoming = message.incoming
        private = self.is_private(incoming.bot, incoming.sender)
        with unit_of_work(self._house, now) as unit:
            if not inbox.finish(unit.connection, message.parts, incoming.bot, incoming.sender, now):
                raise NotMine
            if private:
                inbox.erase(unit.connection, message.parts, now)
            return self._leave(unit.connection, news.shut_out(unit, message, person), now)

    def _stack(self, message: Message, person: Person, conversation: Conversation, now: datetime) -> Stack:
        def find(plan: Plan, lookup: Lookup, dialogue: Dialogue | None) -> Any:
            viewer = self._finding.viewer(person, now, dialogue)
            found = self._finding.reading(LOOKUPS[type(lookup)], viewer, lookup, tools=True)
            if shown := cases_in(lookup, found):
                plan.read.update(self._finding.reading(queries.read_from_outside, viewer, shown))
            if isinstance(lookup, DraftPhotos):
                found += self._finding.on_their_way(lookup, viewer, plan, message)
            return found

        def party(hazard: str) -> str | None:
            return self._finding.reading(self._finding.party, person, hazard, now)  # type: ignore[no-any-return]

        def may(right: Action, dialogue: Dialogue) -> bool:
            """Whoever has left begins what they like: nothing is found for them, and no command of theirs is taken."""
            viewer = self._finding.viewer(person, now, dialogue)
            return viewer.may(right).reaches or not viewer.person.works_on(viewer.today)

        hides = self._house.pseudonyms is not None
        sender = Sender(person.id, message.parts, party, hides, message.incoming.text, message.name, may)
        return Stack(sender, conversation, find, now)


def _attach(connection: Connection, plan: Plan, person: Person, message: Message, now: datetime) -> None:
    """The pictures of this message to their draft, as what they were asked for; those of a deleted one from theirs."""
    if plan.taken_back:
        attachments.take_back(connection, message.incoming.bot, plan.taken_back)
    if plan.attach_to:
        bot = message.incoming.bot
        attachments.attach(connection, plan.attach_to, person.id, bot, message.arrived, now, plan.attach_as)
