"""The virtual calendar: it jumps to whatever is due next, somebody's deed, a timer, a notice that was held back."""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol

from sqlalchemy import bindparam, func, select

from bot.company import Company
from bot.simulation import people
from bot.simulation.everybody import Everybody, Someone
from bot.simulation.people import ANY, ANYTHING, CARDS, PICTURE, QUESTIONS, TURNS_PAGES, WORDS, Deed, Received, Way
from bot.simulation.seasons import Phrases, busy
from bot.simulation.words import ALARMS, PLAIN, SAID
from handlers.messages import Envelope
from handlers.platform import Platform
from storage.deliveries import token
from storage.engine import read_transaction
from storage.tables import calendar_days, deliveries, hazards, notices, timers
from workflow.calendar import DayKind
from workflow.notice import Lane

MOST_IN_A_ROW = 15  # questions that somebody answers before they put the phone away
RING = 100  # timers that one tick takes at most
ALARMS_A_YEAR = 0.012  # to each person
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


@dataclass(frozen=True)
class Story:
    """What is told: until when, by which seed, how many reports a working day brings, how many have pictures."""

    until: datetime
    seed: int
    reports: float
    pictures: float


@dataclass
class Figures:
    """What it came to. turns: messages that were answered; heard: notices that reached somebody, by topic."""

    turns: int = 0
    rings: int = 0
    heard: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)  # what nobody here knows how to take


class Life:
    """Everybody's life in a company for a time, with nothing of the company stood in for but its clock and platform."""

    def __init__(
        self, company: Company, phones: Phones, clock: VirtualClock, who: Everybody, phrases: Phrases, story: Story
    ) -> None:
        self._company = company
        self._phones = phones
        self._clock = clock
        self._who = who
        self._phrases = phrases
        self._story = story
        self._chance = random.Random(f"life {story.seed}")
        self._by_code = dict(who.by_code)
        self._ahead: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._offers: dict[tuple[str, str], dict[str, str]] = {}  # person, case -> the latest button for each value
        self._wishes: dict[tuple[str, str], str] = {}  # person, case -> what they look for on its card
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
        await self._company.clock.count()
        with read_transaction(self._company.engine) as connection:
            self._who.look_at_calendar(connection, self._clock.moment)
            found = connection.execute(select(calendar_days.c.kind).where(calendar_days.c.day == day)).scalar()
        self._plan(day, DayKind(found) if found else None)
        day_is_over(day)

    def _plan(self, day: date, kind: DayKind | None) -> None:
        """Who will report something, and when; now and then somebody raises an alarm."""
        there = self._who.shifts_of(day)
        if not there:
            return
        wanted = self._story.reports * busy(day, kind)
        number = int(wanted) + (self._chance.random() < wanted % 1)
        alarms = self._chance.random() < ALARMS_A_YEAR * len(self._who.by_id) / 365
        for n in range(number + alarms):
            [(person, begins, ends)] = self._chance.choices(there, [person.talks for person, _, _ in there])
            at = begins + (ends - begins) * self._chance.uniform(0.05, 0.9)
            self._put(self._alarm(person, at) if n == number else self._report(person, at, day.month))

    def _report(self, person: Someone, at: datetime, month: int) -> Deed:
        place = self._who.place(self._chance, person)
        words = self._phrases.of(self._chance, month, place, person.language)
        photos = self._chance.choice((1, 1, 2)) if self._chance.random() < self._story.pictures else 0
        return Deed(at, person.code, text=words, photos=photos)

    def _alarm(self, person: Someone, at: datetime) -> Deed:
        what = self._chance.choice(ALARMS[person.language])
        place = self._who.place(self._chance, person)
        return Deed(at, person.code, text=f"{place}{what}" if person.language == "zh_CN" else f"{what}, {place}")

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
        button = self._offers.get((person.code, deed.case), {}).pop(deed.wants, "")
        if button:
            return self._phones.say(person.code, choice=button)
        self._wishes[person.code, deed.case] = deed.wants
        return self._phones.say(person.code, self._number(deed.case))

    def _receive(self) -> None:
        """Everybody takes what has reached them."""
        for received in self._fresh():
            self.figures.heard[received.topic] += 1
            person = self._who.by_id.get(received.person)
            if person is not None:
                self._take(person, received)

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

    def _take(self, person: Someone, received: Received) -> None:
        if received.case:
            offered = self._offers.setdefault((person.code, received.case), {})
            offered |= {c["value"]: token(received.id, n) for n, c in enumerate(received.choices)}
            wish = self._wishes.pop((person.code, received.case), "")
            if wish:
                self._tap(person, received, wish, self._soon(person))
                return
        ways = self._ways(person, received)
        way = person.temper.chosen(ways, [c["value"] for c in received.choices]) if ways else None
        if way is not None and not (not received.asks and self._is_deaf(person, received)):
            self._do(person, received, way)

    def _is_deaf(self, person: Someone, received: Received) -> bool:
        return not received.urgent and person.temper.chance.random() < person.temper.deaf

    def _ways(self, person: Someone, received: Received) -> Sequence[Way]:
        if not received.asks:
            person.asked = 0
            return CARDS.get(received.topic, ())
        person.asked += 1
        if person.asked > MOST_IN_A_ROW:
            self.figures.left[received.topic] += 1
            return ()
        return QUESTIONS.get(received.topic, ANYTHING)

    def _do(self, person: Someone, received: Received, way: Way) -> None:
        hard = people.repair_of(self._story.seed, self._number(received.case)) if received.case and way.work else 1.0
        at = self._clock.moment + person.temper.minutes(way, hard)
        if not received.urgent and way.after != people.SOON:
            at = self._who.at_work(person, at)
        if way.wants:
            self._put(Deed(at, person.code, case=received.case or "", wants=way.value))
        elif way.work and received.case:
            self._put(Deed(at, person.code, case=received.case, wants=way.value))
        elif way.value == PICTURE and person.temper.chance.random() < self._story.pictures:
            self._put(Deed(at, person.code, photos=1))
        elif way.value == WORDS:
            self._put(Deed(at, person.code, text=self._words(person, received.topic)))
        else:
            self._tap(person, received, way.value, at)

    def _tap(self, person: Someone, received: Received, value: str, at: datetime) -> None:
        """Tap a button; where any will do, one that says something, and where there is none, words."""
        position = received.position(value)
        if position is None and value == people.FIRST:
            position = 0 if received.choices else None
        elif position is None and value in (ANY, PICTURE):
            chance = person.temper.chance
            said = [n for n, choice in enumerate(received.choices) if choice["value"] not in TURNS_PAGES]
            position = chance.choice(said) if said else None
        if position is not None:
            self._put(Deed(at, person.code, token=token(received.id, position)))
        elif received.asks:
            self._put(Deed(at, person.code, text=self._words(person, received.topic)))

    def _soon(self, person: Someone) -> datetime:
        return self._clock.moment + timedelta(minutes=person.temper.chance.uniform(*people.SOON))

    def _words(self, person: Someone, topic: str) -> str:
        chance = person.temper.chance
        if topic.startswith("report.") and topic not in SAID:
            return self._phrases.again(chance, person.language)
        return chance.choice(SAID.get(topic, PLAIN))

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
