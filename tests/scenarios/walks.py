"""Scripted conversations around one hazard each: who says what, how far it goes, and which events that must leave."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.scenarios.chatting import Card, Talker

NUMBER = re.compile(r"YH-\d{8}-\d{4}")
# People who repair and accept nothing, so that what they are shown is about their own reports.
REPORTERS = ("liqiang", "wangfang", "tangxue", "luoyong", "dingyi", "jiangbo", "zhoujianguo")
PLACES = ("冲压一线", "仓库3号门", "焊接车间", "涂装车间", "机加工车间", "装配一线")
KINDS = (
    "防护罩松动",
    "配电箱门损坏",
    "地面油污湿滑",
    "灭火器过期",
    "叉车倒车没人指挥",
    "路面减速带坏了",
    "未戴安全帽",
    "危化品容器没有标签",
)
# What submits a report, by what it asks beside.
SUBMITS = ("submit", "stopped", "made_safe")

_DISPATCHED = ("reported", "assigned")
_REPAIRED = (*_DISPATCHED, "taken", "progress_posted", "submitted")
ASKED_SAME = ("是同一处吗", "Is it the same one")
# How far a conversation goes -> the events of its case.
ENDS: dict[str, tuple[str, ...]] = {
    "reported": _DISPATCHED,
    "taken": (*_DISPATCHED, "taken"),
    "progressed": (*_DISPATCHED, "taken", "progress_posted"),
    "submitted": _REPAIRED,
    "signed_off": (*_REPAIRED, "accepted"),
    "sent_back_once": (*_REPAIRED, "sent_back", "submitted", "accepted"),
}


@dataclass
class Walk:
    """One conversation as planned; `number` is the case's, once it has one."""

    reporter: str
    words: str
    mark: str
    end: str
    photos: Sequence[bytes]
    photo_first: bool
    number: str = ""

    @property
    def others(self) -> str:
        """A pattern that finds the words of any other conversation."""
        return rf"第(?!{self.mark[1:]})"

    @property
    def events(self) -> tuple[str, ...]:
        return ENDS[self.end]


def planned(count: int, photos: Sequence[bytes], chance: random.Random) -> list[Walk]:
    """So many different conversations; most go to the end in a few steps, some stop on the way."""
    ends = ["reported", "taken", "progressed", "submitted", "signed_off", "sent_back_once"]
    walks = []
    for n in range(count):
        mark = f"第{n:03d}条"
        words = f"{chance.choice(PLACES)}{chance.choice(KINDS)}，{mark}"
        [end] = chance.choices(ends, (5, 3, 2, 2, 4, 1))
        taken = chance.sample(photos, chance.choice((0, 1, 1, 2)))
        walks.append(Walk(chance.choice(REPORTERS), words, mark, end, taken, bool(taken) and chance.random() < 0.4))
    return walks


async def walk(people: Mapping[str, Talker], plan: Walk, photos: Sequence[bytes]) -> None:
    """Lead a conversation to its scripted end, everybody in their own time. Sets its number."""
    reporter = people[plan.reporter]
    async with reporter.busy:
        done = await _report(reporter, plan)
    plan.number = NUMBER.findall(done.text)[0]
    owner = _named(people, done.text)
    acceptor = await _repair(people, owner, plan, photos)
    if acceptor is None or plan.end == "submitted":
        return
    if plan.end == "sent_back_once":
        await _send_back(acceptor, plan)
        await _repair_again(owner, plan, photos)
    await _accept(acceptor, plan)


async def _report(reporter: Talker, plan: Walk) -> Card:
    if plan.photo_first and reporter.shown_it:
        await reporter.says(photos=plan.photos)
        await reporter.says(plan.words)
    else:
        await reporter.says(plan.words, plan.photos)
    card = await reporter.sees(*SUBMITS, about=plan.mark)
    await reporter.taps(card, next(button for button in SUBMITS if reporter.label(button) in card.buttons))
    reporter.forgets()
    reporter.shown_it = bool(plan.photos)
    return await own_case(reporter, plan.others)


async def own_case(reporter: Talker, others: str = "$^") -> Card:
    """The answer to a report. Asked whether it is one that is open already, they say that it is not.

    others: a pattern that finds the words of any other conversation; the question tells of one.
    """
    elsewhere = rf"(?s)^(?!.*(?:{'|'.join(ASKED_SAME)})).*{others}"
    card = await reporter.sees("show", "other_hazard", about="YH-", but=elsewhere)
    if reporter.label("other_hazard") not in card.buttons:
        return card
    await reporter.taps(card, "other_hazard")
    return await reporter.sees("show", about="YH-", but=others)


async def _repair(people: Mapping[str, Talker], owner: Talker, plan: Walk, photos: Sequence[bytes]) -> Talker | None:
    """The owner's part as far as the script goes; whom the bot names as acceptor, when it comes to that."""
    if plan.end == "reported":
        return None
    async with owner.busy:
        await owner.taps(await owner.sees("take", about=plan.number), "take")
        if plan.end == "taken":
            return None
        await owner.says("正在修", photos[:1])  # no need to wait for an answer: one person's messages keep their order
        received = await owner.sees("only_progress", about=plan.number)
        await owner.taps(received, "only_progress")
        if plan.end == "progressed":
            return None
        await owner.says("修好了", photos[1:2])
        received = await owner.sees("only_progress", about=plan.number)
        await owner.taps(received, "submit")
        owner.forgets(plan.number)
    return _named(people, received.text, besides=owner)


async def _repair_again(owner: Talker, plan: Walk, photos: Sequence[bytes]) -> None:
    async with owner.busy:
        await owner.taps(await owner.sees("submit_acceptance", about=plan.number), "submit_acceptance")
        await owner.says("又修了一次", photos[2:3])


async def _send_back(acceptor: Talker, plan: Walk) -> None:
    async with acceptor.busy:
        await acceptor.taps(await acceptor.sees("send_back", about=plan.number), "send_back")
        await acceptor.says("还是松的")


async def _accept(acceptor: Talker, plan: Walk) -> None:
    async with acceptor.busy:
        await acceptor.taps(await acceptor.sees("pass", about=plan.number), "pass")
        await acceptor.taps(await acceptor.sees("rechecked"), "rechecked")


def _named(people: Mapping[str, Talker], text: str, besides: Talker | None = None) -> Talker:
    """The one person whom a message names."""
    found = [p for p in people.values() if p is not besides and any(name in text for name in p.names)]
    assert len(found) == 1, f"{[p.code for p in found]} named in {text}"
    return found[0]
