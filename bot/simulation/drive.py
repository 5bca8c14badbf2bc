"""The virtual calendar: it jumps to whatever is due next, somebody's deed, a timer, a notice that was held back."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol

from sqlalchemy import bindparam, func, select

from bot.company import Company
from bot.simulation.days import Days, Story
from bot.simulation.everybody import Everybody, Someone
from bot.simulation.people import Deed, Received
from bot.simulation.seasons import Phrases
from bot.simulation.taking import Taking
from handlers.messages import Envelope
from handlers.platform import Platform
from storage.engine import read_transaction
from storage.tables import calendar_days, deliveries, hazards, notices, timers
from workflow.calendar import DayKind
from workflow.notice import Lane

RING = 100  # timers that one tick takes at most
FIRST_DELIVERY = "00000000-0000-0000-0000-000000000000"  # before every other


class Phones(Platform, Protocol):
    """A platform on which simulated people speak."""

    def say(self, code: str, text: str = "", choice: str = "", photos: Sequence[int] = ()) -> Envelope:
        """A message of somebody."""


@dataclass
class VirtualClock:
    """The time as the company sees it."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def nanoseconds(self) -> int:
        return int(self.moment.timestamp() * 1_000_000) * 1000


@dataclass
class Figures:
    """What it came to. turns: messages that were answered; heard: notices that reached somebody, by topic."""

    turns: int = 0
    rings: int = 0
    heard: Counter[str] = field(default_factory=Counter)


class Life:
    """Everybody's life in a company for a time, with nothing of the company stood in for but its clock and platform."""

    def __init__(
        self, company: Company, phones: Phones, clock: VirtualClock, who: Everybody, phrases: Phrases, story: Story
    ) -> None:
        self._company = company
        self._phones = phones
        self._clock = clock
        self._who = who
        self._story = story
        self._days = Days(story, who, phrases)
        self._taking = Taking(story, who, phrases, self._number)
        self._by_code = dict(who.by_code)
        self._ahead: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._numbers: dict[str, str] = {}
        self._heard_last = FIRST_DELIVERY
        self._next_day = clock().astimezone(who.calendar.zone).date()
        self.figures = Figures()

    async def live(self, day_is_over: Callable[[date], None] = lambda day: None) -> None:
        """Live until the story ends."""
        await self._company.lease.renew()
        while True:
            moment = self._next()
            if moment > self._story.until:
                break
            stands = moment <= self._clock.moment
            self._clock.moment = max(moment, self._clock.moment + timedelta(seconds=stands))
            if self._midnight() <= self._clock.moment:
                await self._begin_day(day_is_over)
            await self._ring()
            await self._act()
            await self._company.courier.settle()
            self._receive()
        self._clock.moment = self._story.until
        await self._company.clock.count()

    def _midnight(self) -> datetime:
        return datetime.combine(self._next_day, time(), self._who.calendar.zone).astimezone(UTC)

    def _next(self) -> datetime:
        """When something is due next: a day begins, somebody acts, a timer rings, a notice may go."""
        moments = [self._midnight()]
        if self._ahead:
            moments.append(self._ahead[0][0])
        with read_transaction(self._company.engine) as connection:
            moments += [moment for query in _DUE if (moment := connection.execute(query).scalar()) is not None]
        return min(moments)

    async def _begin_day(self, day_is_over: Callable[[date], None]) -> None:
        day = self._next_day
        self._next_day = day + timedelta(days=1)
        await self._company.clock.look_ahead()
        if day >= self._story.digests_from:
            await self._company.clock.count()
            await self._company.clock.set_out()  # the clocks of digests, of shifts and of people's work
        with read_transaction(self._company.engine) as connection:
            self._who.look_at_calendar(connection, self._clock.moment)
            found = connection.execute(select(calendar_days.c.kind).where(calendar_days.c.day == day)).scalar()
        for deed in self._days.reports(day, DayKind(found) if found else None):
            self._put(deed)
        for deed in self._days.deputies(day):
            self._put(deed)
        day_is_over(day)

    def _put(self, deed: Deed) -> None:
        heapq.heappush(self._ahead, (deed.at, next(self._order), deed))

    async def _ring(self) -> None:
        while (rung := await self._company.clock.tick()) == RING:
            self.figures.rings += rung
        self.figures.rings += rung

    async def _act(self) -> None:
        while self._ahead and self._ahead[0][0] <= self._clock.moment:
            deed = heapq.heappop(self._ahead)[2]
            envelope = self._said(deed, self._by_code[deed.person])
            if envelope is not None:
                await self._company.intake.accept(envelope)
                await self._company.intake.settle()
                self.figures.turns += 1

    def _said(self, deed: Deed, person: Someone) -> Envelope | None:
        """The message of a deed; none where its person is not there any more."""
        if not person.is_here(self._clock.moment.astimezone(self._who.calendar.zone).date()):
            return None
        photos = [person.temper.chance.randrange(10**9) for _ in range(deed.photos)]
        if not deed.wants:
            return self._phones.say(person.code, deed.text, deed.token, photos)
        button = self._taking.button(person, deed.case, deed.wants)
        return self._phones.say(person.code, "" if button else self._number(deed.case), button)

    def _receive(self) -> None:
        """Everybody takes what has reached them."""
        for received in self._fresh():
            self.figures.heard[received.topic] += 1
            person = self._who.by_id.get(received.person)
            for deed in self._taking.take(person, received, self._clock.moment) if person is not None else ():
                self._put(deed)

    def _fresh(self) -> Iterable[Received]:
        with read_transaction(self._company.engine) as connection:
            rows = connection.execute(_HEARD, {"last": self._heard_last}).all()
        if rows:
            self._heard_last = rows[-1].delivery
        return [
            Received(
                row.id,
                row.recipient_id,
                row.topic,
                row.subject_id,
                row.choices,
                bool(row.question),
                row.lane in (Lane.EMERGENCY, Lane.MAJOR),
            )
            for row in rows
        ]

    def _number(self, case: str) -> str:
        if case not in self._numbers:
            with read_transaction(self._company.engine) as connection:
                self._numbers[case] = connection.execute(_NUMBER, {"case": case}).scalar() or ""
        return self._numbers[case]


_DUE = (
    select(func.min(timers.c.due_at)).where(timers.c.stopped_at.is_(None)),
    select(func.min(notices.c.not_before)).where(notices.c.state == "pending"),
)
_HEARD = (
    select(
        deliveries.c.id.label("delivery"),
        notices.c.id,
        notices.c.recipient_id,
        notices.c.topic,
        notices.c.subject_id,
        notices.c.choices,
        notices.c.question,
        notices.c.lane,
    )
    .join_from(deliveries, notices)
    .where(deliveries.c.id > bindparam("last"), deliveries.c.state == "sent")
    .order_by(deliveries.c.id)
)
_NUMBER = select(hazards.c.number).where(hazards.c.id == bindparam("case"))
