"""Later words beside a hazard just told: which are asked about, and which join it; with the library that is shipped.

Each line was written down, with what it should come to, before it was tried; what comes out otherwise stands last.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from nlp.another import Another, Told, says_which
from nlp.places import NOWHERE, FoundPlace, Place, PlaceFinder
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.engine import open_engine, read_transaction
from workflow.library import Category

ASKED = {
    "冲压2号机防护罩松了": (
        "灭火器过期了",
        "仓库3号门地上有油",
        "插座烧黑了",
        "还有灭火器也过期了",
        "氧气瓶没固定",
        "急停按钮坏了",
        "灭火器过奇了",
        "消防栓前面堆满货",
        "有人在仓库抽烟",
        "楼梯扶手松了",
        "3号机防护罩也松了",
        "3号机也是",
        "三号冲床的罩子也松咯",
        "焊接车间那边的防护罩也松了",
        "另一处防护罩也松了",
        "还有一台也是这样",
        "再报一条，护罩掉了",
    ),
    "灭火器过期了": ("电线破皮铜线都露出来",),
    "地上有油": ("安全帽都没戴",),
    "仓库3号门地上有油": (
        "应急灯唔亮",
        "1号门也有油",
        "喷漆房地上也有油",
    ),
    "通道堆了东西": ("叉车开太快",),
    "配电箱门坏了": ("灭火器前头堆起货",),
    "一楼走廊灯不亮": ("二楼走廊灯也不亮",),
    "一楼灭火器过期了": ("三层的灭火器也过期",),
    "2号叉车喇叭不响": ("5号叉车喇叭也不响",),
    "guard of press 2 is loose": (
        "the extinguisher is out of date",
        "oil on the floor at gate 3",
        "guard of press 3 is loose too",
        "same thing at press 3",
        "socket is burnt black",
        "fire exit blocked with boxs",
    ),
    "light out on 1st floor": ("light out on the second floor as well",),
    "light out on floor 1": ("floor 3 light is out too",),
    "oil on the floor at gate 3": (
        "another one: extinguisher gone",
        "someone smoking in the shop",
    ),
    "焊接车间2号焊机接地线断了": (
        "焊把线也破皮了",
        "喷漆房没通风，味道刺鼻",
        "没戴面罩在焊",
        "1号焊机也一样",
        "气瓶没绑链子，靠墙放着",
        "除尘器里全是灰",
    ),
    "仓库A区灭火器不见了": (
        "B区也没得",
        "消火栓门打不开",
        "货架歪了快倒了",
        "安全出口锁到起的",
    ),
    "办公楼楼梯扶手松了": ("电瓶车在楼道充电",),
    "一线上料口光栅坏了": ("二线上料口光栅也坏了",),
    "3楼厕所地面积水": ("5楼厕所地面也积水",),
    "earth wire of welder 2 is broken": (
        "welder 1 as well",
        "no harness on the roof",
    ),
    "extinguisher missing in rack area A": (
        "rack area B too",
        "forklift driving way too fast",
        "fire exit is locked again",
        "unlabelled bottle in the paint room",
    ),
}

JOINED = {
    "冲压车间配电箱漏电": ("不是漏电，是电线破皮",),
    "冲压2号机防护罩松了": (
        "不对，是3号机",
        "说错了，是急停按钮坏了",
        "打错字了 3号冲床",
        "应该是3号冲床的",
        "更正：3号机",
        "搞错咧，系3号机",
        "我的意思是光栅坏了",
        "在冲压车间",
        "螺丝掉了两颗",
        "手能伸进去，很危险",
        "左边也松了",
        "已经三天了没人修",
        "没停机",
        "机器还在转",
        "已经停了",
        "张师傅知道的",
        "谢谢",
        "什么时候能修好",
        "快点处理吧",
        "罩子快掉下来了",
        "晃得厉害",
        "防护罩松动有两天了",
    ),
    "仓库3号门地上有油": (
        "是1号门不是3号门",
        "水，不是油",
        "很滑，刚才有人差点摔倒",
        "好像是叉车漏的",
        "面积大概两平米",
    ),
    "防护罩松了": (
        "2号冲床",
        "就在2号机那边",
        "二号冲床勒",
        "防护罩松了",
    ),
    "地上有油": (
        "3号门门口",
        "仓库3号门旁边的过道",
        "二楼",
    ),
    "灯不亮": ("办公楼二楼走廊",),
    "灭火器过期了": (
        "在焊接车间门口靠左边",
        "一共三个",
        "压力也不够",
        "去年12月就到期了",
    ),
    "冲压车间配电箱门坏了": ("里面的线都露出来了",),
    "焊接车间乙炔瓶没固定": ("旁边还在动火",),
    "二楼走廊应急灯不亮": (
        "三个都不亮",
        "也没有人换",
    ),
    "装配车间插座烧黑了": ("有糊味",),
    "guard of press 2 is loose": (
        "no, it is press 3",
        "sorry, press 3 not press 2",
        "I meant the e-stop is broken",
        "not loose, it is missing",
        "press 2, stamping shop",
        "two screws are gone",
        "loose on the left too",
        "machine is still running",
        "it has been like this for days",
        "thanks",
        "please hurry",
    ),
    "guard is loose": (
        "at press 2",
        "it's in the stamping shop",
    ),
    "oil on the floor": (
        "by gate 3",
        "second floor",
    ),
    "oil on the floor at gate 3": (
        "very slippery, somebody almost fell",
        "comes from the forklift I think",
    ),
    "焊接车间2号焊机接地线断了": (
        "摸着麻手",
        "线头掉在地上",
        "不对不对，1号焊机",
        "看错了是1号焊机",
        "位置在手工焊工位",
        "车间最里头那台",
        "老板说下周修",
        "嗯",
        "好",
    ),
    "仓库A区灭火器不见了": (
        "有两个不见了",
        "箱子是空的",
        "A区第三排",
        "就那个架子边上",
        "是B区，我记错了",
    ),
    "办公楼楼梯扶手松了": (
        "是在二楼到三楼那一段",
        "螺丝没了",
        "扶手一推就晃",
        "老人走很危险",
        "昨天有人差点摔下去",
    ),
    "一线上料口光栅坏了": ("一线",),
    "危化品库分装瓶没标签": ("里头装的不知道是啥子",),
    "3楼厕所地面积水": ("3楼男厕",),
    "earth wire of welder 2 is broken": (
        "gives a tingle when you touch it",
        "wait, it was welder 1",
        "manual welding bays",
        "reported to the foreman already",
    ),
    "handrail is loose in the office staircase": (
        "between second and third floor",
        "bolts missing",
    ),
    "extinguisher missing in rack area A": (
        "i meant rack area B",
        "next to the third pillar",
        "photo follows",
    ),
}

# As it was before anything was asked; and one tap too many.
STILL_JOINED = [
    ("冲压2号机防护罩松了", "通道堆了托盘"),
    ("灭火器过期了", "乙炔瓶倒在地上没得人管"),
    ("仓库A区灭火器不见了", "叉车上站人"),
    ("仓库A区灭火器不见了", "地上好多水，拖都拖不干"),
    ("办公楼楼梯扶手松了", "三楼的灯也坏了"),
    ("办公楼楼梯扶手松了", "电梯按了没反应"),
    ("危化品库分装瓶没标签", "稀料间没有通风"),
    ("earth wire of welder 2 is broken", "cylinder is not chained to the wall"),
    ("earth wire of welder 2 is broken", "dust collecter full of dust"),
    ("handrail is loose in the office staircase", "ebike charging in the corridor"),
    ("handrail is loose in the office staircase", "3rd floor lights are out"),
]
STILL_ASKED = [
    ("仓库A区灭火器不见了", "听说被人拿去装配车间了"),
]


@pytest.fixture(scope="module")
def another(demo_sqlite: Path) -> Another:
    """What the demo company knows."""
    engine = open_engine(f"sqlite:///{demo_sqlite}")
    with read_transaction(engine) as connection:
        classifier = LibraryRetrieval(directory.library(connection))
        areas = [Place(*row) for row in directory.named_areas(connection)]
        machines = [Place(*row) for row in directory.named_equipment(connection)]
    engine.dispose()
    return Another(classifier, PlaceFinder(areas, machines))


def lines(table: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((before, later) for before, told in table.items() for later in told)


@pytest.mark.parametrize(("before", "later"), [*lines(ASKED), *STILL_ASKED])
def test_another_kind_place_or_machine_is_asked_about(another: Another, before: str, later: str) -> None:
    assert another.begins(later, another.told_by(before))


@pytest.mark.parametrize(("before", "later"), [*lines(JOINED), *STILL_JOINED])
def test_a_correction_a_place_an_answer_or_more_of_the_same_joins(another: Another, before: str, later: str) -> None:
    assert not another.begins(later, another.told_by(before))


def test_a_hundred_lines_and_more_go_as_they_should_and_one_in_ten_does_not() -> None:
    right = sum(1 for table in (ASKED, JOINED) for _ in lines(table))
    astray = len(STILL_JOINED) + len(STILL_ASKED)
    assert right > 100
    assert astray / (right + astray) < 0.1


def test_it_is_another_beside_what_was_tapped_too(another: Another) -> None:
    """What a person has settled counts, whatever their words say."""
    tapped = Told("这里不对劲", Category.MECHANICAL, "ME-01", NOWHERE)
    assert another.begins("灭火器过期了", tapped)
    assert not another.begins("防护罩松了", tapped)


def test_words_about_a_part_of_the_place_are_about_the_place(another: Another) -> None:
    shop = another.told_by("冲压车间防护罩松了").place
    assert not another.begins("2号冲床防护罩松了", Told("防护罩松了", Category.MECHANICAL, "ME-01", shop))
    elsewhere = FoundPlace(another.told_by("食堂").place.area_id, None, 1.0)
    assert another.begins("2号冲床防护罩松了", Told("防护罩松了", Category.MECHANICAL, "ME-01", elsewhere))


@pytest.mark.parametrize("later", ["防护罩松了", "guard is loose"])
def test_a_picture_may_show_another_of_the_same_kind(another: Another, later: str) -> None:
    before = another.told_by("冲压2号机防护罩松了")
    assert another.begins(later, before, pictured=True)
    assert not another.begins(later, before)


@pytest.mark.parametrize("later", ["在冲压车间", "不对，是3号机", "2号冲床", "at press 2"])
def test_a_picture_of_what_was_put_right_or_only_placed_is_of_the_same(another: Another, later: str) -> None:
    assert not another.begins(later, another.told_by("冲压2号机防护罩松了"), pictured=True)


@pytest.mark.parametrize(
    ("said", "which"),
    [
        *((said, "more") for said in ("补充", "是补充上一条的", "同一处", "是一条", "add", "The same.")),
        *((said, "apart") for said in ("另报一条", "另一条", "是另外一个", "不是一条", "新的", "another", "separate")),
        *((said, "again") for said in ("好的", "嗯", "提交", "是", "OK", "no")),
        *((said, None) for said in ("插座烧黑了", "新的灭火器也过期了", "add a photo of the socket")),
    ],
)
def test_which_of_the_two_can_be_said_in_words(said: str, which: str | None) -> None:
    assert says_which(said) == which
