"""From a notice to a message: its words in the reader's language, its buttons, its pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.links import Links, Whole
from bot.qr import qr
from handlers.cards import pictures_of
from handlers.messages import Choice, Document, Outgoing, Picture, Receipt
from handlers.my_hazards import MOST_PICTURES
from handlers.unreachable import Why
from storage import bots, case_photos, claims, deliveries, deputies, directory, groups, pseudonyms, queries
from storage.deliveries import Claimed
from storage.engine import read_transaction
from storage.media import MediaStore
from storage.queries import Viewer
from storage.unit_of_work import House
from templates.render import Renderer
from workflow.anonymous import pseudonym
from workflow.digest import DIGESTS
from workflow.people import Language, Person, in_words

R = TypeVar("R")
BY_LINK = "made.by_link"  # in the place of a message whose file is too large for its chat


@dataclass(frozen=True)
class Addressed:
    """A message ready for a bot's platform; `replaces` is the receipt of the one it takes the place of.

    silent: for how many seconds the bot is to say nothing, as another process may have heard.
    """

    bot: str
    outgoing: Outgoing
    replaces: Receipt | None = None
    silent: float = 0.0


class Unreachable(Exception):
    """There is nobody to tell: the recipient has no address, or has left."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Cards:
    """Renders claimed notices. It only reads."""

    def __init__(
        self,
        house: House,
        renderer: Renderer,
        store: MediaStore,
        now: Callable[[], datetime],
        link: Callable[[str], str] = lambda start: "",
        links: Links | None = None,
        takes: Mapping[str, int | None] | None = None,
    ) -> None:
        self._house = house
        self._renderer = renderer
        self._store = store
        self._now = now
        self._link = link
        self._links = links
        self._takes = takes or {}  # how many bytes of a file each bot's platform takes at most

    def compose(
        self,
        claimed: Claimed,
        epoch: int | None,
        drawn: tuple[Picture, ...] = (),
        document: Document | None = None,
    ) -> Addressed | None:
        """The message of a notice; None when it was cancelled meanwhile, or another courier has it. Raises Unreachable.

        epoch: of the courier's lease, where several processes could hold it. drawn, document: made for it beforehand.
        """
        with read_transaction(self._house.engine) as connection:
            looks = claimed.lane or epoch is not None  # an answer is never cancelled
            if looks and not claims.is_wanted(connection, claimed.id, epoch):
                return None
            made = (self._for_group if claimed.to_group else self._for_person)(connection, claimed)
            if drawn:
                made = replace(made, outgoing=replace(made.outgoing, photos=(*made.outgoing.photos, *drawn)))
            if document is not None:
                made = self._with_file(connection, claimed, made, document)
            return made if epoch is None else replace(made, silent=bots.silent_for(connection, made.bot))

    def _with_file(self, connection: Connection, claimed: Claimed, made: Addressed, document: Document) -> Addressed:
        """A file that the platform does not take is fetched by a link; where there can be none, its number is told."""
        most, size = self._takes.get(made.bot), len(document.drawn)
        if most is None or size <= most:
            return replace(made, outgoing=replace(made.outgoing, document=document))
        file_at = self._links.to_file(claimed.id, self._now()) if self._links else ""
        told = {**claimed.facts, "file_at": file_at, "mebibytes": -(-size // 2**20)}
        return self._for_person(connection, replace(claimed, topic=BY_LINK, facts=told))

    def whole(self, notice_id: str) -> Whole | None:
        """A message once more, for its recipient's eyes as they are now; None where it is not theirs to read any more.

        What went to an anonymous reporter is on no page, and what went to a group names no reader.
        """
        with read_transaction(self._house.engine) as connection:
            notice = deliveries.notice(connection, notice_id)
            person = self._acting(connection, notice.recipient_id) if notice and not notice.private else None
            if notice is None or person is None or not person.works_on(self._today()):
                return None
            viewer = self._viewer(person)
            if notice.subject_id and queries.case_card(connection, viewer, notice.subject_id) is None:
                return None
            words = self._words(connection, notice, viewer, person.language, person.zone)
            return Whole(words, person.language)

    def _whole_at(self, claimed: Claimed, person: Person | None) -> str:
        """Where a message can be read in whole, by those who have a name to it."""
        named = person is not None and person.id == claimed.recipient_id and not claimed.private
        if self._links is None or not named:
            return ""
        return self._links.to(claimed.id, self._now())

    def _for_person(self, connection: Connection, claimed: Claimed) -> Addressed:
        pictures = pictures_of(claimed.topic) if claimed.subject_id else ()
        person, viewer = self._reader(connection, claimed.recipient_id)
        bot, address = self._address(connection, claimed, person)
        language = person.language if person else Language(claimed.facts.get("language", Language.ZH_CN))
        text = self._words(connection, claimed, viewer, language, person.zone if person else None)
        shown = self._pictures(connection, claimed, viewer, pictures) if viewer else ()
        shown = (*shown, *self._drawn(claimed, language))
        outgoing = Outgoing(address, text, self._choices(claimed, language), shown, language=language)
        whole = replace(outgoing, link=self._whole_at(claimed, person))
        return Addressed(bot, whole, self._replaced(connection, claimed, bot))

    def _for_group(self, connection: Connection, claimed: Claimed) -> Addressed:
        """Nobody in particular reads it: nothing is looked up, and the facts of its row are all that it says."""
        group = groups.named(connection, claimed.recipient_id)
        if group is not None and group.lost_at is not None:
            raise Unreachable(Why.LEFT)
        bot, address = (group.bot, group.address) if group else (claimed.bot or "", claimed.address or "")
        language = group.language if group else Language(claimed.facts.get("language", Language.ZH_CN))
        zone = groups.zone_of(connection, group.area_id) if group else None
        text, choices = self._words(connection, claimed, None, language, zone), self._choices(claimed, language)
        return Addressed(bot, Outgoing(address, text, choices, language=language, group=True))

    def _reader(self, connection: Connection, recipient_id: str) -> tuple[Person | None, Viewer | None]:
        """Who is reached and who looks: the same person, but for a pseudonym, who is unsealed for this moment only."""
        person = self._acting(connection, recipient_id)
        if person is not None:
            return person, self._viewer(person)
        real = pseudonyms.behind(connection, self._house.pseudonyms, recipient_id)
        person = directory.person(connection, real) if real else None
        return person, self._viewer(pseudonym(recipient_id, person.language)) if person else None

    def _replaced(self, connection: Connection, claimed: Claimed, bot: str) -> Receipt | None:
        sent = deliveries.receipt_of(connection, claimed.replaces) if claimed.replaces else None
        return Receipt(sent.message_id, sent.response_code) if sent is not None and sent.bot == bot else None

    def _address(self, connection: Connection, claimed: Claimed, person: Person | None) -> tuple[str, str]:
        if claimed.bot and claimed.address:
            return claimed.bot, claimed.address
        if person is None or not person.works_on(self._today()):
            raise Unreachable(Why.LEFT)
        address = directory.address_of(connection, person.id)
        if address is None:
            raise Unreachable(Why.NO_ADDRESS)
        return address

    def _words(
        self, connection: Connection, claimed: Claimed, viewer: Viewer | None, language: str, zone: tzinfo | None
    ) -> str:
        """zone: of the reader; of the company, where they have none."""
        facts: dict[str, Any] = dict(claimed.facts)
        if "start" in facts:
            facts["link"] = self._link(facts["start"])
        if "sign_in" in facts:
            facts["link"] = self._links.sign_in(facts["sign_in"], facts.get("to", "")) if self._links else ""
        if claimed.subject_id and viewer:
            case = queries.told_card(connection, viewer, claimed.subject_id)
            facts |= {"case": case, "event": _cause_in(case, claimed.cause)}
        render = partial(self._renderer.render, language, now=self._now(), zone=zone)
        said = render(claimed.topic, facts)
        away = directory.person(connection, claimed.facts["for"]) if "for" in claimed.facts else None
        if away is None:
            return said
        name = {"name": in_words(away.name, away.name_en, Language(language))}
        topic = "deputy.digest" if claimed.topic in DIGESTS else "deputy.instead"
        return f"{said}\n{render(topic, name)}"

    def _choices(self, claimed: Claimed, language: str) -> tuple[Choice, ...]:
        return tuple(
            Choice(
                deliveries.token(claimed.id, position),
                choice["text"] or self._renderer.label(language, "choice", choice["label"]),
            )
            for position, choice in enumerate(claimed.choices)
        )

    def _pictures(
        self, connection: Connection, claimed: Claimed, viewer: Viewer, roles: tuple[str, ...]
    ) -> tuple[Picture, ...]:
        if not roles or not claimed.subject_id:
            return ()
        rows = case_photos.photos(connection, viewer, claimed.subject_id, roles)
        label = self._renderer.label
        named = partial(label, viewer.person.language, "picture")
        return tuple(
            Picture(row.id, self._file(row.media_id), named(row.role), opened=self._store.open)
            for row in _shown(rows, roles, claimed.facts)
        )

    def _drawn(self, claimed: Claimed, language: str) -> tuple[Picture, ...]:
        """What a chat is to be started with, to be scanned off a screen."""
        start = claimed.facts.get("start")
        if start is None:
            return ()
        alt = self._renderer.label(language, "picture", "scan")
        return (Picture("", Path(), alt, drawn=qr(self._link(start) or start)),)

    def _file(self, media_id: str) -> Path:
        return self._store.path(media_id, "clean")

    def _acting(self, connection: Connection, person_id: str) -> Person | None:
        return deputies.acting(connection, person_id, self._today())

    def _viewer(self, person: Person) -> Viewer:
        return Viewer(person, self._now(), self._today())

    def _today(self) -> Any:
        return self._house.calendar.local(self._now()).date()


def _shown(rows: Sequence[R], roles: Sequence[str], facts: Mapping[str, Any]) -> Sequence[R]:
    """A page of many where one was asked for; else the first, which was found, and the latest, how it stands."""
    if "comparison" in roles:
        return rows[-1:]
    if "first_photo" in facts:
        return rows[facts["first_photo"] - 1 : facts["last_photo"]]
    return [*rows[:1], *rows[1:][1 - MOST_PICTURES :]]


def _cause_in(case: Mapping[str, Any] | None, cause: str) -> Any:
    """The event of the timeline that caused the notice; none for answers and clocks."""
    if case is None or not cause.startswith("event:"):
        return None
    return next((event for event in case["timeline"] if cause == f"event:{event['id']}"), None)
