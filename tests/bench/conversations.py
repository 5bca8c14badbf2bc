"""What people say in the benchmark: plain words, a whole report, and an owner's answer to a task."""

import random
from collections.abc import Awaitable, Callable

from handlers.messages import Outgoing
from templates.render import label
from tests.bench.plant import Plant, Someone

Conversation = Callable[[Plant], Awaitable[None]]

# Words, lists, and what the bot does not understand.
PLAIN = ("帮助", "我的上报", "你好", "等我办")
# Each names a place and a hazard so well that the guess needs no question; ten owners share them.
REPORTS = (
    "冲压车间2号冲床防护罩松了",
    "冲压二线地上有一滩油，走路打滑",
    "模具区通道上堆了托盘，过不去人",
    "手工焊工位有人没戴面罩就在焊",
    "焊接车间灭火器过期了",
    "气瓶间乙炔瓶没固定，会倒",
    "焊接机器人漏油",
    "喷漆房有人没戴防毒面具",
    "烘干室门口灭火器被纸箱挡住了",
    "数控车床挡屑板坏了，铁屑飞出来",
    "打磨间灯坏了两盏，看不清",
    "车铣区师傅戴手套开车床",
    "装配一线地面积水，滑",
    "仓库3号门口地上有油",
    "A区货架立柱被叉车撞弯了",
    "1号叉车喇叭不响",
    "叉车充电区堆了杂物",
    "危废间废油桶没有标识",
    "配电室门口堆了纸箱",
    "空压机房储气罐没有排水",
    "后厨地上有油，滑",
    "停车场有车停在消防通道上",
    "办公楼楼梯间应急灯不亮",
    "冲压配电箱门坏了关不上",
)
_chance = random.Random(7)


async def plain(plant: Plant) -> None:
    """Two short turns of somebody who looks around."""
    async with _Turned(plant) as someone:
        for text in _chance.sample(PLAIN, 2):
            await someone.says(text)


async def report(plant: Plant) -> None:
    """Words, and a tap that submits; a card goes to the owner."""
    async with _Turned(plant) as someone:
        proposal = await someone.says(_chance.choice(REPORTS))
        _expect(proposal, "submit", "stopped", "made_safe")
        await someone.taps(proposal, 0)


async def handle(plant: Plant) -> None:
    """The owner of the oldest new task takes it and says that work is under way."""
    owner, card = await plant.tasks.get()
    async with owner.free:
        taken = await owner.taps(card, 0)
        _expect(taken, "stage.waiting_parts")
        await owner.taps(taken, 1)


async def mix(plant: Plant) -> None:
    """A third each: somebody looks around, somebody reports, an owner takes a task and works on it."""
    await plain(plant)
    await report(plant)
    await handle(plant)


class _Turned:
    """The reporter whose turn it is among all, for one conversation."""

    def __init__(self, plant: Plant) -> None:
        self._reporters = plant.reporters
        self._someone = self._reporters.popleft()

    async def __aenter__(self) -> Someone:
        return self._someone

    async def __aexit__(self, *raised: object) -> None:
        self._reporters.append(self._someone)


def _expect(answer: Outgoing, *firsts: str) -> None:
    """The answer offers what this conversation goes on with; another one would measure something else."""
    wanted = {label(language, "choice", first) for language in ("zh_CN", "en") for first in firsts}
    assert answer.choices, answer.text
    assert answer.choices[0].label in wanted, answer.text
