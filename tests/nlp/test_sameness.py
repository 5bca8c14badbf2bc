"""Whether two sentences tell of one hazard: in other words it stays the same, on another floor or side it does not."""

import pytest

from nlp.concepts import FAULT, PLACE, THING, levelled, tokens
from nlp.respelling import respelt, sound_alike
from nlp.sameness import chance, is_hopeless
from nlp.similar import SURE_ENOUGH

SAME = (
    ("二号厂房配电箱门没关", "2号厂房的电箱门开着"),
    ("仓库东门灭火器压力不够", "仓库东门的灭火器指针在红区，压力不足"),
    ("三楼东侧楼梯扶手松了", "3楼东边楼梯扶手一摇就晃"),
    ("冲压车间行车吊钩没有防脱钩装置", "冲压车间天车的吊钩缺防脱装置"),
    ("包装车间叉车刹车不灵", "包装车间插车刹车不林"),
    ("门口灯不亮", "门口那个灯坏了"),
    ("锅炉房压力表过期了", "Pressure gauge in the boiler room is expired"),
    ("Guard missing on the pulley of conveyor 3", "No guard on the belt pulley of conveyor three"),
)
OTHER = (
    ("三楼东侧楼梯扶手松了", "五楼东侧楼梯扶手松了"),
    ("3号冲床防护罩松了", "4号冲床防护罩松了"),
    ("仓库东门灭火器压力不够", "仓库西门灭火器压力不够"),
    ("A栋门口地砖翘起", "C栋门口地砖翘起"),
    ("3号注塑机漏油", "3号注塑机漏水"),
    ("空压机漏气", "空压机漏油"),
    ("Oil leaking at press 3", "Water leaking at press 3"),
    ("二楼厕所灯坏了", "二楼厕所水管坏了"),
    ("反应釜上法兰漏液", "反应釜下法兰漏液"),
    ("锅炉房灭火器过期", "空压机房灭火器过期"),
    ("叉车喇叭不响", "叉车轮胎磨平了"),
    ("Press 3 emergency stop is dead", "Press 8 emergency stop is dead"),
    ("Loose railing on the 2nd floor", "Loose railing on the 4th floor"),
    ("周一夜班有人在罐区抽烟", "周五夜班有人在罐区抽烟"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_words_for_one_hazard_are_likelier_the_same_than_not(one: str, other: str) -> None:
    assert chance(one, other) > 0.5
    assert chance(other, one) > 0.5


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_differs_in_one_decisive_word_is_not_asked_about(one: str, other: str) -> None:
    assert chance(one, other) < SURE_ENOUGH / 2
    assert chance(other, one) < SURE_ENOUGH / 2


@pytest.mark.parametrize(("one", "other"), [*SAME, *OTHER])
@pytest.mark.parametrize("besides", [-3.0, 0.0, 4.0])
def test_only_what_would_fall_short_is_given_up_early(one: str, other: str, besides: float) -> None:
    likely = chance(one, other, besides=besides) >= SURE_ENOUGH
    assert not (likely and is_hopeless(one, other, SURE_ENOUGH, besides=besides))


def test_another_number_is_given_up_early_and_another_word_is_not() -> None:
    assert is_hopeless("3号冲床防护罩松了", "4号冲床防护罩松了", SURE_ENOUGH)
    assert not is_hopeless("3号冲床防护罩松了", "4号冲床防护罩松了", SURE_ENOUGH, besides=4.0)
    assert not is_hopeless("冲床防护罩松了", "食堂门口电动车乱停", SURE_ENOUGH)


def test_what_has_nothing_to_do_with_it_is_improbable() -> None:
    assert chance("锅炉房压力表过期了", "食堂门口电动车乱停") < 0.2


def test_what_is_known_besides_the_words_moves_it() -> None:
    one, other = "配电箱门没关", "电箱门开着"
    assert chance(one, other, besides=-3.0) < chance(one, other) < chance(one, other, besides=1.5)


@pytest.mark.parametrize("text", ["", "😀", "，。", "1" * 5000, "<b>" * 2000, "\x00"])
def test_any_text_is_compared(text: str) -> None:
    assert 0 <= chance(text, "配电箱门没关") <= 1
    assert 0 <= chance(text, text) <= 1


def test_a_slip_of_spelling_is_no_other_word() -> None:
    assert respelt("灭火器压力不够", "灭火气压力不够") == "灭火器压力不够"
    assert respelt("emergency light failed", "emergancy light faild") == "emergency light failed"


def test_sides_and_other_words_stay_as_they_are() -> None:
    assert respelt("东门灭火器", "南门灭火器") == "南门灭火器"
    assert respelt("冲床护罩", "磨床护罩") == "磨床护罩"
    assert not sound_alike("上", "下")
    assert not sound_alike("a", "b")


def test_words_are_read_as_what_they_name() -> None:
    named = set(tokens(levelled("饭堂的电箱坏了")))
    assert {(PLACE, "食堂"), (THING, "配电箱"), (FAULT, "坏")} <= named
    assert {(PLACE, "食堂"), (THING, "配电箱")} <= set(tokens(levelled("canteen distribution box")))


def test_an_english_word_is_none_within_another() -> None:
    assert "电梯" not in {token.name for token in tokens("lifted") if token.kind == THING}
