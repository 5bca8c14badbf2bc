"""What a turn finds out before it writes: each question in a short transaction of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.known import APART, Known
from handlers.legible import NUMBER
from handlers.lookups import LOOKUPS
from handlers.messages import FORWARDED, Earlier, Incoming
from handlers.routing import SCRIPTS
from handlers.tools import Tools
from handlers.turn_plan import Plan
from handlers.wanted import DraftPhotos
from nlp.anonymity import asks_for_anonymity
from nlp.courtesy import is_courtesy
from nlp.doubts import Reason, reason_of
from nlp.on_behalf import surname
from storage import (
    answering,
    attachments,
    deliveries,
    directory,
    equipment_tokens,
    inbox,
    names,
    pseudonyms,
    queries,
    recent,
)
from storage.attachments import Arrived
from storage.dialogues import Conversation, Dialogue, is_private
from storage.engine import read_transaction
from storage.queries import Viewer
from storage.recent import Reported
from storage.unit_of_work import House
from workflow.actions import offered, possible
from workflow.anonymous import pseudonym
from workflow.library import Category
from workflow.people import Person


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

    @property
    def album(self) -> str | None:
        """What it is remembered as a part of; what was only forwarded in one go is not."""
        album = self.incoming.album
        return album.id if album is not None and album.id != FORWARDED and self.incoming.edits is None else None

    @property
    def name(self) -> str:
        """What the platform calls it where it came in one piece."""
        return self.named[0] or "" if len(self.parts) == 1 and self.named else ""


# Why few words are no report, whatever their kind.
NO_HAZARD = (Reason.EMPTY, Reason.ONLY_DONE, Reason.NOTHING_WRONG)


class Finding:
    """The read side of turns."""

    def __init__(self, house: House, tools: Tools) -> None:
        self._house = house
        self._tools = tools

    def known(self, message: Message, person: Person, now: datetime) -> Known:
        """What the meaning of a person's message may be told by."""
        viewer, read, incoming = self.viewer(person, now), self.reading, message.incoming
        chat = (incoming.bot, incoming.sender, message.parts[0])
        return Known(
            offered=lambda token: read(deliveries.offered, token),
            lists_seen=lambda: read(answering.seen, person.id, *chat),
            known_kind=self.known_kind,
            case_numbered=lambda number: read(self.numbered, viewer, number),
            label=lambda code: self._tools.renderer.label(person.language, "choice", code),
            own_case=lambda number: read(self.own_numbered, person.id, number),
            is_party=lambda recipient: self.behind(recipient) == person.id,
            is_group=lambda recipient: read(directory.is_group, recipient),
            helper=lambda: read(names.first_officer, viewer),
            finder=lambda name: read(self.called, viewer, name),
            earlier_part=lambda: read(self.earlier_part, incoming),
            just_reported=lambda: read(self.just_reported, person.id, now - APART),
            equipment=lambda token: read(equipment_tokens.place, token),
        )

    def known_kind(self, words: str) -> bool:
        """True for few words that tell of a hazard: thanks, or that all is well, are none however sure the guess is.

        Nor is what is surely no hazard of any kind.
        """
        if is_courtesy(words):
            return False
        if self._tools.major.names_one(words):
            return True
        kind = self._tools.classifier.judge(words).category
        return kind not in (None, Category.OTHER) and reason_of(words) not in NO_HAZARD

    def placed(self, message: Message, person: Person) -> Earlier | None:
        """An earlier message with where it is now; one of pictures alone is where they are."""
        earlier = message.earlier
        if earlier is None or earlier.case is not None or not earlier.photos:
            return earlier
        found = self.reading(attachments.holder, message.incoming.bot, person.id, earlier.photos)
        if found is None:
            return earlier
        kind, subject, role = found
        if kind == "draft":
            return replace(earlier, draft=subject)
        return replace(earlier, case=subject, of_report=role == "found")

    def earlier_part(self, connection: Connection, incoming: Incoming) -> Earlier | None:
        """The answered message of an album that this one belongs to as well."""
        album = incoming.album.id if incoming.album else ""
        row = inbox.answered_part(connection, incoming.bot, incoming.sender, album)
        return Earlier(row.part_of, "", case=row.hazard_id, of_report=row.of_report, alone=False) if row else None

    def just_reported(self, connection: Connection, person_id: str, since: datetime) -> Reported | None:
        """The last case that a person has reported since a moment, under their name or without it."""
        named = recent.reported(connection, person_id, since)
        hidden = recent.reported_unnamed(connection, self._house.pseudonyms, person_id, since)
        joined = recent.joined(connection, person_id, since)
        found = [just for just in (named, hidden, joined) if just is not None]
        return max(found, key=lambda just: just.at, default=None)

    def behind(self, party: str) -> str | None:
        return self.reading(pseudonyms.behind, self._house.pseudonyms, party)  # type: ignore[no-any-return]

    def called(self, connection: Connection, viewer: Viewer, name: str) -> bool:
        """True where somebody works here whom people may call so."""
        return names.is_called(connection, viewer, (name, surname(name)))

    def numbered(self, connection: Connection, viewer: Viewer, number: str) -> str | None:
        """The case with a number, for whoever may see it as themselves or has reported it as a pseudonym."""
        found = queries.by_number(connection, viewer, number)
        return found or self.own_numbered(connection, viewer.person.id, number)

    def own_numbered(self, connection: Connection, person_id: str, number: str) -> str | None:
        """The case with a number that this person has reported as a pseudonym."""
        key = self._house.pseudonyms
        hidden = pseudonyms.case_numbered(connection, number) if key else None
        return hidden if hidden and pseudonyms.party_of(connection, key, hidden, person_id) else None

    def party(self, connection: Connection, person: Person, hazard: str, now: datetime) -> str | None:
        """The pseudonym as which a person looks at a case; none where their own roles give them more to do there."""
        party = pseudonyms.party_of(connection, self._house.pseudonyms, hazard, person.id)
        row = pseudonyms.standing(connection, hazard) if party else None
        if row is None or party is None:
            return None
        day = self.viewer(person, now).today
        theirs = offered(person, row, day, partial(directory.holders, connection, on=day))
        return party if set(theirs) <= set(possible(pseudonym(party), row, day)) else None

    def viewer(self, person: Person, now: datetime, dialogue: Dialogue | None = None) -> Viewer:
        """Who looks: the person, or in an anonymous dialogue their pseudonym."""
        today = self._house.calendar.local(now).date()
        if dialogue is None or not is_private(dialogue):
            return Viewer(person, now, today)
        return Viewer(pseudonym(dialogue["as"], person.language), now, today, hidden=person.id)

    def on_their_way(self, lookup: DraftPhotos, viewer: Viewer, plan: Plan, message: Message) -> int:
        """Pictures that this turn will give to a draft: those of its message, those taken over from another draft."""
        if plan.moved and lookup.draft == plan.moved[1]:
            before = DraftPhotos(plan.moved[0], lookup.role)
            taken = self.reading(LOOKUPS[DraftPhotos], viewer, before, tools=True)
            return int(taken) + self.on_their_way(before, viewer, plan, message)
        if plan.drawn and lookup.draft == plan.drawn[2]:
            return int(self.reading(attachments.count_named, plan.drawn[0], lookup.role, plan.drawn[1]))
        if plan.taken_back:
            return -int(self.reading(attachments.count_named, lookup.draft, lookup.role, plan.taken_back))
        if (lookup.draft, lookup.role) != (plan.attach_to, plan.attach_as):
            return 0
        return sum(photo.problem in (None, "pending") for photo in message.arrived)

    def reading(self, function: Any, *arguments: Any, tools: bool = False) -> Any:
        with read_transaction(self._house.engine) as connection:
            if tools:
                return function(self._tools, connection, *arguments)
            return function(connection, *arguments)

    def may_be_private(self, incoming: Incoming, conversation: Conversation) -> bool:
        """What cannot be told for want of a turn is taken for secret."""
        if any(map(is_private, conversation.stack)) or asks_for_anonymity(incoming.text):
            return True
        if NUMBER.search(incoming.text):  # perhaps of a case of theirs
            return True
        if incoming.choice is None:
            return False
        found = self.reading(deliveries.offered, incoming.choice)
        if found is None or found[0].private:
            return True
        script, _ = found[1].get("opens") or ("", {})
        return script in SCRIPTS and SCRIPTS[script].private
