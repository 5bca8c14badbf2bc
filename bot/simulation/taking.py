"""What people do with what has reached them: the deeds that follow, each at its moment."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.simulation import people
from bot.simulation.days import QUIET_END, Story
from bot.simulation.everybody import Everybody, Someone
from bot.simulation.people import (
    ANY,
    ANYTHING,
    CARDS,
    FIRST,
    PICTURE,
    QUESTIONS,
    SOON,
    TURNS_PAGES,
    WORDS,
    Deed,
    Received,
    Way,
)
from bot.simulation.seasons import Phrases
from bot.simulation.words import PLAIN, SAID
from storage.deliveries import token

MOST_IN_A_ROW = 15  # questions that somebody answers before they put the phone away
CONVERSATION = timedelta(hours=1)  # what is asked after so long a silence begins another
SURE = {"report.major": "yes", "report.confirm": "submit"}  # what somebody answers who knows that it is major


class Taking:
    """Remembers what each person can tap on the cards that they have, and what they look for.

    numbers: what a case is called. left: questions that nobody here gets through, by topic.
    """

    def __init__(self, story: Story, who: Everybody, phrases: Phrases, numbers: Callable[[str], str]) -> None:
        self._story = story
        self._who = who
        self._phrases = phrases
        self._numbers = numbers
        self._offers: dict[tuple[str, str], dict[str, str]] = {}  # person, case -> the latest button for each value
        self._wishes: dict[tuple[str, str], str] = {}  # person, case -> what they look for on its card
        self.left: Counter[str] = Counter()

    def button(self, person: Someone, case: str, value: str) -> str:
        """The button that they still have for it; else empty, and they look for it on the card of the case."""
        found = self._offers.get((person.code, case), {}).pop(value, "")
        if not found:
            self._wishes[person.code, case] = value
        return found

    def take(self, person: Someone, received: Received, now: datetime) -> Deed | None:
        """What they will do about it; none where they leave it."""
        if received.case:
            offered = self._offers.setdefault((person.code, received.case), {})
            offered |= {c["value"]: token(received.id, n) for n, c in enumerate(received.choices)}
            wish = self._wishes.pop((person.code, received.case), "")
            if wish:
                return self._tap(person, received, wish, self._soon(person, now))
        if person.is_sure and received.topic in SURE and received.position(SURE[received.topic]) is not None:
            return self._tap(person, received, SURE[received.topic], self._soon(person, now))
        ways = self._ways(person, received, now)
        way = person.temper.chosen(ways, [c["value"] for c in received.choices]) if ways else None
        leaves = way is None or (not received.asks and self._is_deaf(person, received))
        return None if way is None or leaves else self._deed(person, received, way, now)

    def _is_deaf(self, person: Someone, received: Received) -> bool:
        return not received.urgent and person.temper.chance.random() < person.temper.deaf

    def _ways(self, person: Someone, received: Received, now: datetime) -> Sequence[Way]:
        if not received.asks:
            return CARDS.get(received.topic, ())
        if person.asked_last is None or now - person.asked_last > CONVERSATION:
            person.asked = 0
        person.asked, person.asked_last = person.asked + 1, now
        if person.asked > MOST_IN_A_ROW:
            self.left[received.topic] += 1
            return ()
        return QUESTIONS.get(received.topic, ANYTHING)

    def _deed(self, person: Someone, received: Received, way: Way, now: datetime) -> Deed | None:
        hard = people.repair_of(self._story.seed, self._numbers(received.case)) if received.case and way.work else 1.0
        at = now + person.temper.minutes(way, hard)
        if not received.urgent and way.after != SOON:
            at = self._who.at_work(person, at)
        if not received.asks and at > self._story.until - QUIET_END:
            return None
        if received.case and (way.wants or way.work):
            return Deed(at, person.code, case=received.case, wants=way.value)
        if way.value == PICTURE and person.temper.chance.random() < self._story.pictures:
            return Deed(at, person.code, photos=1)
        if way.value == WORDS:
            return Deed(at, person.code, text=self._words(person, received.topic))
        return self._tap(person, received, way.value, at)

    def _tap(self, person: Someone, received: Received, value: str, at: datetime) -> Deed | None:
        """Tap a button; where any will do, one that says something, and where there is none, words."""
        position = received.position(value)
        if position is None and value == FIRST:
            position = 0 if received.choices else None
        elif position is None and value in (ANY, PICTURE):
            said = [n for n, choice in enumerate(received.choices) if choice["value"] not in TURNS_PAGES]
            position = person.temper.chance.choice(said) if said else None
        if position is not None:
            return Deed(at, person.code, token=token(received.id, position))
        return Deed(at, person.code, text=self._words(person, received.topic)) if received.asks else None

    def _soon(self, person: Someone, now: datetime) -> datetime:
        return now + timedelta(minutes=person.temper.chance.uniform(*SOON))

    def _words(self, person: Someone, topic: str) -> str:
        chance = person.temper.chance
        if topic.startswith("report.") and topic not in SAID:
            return self._phrases.again(chance, person.language)
        return chance.choice(SAID.get(topic, PLAIN))
